import { expectations } from 'interleave-checker'
import { dyntick } from '../../models/rcu/dyntick.ts'
import { GP_DONE } from '../../models/rcu/dyntick-handler.ts'

const claim = {
  safety: 'no grace period begins and ends while the CPU is awake',
  irqSafety: 'no grace period begins and ends within an interrupt',
  odd: 'the CPU is awake when its counter is odd',
  even: 'the CPU is idle when its counter is even',
  liveness: 'a grace period ends at its next poll once it is the only process left',
  waits: 'a grace period polls an awake CPU again',
  overtakes: 'the CPU is awake when a grace period ends',
} as const

/**
 * Dynticks and grace periods. The claims are the assertions of perfbook's models; the search continues past them.
 *
 * The states are SPIN's: it stores one more and counts two transitions more. All seven of perfbook's models match exactly,
 * as SPIN 6.5.2 counts them with -o1 -o2 -o3 and -DNOREDUCE:
 * - base 1,806 and 4,014 ('no checks'), base-s 2,915 and 6,240 ('no check for progress'), base-sl 2,456 and 4,593 (the
 *   base), base-sl-busted 2,560 and 4,820, where it fails after 27 steps, one of which is SPIN's init block;
 * - and, too long for a test, irqnn-ssl: `--set irqs=3` has 3,245,248 states, 9,213,595 transitions, depth 114;
 * - irq-ssl: `--set irqs=3 --set nests=true` has 4,953,173, 14,101,879 and 120;
 * - irq-nmi-ssl: `--set nohz=1 --set irqs=2 --set nmis=1` has 21,240,798, 75,323,248 and 147.
 *
 * Exhaustive for the bursts of work, interrupts and NMIs of each setting.
 *
 * Steps that never run: the 'skip' statements without interrupts, and the nested ones where none nest. With NMIs the CPU has
 * no work of its own (`nohz` 0), which keeps the model small and leaves out those steps.
 *
 * As first written, liveness fails, checked as safety: the poll that should be the last leaves a mark, and the next poll
 * finds it.
 */
const spec = dyntick
  .transition(claim.safety, (before, after, step) => {
    const [nohz] = before.dyntick_nohz
    const asserts = step.step === 'tmp = counter, assert(!old_gp_idle || !GP_DONE)'
    if (!asserts || after.dyntick_nohz[0]?.pc === 'stmt3: skip') return true
    return nohz?.old_gp_idle === false || before.grace_period_state !== GP_DONE
  })
  .transition(claim.irqSafety, (before, _after, step) => {
    if (step.step !== 'assert(!old_gp_idle || !GP_DONE)' || before.grace_period_state !== GP_DONE) return true
    if (step.process === 'dyntick_irq') return before.dyntick_irq[0]?.old_gp_idle === false
    if (step.process === 'dyntick_nmi') return before.dyntick_nmi[0]?.old_gp_idle === false
    // Checked only when the outermost interrupt exits.
    const [irq = before.dyntick_irq_under_nmi[0]] = before.dyntick_irq_nested
    return irq === undefined || before.in_dyntick_nmi || irq.i !== irq.j + 1 || !irq.old_gp_idle
  })
  .transition(claim.odd, (_before, after, step) => {
    if (step.step !== 'counter = tmp + 1, now odd' || after.dyntick_nohz[0]?.pc === 'stmt2: skip') return true
    return after.dynticks_progress_counter % 2 === 1
  })
  .transition(claim.even, (_before, after, step) => {
    if (step.step !== 'counter = tmp + 1, now even' || after.dyntick_nohz[0]?.pc === 'stmt4: skip') return true
    return after.dynticks_progress_counter % 2 === 0
  })
  .transition(claim.liveness, (before, _after, step) => {
    if (step.step !== 'rcu_try_flip_waitack_needed' && step.step !== 'rcu_try_flip_waitmb_needed') return true
    return before.grace_period[0]?.shouldexit === false
  })
  .reachable(claim.waits, s => {
    return s.grace_period.some(gp => gp.pc.startsWith('do :: 1') && gp.curr % 2 === 1 && gp.curr === gp.snap)
  })
  .reachable(claim.overtakes, s => s.grace_period_state === GP_DONE && s.dynticks_progress_counter % 2 === 1)
  .variant('no checks', { liveness: false, busted: true, safety: false })
  .variant('no check for progress', { liveness: false, busted: true })
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
    'no checks': { census: [1805, 4012, 28] },
    'no check for progress': { census: [2914, 6238, 32] },
    'as first written': { fails: { liveness: 26 }, census: [2559, 4818, 33] },
    interrupts: { census: [150089, 407891, 72] },
    'nested interrupts': { census: [201134, 548756, 76] },
    'nested interrupts and an NMI': { census: [256967, 878832, 90] },
    'an interrupt does not count': { fails: { irqSafety: 15 }, census: [11652, 31778, 43] },
    'interrupted code goes on': {
      fails: { safety: 19, irqSafety: 23, odd: 12, even: 16, liveness: 42 },
      census: [110332, 295903, 50],
    },
    'a grace period does not look': { fails: { safety: 9 }, census: [2855, 5350, 33] },
  },
)
