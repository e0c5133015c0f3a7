import type { Series } from '../series.ts'

const v5 = ['V5', 'V5a', 'V5b', 'V5c', 'V5d'] as const
const followers = ['VS', 'VO', 'VM', 'VX'] as const
const beforeV5 = ['V0', 'V4'] as const

/**
 * The verdict table that was the starting point of the models, derived on paper from the text of the patches; its
 * verdicts for the versions from VS on are hypotheses. Empty cells are not named here. "ok except axonram" counts as
 * `violated`, by axonram.
 */
export function analyse(table: Series): Series {
  return table.analysis({
    I1: {
      holds: ['V0', ...v5, 'VS', 'VM', 'VX'],
      violated: ['V4', 'VR', 'VO'],
      notes: {
        V4: 'where struct page is aligned to 4 bytes, a pointer sets the bit of PFN_DEV',
        V5: 'base and memmap are static; users of the NULL of sg_page() are not counted',
        VR: 'a late access of DAX to a page after arch_remove_memory (X12)',
        VO: 'X22',
      },
    },
    I2: {
      holds: ['V5d', 'VX'],
      violated: [...beforeV5, 'V5', 'V5a', 'V5b', 'V5c', 'VR', 'VS', 'VO', 'VM'],
      notes: {
        V0: 'the races that the series set out to repair',
        V5c: 'by axonram and dcssblk',
        V5d: 'on the paths that kmap',
        VS: 'by axonram',
        VM: 'not on pmem',
        VX: 'as long as the file system obeys dax_alive()',
      },
    },
    I3: {
      holds: ['V5d', 'VX'],
      violated: ['V5', 'V5a', 'V5b', 'V5c', 'VR'],
      notApplicable: [...beforeV5, 'VS', 'VO', 'VM'],
      notes: { V5: 'by axonram', V5a: 'by axonram', V5b: 'by axonram', V5c: 'by axonram' },
    },
    I5: {
      holds: ['V5d'],
      violated: ['V5', 'V5a', 'V5b', 'V5c', 'VR'],
      notApplicable: [...beforeV5, ...followers],
      notes: { V5: 'by dcssblk', V5a: 'by dcssblk', V5b: 'by dcssblk', V5c: 'by dcssblk' },
    },
    I6: {
      holds: ['V5d', 'VX'],
      violated: [...beforeV5, 'V5', 'V5a', 'V5b', 'V5c', 'VR', 'VS', 'VO', 'VM'],
      notes: {
        V0: 'the races that the series set out to repair',
        VS: 'by axonram alone',
        VO: 'by axonram alone',
        VM: 'by axonram alone',
      },
    },
    I7: {
      holds: [...beforeV5, 'V5b', 'V5c', 'V5d', ...followers],
      violated: ['V5', 'V5a', 'VR'],
      notes: { VR: 'X9' },
    },
    I8: {
      holds: ['V5a', 'V5b', 'V5c', 'V5d', 'VR', 'VO', 'VX'],
      violated: ['V5'],
      notApplicable: [...beforeV5, 'VS', 'VM'],
    },
    I9: {
      holds: ['V5c', 'V5d', 'VX'],
      violated: ['V5', 'V5a', 'V5b', 'VR', 'VO'],
      notApplicable: [...beforeV5, 'VS', 'VM'],
      notes: { VX: 'readers of SRCU may sleep' },
    },
    I10: { holds: [...beforeV5, 'V5c', 'V5d', ...followers], violated: ['V5', 'V5a', 'V5b', 'VR'] },
    I11: {
      holds: [...beforeV5, 'V5c', 'V5d', ...followers],
      violated: ['V5', 'V5a', 'V5b', 'VR'],
      notes: { V5: 'as it is used in NP; the primitive itself holds' },
    },
    I12: { holds: [...beforeV5, 'V5a', 'V5b', 'V5c', 'V5d', ...followers], violated: ['V5', 'VR'] },
    I13: {
      holds: [...beforeV5, 'V5a', 'V5d', ...followers],
      violated: ['V5', 'VR'],
      notes: { V5a: 'X5 remains', VS: 'X5 remains' },
    },
    I14: {
      holds: [...beforeV5, ...v5, 'VR', ...followers],
      notes: { V5: 'D3 hides that D4 breaks it', VR: 'D3 hides that D4 breaks it' },
    },
    I15: {
      holds: ['V5b', 'V5c', 'V5d', ...followers],
      violated: ['V5', 'V5a', 'VR'],
      notApplicable: beforeV5,
    },
    I16: {
      holds: ['V5d', 'VM', 'VX'],
      violated: ['V5', 'V5a', 'V5b', 'V5c', 'VR', 'VS', 'VO'],
      notApplicable: beforeV5,
      notes: { V5: 'by axonram and dcssblk', VS: 'by axonram alone (X15)' },
    },
    I17: {
      holds: ['V5d'],
      violated: ['V5', 'V5a', 'V5b', 'V5c', 'VR'],
      notApplicable: [...beforeV5, ...followers],
      notes: { V5: 'by dcssblk', V5a: 'by dcssblk', V5b: 'by dcssblk', V5c: 'by dcssblk' },
    },
    I18: {
      holds: ['VO', 'VX'],
      violated: [...beforeV5, ...v5, 'VR', 'VS', 'VM'],
      notes: { VO: 'perhaps, by truncating', VX: 'perhaps: a hypothesis' },
    },
    I19: {
      holds: ['VO', 'VX'],
      violated: [...beforeV5, ...v5, 'VR', 'VS', 'VM'],
      notes: { VO: 'perhaps', VX: 'perhaps' },
    },
    I20: { holds: followers, violated: [...beforeV5, ...v5, 'VR'] },
    I21: {
      holds: ['V0', 'V4', 'VX'],
      violated: [...v5, 'VR', 'VS', 'VO'],
      notes: {
        V4: 'perhaps, on 32 bits',
        V5: 'on 32 bits',
        VS: 'a shift of 4: of fewer frames',
        VO: 'high bits: of huge pfns only',
        VX: 'a u64',
      },
    },
    I23: {
      holds: [...beforeV5, ...followers],
      violated: ['V5'],
      notes: { V4: 'perhaps', V5: 'on 32 bits: sg_has_page() of a chain entry', VS: 'scatterlists were left alone' },
    },
    I24: {
      holds: [...beforeV5, ...followers],
      violated: ['V5'],
      notes: { V4: 'perhaps', V5: 'assigning over a chain entry', VS: 'scatterlists were left alone' },
    },
    I25: { holds: ['V0', ...followers], violated: ['V4', ...v5, 'VR'] },
    I26: {
      holds: ['V0', 'VR', 'VM', 'VX'],
      violated: ['V4', ...v5, 'VO'],
      notApplicable: ['VS'],
      notes: { VR: 'where it is pinned', VO: 'X22' },
    },
    I27: {
      holds: ['V0', ...followers],
      violated: ['V4', 'V5'],
      notes: { V4: 'on VIVT', V5: 'on VIVT' },
    },
    I28: {
      holds: ['VO', 'VM', 'VX'],
      violated: ['V5', 'VR'],
      notApplicable: [...beforeV5, 'VS'],
      notes: { V5: 'nobody looks', VO: 'a conflict is refused' },
    },
    I29: {
      holds: [...v5, 'VO', 'VM', 'VX'],
      violated: ['VR'],
      notApplicable: [...beforeV5, 'VS'],
      notes: { VR: 'X10' },
    },
    I30: {
      holds: ['VO', 'VM', 'VX'],
      violated: ['VR'],
      notApplicable: [...beforeV5, ...v5, 'VS'],
      notes: { VR: 'D14' },
    },
    I33: {
      holds: ['V0', ...v5, 'VM', 'VX'],
      violated: ['VR', 'VS', 'VO'],
      notApplicable: ['V4'],
      notes: { VR: 'a leak', VS: 'X21', VO: 'X23' },
    },
    L4: {
      holds: [...beforeV5, 'V5c', 'V5d', ...followers],
      violated: ['V5', 'V5a', 'V5b', 'VR'],
      notes: { V5: 'D4', V5a: 'by brd (X6)', V5b: 'by brd (X6)' },
    },
  })
}
