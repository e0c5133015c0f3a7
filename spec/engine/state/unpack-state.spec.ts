import fc from 'fast-check'
import { setOf } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import type { State } from '../../../src/machine/machine.ts'
import { decodeState } from '../../../src/state/codec.ts'
import { layoutFor } from '../../../src/state/layout-for.ts'
import { unpackState } from '../../../src/state/unpack-state.ts'

const values = Array.from({ length: 5 }, (_, i) => i)
const states = values.flatMap(a =>
  values.map(
    b =>
      ({
        nodes: [
          { a, b },
          { a: b, b: a },
        ],
        deep: { a, in: { a, b } },
        msgs: a > b ? setOf(1, 2) : setOf(a),
        list: values.slice(0, a),
        n: b,
      }) as unknown as State,
  ),
)
const layout = layoutFor(states, [['msgs']])

describe('An unpacked state', () => {
  it('is the same as a decoded one, whatever was unpacked before', () => {
    const sizes = layout.cells.map(({ table, mask }) => Math.min(table.size, mask + 1))
    const numbers = fc.tuple(...sizes.map(size => fc.nat(size - 1)))
    fc.assert(
      fc.property(numbers, read => {
        const unpacked = unpackState(layout, cell => read[cell] as number)
        expect(unpacked).toEqual(decodeState(layout, cell => read[cell] as number))
        expect(Object.isFrozen(unpacked.nodes)).toBe(true)
      }),
    )
  })

  it('has values for which its layout has no room yet', () => {
    const [a, b] = ['a', 'b'].map(key => layout.cells.find(({ path }) => String(path) === `nodes,0,${key}`)!)
    for (let more = 100; b!.table.size <= 2 * (b!.mask + 1); more++) b!.table.intern(more)
    for (const before of [0, 1]) {
      for (let number = 0; number < b!.table.size; number++) {
        const read = (index: number): number => (index === a!.index ? before : index === b!.index ? number : 0)
        expect(unpackState(layout, read)).toEqual(decodeState(layout, read))
      }
    }
  })
})
