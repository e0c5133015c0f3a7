/**
 * Interrupts that nest (perfbook, CodeSamples/formal/promela/dyntick); see `dyntick.ts`. Entries and exits come in any
 * order that nests: an exit is one of the handler entered last.
 *
 * Checked by `spec/rcu/dyntick-readers.ts` and `spec/rcu/dyntick.ts`.
 */

import { choose, joined, when } from 'interleave-checker'
import {
  beginsToRead,
  type Cpu,
  endsReading,
  GP_IDLE,
  type Handler,
  type HandlerConstants,
  IRQ,
  newHandler,
  rcu_irq_enter,
  rcu_irq_exit,
} from './dyntick-handler.ts'

export interface NestedHandler extends Handler {
  /** How many handlers were left; `i` were entered. */
  j: number
  outermost: boolean
}

export function newNestedHandler(): NestedHandler {
  return { ...newHandler(), j: 0, outermost: false }
}

/** dyntick_irq() of the original, without NMIs: enters and leaves a given number of interrupts. */
export function dyntick_irq_nested() {
  return joined(
    enterOrExit('assert(!old_gp_idle || !GP_DONE)'),
    rcu_irq_enter(),
    { 'old_gp_idle = GP_IDLE': noteEntry },
    countEntry(),
    { 'assert(!old_gp_idle || !GP_DONE)': noteExit },
    rcu_irq_exit('j++, in_dyntick_irq = i != j'),
    countExit(),
  )
}

/** One iteration of the loop: goes to the statements of an entry or of an exit. */
export function enterOrExit<const E extends string>(exit: E) {
  return {
    'enter or exit': (_s: Cpu, me: NestedHandler, c: HandlerConstants) => {
      const times = c.irqs ?? 0
      const canEnd = me.i >= times && me.j >= times ? (['dyntick_irq_done = 1'] as const) : []
      const canEnter = me.i < times ? (['in_dyntick_irq = 1'] as const) : []
      const canExit = me.j < me.i ? ([exit] as const) : []
      return choose<E | 'dyntick_irq_done = 1' | 'in_dyntick_irq = 1'>(...canEnd, ...canEnter, ...canExit)
    },
    'in_dyntick_irq = 1': (s: Cpu, me: NestedHandler) => {
      me.outermost = !s.in_dyntick_irq
      s.in_dyntick_irq = true
    },
  } as const
}

/** The outermost interrupt records the progress of the grace period. */
export function noteEntry(s: Cpu, me: NestedHandler, c: HandlerConstants): void {
  if (!me.outermost) return
  me.old_gp_idle = s.grace_period_state === GP_IDLE
  beginsToRead(s, c, IRQ)
}

/** The assertion is checked when the outermost interrupt is about to exit; it is a claim of the spec. */
export function noteExit(s: Cpu, me: NestedHandler, c: HandlerConstants): void {
  if (me.i === me.j + 1) endsReading(s, c, IRQ)
}

export function countEntry() {
  return {
    'i++': (_s: Cpu, me: NestedHandler): 'enter or exit' => {
      me.i++
      return 'enter or exit'
    },
  } as const
}

export function countExit() {
  return {
    'j++, in_dyntick_irq = i != j': (s: Cpu, me: NestedHandler): 'enter or exit' => {
      me.j++
      s.in_dyntick_irq = me.i !== me.j
      return 'enter or exit'
    },
    'dyntick_irq_done = 1': (s: Cpu) => {
      s.dyntick_irq_done = true
    },
    '-end-': (s: Cpu, me: NestedHandler) => {
      // init and dyntick_nohz were created earlier.
      when(s.alive === 3)
      s.alive--
      Object.assign(me, newNestedHandler())
    },
  } as const
}
