/**
 * Interrupts that nest, on a CPU that also gets NMIs (perfbook, CodeSamples/formal/promela/dyntick); see
 * `dyntick.ts`. Entries and exits come in any order that nests: an exit is one of the handler entered last. While an NMI is
 * being handled, the interrupt does not proceed.
 *
 * As in the original, a check that an NMI delays restarts one statement too early ('goto stmt4'), and repeats a store.
 *
 * Checked by `spec/rcu/dyntick-readers.ts` and `spec/rcu/dyntick.ts`.
 */

import { joined } from 'interleave-checker'
import { type Cpu, type HandlerConstants, isEven } from './dyntick-handler.ts'
import { countEntry, countExit, enterOrExit, type NestedHandler, noteEntry, noteExit } from './dyntick-nested.ts'

type Execute<L extends string> = {
  readonly [label in L | `${L}: skip`]: (s: Cpu, me: NestedHandler) => `${L}: skip` | undefined
}

/** A statement that is atomic with respect to NMIs: EXECUTE_IRQ of the original, a skip and an atomic. */
function execute_irq<const L extends string>(label: L, statement: (s: Cpu, me: NestedHandler) => void): Execute<L> {
  return {
    [`${label}: skip`]: () => undefined,
    [label]: (s: Cpu, me: NestedHandler) => {
      if (s.in_dyntick_nmi) return `${label}: skip`
      statement(s, me)
      return undefined
    },
  } as Execute<L>
}

/** dyntick_irq() of the original: enters and leaves a given number of interrupts. */
export function dyntick_irq_under_nmi() {
  return joined(
    enterOrExit('stmt6: skip'),
    {
      // rcu_irq_enter()
      'stmt1: skip': () => undefined,
      'rcu_update_flag > 0': (s: Cpu) => {
        if (s.in_dyntick_nmi) return 'stmt1: skip'
        return s.rcu_update_flag > 0 ? 'stmt1_then: skip' : 'stmt1_else: skip'
      },
      'stmt1_then: skip': () => undefined,
    },
    execute_irq('tmp = flag', (s, me) => {
      me.tmp = s.rcu_update_flag
    }),
    execute_irq('flag = tmp + 1', (s, me) => {
      s.rcu_update_flag = me.tmp + 1
    }),
    {
      'stmt1_else: skip': () => undefined,
      'stmt2: skip': () => undefined,
      '!in_interrupt && idle': (s: Cpu, _me: NestedHandler, c: HandlerConstants) => {
        if (s.in_dyntick_nmi) return 'stmt2: skip'
        const wakes = s.in_interrupt === 0 && isEven(s.dynticks_progress_counter) && c.irqCounts
        return wakes ? 'stmt2_then: skip' : 'stmt2_else: skip'
      },
      'stmt2_then: skip': () => undefined,
    },
    execute_irq('tmp = counter', (s, me) => {
      me.tmp = s.dynticks_progress_counter
    }),
    execute_irq('counter = tmp + 1', (s, me) => {
      s.dynticks_progress_counter = me.tmp + 1
    }),
    execute_irq('tmp = flag, again', (s, me) => {
      me.tmp = s.rcu_update_flag
    }),
    execute_irq('flag = tmp + 1, again', (s, me) => {
      s.rcu_update_flag = me.tmp + 1
    }),
    {
      'stmt2_else: skip': () => undefined,
    },
    // __irq_enter()
    execute_irq('tmp = in_interrupt', (s, me) => {
      me.tmp = s.in_interrupt
    }),
    execute_irq('in_interrupt = tmp + 1', (s, me) => {
      s.in_interrupt = me.tmp + 1
    }),
    {
      'stmt5: skip': () => undefined,
      'old_gp_idle = GP_IDLE': (s: Cpu, me: NestedHandler, c: HandlerConstants) => {
        if (s.in_dyntick_nmi) return 'in_interrupt = tmp + 1: skip'
        noteEntry(s, me, c)
      },
    },
    countEntry(),
    {
      'stmt6: skip': () => undefined,
      // Only where it exits the outermost one.
      'assert(!old_gp_idle || !GP_DONE)': (s: Cpu, me: NestedHandler, c: HandlerConstants) => {
        if (s.in_dyntick_nmi) return 'stmt6: skip'
        noteExit(s, me, c)
      },
    },
    // __irq_exit()
    execute_irq('tmp = in_interrupt, exit', (s, me) => {
      me.tmp = s.in_interrupt
    }),
    execute_irq('in_interrupt = tmp - 1', (s, me) => {
      s.in_interrupt = me.tmp - 1
    }),
    {
      // rcu_irq_exit()
      'stmt9: skip': () => undefined,
      'rcu_update_flag != 0': (s: Cpu) => {
        if (s.in_dyntick_nmi) return 'stmt9: skip'
        return s.rcu_update_flag !== 0 ? 'stmt9_then: skip' : 'stmt9_else: skip'
      },
      'stmt9_then: skip': () => undefined,
    },
    execute_irq('tmp = flag, exit', (s, me) => {
      me.tmp = s.rcu_update_flag
    }),
    execute_irq('flag = tmp - 1', (s, me) => {
      s.rcu_update_flag = me.tmp - 1
    }),
    {
      'stmt9_3: skip': () => undefined,
      'rcu_update_flag == 0': (s: Cpu) => {
        if (s.in_dyntick_nmi) return 'stmt9_3: skip'
        return s.rcu_update_flag === 0 ? 'stmt9_3_then: skip' : 'stmt9_else: skip'
      },
      'stmt9_3_then: skip': () => undefined,
    },
    execute_irq('tmp = counter, exit', (s, me) => {
      me.tmp = s.dynticks_progress_counter
    }),
    execute_irq('counter = tmp + 1, exit', (s, me) => {
      s.dynticks_progress_counter = me.tmp + 1
    }),
    {
      'stmt9_else: skip': () => undefined,
    },
    countExit(),
  )
}
