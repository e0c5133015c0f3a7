/** One state of Peterson's algorithm on its way through the footprint engine, with the numbers of the real code. */

import { peterson } from '../../../models/classic/peterson.ts'
import { Expander } from '../../../src/footprint/expander.ts'
import { StepFootprints } from '../../../src/footprint/step-footprints.ts'
import { SuccessorBatch } from '../../../src/footprint/successor-batch.ts'
import { TreeMemory } from '../../../src/footprint/tree-memory.ts'
import { Trials } from '../../../src/footprint/trial.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { packState } from '../../../src/state/carry-over.ts'
import { cellReader, decodeState } from '../../../src/state/codec.ts'
import { hashOf } from '../../../src/state/hash.ts'
import { widened } from '../../../src/state/layout.ts'
import { layoutFor } from '../../../src/state/layout-for.ts'
import { LinearStore } from '../../../src/state/linear-store.ts'
import { Room } from '../../../src/state/room.ts'

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')

export function stateInBytes(): string {
  const { layout, batch, from } = expandedState()
  const { sizeWords } = layout
  const record = [...batch.words.subarray(batch.base, batch.base + (batch.end - batch.base) / batch.count)]
  const words = Int32Array.from(record.slice(0, sizeWords))
  const [hash, leaf] = record.slice(sizeWords) as [number, number]
  const store = new LinearStore(sizeWords)
  store.add(from, 0, hashOf(from, 0, sizeWords))
  const id = store.add(words, 0, hash)
  const index = store.words.subarray(store.indexAt >>> 2, (store.indexAt >>> 2) + store.indexEntries)
  const slot = index.findIndex(entry => (entry & (store.indexEntries - 1)) === id + 1)
  const read = cellReader(layout, words, 0)
  const cells = layout.cells.map(
    ({ index, path, table, word, shift, bits }) =>
      `  ${path.join('.').padEnd(16)} ${JSON.stringify(table.values[read(index)]).padEnd(12)} number ${read(index)}   word ${word}, bits ${shift} to ${shift + bits - 1}`,
  )
  return [
    `state    ${JSON.stringify(decodeState(layout, read))}`,
    'cells',
    ...cells,
    `packed   ${[...words].map(hex).join(' ')}   (${4 * sizeWords} bytes)`,
    `record   [ ${[...words].map(hex).join(' ')} | ${hex(hash)} | ${hex(leaf)} ]   words, hash, leaf (${4 * record.length} bytes)`,
    `index    slot ${slot} = hash & ${hex(store.indexEntries - 1)}   entry ${hex(index[slot] as number)} = top bits of the hash, id + 1`,
    `store    id ${id}, at byte ${4 * store.offsetOf(id)}: ${[...words].map(hex).join(' ')}`,
  ].join('\n')
}

/** The first state, expanded into a batch under a layout that has room for all of its successors. */
function expandedState() {
  const machine = instantiate(peterson)
  const [state] = machine.initialStates
  let layout = layoutFor(machine.initialStates, machine.sets)
  const steps = new StepFootprints(machine, layout, { recipeRuns: 0 }, new TreeMemory(2 ** 20), new Trials())
  for (let tries = 0; tries < 10; tries++) {
    const from = packState(layout, state as NonNullable<typeof state>) as Int32Array
    const batch = new SuccessorBatch(layout.sizeWords, 16)
    const change = new Expander(machine, layout, steps, { check: () => {}, onNews: () => {} }).expand(0, from, 0, batch)
    if (change === undefined) return { layout, batch, from }
    layout = widened(layout, new Room(1).withSpare)
    steps.useLayout(layout)
  }
  throw new Error('the layout of a state of two processes does not settle')
}
