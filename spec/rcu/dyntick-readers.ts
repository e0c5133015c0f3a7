import { expectations } from 'interleave-checker'
import { dyntickReaders } from '../../models/rcu/dyntick.ts'
import { gracePeriodsWait, someGracePeriodWaits } from '../../models/rcu/rcu-spec.ts'

const claim = {
  waits: 'a grace period waits for the readers that were there', // I11
  wait: 'a grace period has a reader to wait for',
  later: 'a grace period ends while a later reader reads',
} as const

/**
 * Dynticks against the abstract RCU (I11): an awake CPU is a reader, and so are its outermost interrupt and an NMI, each
 * between the statements where perfbook's assertions begin and end.
 *
 * This is stronger than those assertions, which cover only readers that began before the grace period was announced
 * (GP_IDLE); here readers count from the end of the previous one. It still holds in each of the models, whose other claims
 * are in `dyntick.ts`, even as first written, where only progress is broken.
 *
 * Exhaustive for the bursts of work and interrupts of each setting, in at most 261,713 states; with `--set irqs=3 --set
 * nests=true` it holds for three of each, in 5,030,687 states (14,332,673 transitions, depth 120). `dyntick.ts` names the
 * steps that never run.
 *
 * Checks `models/rcu/dyntick.ts`.
 */
const spec = dyntickReaders
  .invariant(claim.waits, gracePeriodsWait)
  .reachable(claim.wait, someGracePeriodWaits)
  .reachable(claim.later, s => {
    const ends = s.grace_period.some(gp => gp.pc === 'state = GP_DONE' || gp.pc === 'state = GP_DONE, again')
    return ends && s.rcu.readers.length > 0 && s.rcu.mustLeave[0]?.length === 0
  })
  .variant('as first written', { busted: true })
  .variant('interrupts', { nohz: 1, irqs: 2 })
  .variant('nested interrupts', { nohz: 1, irqs: 2, nests: true })
  .variant('nested interrupts and an NMI', { nohz: 0, irqs: 1, nmis: 1 })
  .variant('an interrupt does not count', { nohz: 1, irqs: 1, irqCounts: false })
  .variant('interrupted code goes on', { nohz: 1, irqs: 1, lockedOut: false })
  .variant('a grace period does not look', { looks: false })

export default spec

export const expected = expectations(
  spec,
  { claims: claim },
  {
    base: { census: [2455, 4591, 33] },
    'as first written': { census: [2559, 4818, 33] },
    interrupts: { census: [151135, 410905, 72] },
    'nested interrupts': { census: [205984, 562834, 76] },
    'nested interrupts and an NMI': { census: [261713, 895664, 90] },
    'an interrupt does not count': { fails: { waits: 14 }, census: [11881, 32424, 43] },
    'interrupted code goes on': { fails: { waits: 17 }, census: [113684, 305280, 50] },
    'a grace period does not look': { fails: { waits: 8 }, census: [2870, 5377, 33] },
  },
)
