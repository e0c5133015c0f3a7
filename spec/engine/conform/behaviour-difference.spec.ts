/** What one machine can do and another cannot, held against all runs of small random ones. */

import fc from 'fast-check'
import { model } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { behaviourDifference } from '../../../src/conform/behaviour-difference.ts'
import { sharedView } from '../../../src/conform/shared-view.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine } from '../../../src/machine/machine.ts'

/** A machine by its table: from each number below 5, the numbers that steps lead to; `v` of a number is what shows. */
interface Graph {
  readonly next: readonly (readonly number[])[]
  readonly shows: readonly number[]
}

const size = 5
const graph: fc.Arbitrary<Graph> = fc.record({
  next: fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }),
  shows: fc.array(fc.nat(2), { minLength: size, maxLength: size }),
})

/** The hidden cell has another name in each machine, so that only `v` is compared. */
function machineOf({ next, shows }: Graph, hidden: string): Machine {
  let made = model('graph').shared(() => ({ v: shows[0] as number, [hidden]: 0 }))
  for (const i of [0, 1, 2])
    made = made.action(`edge ${i}`, s => {
      const to = next[s[hidden] as number]?.[i] ?? (s[hidden] as number)
      s[hidden] = to
      s.v = shows[to] as number
    }) as never
  return instantiate(made)
}

const options = { maxPairs: 100_000, signal: new AbortController().signal }

async function found(a: Graph, b: Graph) {
  const [first, second] = [machineOf(a, 'a'), machineOf(b, 'b')]
  const { cells, view } = sharedView(first, second, false)
  expect(cells).toEqual(['v'])
  return behaviourDifference(first, second, view, options)
}

/** What shows along a path, without repetitions. */
function behaviourOf({ shows }: Graph, path: readonly number[]): number[] {
  const all = path.map(at => shows[at] as number)
  return all.filter((one, i) => i === 0 || one !== all[i - 1])
}

/** Whether some path has the behaviour: by trying all, each place with each rest once. */
function has({ next, shows }: Graph, behaviour: readonly number[]): boolean {
  const tried = new Set<string>()
  const goesOn = (at: number, done: number): boolean => {
    if (done === behaviour.length) return true
    if (tried.has(`${at} ${done}`)) return false
    tried.add(`${at} ${done}`)
    return (next[at] ?? []).some(to => {
      if (shows[to] === shows[at]) return goesOn(to, done)
      return shows[to] === behaviour[done] && goesOn(to, done + 1)
    })
  }
  return shows[0] === behaviour[0] && goesOn(0, 1)
}

/** The fewest steps of a path of at most `most` whose behaviour the other does not have. */
function naively(a: Graph, b: Graph, most: number): number | undefined {
  let paths: number[][] = [[0]]
  for (let steps = 0; steps <= most; steps++) {
    if (paths.some(path => !has(b, behaviourOf(a, path)))) return steps
    paths = paths.flatMap(path => (a.next[path.at(-1) as number] ?? []).map(to => [...path, to]))
  }
  return undefined
}

describe('the difference of behaviours', () => {
  test('is the shortest run that the other does not have, for random machines', async () => {
    const tally = { none: 0, found: 0, cut: 0 }
    await fc.assert(
      fc.asyncProperty(graph, graph, async (a, b) => {
        const difference = await found(a, b)
        tally[difference.kind]++
        const shortest = naively(a, b, 6)
        if (difference.kind !== 'found') {
          expect(shortest).toBeUndefined()
          return
        }
        const path = [
          0,
          ...difference.steps.map(({ effect }) => (effect as unknown as { state: { a: number } }).state.a),
        ]
        expect(has(b, behaviourOf(a, path))).toBe(false)
        if (shortest !== undefined || difference.steps.length <= 6) expect(difference.steps.length).toBe(shortest)
      }),
      { numRuns: 400 },
    )
    expect(tally.none).toBeGreaterThan(20)
    expect(tally.found).toBeGreaterThan(20)
  })

  test('is none between a machine and one that takes more steps which do not show', async () => {
    const direct = { next: [[1], [0]], shows: [0, 1] }
    const detour = { next: [[2], [0], [3], [1]], shows: [0, 1, 0, 0] }
    expect((await found(direct, detour)).kind).toBe('none')
    expect((await found(detour, direct)).kind).toBe('none')
  })

  test('is open where there are more pairs than the limit', async () => {
    const ring = { next: [[1], [2], [0]], shows: [0, 1, 2] }
    const machine = machineOf(ring, 'a')
    const other = machineOf(ring, 'b')
    const { view } = sharedView(machine, other, false)
    const cut = await behaviourDifference(machine, other, view, { ...options, maxPairs: 1 })
    expect(cut).toMatchObject({ kind: 'cut' })
  })

  test('compares locals of processes with as many instances, and labels on request', () => {
    const made = (count: number, local: string, label: string) =>
      instantiate(
        model('m')
          .shared(() => ({ n: 0, [`only ${local}`]: 0 }))
          .process('p', { count, locals: () => ({ both: 1, [local]: 2 }), steps: { [label]: () => label } as never }),
      )
    expect(sharedView(made(2, 'x', 'a'), made(2, 'y', 'b'), false).cells).toEqual(['n', 'p[].both'])
    expect(sharedView(made(2, 'x', 'a'), made(2, 'y', 'b'), true).cells).toEqual(['n', 'p[].pc', 'p[].both'])
    expect(sharedView(made(2, 'x', 'a'), made(3, 'x', 'a'), true).cells).toEqual(['n', 'only x'])
  })
})
