/** Steps that run in no setting of their spec, and why. */
export interface NeverRun {
  readonly steps: readonly string[]
  readonly because: string
}

const pageless = 'The driver has no struct pages, so none of its frames is mapped as a page.'
const givenByToken = 'With D1 repaired, kunmap gets what to unmap as an argument and never looks it up.'
const pagelessFault = {
  steps: [
    'fault: kmap_atomic',
    'fault: kunmap: kunmap_atomic',
    'fault: copy_user_bh: kmap_atomic',
    'fault: copy_user_bh: kunmap: kunmap_atomic',
  ],
  because: pageless,
}
const lookUpsOfFault = [
  'fault: kunmap: list_for_each_entry_rcu',
  'fault: kunmap: addr within kmap',
  'fault: copy_user_bh: kunmap: list_for_each_entry_rcu',
  'fault: copy_user_bh: kunmap: addr within kmap',
]

/** By spec. Every other step of a model runs in at least one setting: `verdicts.spec.ts` holds this against what ran. */
export const neverRun: { readonly [spec: string]: readonly NeverRun[] } = {
  'spec/drivers/axonram.ts': [{ steps: ['dax: kmap_atomic'], because: pageless }],
  'spec/mappers/dax-fault.ts': [
    { steps: ['fault: kmap_atomic', 'fault: copy_user_bh: kmap_atomic'], because: pageless },
  ],
  'spec/mappers/dax-io-ends.ts': [
    { steps: ['dax_io: map: kmap_atomic'], because: pageless },
    {
      steps: [
        'dax_io: chunk: list_for_each_entry_rcu',
        'dax_io: chunk: addr within kmap',
        'dax_io: chunk: kunmap_atomic',
      ],
      because: `${givenByToken} It is repaired wherever chunks occur.`,
    },
    {
      steps: [
        'dax_io: again: kunmap_atomic_pfn_t',
        'dax_io: again: list_for_each_entry_rcu',
        'dax_io: again: addr within kmap',
        'dax_io: again: kunmap_atomic',
        'dax_io: again: rcu_read_unlock',
        'dax_io: again: dax_unmap_atomic: blk_queue_exit',
        'dax_io: again: dax_unmap_atomic: rcu_read_unlock',
      ],
      because: 'A page has one extent, or D3 prevents it from being mapped.',
    },
    {
      steps: ['dax_io: before: blk_queue_exit', 'dax_io: before: rcu_read_unlock'],
      because: 'X21 of two block devices is not repaired.',
    },
  ],
  'spec/mappers/dax-nested.ts': [
    {
      steps: ['copy: map: kmap_atomic', 'copy: fault: kmap_atomic', 'copy: fault: copy_user_bh: kmap_atomic'],
      because: pageless,
    },
  ],
  'spec/mappers/overlapping-ranges.ts': [
    { steps: ['user: kmap_atomic', 'user: kunmap: kunmap_atomic'], because: pageless },
    { steps: ['user: kunmap: list_for_each_entry_rcu', 'user: kunmap: addr within kmap'], because: givenByToken },
  ],
  'spec/mappers/scatterlist.ts': [
    {
      steps: ['driver: kmap: rcu_read_unlock'],
      because: 'The driver is never unbound, so every frame without page is found.',
    },
    { steps: ['driver: kunmap: list_for_each_entry_rcu', 'driver: kunmap: addr within kmap'], because: givenByToken },
  ],
  'spec/mappers/unplugged.ts': [
    pagelessFault,
    {
      steps: lookUpsOfFault,
      because: givenByToken,
    },
    {
      steps: [
        'fault: queue: rcu_read_lock',
        'fault: queue: rcu_read_unlock',
        'fault: copy_user_bh: queue: rcu_read_lock',
        'fault: copy_user_bh: queue: rcu_read_unlock',
        'unbind: pmem_detach_disk: arch_remove_memory',
        'unbind: pmem_detach_disk: synchronize_rcu',
        'unbind: pmem_detach_disk: wait_rcu_gp',
      ],
      because: 'October is not among the settings: page-mapped covers how it removes PTEs.',
    },
    { steps: ['unbind: rebind'], because: 'Unbinding is followed by unplugging.' },
  ],
  'spec/modes/dax-mmap.ts': [
    pagelessFault,
    {
      steps: lookUpsOfFault,
      because: `${givenByToken} dax-fault has the defects of the fault.`,
    },
  ],
  'spec/modes/page-less.ts': [{ steps: ['dax: kmap_atomic'], because: pageless }],
  'spec/modes/pfn-mode.ts': [
    {
      steps: ['dax: list_for_each_entry_rcu', 'dax: pfn within kmap->res', 'dax: rcu_read_unlock'],
      because: 'In pfn mode every frame is marked as having a page, so none is looked up.',
    },
  ],
}
