import { expectations, model } from 'interleave-checker'
import { type Config, eachConfig } from '../../models/kernel/config.ts'
import { kmap_atomic, kunmap_atomic } from '../../models/kernel/kmap-atomic.ts'
import { faulthandler_disabled } from '../../models/kernel/preempt.ts'
import { rcu_read_lock, rcu_read_unlock } from '../../models/kernel/rcu.ts'
import {
  atomicDepthIsBalanced,
  neverSleepsInAtomic,
  rcuDepthIsBalanced,
  userModeIsNotAtomic,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { cond_resched, schedule } from '../../models/kernel/sleep.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { user_fault } from '../../models/kernel/user-fault.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant =
  | 'none'
  | 'gives a page back twice'
  | 'keeps a page'
  | 'calls cond_resched()'
  | 'blocks'
  | 'keeps its reader'
  | 'ends its reader twice'

/**
 * Tasks that copy from one page to another, and touch user memory both during and after the mappings. Mutants with a reader
 * have it around one mapping, as kmap_atomic_pfn_t() does.
 *
 * Checks `models/kernel/preempt.ts` and `models/kernel/kmap-atomic.ts`.
 */
const copying = model('atomic-depth', { config: 'NP' as Config, tasks: 1, mutant: 'none' as Mutant })
  .shared(c => ({ tasks: newTasks(c.tasks) }))
  .process('task', {
    count: c => c.tasks,
    locals: (_c, id) => ({
      task: id,
      inside: null as 'handled' | 'refused' | null,
      after: null as 'handled' | 'refused' | null,
    }),
    steps: {
      enter_kernel: (s, me, c) => {
        enter_kernel(s, me)
        return c.mutant === 'keeps its reader' || c.mutant === 'ends its reader twice' ? 'rcu_read_lock' : 'kmap source'
      },
      rcu_read_lock: (s, me, c) => {
        rcu_read_lock(s, me, c)
        s.tasks[me.task]!.maps.push({ addr: null, pages: 0 })
      },
      rcu_read_unlock: (s, me, c) => {
        if (c.mutant === 'keeps its reader') return 'return_to_user'
        rcu_read_unlock(s, me, c)
        s.tasks[me.task]!.maps.pop()
      },
      'rcu_read_unlock, again': (s, me, c) => {
        rcu_read_unlock(s, me, c)
        return 'return_to_user'
      },
      'kmap source': (s, me, c) => void kmap_atomic(s, me, c, 0),
      'kmap target': (s, me, c) => void kmap_atomic(s, me, c, 1),
      'touch user memory': (s, me, c) => {
        me.inside = user_fault(s, me, c) ? 'handled' : 'refused'
      },
      inside: (s, me, c) => {
        if (c.mutant === 'calls cond_resched()') cond_resched(s, me, c)
        if (c.mutant === 'blocks') schedule(s, me, c)
      },
      'kunmap target': kunmap_atomic,
      'kunmap source': (s, me, c) => {
        if (c.mutant !== 'keeps a page') kunmap_atomic(s, me, c)
      },
      'kunmap source, again': (s, me, c) => {
        if (c.mutant === 'gives a page back twice') kunmap_atomic(s, me, c)
      },
      'touch user memory, after': (s, me, c) => {
        me.after = user_fault(s, me, c) ? 'handled' : 'refused'
      },
      cond_resched,
      return_to_user,
    },
  })

const claim = {
  balanced: 'atomic depth is balanced',
  userMode: 'user mode is not atomic',
  sleepInAtomic: 'no sleep in atomic context',
  rcuBalanced: 'RCU depth is balanced',
  below: 'a fault is refused below depth 0 as above it',
  refused: 'a fault is refused with a page mapped',
  inside: 'no fault is handled with a page mapped',
  after: 'a fault after the copy is handled',
  two: 'two pages are mapped',
} as const

/**
 * preempt_count() and pagefault_disabled match the number of mapped pages: a task that disables them enables them again as
 * often, and does not sleep in between, even if the configuration cannot notice.
 *
 * A page that is never unmapped does not count as an imbalance while its task runs in the kernel: it is caught in user mode.
 *
 * Exhaustive for one task, whose only run has 12 states; for six independent ones (`--set tasks=6`) all claims hold in
 * 2,985,984 (16,422,912 transitions, depth 66).
 */
const spec = copying
  .extend(withTaskWords)
  .invariant(claim.balanced, atomicDepthIsBalanced)
  .invariant(claim.userMode, userModeIsNotAtomic)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .invariant(claim.rcuBalanced, rcuDepthIsBalanced)
  .invariant(claim.below, {
    given: s => s.tasks.some(t => t.pagefault_disabled < 0),
    then: s => s.tasks.every(t => t.pagefault_disabled >= 0 || faulthandler_disabled(t)),
  })
  .invariant(claim.after, s => {
    return s.task.every(t => t.after !== 'refused')
  })
  .invariant(claim.inside, s => s.task.every(t => t.inside !== 'handled'))
  .reachable(claim.refused, s => s.task.some(t => t.inside === 'refused'))
  .reachable(claim.two, s => s.tasks.some(t => t.kmaps === 2))
  .variants({ config: ['NPC', 'PRE'] })
  .variants(
    {
      mutant: [
        'gives a page back twice',
        'keeps a page',
        'calls cond_resched()',
        'blocks',
        'keeps its reader',
        'ends its reader twice',
      ],
    },
    eachConfig,
  )

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'NPC', 'PRE'], census: [12, 11, 11] },
      {
        where: { mutant: 'gives a page back twice' },
        fails: { balanced: 8, userMode: 11, after: 9 },
        census: [12, 11, 11],
      },
      { where: { mutant: 'keeps a page' }, fails: { userMode: 11, sleepInAtomic: 10, after: 9 }, census: [12, 11, 11] },
      {
        where: [
          'calls cond_resched(), NP',
          'calls cond_resched(), NPC',
          'calls cond_resched(), PRE',
          'blocks, NP',
          'blocks, NPC',
          'blocks, PRE',
        ],
        fails: { sleepInAtomic: 5 },
        census: [12, 11, 11],
      },
      {
        where: ['keeps its reader, NP', 'keeps its reader, PRE'],
        fails: { rcuBalanced: 4, refused: 'never', two: 'never' },
        census: [5, 4, 4],
      },
      {
        where: ['ends its reader twice, NP', 'ends its reader twice, PRE'],
        fails: { rcuBalanced: 4, refused: 'never', two: 'never' },
        census: [6, 5, 5],
      },
    ],
  },
  {
    'keeps its reader, NPC': {
      fails: { userMode: 4, rcuBalanced: 4, refused: 'never', two: 'never' },
      census: [5, 4, 4],
    },
    'ends its reader twice, NPC': {
      fails: { userMode: 5, rcuBalanced: 4, refused: 'never', two: 'never' },
      census: [6, 5, 5],
    },
  },
)
