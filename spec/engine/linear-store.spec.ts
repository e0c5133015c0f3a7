import { describe, expect, it } from 'vitest'
import { hashOf } from '../../src/state/hash.ts'
import { LinearStore } from '../../src/state/linear-store.ts'

describe('a linear store', () => {
  it('stores what lies in its own memory, also when the memory has to grow for it', () => {
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
  }, 60_000)
})
