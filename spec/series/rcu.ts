import percpuRef from '../rcu/percpu-ref.ts'
import qsbr from '../rcu/qsbr.ts'
import srcu from '../rcu/srcu.ts'
import type { Series } from '../series.ts'

/** The algorithms that versions rely on. */
export function placeRcu(table: Series): Series {
  const used = ['base', 'three readers', 'two updaters'] as const
  // D2 and D5: RCU of NP where a reader has a quiescent state in it.
  const misused = ['a quiescent state inside a reader'] as const
  return table
    .place(qsbr, {
      columns: {
        V0: used,
        V4: used,
        V5: misused,
        V5a: misused,
        V5b: misused,
        V5c: used,
        V5d: used,
        VR: misused,
        VS: used,
        VM: used,
      },
      rows: { I11: 'a grace period waits for the readers that were there' },
    })
    .place(srcu, {
      columns: { VX: ['base', 'two readers', 'two updaters'] },
      rows: { I11: 'a grace period waits for the readers that were there' },
    })
    .place(percpuRef, {
      columns: { VM: ['base', 'two users, three CPUs'], VX: ['base', 'two users, three CPUs'] },
      rows: {
        I32: 'no reference is taken after kill is confirmed',
        I33: ['release runs only when no reference is held', 'release has run when all references are dropped'],
      },
    })
}
