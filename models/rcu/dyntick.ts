/**
 * Grace periods and tickless CPUs: the interface between dynticks and preemptible RCU in Linux 2.6.25, statement by
 * statement as in perfbook's Promela (CodeSamples/formal/promela/dyntick). A CPU increments a counter when it leaves
 * dyntick-idle mode and when it returns to it, so the counter is odd while the CPU may have readers, and a grace period can
 * tell that it was idle without waking it. Interrupts wake it too, and count through `rcu_update_flag`.
 *
 * State counts are comparable with SPIN's: without checks (base), with checks for safety (base-s) and progress (base-sl,
 * busted or not), with interrupts that don't nest (irqnn-ssl) or do (irq-ssl), and with NMIs (irq-nmi-ssl). Every transition
 * of SPIN's automata is a step, including guards and skips, locals keep their last values until their process dies, and
 * processes die youngest first. SPIN stores one additional state, the one before its init block.
 */

import { choose, model, when } from 'interleave-checker'
import { sequentiallyConsistent } from '../kernel/sequentially-consistent.ts'
import {
  beginsToRead,
  type Cpu,
  dyntick_handler,
  endsReading,
  GP_DONE,
  GP_IDLE,
  GP_WAITING,
  IRQ,
  isEven,
  MAINLINE,
  NMI,
  newHandler,
} from './dyntick-handler.ts'
import { dyntick_irq_nested, newNestedHandler } from './dyntick-nested.ts'
import { dyntick_irq_under_nmi } from './dyntick-nested-nmi.ts'
import { gracePeriodBegins, gracePeriodEnds, newRcuSpec } from './rcu-spec.ts'

/** The process that waits for grace periods, one at a time. */
const UPDATER = 0

export const dyntick = dynticks('dyntick', false)

/** The same, checked against the abstract RCU. */
export const dyntickReaders = dynticks('dyntick-readers', true)

function dynticks(name: string, rcuSpec: boolean) {
  return model(name, {
    /** How often the CPU leaves idle mode, MAX_DYNTICK_LOOP_NOHZ. */
    nohz: 3,
    /** How many interrupts it gets, MAX_DYNTICK_LOOP_IRQ; null leaves the process out. */
    irqs: null as number | null,
    /** Whether interrupts may nest. */
    nests: false,
    /** How many NMIs it gets as well, MAX_DYNTICK_LOOP_NMI; interrupts then nest. null leaves the process out. */
    nmis: null as number | null,
    /** Without it, the grace period does not publish its progress, and nothing is checked. */
    safety: true,
    /** A grace period must end immediately once all other processes have ended, without another poll. */
    liveness: true,
    /** rcu_try_flip_waitack_needed() as first written. */
    busted: false,
    /** Mutant: an interrupt that wakes the CPU does not count. */
    irqCounts: true,
    /** Mutant: the grace period ignores the counter. */
    looks: true,
    /** Mutant: the interrupted code continues during the interrupt. */
    lockedOut: true,
    /**
     * Whether readers and grace periods are recorded for the abstract RCU, which gives more states than SPIN's. Requires
     * `safety`.
     */
    rcuSpec,
  })
    .extend(sequentiallyConsistent)
    .shared(c => ({
      rcu: newRcuSpec(1),
      dynticks_progress_counter: 0,
      rcu_update_flag: 0,
      in_interrupt: 0,
      in_dyntick_irq: false,
      in_dyntick_nmi: false,
      grace_period_state: GP_DONE,
      /** The number of live processes: only the youngest can die. */
      alive: 3 + (c.irqs === null ? 0 : 1) + (c.nmis === null ? 0 : 1),
      dyntick_nohz_done: false,
      dyntick_irq_done: false,
      dyntick_nmi_done: false,
    }))
    .process('dyntick_nohz', {
      locals: () => ({ tmp: 0, i: 0, old_gp_idle: false }),
      steps: {
        'i < MAX': (_s, me, c) => {
          if (me.i < c.nohz) return c.irqs === null ? 'tmp = counter' : 'stmt1: skip'
          return c.liveness ? 'dyntick_nohz_done = 1' : '-end-'
        },
        // rcu_exit_nohz(). With interrupts, EXECUTE_MAINLINE: not while one is being handled.
        'stmt1: skip': () => undefined,
        'tmp = counter': (s, me, c) => {
          if ((s.in_dyntick_irq || s.in_dyntick_nmi) && c.lockedOut) return 'stmt1: skip'
          me.tmp = s.dynticks_progress_counter
          if (c.irqs === null) return 'counter = tmp + 1, now odd'
        },
        'stmt2: skip': () => undefined,
        'counter = tmp + 1, now odd': (s, me, c) => {
          if ((s.in_dyntick_irq || s.in_dyntick_nmi) && c.lockedOut) return 'stmt2: skip'
          s.dynticks_progress_counter = me.tmp + 1
          me.old_gp_idle = s.grace_period_state === GP_IDLE
          beginsToRead(s, c, MAINLINE)
          if (c.irqs === null) return 'tmp = counter, assert(!old_gp_idle || !GP_DONE)'
        },
        // rcu_enter_nohz()
        'stmt3: skip': () => undefined,
        'tmp = counter, assert(!old_gp_idle || !GP_DONE)': (s, me, c) => {
          if ((s.in_dyntick_irq || s.in_dyntick_nmi) && c.lockedOut) return 'stmt3: skip'
          endsReading(s, c, MAINLINE)
          me.tmp = s.dynticks_progress_counter
          if (c.irqs === null) return 'counter = tmp + 1, now even'
        },
        'stmt4: skip': () => undefined,
        'counter = tmp + 1, now even': (s, me, c) => {
          if ((s.in_dyntick_irq || s.in_dyntick_nmi) && c.lockedOut) return 'stmt4: skip'
          s.dynticks_progress_counter = me.tmp + 1
        },
        'i++': (_s, me) => {
          me.i++
          return 'i < MAX'
        },
        'dyntick_nohz_done = 1': s => {
          s.dyntick_nohz_done = true
        },
        '-end-': (s, me) => {
          when(s.alive === 2)
          s.alive--
          Object.assign(me, { tmp: 0, i: 0, old_gp_idle: false })
        },
      },
    })
    .process('dyntick_irq', {
      count: c => (c.irqs === null || c.nmis !== null || c.nests ? 0 : 1),
      locals: newHandler,
      steps: dyntick_handler({
        runs: 'in_dyntick_irq',
        isDone: 'dyntick_irq_done',
        times: 'irqs',
        reader: IRQ,
        olderProcesses: 2,
      }),
    })
    .process('dyntick_irq_nested', {
      count: c => (c.irqs === null || c.nmis !== null || !c.nests ? 0 : 1),
      locals: newNestedHandler,
      steps: dyntick_irq_nested(),
    })
    .process('dyntick_irq_under_nmi', {
      count: c => (c.irqs === null || c.nmis === null ? 0 : 1),
      locals: newNestedHandler,
      steps: dyntick_irq_under_nmi(),
    })
    .process('dyntick_nmi', {
      count: c => (c.nmis === null ? 0 : 1),
      locals: newHandler,
      steps: dyntick_handler({
        runs: 'in_dyntick_nmi',
        isDone: 'dyntick_nmi_done',
        times: 'nmis',
        reader: NMI,
        olderProcesses: 3,
      }),
    })
    .process('grace_period', {
      locals: () => ({ curr: 0, snap: 0, shouldexit: false }),
      steps: {
        // GP_IDLE; without checks, also the statement after it.
        rcu_try_flip_idle: becomesIdle('do :: 1'),
        'snap = counter, state = GP_WAITING': saveCounter,
        'do :: 1': () => undefined,
        rcu_try_flip_waitack_needed: (s, me, c) => {
          lookAround(s, me, c)
          const exits = c.busted
            ? [me.curr === me.snap && isEven(me.curr), me.curr - me.snap > 2 || isEven(me.snap)]
            : [me.curr - me.snap >= 2 || isEven(me.curr) || !c.looks]
          return choose(
            ...outcomes(c.safety ? 'state = GP_DONE' : 'rcu_try_flip_waitzero', 'do :: 1', exits, c.liveness),
          )
        },
        'state = GP_DONE': becomesDone,
        rcu_try_flip_waitzero: becomesIdle('do :: 1, again'),
        'snap = counter, state = GP_WAITING, again': saveCounter,
        'do :: 1, again': () => undefined,
        rcu_try_flip_waitmb_needed: (s, me, c) => {
          lookAround(s, me, c)
          const exits = c.busted
            ? [me.curr === me.snap && isEven(me.curr), me.curr !== me.snap]
            : [me.curr !== me.snap || isEven(me.curr) || !c.looks]
          return choose(...outcomes(c.safety ? 'state = GP_DONE, again' : '-end-', 'do :: 1, again', exits, c.liveness))
        },
        'state = GP_DONE, again': becomesDone,
        '-end-': (s, me) => {
          s.alive--
          Object.assign(me, { curr: 0, snap: 0, shouldexit: false })
        },
      },
    })
    .process('init', {
      steps: {
        '-end-': s => {
          when(s.alive === 1)
          s.alive--
        },
      },
    })
    .span('grace_period', 'waits for the CPU', s => s.grace_period_state === GP_WAITING)
}

/** The locals of the process that waits for the CPU. */
interface Waiter {
  curr: number
  snap: number
  shouldexit: boolean
}

interface WaiterConstants {
  readonly irqs: number | null
  readonly nmis: number | null
  readonly safety: boolean
  readonly liveness: boolean
  readonly rcuSpec: boolean
}

/**
 * Where a grace period starts to wait, which it does twice; without checks it saves the counter there and goes to `poll`.
 */
function becomesIdle<const P extends string>(poll: P) {
  return (s: Cpu, me: Waiter, c: WaiterConstants): P | undefined => {
    if (c.safety) {
      s.grace_period_state = GP_IDLE
      return
    }
    me.snap = s.dynticks_progress_counter
    return poll
  }
}

/** dyntick_save_progress_counter() */
function saveCounter(s: Cpu, me: Waiter, c: WaiterConstants): void {
  me.shouldexit = false
  me.snap = s.dynticks_progress_counter
  s.grace_period_state = GP_WAITING
  if (c.rcuSpec) gracePeriodBegins(s, UPDATER)
}

function lookAround(s: Cpu, me: Waiter, c: WaiterConstants): void {
  if (c.liveness) me.shouldexit = isAlone(s, c)
  me.curr = s.dynticks_progress_counter
}

function becomesDone(s: Cpu, _me: Waiter, c: WaiterConstants): void {
  s.grace_period_state = GP_DONE
  if (c.rcuSpec) gracePeriodEnds(s, UPDATER)
}

/** Whether all processes that can delay a grace period have ended. */
function isAlone(s: Cpu, c: WaiterConstants): boolean {
  return s.dyntick_nohz_done && (c.irqs === null || s.dyntick_irq_done) && (c.nmis === null || s.dyntick_nmi_done)
}

/** The targets of a Promela `if`: `exit` for each of its true guards, and polling again by `else` or as another guard. */
function outcomes<const E extends string, const S extends string>(
  exit: E,
  again: S,
  exits: readonly boolean[],
  skipsOnlyElse: boolean,
): (E | S)[] {
  const taken: (E | S)[] = exits.filter(isTrue => isTrue).map(() => exit)
  return taken.length === 0 || !skipsOnlyElse ? [...taken, again] : taken
}
