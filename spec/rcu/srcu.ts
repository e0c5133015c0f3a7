import { expectations } from 'interleave-checker'
import { gracePeriodsWait, someGracePeriodWaits } from '../../models/rcu/rcu-spec.ts'
import { srcu } from '../../models/rcu/srcu.ts'

const claim = {
  waits: 'a grace period waits for the readers that were there', // I11
  counters: 'no slot has more unlocks than locks',
  wait: 'a grace period has a reader to wait for',
  later: 'a grace period ends while a later reader reads',
  migrates: 'a reader unlocks on another CPU than it locked on',
} as const

const sum = (counts: readonly number[] | undefined): number => (counts ?? []).reduce((a, b) => a + b, 0)

/**
 * SRCU: two waits and one flip, and unlocks summed before locks.
 *
 * Exhaustive for one reader with two sections, two CPUs and one updater with two grace periods (the base), and for two
 * readers; with `--set readers=2` for two sections and two grace periods (121,811 states, 439,979 transitions, depth 36), and
 * with `--set readers=3` (4,806,763 states, 25,015,375 transitions, depth 42).
 *
 * The order of the sums matters only with two readers: one is inside and was counted; the other, which loaded the index
 * before the flip, locks after its CPU's locks were summed and unlocks before its unlocks are. Without the wait before the
 * flip this is the single flip of `counter-flip`, and fails by the same run.
 */
const spec = srcu
  .invariant(claim.waits, gracePeriodsWait)
  .invariant(claim.counters, s => [0, 1].every(slot => sum(s.unlock_count[slot]) <= sum(s.lock_count[slot])))
  .reachable(claim.wait, someGracePeriodWaits)
  .reachable(claim.later, s => {
    return (
      s.rcu.readers.length > 0 &&
      s.updater.some((u, id) => {
        return u.pc === 'mutex_unlock(&srcu_gp_mutex)' && s.rcu.mustLeave[id]?.length === 0
      })
    )
  })
  .reachable(claim.migrates, s =>
    s.unlock_count.some((counts, slot) => counts.some((n, cpu) => n > s.lock_count[slot]![cpu]!)),
  )
  .variant('two readers', { readers: 2, gracePeriods: 1 })
  .variant('two readers, one section, two grace periods', { readers: 2, sections: 1 })
  .variant('two updaters', { updaters: 2, gracePeriods: 1 })
  .variant('locks summed first', { readers: 2, sections: 1, gracePeriods: 1, locksFirst: true })
  .variant('locks summed first, one reader', { locksFirst: true })
  .variant('unlocks what the index names', { rereadsIndex: true })
  .variant('no wait before the flip', { waitsFirst: false })
  .variant('no wait after the flip', { waitsAgain: false })

export default spec

export const expected = expectations(
  spec,
  { claims: claim },
  {
    base: { census: [2330, 4936, 30] },
    'two readers': { census: [36652, 125738, 24] },
    'two readers, one section, two grace periods': { census: [5869, 18142, 30] },
    'two updaters': { census: [6547, 16017, 30] },
    'locks summed first': { fails: { waits: 17 }, census: [2347, 7112, 18] },
    'locks summed first, one reader': { census: [2460, 5236, 30] },
    'unlocks what the index names': { fails: { counters: 10 }, census: [3072, 6278, 30] },
    'no wait before the flip': { fails: { waits: 18 }, census: [1717, 3627, 22] },
    'no wait after the flip': { fails: { waits: 10 }, census: [1404, 3034, 22] },
  },
)
