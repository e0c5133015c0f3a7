import { expectations } from 'interleave-checker'
import { bias, percpuRef } from '../../models/rcu/percpu-ref.ts'
import { gracePeriodsWait, someGracePeriodWaits } from '../../models/rcu/rcu-spec.ts'

const claim = {
  early: 'release runs only when no reference is held', // I33
  once: 'release runs at most once',
  last: 'release has run when all references are dropped', // I33
  exact: 'once confirmed, the count is what is held',
  dead: 'no reference is taken after kill is confirmed', // I32
  waits: 'a grace period waits for the readers that were there', // I11
  wait: 'the switch waits for a user who counts on its CPU',
  migrates: 'a reference is dropped on another CPU than it was taken on',
  user: 'a user drops the last reference',
  refused: 'a user is refused',
} as const

/**
 * percpu_ref: references are counted exactly while switching from percpu counts to one count, and the last put releases.
 *
 * Exhaustive for one user, who takes and drops one reference, each on one of two CPUs (the base, which is enough to show
 * every mutant), for two users on three CPUs and for three on one, in 228,364 states; with `--set users=3` also for three on
 * two (838,654 states, 2,967,983 transitions, depth 38), and with `--set users=4` for four (28,570,750, 125,592,271 and 47).
 * Only the mutant that reads the mode first has the step in which a user becomes a reader late.
 *
 * The callback's own reference does more than keep the object alive: the sum is added by a plain addition, which does not
 * check for 0. If all other references are gone by then, nobody would notice ('the callback has no reference').
 */
const spec = percpuRef
  .invariant(claim.early, s => s.released === 0 || s.held === 0)
  .invariant(claim.once, s => s.released <= 1)
  .invariant(claim.last, {
    given: s => [...s.user, ...s.owner, ...s.callback].every(p => p.pc === 'done'),
    then: s => s.released === 1,
  })
  .invariant(claim.exact, { given: s => s.confirmed, then: s => s.count === s.held })
  .invariant(claim.dead, s => s.user.every(u => !u.gotLate))
  .invariant(claim.waits, gracePeriodsWait)
  .reachable(claim.wait, s => someGracePeriodWaits(s) && s.user.some(u => u.pc === 'tryget: inc' && u.percpu))
  .reachable(claim.migrates, s => s.percpu_count.some(n => n < 0))
  .reachable(claim.user, s => s.released === 1 && s.user.some(u => u.pc === 'put: rcu_read_unlock_sched'))
  .reachable(claim.refused, s => s.user.some(u => u.pc === 'tryget: refused') && s.count < bias)
  .variant('two users, three CPUs', { users: 2, cpus: 3 })
  .variant('three users, one CPU', { users: 3, cpus: 1 })
  .variant('no grace period', { waits: false })
  .variant('no bias', { biased: false })
  .variant('the callback has no reference', { callbackHolds: false })
  .variant('looks at the mode before it is a reader', { locksFirst: false })
  .variant('puts what it was refused', { putsRefused: true })
  .variant('not marked dead', { marksDead: false })

export default spec

export const expected = expectations(
  spec,
  { claims: claim },
  {
    base: { census: [725, 1438, 20] },
    'two users, three CPUs': { census: [56915, 156900, 30] },
    'three users, one CPU': { fails: { migrates: 'never' }, census: [228364, 769484, 37] },
    'no grace period': { fails: { early: 14, last: 20, exact: 12, waits: 6 }, census: [1485, 3206, 20] },
    'no bias': { fails: { early: 10, once: 13, last: 20 }, census: [821, 1566, 20] },
    'the callback has no reference': { fails: { last: 15 }, census: [790, 1510, 20] },
    'looks at the mode before it is a reader': { fails: { early: 15, last: 21, exact: 13 }, census: [1138, 2352, 21] },
    'puts what it was refused': { fails: { early: 17, last: 18, refused: 'never' }, census: [797, 1589, 20] },
    'not marked dead': { fails: { dead: 12 }, census: [533, 1079, 20] },
  },
)
