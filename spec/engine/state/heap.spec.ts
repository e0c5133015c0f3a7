import { describe, expect, it } from 'vitest'
import { Heap } from '../../../src/state/heap.ts'
import { atByte } from '../../../src/state/units.ts'

describe('a heap', () => {
  it('reuses freed blocks, zeroed, and never hands out a block twice', () => {
    const heap = new Heap(atByte(0))
    const first = heap.allocate(64)
    const beside = heap.allocate(64)
    heap.words.fill(-1, first >>> 2, (beside + 64) >>> 2)
    heap.free(first, 64)
    const parts = [heap.allocate(16), heap.allocate(48), heap.allocate(16)]
    expect(parts).toEqual([first, first + 16, beside + 64])
    for (const [i, bytes] of [16, 48, 16].entries()) {
      const at = (parts[i] as number) >>> 2
      expect([...heap.words.subarray(at, at + bytes / 4)]).toEqual(Array(bytes / 4).fill(0))
    }
    expect(heap.words[beside >>> 2]).toBe(-1)
  })
})
