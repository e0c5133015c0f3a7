/**
 * A CPU that may sleep without a tick, and the handler of an interrupt or NMI that wakes it: rcu_irq_enter() and
 * rcu_irq_exit() of Linux 2.6.25 (kernel/rcupreempt.c), statement by statement; see `dyntick.ts`.
 *
 * Checked by `spec/rcu/dyntick.ts`.
 */

import { joined, when } from 'interleave-checker'
import { type HasRcuSpec, readerEnters, readerLeaves } from './rcu-spec.ts'

/** The progress of the grace period, as published. */
export const GP_IDLE = 0
export const GP_WAITING = 1
export const GP_DONE = 2

export interface Cpu extends HasRcuSpec {
  dynticks_progress_counter: number
  rcu_update_flag: number
  in_interrupt: number
  in_dyntick_irq: boolean
  in_dyntick_nmi: boolean
  grace_period_state: number
  /** The number of live processes. They die youngest first. */
  alive: number
  dyntick_nohz_done: boolean
  dyntick_irq_done: boolean
  dyntick_nmi_done: boolean
}

export interface Handler {
  tmp: number
  i: number
  old_gp_idle: boolean
}

export interface HandlerConstants {
  readonly irqs: number | null
  readonly nmis: number | null
  readonly irqCounts: boolean
  readonly rcuSpec: boolean
}

/** The readers of the abstract RCU: what the CPU does when it is awake. */
export const MAINLINE = 0
export const IRQ = 1
export const NMI = 2

export const isEven = (n: number): boolean => n % 2 === 0

export function newHandler(): Handler {
  return { tmp: 0, i: 0, old_gp_idle: false }
}

/** For the abstract RCU: the CPU has become a reader. */
export function beginsToRead(s: Cpu, c: { readonly rcuSpec: boolean }, reader: number): void {
  if (c.rcuSpec) readerEnters(s, reader)
}

/** For the abstract RCU: the CPU is about to stop being a reader. */
export function endsReading(s: Cpu, c: { readonly rcuSpec: boolean }, reader: number): void {
  if (c.rcuSpec) readerLeaves(s, reader)
}

/** A handler that does not nest, and runs a given number of times. */
export function dyntick_handler(which: {
  readonly runs: 'in_dyntick_irq' | 'in_dyntick_nmi'
  readonly isDone: 'dyntick_irq_done' | 'dyntick_nmi_done'
  readonly times: 'irqs' | 'nmis'
  readonly reader: number
  readonly olderProcesses: number
}) {
  return joined(
    {
      'i < MAX': (_s: Cpu, me: Handler, c: HandlerConstants) => {
        if (me.i >= (c[which.times] ?? 0)) return 'handler_done = 1'
      },
      'in_handler = 1': (s: Cpu) => {
        s[which.runs] = true
      },
    },
    rcu_irq_enter(),
    {
      'old_gp_idle = GP_IDLE': (s: Cpu, me: Handler, c: HandlerConstants) => {
        me.old_gp_idle = s.grace_period_state === GP_IDLE
        beginsToRead(s, c, which.reader)
      },
      'assert(!old_gp_idle || !GP_DONE)': (s: Cpu, _me: Handler, c: HandlerConstants) => {
        endsReading(s, c, which.reader)
      },
    },
    rcu_irq_exit('in_handler = 0, i++'),
    {
      'in_handler = 0, i++': (s: Cpu, me: Handler): 'i < MAX' => {
        s[which.runs] = false
        me.i++
        return 'i < MAX'
      },
      'handler_done = 1': (s: Cpu) => {
        s[which.isDone] = true
      },
      '-end-': (s: Cpu, me: Handler) => {
        when(s.alive === which.olderProcesses + 1)
        s.alive--
        Object.assign(me, newHandler())
      },
    },
  )
}

/** rcu_irq_enter(), and the counting part of __irq_enter(). */
export function rcu_irq_enter() {
  return {
    'rcu_update_flag > 0': (s: Cpu) => {
      if (s.rcu_update_flag === 0) return 'else skip, not nested'
    },
    'tmp = flag': (s: Cpu, me: Handler) => {
      me.tmp = s.rcu_update_flag
    },
    'flag = tmp + 1': (s: Cpu, me: Handler): '!in_interrupt && idle' => {
      s.rcu_update_flag = me.tmp + 1
      return '!in_interrupt && idle'
    },
    'else skip, not nested': () => undefined,
    '!in_interrupt && idle': (s: Cpu, _me: Handler, c: HandlerConstants) => {
      const wakes = s.in_interrupt === 0 && isEven(s.dynticks_progress_counter)
      if (!wakes || !c.irqCounts) return 'else skip, awake'
    },
    'tmp = counter': (s: Cpu, me: Handler) => {
      me.tmp = s.dynticks_progress_counter
    },
    'counter = tmp + 1': (s: Cpu, me: Handler) => {
      s.dynticks_progress_counter = me.tmp + 1
    },
    'tmp = flag, again': (s: Cpu, me: Handler) => {
      me.tmp = s.rcu_update_flag
    },
    'flag = tmp + 1, again': (s: Cpu, me: Handler): 'tmp = in_interrupt' => {
      s.rcu_update_flag = me.tmp + 1
      return 'tmp = in_interrupt'
    },
    'else skip, awake': () => undefined,
    // __irq_enter()
    'tmp = in_interrupt': (s: Cpu, me: Handler) => {
      me.tmp = s.in_interrupt
    },
    'in_interrupt = tmp + 1': (s: Cpu, me: Handler) => {
      s.in_interrupt = me.tmp + 1
    },
  } as const
}

/** The counting part of __irq_exit(), and rcu_irq_exit(), which goes to `next`. */
export function rcu_irq_exit<const E extends string>(next: E) {
  return {
    // __irq_exit()
    'tmp = in_interrupt, exit': (s: Cpu, me: Handler) => {
      me.tmp = s.in_interrupt
    },
    'in_interrupt = tmp - 1': (s: Cpu, me: Handler) => {
      s.in_interrupt = me.tmp - 1
    },
    // rcu_irq_exit()
    'rcu_update_flag != 0': (s: Cpu) => {
      if (s.rcu_update_flag === 0) return 'else skip, was awake'
    },
    'tmp = flag, exit': (s: Cpu, me: Handler) => {
      me.tmp = s.rcu_update_flag
    },
    'flag = tmp - 1': (s: Cpu, me: Handler) => {
      s.rcu_update_flag = me.tmp - 1
    },
    'rcu_update_flag == 0': (s: Cpu) => {
      if (s.rcu_update_flag !== 0) return 'else skip, still nested'
    },
    'tmp = counter, exit': (s: Cpu, me: Handler) => {
      me.tmp = s.dynticks_progress_counter
    },
    'counter = tmp + 1, exit': (s: Cpu, me: Handler): E => {
      s.dynticks_progress_counter = me.tmp + 1
      return next
    },
    'else skip, still nested': (): E => next,
    'else skip, was awake': () => undefined,
  } as const
}
