import { expectations } from 'interleave-checker'
import { counterFlip } from '../../models/rcu/counter-flip.ts'
import { gracePeriodsWait, someGracePeriodWaits } from '../../models/rcu/rcu-spec.ts'

const claim = {
  waits: 'a grace period waits for the readers that were there', // I11
  counters: 'a slot counts its readers',
  wait: 'a grace period has a reader to wait for',
  later: 'a grace period ends while a later reader reads',
} as const

/**
 * RCU by a pair of counters: with two flips a grace period waits for its readers, with one it does not.
 *
 * Readers read, and updaters wait, any number of times: exhaustive for one of each (the base) and up to two of each, in
 * 2,034 states; with `--set readers=3 --set updaters=3` in 105,627 (460,134 transitions, depth 24), and with
 * `--set readers=4 --set updaters=3` in 1,125,185 (5,896,205 and 26).
 *
 * The violation with one flip is that of perfbook's quiz, without a second updater: the reader loads index 0; a grace period
 * flips, finds slot 0 empty and returns; the reader counts itself in slot 0 and is inside; the next grace period flips back,
 * finds slot 1 empty and returns.
 *
 * Without the lock, another updater may flip between the two flips of one, so that both of its waits are for the same slot.
 */
const spec = counterFlip
  .invariant(claim.waits, gracePeriodsWait)
  .invariant(claim.counters, s => {
    return s.rcu_refcnt.every((count, slot) => {
      const inside = s.reader.filter(r => r.pc === 'atomic_dec(&rcu_refcnt[idx])' && r.idx === slot)
      return count === inside.length
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
  .variant('two readers', { readers: 2 })
  .variant('two updaters', { updaters: 2 })
  .variant('two readers, two updaters', { readers: 2, updaters: 2 })
  .variant('one flip', { flips: 1 })
  .variant('one flip, two updaters', { flips: 1, updaters: 2 })
  .variant('no lock', { updaters: 2, locks: false })
  .variant('leaves the slot that the index names', { rereadsIndex: true })
  .variant('no wait', { waits: false })

export default spec

export const expected = expectations(spec, {
  base: { census: [56, 108, 18] },
  'two readers': { census: [354, 1018, 20] },
  'two updaters': { census: [252, 598, 19] },
  'two readers, two updaters': { census: [2034, 6574, 21] },
  'one flip': { fails: { 'a grace period waits for the readers that were there': 14 }, census: [88, 170, 24] },
  'one flip, two updaters': {
    fails: { 'a grace period waits for the readers that were there': 14 },
    census: [412, 988, 25],
  },
  'no lock': { fails: { 'a grace period waits for the readers that were there': 18 }, census: [2782, 7622, 40] },
  'leaves the slot that the index names': { fails: { 'a slot counts its readers': 7 }, census: [108, 196, 21] },
  'no wait': { fails: { 'a grace period waits for the readers that were there': 11 }, census: [79, 158, 28] },
})
