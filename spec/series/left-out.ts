import type { Series } from '../series.ts'

const followers = ['VS', 'VO', 'VM', 'VX'] as const

/** Why no spec answers for cells of which the analysis says something. */
export function leaveOut(table: Series): Series {
  return table
    .leaveOut(
      { rows: ['I7', 'I8', 'I10', 'I12', 'I15'], columns: followers },
      'There is no kmap of frames in DAX any longer: the address comes from direct_access, and nothing is unmapped.',
    )
    .leaveOut(
      { rows: ['I3'], columns: ['VX'] },
      'There is no list of ranges any longer that an address is looked up in.',
    )
    .leaveOut(
      { rows: ['I13', 'I14', 'L4'], columns: followers },
      'dax-lifetime has the least of a DAX user, enter, find, copy, leave: extents and what is in a block are not in it.',
    )
    .leaveOut(
      { rows: ['I16'], columns: followers },
      "Without records there is no teardown of one: that what is unmapped has no user left is dax-lifetime's I2.",
    )
    .leaveOut(
      { rows: ['I18', 'I19', 'I20'], columns: ['VS'] },
      'September left faults to what 4.2 has of them, which V0 answers for.',
    )
}
