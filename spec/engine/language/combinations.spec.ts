import { check, choose, model, oneOf, permutations, product, subsets } from 'interleave-checker'
import { expect, expectTypeOf, test } from 'vitest'

test('subsets are all lists of some members, in their order', () => {
  expect(subsets(['a', 'b', 'c'])).toEqual([
    [],
    ['a'],
    ['b'],
    ['a', 'b'],
    ['c'],
    ['a', 'c'],
    ['b', 'c'],
    ['a', 'b', 'c'],
  ])
  expect(subsets([])).toEqual([[]])
})

test('a product takes one value of each list, and is typed by place', () => {
  const pairs = product([0, 1], ['a', 'b'])
  expect(pairs).toEqual([
    [0, 'a'],
    [0, 'b'],
    [1, 'a'],
    [1, 'b'],
  ])
  expectTypeOf(pairs).toEqualTypeOf<[0 | 1, 'a' | 'b'][]>()
  expect(product()).toEqual([[]])
  expect(product([1, 2], [])).toEqual([])
})

test('permutations are all orders', () => {
  expect(permutations([1, 2, 3])).toEqual([
    [1, 2, 3],
    [1, 3, 2],
    [2, 1, 3],
    [2, 3, 1],
    [3, 1, 2],
    [3, 2, 1],
  ])
  expect(permutations([])).toEqual([[]])
})

test('they serve for initial states and for choices', async () => {
  const made = model('sets')
    .shared(() => oneOf(product([0, 1], subsets([1, 2])).map(([x, set]) => ({ x, set, order: [] as number[] }))))
    .action('order', s => {
      s.order = choose(...permutations(s.set))
    })
  const { census } = await check(made)
  // Of each of two numbers: four sets without an order, of which the empty one has its own already, and five orders.
  expect(census.states).toBe(2 * (4 + 1 + 1 + 2))
})

test('what would be too many, or is no list, is refused', () => {
  const many = Array.from({ length: 21 }, (_, i) => i)
  expect(() => subsets(many)).toThrow(/subsets would make 2097152 lists/)
  expect(() => permutations(many)).toThrow(/permutations would make \d/)
  expect(() => product(many, many, many, many, many)).toThrow(/product would make 4084101 lists/)
  expect(() => subsets(3 as never)).toThrow(/subsets expects a list/)
  expect(() => product([1], 'ab' as never)).toThrow(/product expects lists/)
  expect(() => permutations(undefined as never)).toThrow(/permutations expects a list/)
})
