import fc from 'fast-check'
import type { Plain } from '../../../src/base/plain.ts'

/** Keys that are few, so that two records often share some, and awkward. */
const key = fc.constantFrom('a', 'b', 'a.b', '', '0', '1', 'length', 'constructor', ' x ', '"', 'ä')

const leaf: fc.Arbitrary<Plain> = fc.oneof(
  fc.constantFrom<Plain>(null, true, false, 0, 1, '', '0', 'null'),
  // 0 and -0 are one value to Interleave and two to others; see the test of its own.
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => (n === 0 ? 0 : n)),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

/** Random plain data, small and made of few parts, so that equal ones and nearly equal ones are met often. */
export const plainValue: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>(again => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(again('value'), { maxLength: 4 }),
    fc.dictionary(key, again('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value
