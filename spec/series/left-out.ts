import type { Series } from '../series.ts'

const v5 = ['V5', 'V5a', 'V5b', 'V5c', 'V5d'] as const
const followers = ['VS', 'VO', 'VM', 'VX'] as const

/** Why no spec answers for cells of which the analysis says something. */
export function leaveOut(table: Series): Series {
  return ofV4(ofFollowers(ofV5(table)))
}

function ofV4(table: Series): Series {
  return table
    .leaveOut(
      { rows: ['I7', 'I10', 'I12', 'I13', 'I14', 'I18', 'I19', 'I20', 'L4'], columns: ['V0', 'V4'] },
      "4.2 has no kmap in DAX, and v4's text was not at hand: the models of DAX are of v5. What v4 is known for, its encoding, is in pfn-t and scatterlist.",
    )
    .leaveOut({ rows: ['I21'], columns: ['V0'] }, '4.2 has no __pfn_t to go through.')
    .leaveOut({ rows: ['I33'], columns: ['V0'] }, '4.2 counts no references that a DAX user could forget.')
}

function ofV5(table: Series): Series {
  return table
    .leaveOut(
      { rows: ['I18', 'I19'], columns: ['V5', 'VR'] },
      'As posted, D3 gives the fault a wild address too, and dax-fault has D3 repaired: see V5a.',
    )
    .leaveOut({ rows: ['I28'], columns: ['V5', 'VR', ...followers] }, 'No spec has a second registrar (D13).')
    .leaveOut({ rows: ['I33'], columns: v5 }, 'v5 takes no references, but readers: I8 says that of them.')
}

function ofFollowers(table: Series): Series {
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
      { rows: ['I18', 'I19', 'I20'], columns: followers },
      "The models of faults are v5's: that PTEs are taken away at unbind, and none is made later, is shown there by its repairs ('X4 and D9 repaired').",
    )
    .leaveOut(
      { rows: ['I29'], columns: ['VO', 'VM'] },
      'dev-map has registration as the RFC and as mainline now have it.',
    )
}
