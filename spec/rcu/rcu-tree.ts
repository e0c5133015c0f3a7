import { expectations } from 'interleave-checker'
import { gracePeriodsWait, someGracePeriodWaits } from '../../models/rcu/rcu-spec.ts'
import { rcuTree } from '../../models/rcu/rcu-tree.ts'

const claim = {
  waits: 'a grace period waits for the readers that were there', // I11
  lemma: 'no context switch inside a reader',
  queue: 'the grace period waits for tasks that are queued',
  wait: 'a grace period has a reader to wait for',
  later: 'a grace period ends while a later reader reads',
  blocked: 'a grace period waits for blocked tasks alone',
  both: 'a task is queued that the grace period does not wait for, and one that it does',
} as const

/**
 * RCU's grace periods wait for their readers (I11): in NP exactly if no reader contains a context switch, in PRE with any.
 *
 * The lemma of the analysis, 'I11 holds if and only if no quiescent state is possible inside a reader', is that the claims
 * `waits` and `lemma` stand or fall together. They do in NP. In PRE the second fails and the first does not: a task that
 * switches inside a reader is on the list, and each of the list's three rules has a mutant.
 *
 * Readers, context switches and grace periods may occur any number of times. Exhaustive for two tasks on two CPUs (the base,
 * in PRE), for three tasks and for readers two deep, in 33,343 states; with `--set`, also for three tasks on three CPUs
 * (476,026 states, 4,328,109 transitions, depth 18), four on two (357,254, 3,244,472 and 17) and three with nested readers
 * (639,181, 4,602,803 and 18), with three CPUs too (9,469,156, 86,326,416 and 21). Where no task is queued, as in NP, no
 * claim about the list is witnessed.
 */
const spec = rcuTree
  .invariant(claim.waits, gracePeriodsWait)
  .transition(claim.lemma, (before, after, step) => {
    if (step.step !== 'context_switch') return true
    return before.cpus.every(({ curr }, cpu) => {
      return curr === null || curr === after.cpus[cpu]?.curr || before.rcu_read_lock_nesting[curr] === 0
    })
  })
  .invariant(claim.queue, s => s.gp_tasks === null || s.blkd_tasks.includes(s.gp_tasks))
  .reachable(claim.wait, someGracePeriodWaits)
  .reachable(claim.later, s => {
    const ends = s.synchronize_rcu.some(u => u.pc === 'rcu_gp_cleanup')
    return ends && s.rcu.readers.length > 0 && s.rcu.mustLeave[0]?.length === 0
  })
  .reachable(claim.blocked, s => s.gp_tasks !== null && s.qsmask.every(owes => !owes))
  .reachable(claim.both, s => s.gp_tasks !== null && s.blkd_tasks[0] !== s.gp_tasks)
  .variant('NP', { config: 'NP', switchesInside: false })
  .variant('NP, switches inside a reader', { config: 'NP' })
  .variant('PRE, never switches inside a reader', { switchesInside: false })
  .variant('three tasks', { tasks: 3 })
  .variant('nested readers', { depth: 2 })
  .variant('blocked tasks are not queued', { queuesBlocked: false })
  .variant('blocked tasks are not taken over', { takesBlocked: false })
  .variant('blocked tasks do not join', { joins: false })
  .variant('an old quiescent state counts', { forgets: false })
  .variant('an inner unlock ends the reader', { depth: 2, nests: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { switchesInside: false }, fails: { blocked: 'never', both: 'never' }, census: [516, 2234, 11] },
      {
        where: ['NP, switches inside a reader', 'blocked tasks are not queued'],
        fails: { waits: 12, lemma: 3, blocked: 'never', both: 'never' },
        census: [2376, 12943, 23],
      },
    ],
  },
  {
    base: { fails: { lemma: 3 }, census: [3328, 17766, 13] },
    'three tasks': { fails: { lemma: 3 }, census: [33343, 239447, 15] },
    'nested readers': { fails: { lemma: 3 }, census: [22540, 120746, 15] },
    'blocked tasks are not taken over': { fails: { waits: 13, lemma: 3 }, census: [7534, 40284, 26] },
    'blocked tasks do not join': { fails: { waits: 12, lemma: 3 }, census: [7778, 41740, 22] },
    'an old quiescent state counts': { fails: { waits: 11, lemma: 3 }, census: [5554, 29390, 22] },
    'an inner unlock ends the reader': { fails: { waits: 14, lemma: 3 }, census: [30982, 164250, 27] },
  },
)
