import counterFlip from '../rcu/counter-flip.ts'
import dyntickReaders from '../rcu/dyntick-readers.ts'
import percpuRef from '../rcu/percpu-ref.ts'
import qrcu from '../rcu/qrcu.ts'
import qsbr from '../rcu/qsbr.ts'
import rcuTree from '../rcu/rcu-tree.ts'
import srcu from '../rcu/srcu.ts'
import type { Series } from '../series.ts'

const waits = { I11: 'a grace period waits for the readers that were there' } as const

/** The algorithms that the versions rely on. */
export function placeRcu(table: Series): Series {
  return placeSrcu(placePercpuRef(placeTree(placeQuiescentStates(table))))
}

/**
 * The settings of an algorithm for versions whose readers keep the rules, and for those in which D2 and D5 break them.
 */
function byUse<const U, const M>(used: U, misused: M) {
  const broken = { V5: misused, V5a: misused, V5b: misused, VR: misused }
  return { ...broken, V0: used, V4: used, V5c: used, V5d: used, VS: used, VM: used }
}

function placeQuiescentStates(table: Series): Series {
  const used = ['base', 'three readers', 'two updaters'] as const
  const columns = byUse(used, ['a quiescent state inside a reader'] as const)
  return table.place(qsbr, { columns, rows: waits })
}

/** Tree RCU, and its treatment of idle CPUs. For NP, and for PRE, whose readers may be preempted. */
function placeTree(table: Series): Series {
  const used = ['NP', 'PRE, never switches inside a reader', 'base', 'three tasks', 'nested readers'] as const
  const idle = ['base', 'as first written', 'interrupts', 'nested interrupts', 'nested interrupts and an NMI'] as const
  return table
    .place(rcuTree, { columns: byUse(used, ['NP, switches inside a reader', 'base'] as const), rows: waits })
    .place(dyntickReaders, { columns: byUse(idle, idle), rows: waits })
}

function placePercpuRef(table: Series): Series {
  const settings = ['base', 'two users, three CPUs', 'three users, one CPU'] as const
  return table.place(percpuRef, {
    columns: { VR: settings, VS: settings, VO: settings, VM: settings, VX: settings },
    rows: {
      ...waits,
      I32: 'no reference is taken after kill is confirmed',
      I33: [
        'release runs only when no reference is held',
        'release runs at most once',
        'release has run when all references are dropped',
      ],
    },
  })
}

/** SRCU, the two counters on which it is based, and QRCU, which uses them differently. */
function placeSrcu(table: Series): Series {
  return table
    .place(srcu, {
      columns: { VX: ['base', 'two readers', 'two readers, one section, two grace periods', 'two updaters'] },
      rows: waits,
    })
    .place(counterFlip, {
      columns: { VX: ['base', 'two readers', 'two updaters', 'two readers, two updaters'] },
      rows: waits,
    })
    .place(qrcu, { columns: { VX: ['base', '1x1', '2x1'] }, rows: waits })
}
