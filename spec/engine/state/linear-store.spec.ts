import { describe, expect, it } from 'vitest'
import { Inserter } from '../../../src/footprint/code/generated-code.ts'
import { SuccessorBatch } from '../../../src/footprint/successor-batch.ts'
import { ChunkedStore } from '../../../src/state/chunked-store.ts'
import { hashOf } from '../../../src/state/hash.ts'
import { LinearStore } from '../../../src/state/linear-store.ts'

describe('a linear store', () => {
  it('stores states from its own memory, even if the memory must grow for them', () => {
    const store = new LinearStore(1, { chunkStates: 64, indexEntries: 2 })
    const source = store.heap.allocate(4) >>> 2
    const states = 200_000
    for (let i = 0; i < states; i++) {
      store.words[source] = i + 1
      store.add(store.words, source, hashOf(store.words, source, 1))
    }
    expect(store.count).toBe(states)
    for (let id = 0; id < states; id++)
      if (store.words[store.offsetOf(id)] !== id + 1) expect.fail(`state ${id} is lost`)
  })

  it('reuses freed room like new room', () => {
    const { heap } = new LinearStore(1)
    const at = heap.allocate(64)
    heap.allocate(64)
    heap.words.fill(-1, at >>> 2, (at >>> 2) + 16)
    heap.free(at, 64)
    expect(heap.allocate(64)).toBe(at)
    expect(new Set(heap.words.subarray(at >>> 2, (at >>> 2) + 16))).toEqual(new Set([0]))
  })
})

/** They differ in one word each, in every place. */
const alike = [
  [1, 1, 1],
  [2, 1, 1],
  [1, 2, 1],
  [1, 1, 2],
]

describe('different states with equal hashes are distinguished', () => {
  it.each([
    ['a chunked store', ChunkedStore],
    ['a linear store', LinearStore],
  ])('in %s', (_, Store) => {
    const store = new Store(3)
    const ids = [...alike, ...alike].map(words => store.add(Int32Array.from(words), 0, 4711))
    expect(ids).toEqual([0, 1, 2, 3, 0, 1, 2, 3])
  })

  it('by generated code', () => {
    const store = new LinearStore(3)
    const batch = new SuccessorBatch(3, 16, store.heap)
    for (const words of [...alike, ...alike]) {
      const at = batch.push()
      batch.words.set([...words, 4711, 0], at)
    }
    const inserter = new Inserter(store)
    inserter.insert(batch.base, batch.end, batch)
    expect(inserter.freshCount).toBe(4)
    for (const [id, words] of alike.entries())
      expect([...store.words.subarray(store.offsetOf(id), store.offsetOf(id) + 3)]).toEqual(words)
  })
})
