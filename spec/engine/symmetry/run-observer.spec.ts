/** What is observed of a run has all that it depends on, or nothing is observed. */

import { model, when } from 'interleave-checker'
import { expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { State } from '../../../src/machine/machine.ts'
import { packState } from '../../../src/state/carry-over.ts'
import { cellReader } from '../../../src/state/codec.ts'
import { layoutFor } from '../../../src/state/layout-for.ts'
import type { ObservedRun } from '../../../src/symmetry/proof/observed-run.ts'
import { RunObserver } from '../../../src/symmetry/proof/run-observer.ts'

/** Waits at its first label for what its second one waits for, too: both runs read only that. */
const gates = instantiate(
  model('gates')
    .shared(() => ({ isOpen: false }))
    .process('p', {
      count: 2,
      locals: () => ({}) as { note?: number },
      steps: { enter: s => when(s.isOpen), leave: (s, me) => when(!s.isOpen && me.id === 0) },
    })
    .mayDeadlock(),
)
const [start] = gates.initialStates as [State & { p: readonly object[] }]

/** The runs of the first instance that are observed under a layout for the states given, of which one is the start. */
function observed(states: readonly State[]): readonly ObservedRun[] | undefined {
  const layout = layoutFor(states, gates.sets)
  const read = cellReader(layout, packState(layout, start) as Int32Array, 0)
  const runs: ObservedRun[] = []
  const values = layout.cells.map((_, cell) => read(cell))
  const isObserved = new RunObserver(gates, layout).newRuns(0, values, { root: undefined }, run => runs.push(run))
  return isObserved ? runs : undefined
}

test('a run depends on the label of its process, besides what it reads', () => {
  const [run] = observed([start]) ?? []
  expect(run?.effect).toBe('disabled')
  expect(run?.events).toHaveLength(2)
})

test('nothing is observed where an instance is one cell, since a run may read nothing of it and still depend on its label', () => {
  const noted: State = { ...start, p: start.p.map(instance => ({ ...instance, note: 1 })) }
  expect(observed([start, noted])).toBeUndefined()
})
