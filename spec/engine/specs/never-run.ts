/** Steps that run in no setting of their spec, and why. */
export interface NeverRun {
  readonly steps: readonly string[]
  readonly because: string
}

const pageless = 'The driver has no struct pages, so that no frame of it is mapped as a page.'
const givenByToken = 'With D1 repaired, kunmap gets what it unmaps as an argument and never looks it up.'

/** By spec. Every other step of a model runs in at least one setting: `verdicts.spec.ts` holds this against what ran. */
export const neverRun: { readonly [spec: string]: readonly NeverRun[] } = {
  'spec/drivers/axonram.ts': [{ steps: ['dax: kmap_atomic'], because: pageless }],
  'spec/mappers/dax-fault.ts': [
    { steps: ['fault: kmap_atomic', 'fault: copy_user_bh: kmap_atomic'], because: pageless },
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
      because: 'Nobody unbinds, so that each frame without page is found.',
    },
    { steps: ['driver: kunmap: list_for_each_entry_rcu', 'driver: kunmap: addr within kmap'], because: givenByToken },
  ],
  'spec/modes/dax-mmap.ts': [
    {
      steps: [
        'fault: kmap_atomic',
        'fault: kunmap: kunmap_atomic',
        'fault: copy_user_bh: kmap_atomic',
        'fault: copy_user_bh: kunmap: kunmap_atomic',
      ],
      because: pageless,
    },
    {
      steps: [
        'fault: kunmap: list_for_each_entry_rcu',
        'fault: kunmap: addr within kmap',
        'fault: copy_user_bh: kunmap: list_for_each_entry_rcu',
        'fault: copy_user_bh: kunmap: addr within kmap',
      ],
      because: `${givenByToken} The defects of the fault are in dax-fault.`,
    },
  ],
  'spec/modes/page-less.ts': [{ steps: ['dax: kmap_atomic'], because: pageless }],
  'spec/modes/pfn-mode.ts': [
    {
      steps: ['dax: list_for_each_entry_rcu', 'dax: pfn within kmap->res', 'dax: rcu_read_unlock'],
      because: 'In pfn mode every frame says that it has a page, so that none is looked up.',
    },
  ],
}
