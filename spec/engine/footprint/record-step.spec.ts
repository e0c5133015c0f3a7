/** How the recorder goes about a step with several ways to take it. */

import { choose, model } from 'interleave-checker'
import { expect, test } from 'vitest'
import { StepRecorder } from '../../../src/footprint/record-step.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { State } from '../../../src/machine/machine.ts'
import { packState } from '../../../src/state/carry-over.ts'
import { cellReader } from '../../../src/state/codec.ts'
import { layoutFor } from '../../../src/state/layout-for.ts'

const machine = instantiate(
  model('dice')
    .shared(() => ({ sum: 0 }))
    .action('throw', s => {
      s.sum = choose(1, 2, 3) + choose(1, 2)
    }),
)

test('checks before each way whether the search has to stop', () => {
  const [state] = machine.initialStates as [State]
  const layout = layoutFor(machine.initialStates, machine.sets)
  const read = cellReader(layout, packState(layout, state) as Int32Array, 0)
  let checks = 0
  const recording = new StepRecorder(machine, layout).step({
    mover: 0,
    pc: undefined,
    read,
    state,
    check: () => checks++,
  })
  expect(recording).toMatchObject({ kind: 'runs', runs: { length: 6 } })
  expect(checks).toBe(6)
})
