import { expectations } from 'interleave-checker'
import { neverReachesAnotherOwner, neverStoresToUnmapped, neverTouchesUnplugged } from '../../models/kernel/rules.ts'
import { daxFault } from '../../models/mappers/dax-fault.ts'

/**
 * The claims by name; the numbers are those of the analysis of the series.
 *
 * Checks `models/mappers/dax-fault.ts`.
 */
const claim = {
  store: 'no store of the kernel to an unmapped address', // I2
  insert: 'no PTE is inserted for a frame that its driver has left', // I18
  unplugged: 'no store of the user to a frame that was unplugged', // I19
  owner: "no store of the user to another owner's frame", // I20
  maps: 'the user has the frame',
  unbinds: 'unbind completes',
} as const

/** In PRE, since the insertion sleeps in a reader. */
const inTime = { config: 'PRE', repairX2: true, repairX4: true, repairD9: true } as const

/**
 * The second access mode of the cover letter: a DAX mapping in a user's page table. Exhaustive for one task and one page,
 * up to 1,441 states.
 *
 * The kernel's part of a fault is safe in V5d. The user's part is unsafe in every version that does not remove PTEs at
 * unbind (D9), which would wait for faults in progress, since they hold i_mmap_lock. Unbinding alone does not harm the user
 * ('V5d, only unbound'); the series claims no more than that. Later versions up to Linux 4.5 leave this mode unchanged ('VM,
 * unplugged', 'VM, bound again'; October's removal of PTEs, for pmem with struct pages, is in `page-mapped`).
 */
const spec = daxFault
  // The defects of the fault itself are claimed by dax-fault.
  .without(
    'a grace period covers its readers',
    'a look-up finds only mapped addresses',
    'no load from an unmapped address',
    'no read of a freed kmap record',
    'no read of freed driver data',
    'no sleep in an RCU reader',
  )
  .invariant(claim.store, neverStoresToUnmapped)
  .invariant(claim.unplugged, neverTouchesUnplugged)
  .invariant(claim.owner, neverReachesAnotherOwner)

  .reachable(claim.maps, s => s.ptes.some(pte => pte))
  .reachable(claim.unbinds, s => s.unbind.every(u => u.pc === 'done'))

  // The base is V5c with unplugging.
  .variant('V5d, only unbound', { repairX2: true, then: 'nothing' })
  .variant('V5d, bound again', { repairX2: true, then: 'rebind' })
  .variant('V5d, unplugged', { repairX2: true })
  .variant('PTEs zapped and inserted in time, bound again', { ...inTime, then: 'rebind' })
  .variant('PTEs zapped and inserted in time, unplugged', inTime)
  .variant('PTEs zapped and inserted in time, teardown does not wait', { ...inTime, waitsForReaders: false })
  .variant('PTEs zapped and inserted in time, NP', { ...inTime, config: 'NP' })

  .variant('VS, bound again', { version: 'VS', then: 'rebind' })
  .variant('VO, unplugged', { version: 'VO' })
  .variant('VM, bound again', { version: 'VM', then: 'rebind' })
  .variant('VM, unplugged', { version: 'VM' })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      {
        where: ['PTEs zapped and inserted in time, bound again', 'PTEs zapped and inserted in time, unplugged'],
        census: [891, 1614, 36],
      },
      { where: ['VS, bound again', 'VM, bound again'], fails: { insert: 19, owner: 22 }, census: [378, 663, 23] },
    ],
  },
  {
    base: { fails: { insert: 30, unplugged: 33 }, census: [943, 1729, 34] },
    'V5d, only unbound': { fails: { insert: 30 }, census: [853, 1556, 33] },
    'V5d, bound again': { fails: { insert: 30, owner: 33 }, census: [913, 1657, 34] },
    'V5d, unplugged': { fails: { insert: 30, unplugged: 33 }, census: [913, 1657, 34] },
    'PTEs zapped and inserted in time, teardown does not wait': {
      fails: { store: 18, 'no deadlock': 22 },
      census: [1441, 2560, 34],
    },
    'PTEs zapped and inserted in time, NP': { census: [1055, 1900, 36] },
    'VO, unplugged': { fails: { store: 12, insert: 24, unplugged: 27, 'no deadlock': 12 }, census: [660, 1156, 28] },
    'VM, unplugged': { fails: { insert: 19, unplugged: 22 }, census: [378, 663, 23] },
  },
)
