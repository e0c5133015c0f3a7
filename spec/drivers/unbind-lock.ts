import { alike, expectations } from 'interleave-checker'
import { unbindLock } from '../../models/drivers/unbind-lock.ts'
import { eachConfig } from '../../models/kernel/config.ts'
import { holdsNoLockInUserMode, lockOrderHasNoCycle } from '../../models/kernel/lockdep.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  order: 'nobody waits for a grace period with a lock that a reader may wait for', // I36
  sleepInReader: 'no sleep in an RCU reader', // I9
  rest: 'no lock is held in user mode',
  waits: 'unbinding waits for a reader',
  sleeps: 'a reader waits for the lock of the file system',
} as const

const x27 = { readerTakes: 'what unbinding has' } as const

/**
 * X27: teardown waits for a grace period with the lock of the device held, or dcssblk_devices_sem. Exhaustive for the
 * unbinding task, one reader, one holder of the lock of the file system, and one task that maps the buffer of a perf event.
 * That is at most 3,582 states, and no larger to be had, since each does what he does once.
 *
 * The lock-order claim is lockdep's: it fails if some run can deadlock, even if this configuration does not. As posted it
 * holds: a reader that sleeps because of D5 waits for locks of the file system, and no holder of those waits for unbinding.
 * No reader of 4.2 was found that waits for a lock held by unbinding; if there were one, all configurations would violate
 * the claim, and PRE would deadlock ('X27, PRE'). NP and NPC would not: a task that waits for the lock has switched, and the
 * grace period ends without it.
 *
 * The reader need not take that lock itself: it is enough that a holder of the file system's lock does ('X27, nested'). With
 * D5 repaired none of this matters ('V5c', 'V5c, nested').
 *
 * It takes no unbind either: a reader that faults on its buffer waits for mmap_sem, and a thread of the same process that
 * has it may wait for readers ('V5a, a fault in the copy, PRE'). In NPC the fault is refused. Faulting the buffer in first,
 * as with D5 repaired, avoids the wait ('V5c, a fault before the copy').
 *
 * Some steps cannot run: the steps of the nested holder, where there is none.
 */
const spec = unbindLock
  // The consequences of sleeping in a reader are claimed by dax-io.
  .without('a grace period covers its readers', 'no sleep in atomic context')
  .invariant(claim.order, lockOrderHasNoCycle)
  .invariant(claim.rest, holdsNoLockInUserMode)
  .reachable(claim.waits, s => s.tasks[0]!.gp_waits_for.length > 0)
  .reachable(claim.sleeps, s => s.fs_lock === 2 && s.dax_io[0]!.pc === 'get_block: lock')

  // V5, pmem, NP is the base.
  .variants({ V5: {} }, { config: ['NPC', 'PRE'] })
  .variant('V5, dcssblk', { driver: 'dcssblk', config: 'PRE' })
  .variant('V5c', { repairD5: true, config: 'PRE' })
  .variant('V5c, dcssblk', { repairD5: true, driver: 'dcssblk', config: 'PRE' })
  .variant('V5c, nested', { repairD5: true, nests: true, config: 'PRE' })
  .variants({ X27: x27 }, eachConfig)
  .variant('X27, dcssblk', { ...x27, driver: 'dcssblk', config: 'PRE' })
  .variant('X27, nested', { nests: true, config: 'PRE' })
  .variants({ 'V5a, a fault in the copy': { faults: true } }, { config: ['NP', 'PRE'] })
  .variant('V5c, a fault before the copy', { faults: true, repairD5: true, config: 'PRE' })

export default spec

export const expected = expectations(spec, {
  base: { fails: { [claim.sleepInReader]: 3 }, census: [326, 756, 17] },
  'V5, NPC': { fails: { [claim.sleepInReader]: 3 }, census: [326, 756, 17] },
  'V5, PRE': { fails: { [claim.sleepInReader]: 3 }, census: [274, 648, 16] },
  'V5, dcssblk': { fails: { [claim.sleepInReader]: 3 }, census: [274, 648, 16] },
  V5c: { census: [238, 568, 16] },
  'V5c, dcssblk': { census: [238, 568, 16] },
  'V5c, nested': { census: [259, 588, 17] },
  ...alike(['X27, NP', 'X27, NPC'], { fails: { [claim.order]: 6, [claim.sleepInReader]: 3 }, census: [320, 731, 17] }),
  ...alike(['X27, PRE', 'X27, dcssblk'], {
    fails: { [claim.order]: 6, [claim.sleepInReader]: 3, 'no deadlock': 9 },
    census: [250, 580, 16],
  }),
  'V5a, a fault in the copy, NP': {
    fails: { [claim.order]: 8, [claim.sleepInReader]: 3 },
    census: [3582, 10618, 24],
  },
  'V5a, a fault in the copy, PRE': {
    fails: { [claim.order]: 8, [claim.sleepInReader]: 3, 'no deadlock': 12 },
    census: [2008, 6078, 23],
  },
  'V5c, a fault before the copy': { census: [1768, 5575, 23] },
  'X27, nested': { fails: { [claim.order]: 9, [claim.sleepInReader]: 3, 'no deadlock': 6 }, census: [294, 658, 17] },
})
