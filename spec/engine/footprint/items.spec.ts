/** Lists of fixed length that are looked through by a predicate, under both engines. */

import { choose, model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { isPurePredicate } from '../../../src/footprint/pure-predicate.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

const generated = { linearStates: 1, walkedStates: 100 }

interface Looked {
  readonly nodes: readonly { readonly v: number; readonly w: number }[]
  found: number
}

/** Four nodes that change by themselves, and a step that looks through them. */
const looking = (look: (s: Looked) => number) =>
  model('looking')
    .shared(() => ({ nodes: [0, 1, 2, 3].map(() => ({ v: 0, w: 0 })), found: 0 }))
    .action('change', s => {
      const node = s.nodes[choose(0, 1, 2, 3)]!
      node.v = (node.v + 1) % 3
      node.w = choose(0, 1)
    })
    .action('look', s => {
      s.found = look(s)
    })
    .invariant('seldom', s => s.found < 2 || s.nodes.some(node => node.v > 1))

const looks: Record<string, (s: Looked) => number> = {
  'a predicate': s => Number(s.nodes.some(node => node.v > 1)),
  'a predicate, and then at what it has looked at': s => (s.nodes.some(node => node.v > 1) ? s.nodes[1]!.v : 0),
  'two predicates on the same cells': s =>
    Number(s.nodes.every(node => node.v < 2)) + Number(s.nodes.every(node => node.v < 1)),
  'a predicate that goes by the place': s => s.nodes.findIndex((node, i) => node.v === i) + 1,
  'a predicate that goes by another cell': s => s.nodes.filter(node => node.v > s.nodes[0]!.w).length,
  'a predicate that keeps the largest value': s => {
    let largest = 0
    s.nodes.every(node => {
      largest = Math.max(largest, node.v)
      return true
    })
    return largest
  },
  'a predicate that counts what it sees': s => {
    let count = 0
    s.nodes.some(node => {
      if (node.w === 1) count++
      return false
    })
    return count
  },
}

describe('A step that looks through a list by a predicate', () => {
  it.each(Object.keys(looks))('finds what the reference finds: %s', async name => {
    await expectSameOutcome(instantiate(looking(looks[name]!)), { allClaims: true }, generated)
    await expectSameOutcome(instantiate(looking(looks[name]!)), { allClaims: true }, { linearStates: 1 })
  })
})

describe('A predicate is known to do nothing but answer', () => {
  const outside = { count: 0, seen: [] as number[], pass: (n: number) => n > outside.count++ }

  it.each([
    [(n: number) => n > 1],
    [(n: number) => n !== 1 || outside.seen.includes(n)],
    [({ v }: { v: number }) => v === outside.count],
    [(n: number) => (n > 1 ? Math.max(n, 2) === n : ![1, 2].some(one => one === n))],
  ])('by its text: %s', predicate => {
    expect(isPurePredicate(predicate)).toBe(true)
  })

  it.each([
    [(n: number) => outside.count++ > n],
    [
      (n: number) => {
        outside.count += n
        return n > 3
      },
    ],
    [
      (n: number) => {
        outside.count = n
        return n > 3
      },
    ],
    [(n: number) => outside.seen.push(n) > 3],
    [(n: number) => outside.pass(n)],
    [(n: number) => `${n}` === '1'],
    [(n: number) => delete outside.seen[n]],
    [(n: number, other: number) => n > other],
  ])('and not where it may do more: %s', predicate => {
    expect(isPurePredicate(predicate)).toBe(false)
  })
})
