import { expectations } from 'interleave-checker'
import { unbindLock } from '../../models/drivers/unbind-lock.ts'
import { eachConfig } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { withOthers } from '../../models/kernel/others.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  ends: 'unbinding ends', // L1
  endsAlone: 'unbinding ends, though the lock of the file system is never given back', // L1
  gracePeriod: 'a grace period ends', // L2
  reader: 'a reader ends', // L3
} as const

const x27 = { readerTakes: 'what unbinding has' } as const

/**
 * Whether unbinding ends if readers wait for locks inside their section (D5), and if they do not.
 *
 * It ends if readers and holders of locks are weakly fair. But the series intends to wait only for the duration of a
 * section. With D5 that is as long as another task holds the lock of the file system, possibly forever: in PRE unbinding
 * then waits ('V5, PRE'). In NP and NPC it does not, since a task that waits for the lock has switched, and the grace period
 * ends inside the reader. With D5 repaired it ends in every configuration, whatever happens to that lock.
 *
 * A reader that waits for mmap_sem, to fault on its buffer, waits forever in PRE if the holder waits for readers, as
 * perf_mmap() may; and unbinding waits with them ('V5a, a fault in the copy, PRE').
 *
 * A reader that waits for the lock held by unbinding (X27) waits forever in PRE, and unbinding for it, under any fairness;
 * so does the nested case, where the holder of the lock of the file system waits for the lock held by unbinding.
 *
 * Other processes run forever here, so no process takes a step without fairness merely because it is the last that can move.
 *
 * Exhaustive for the unbinding task, one reader, one holder of the lock of the file system, and one task that maps the
 * buffer of a perf event: at most 3,582 states, with no larger size, since each does what he does once.
 *
 * Checks `models/drivers/unbind-lock.ts`.
 */
const spec = unbindLock
  .extend(withOthers)
  // The consequences of sleeping in a reader are claimed by unbind-lock and dax-io.
  .without('a grace period covers its readers', 'no sleep in an RCU reader', 'no sleep in atomic context')
  .fair({ weak: ['unbind', 'dax_io', 'holder', 'perf_mmap'] })
  .leadsTo(
    claim.ends,
    (_s, me) => me.pc === 'synchronize_rcu',
    (_s, me) => me.pc === 'done',
    { of: 'unbind' },
  )
  .leadsTo(
    claim.endsAlone,
    (_s, me) => me.pc === 'synchronize_rcu',
    (_s, me) => me.pc === 'done',
    { of: 'unbind', fair: { weak: ['unbind', 'dax_io'] } },
  )
  .leadsTo(claim.gracePeriod, ...leaves('wait_rcu_gp'), { of: 'unbind' })
  .leadsTo(
    claim.reader,
    (s, me) => s.tasks[me.task]!.rcu_read_lock_nesting > 0,
    (s, me) => s.tasks[me.task]!.rcu_read_lock_nesting === 0,
    { of: 'dax_io' },
  )

  // V5, pmem, NP is the base.
  .variants({ V5: {} }, { config: ['NPC', 'PRE'] })
  .variants({ V5c: { repairD5: true }, X27: x27 }, eachConfig)
  .variant('X27, dcssblk', { ...x27, driver: 'dcssblk', config: 'PRE' })
  .variant('X27, nested', { nests: true, config: 'PRE' })
  .variant('V5c, nested', { repairD5: true, nests: true, config: 'PRE' })
  .variants({ 'V5a, a fault in the copy': { faults: true } }, { config: ['NP', 'PRE'] })
  .variant('V5c, a fault before the copy', { faults: true, repairD5: true, config: 'PRE' })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'V5, NPC'], census: [326, 1082, 17] },
      { where: ['V5c, NP', 'V5c, NPC', 'V5c, PRE'], census: [238, 806, 16] },
      { where: ['X27, NP', 'X27, NPC'], census: [320, 1051, 17] },
      {
        where: ['X27, PRE', 'X27, dcssblk'],
        fails: { ends: [9, 1], endsAlone: [9, 1], gracePeriod: [9, 1], reader: [9, 1] },
        census: [250, 830, 16],
      },
    ],
  },
  {
    'V5, PRE': { fails: { endsAlone: [6, 1] }, census: [274, 922, 16] },
    'X27, nested': {
      fails: { ends: [6, 1], endsAlone: [6, 1], gracePeriod: [6, 1], reader: [6, 1] },
      census: [294, 952, 17],
    },
    'V5c, nested': { census: [259, 847, 17] },
    'V5a, a fault in the copy, NP': { census: [3582, 14200, 24] },
    'V5a, a fault in the copy, PRE': {
      fails: { ends: [12, 1], endsAlone: [12, 1], gracePeriod: [12, 1], reader: [12, 1] },
      census: [2008, 8086, 23],
    },
    'V5c, a fault before the copy': { census: [1768, 7343, 23] },
  },
)
