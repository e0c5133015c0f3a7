import { expectations } from 'interleave-checker'
import { qsbr } from '../../models/rcu/qsbr.ts'
import { gracePeriodsWait, someGracePeriodWaits } from '../../models/rcu/rcu-spec.ts'

const claim = {
  waits: 'a grace period waits for the readers that were there', // I11
  lemma: 'no quiescent state inside a reader',
  wait: 'a grace period has a reader to wait for',
  later: 'a grace period ends while a later reader reads',
  offline: 'a grace period ends while a thread is offline',
} as const

/**
 * A grace period waits for every reader exactly if no reader contains a quiescent state.
 *
 * Exhaustive for two readers that read any number of times and one updater with two grace periods (the base), three readers,
 * and two updaters; with `--set readers=3 --set updaters=2 --set gracePeriods=1` in 593,172 states (2,743,504 transitions,
 * depth 47), and with two grace periods for each updater in 8,657,979 (41,199,811 and 67). The lemma of the analysis is that
 * the claims `waits` and `lemma` stand or fall together: an offline thread is in one long quiescent state, so reading while
 * offline breaks both. The premise is that each grace period has its own number; without it, only `waits` fails.
 */
const spec = qsbr
  .invariant(claim.waits, gracePeriodsWait)
  .transition(claim.lemma, (before, after) => {
    return before.rcu.readers.every(thread => {
      const gp = after.rcu_reader_qs_gp[thread] ?? 0
      return gp % 2 === 1 && gp === before.rcu_reader_qs_gp[thread]
    })
  })
  .reachable(claim.wait, someGracePeriodWaits)
  .reachable(claim.later, s => {
    return (
      s.rcu.readers.length > 0 &&
      s.updater.some((u, id) => {
        return u.pc === 'spin_unlock(&rcu_gp_lock)' && s.rcu.mustLeave[id]?.length === 0
      })
    )
  })
  .reachable(claim.offline, s => {
    return s.updater.some(u => u.pc === 'spin_unlock(&rcu_gp_lock)') && s.reader.some(r => r.pc === 'offline')
  })
  .variant('three readers', { readers: 3 })
  .variant('two updaters', { updaters: 2, gracePeriods: 1 })
  .variant('a quiescent state inside a reader', { quiescentInside: true })
  .variant('a reader offline', { readsOffline: true })
  .variant('a sleeper online', { sleepsOnline: true })
  .variant('no number of its own', { counts: false })

export default spec

export const expected = expectations(
  spec,
  { claims: claim },
  {
    base: { census: [7181, 22760, 34] },
    'three readers': { census: [241165, 1048561, 47] },
    'two updaters': { census: [17898, 62310, 34] },
    'a quiescent state inside a reader': { fails: { waits: 10, lemma: 5 }, census: [7808, 27792, 34] },
    'a reader offline': { fails: { waits: 16, lemma: 7 }, census: [17047, 60152, 40] },
    'a sleeper online': { fails: { 'no deadlock': 13 }, census: [1746, 5306, 42] },
    'no number of its own': { fails: { waits: 7 }, census: [1773, 6630, 24] },
  },
)
