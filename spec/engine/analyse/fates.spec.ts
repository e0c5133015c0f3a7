/** Fates, compared with what their definitions say of every run there is, on graphs small enough for that. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Broken, fatesOf, type TransitionGraph } from '../../../src/analyse/fates.ts'
import type { Fate } from '../../../src/outcome/fate.ts'

interface Edge {
  readonly from: number
  /** -1 for a step that fails. */
  readonly to: number
  readonly mover: number
  readonly breaks: boolean
}

interface Small {
  readonly states: number
  readonly edges: readonly Edge[]
  readonly brokenStates: readonly number[]
  /** Pairs of a state and a mover that may stay there. */
  readonly staying: readonly (readonly [number, number])[]
}

const states = 4
const small: fc.Arbitrary<Small> = fc.record({
  states: fc.constant(states),
  edges: fc.array(
    fc.record({
      from: fc.nat(states - 1),
      to: fc.oneof({ weight: 9, arbitrary: fc.nat(states - 1) }, { weight: 1, arbitrary: fc.constant(-1) }),
      mover: fc.nat(2),
      breaks: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
    { maxLength: 8 },
  ),
  brokenStates: fc.uniqueArray(fc.nat(states - 1), { maxLength: 2 }),
  staying: fc.array(fc.tuple(fc.nat(states - 1), fc.nat(2)), { maxLength: 3 }),
})

function graphOf({ states, edges, staying }: Small): { graph: TransitionGraph; ordered: readonly Edge[] } {
  const ordered = Array.from({ length: states }, (_, s) => edges.filter(({ from }) => from === s)).flat()
  const starts = Array.from({ length: states + 1 }, (_, s) => ordered.filter(({ from }) => from < s).length)
  const graph = {
    states,
    starts: Int32Array.from(starts),
    targets: Int32Array.from(ordered, ({ to }) => to),
    movers: Int32Array.from(ordered, ({ mover }) => mover),
    mayStay: (s: number, m: number) => staying.some(([state, mover]) => state === s && mover === m),
  }
  return { graph, ordered }
}

function fates(small: Small): Fate[] {
  const { graph, ordered } = graphOf(small)
  const broken: Broken = {
    state: s => small.brokenStates.includes(s),
    transition: t => ordered[t]?.breaks === true,
  }
  return fatesOf(graph, broken)
}

/**
 * By the definitions: a run from a state is a path to an end, or a path to some edges that it takes forever, which are
 * any edges that hang together in a circle.
 */
function fatesByDefinition(small: Small): Fate[] {
  const { edges, brokenStates, staying } = small
  const goesOn = edges.filter(e => !e.breaks && !brokenStates.includes(e.from) && !brokenStates.includes(e.to))
  const reaches = (from: number, among: readonly Edge[]): Set<number> => {
    const seen = new Set([from])
    for (let i = 0; i < small.states; i++) {
      for (const e of among) if (e.to >= 0 && seen.has(e.from)) seen.add(e.to)
    }
    return seen
  }
  const circles = subsets(goesOn.filter(({ to }) => to >= 0)).filter(set => {
    const first = set[0]
    return (
      first !== undefined && set.every(e => reaches(e.to, set).has(first.from) && reaches(first.from, set).has(e.from))
    )
  })
  const isFair = (circle: readonly Edge[]): boolean =>
    [0, 1, 2].every(mover => {
      const moves = circle.some(e => e.mover === mover)
      const passed = circle.map(e => e.from)
      const needNotMove = (s: number) =>
        !edges.some(e => e.from === s && e.mover === mover) || staying.some(([at, m]) => at === s && m === mover)
      return moves || passed.some(needNotMove)
    })
  return Array.from({ length: small.states }, (_, s): Fate => {
    if (brokenStates.includes(s)) return 'broken'
    const seen = reaches(s, goesOn)
    const breaks = edges.some(e => seen.has(e.from) && (e.breaks || brokenStates.includes(e.to)))
    if (!breaks) return 'safe'
    const ends = [...seen].some(at => !edges.some(e => e.from === at))
    const fails = goesOn.some(e => seen.has(e.from) && e.to === -1)
    const rounds = circles.filter(circle => circle.some(e => seen.has(e.from)))
    if (!ends && !fails && rounds.length === 0) return 'doomed'
    return ends || fails || rounds.some(isFair) ? 'endangered' : 'cornered'
  })
}

function subsets<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((sets, item) => sets.concat(sets.map(set => [...set, item])), [[]])
}

test('the fates of small graphs are those of their definitions', () => {
  const met = new Set<Fate>()
  fc.assert(
    fc.property(small, graph => {
      const expected = fatesByDefinition(graph)
      for (const fate of expected) met.add(fate)
      expect(fates(graph)).toEqual(expected)
    }),
    { numRuns: 3000 },
  )
  expect([...met].sort()).toEqual(['broken', 'cornered', 'doomed', 'endangered', 'safe'])
})

describe('by hand', () => {
  const edge = (from: number, to: number, mover = 0, breaks = false): Edge => ({ from, to, mover, breaks })
  const of = (edges: readonly Edge[], brokenStates: readonly number[], staying: Small['staying'] = []) =>
    fates({ states: 4, edges, brokenStates, staying })

  test('a state without an alternative is doomed, one with an alternative is endangered, one that cannot reach the violation is safe', () => {
    expect(of([edge(0, 1), edge(0, 3), edge(1, 2)], [2])).toEqual(['endangered', 'doomed', 'broken', 'safe'])
  })

  test('a process that spins while another could move makes states cornered, not endangered', () => {
    expect(of([edge(0, 0, 1), edge(0, 2, 0)], [2])).toEqual(['cornered', 'safe', 'broken', 'safe'])
    expect(of([edge(0, 0, 1), edge(0, 2, 0)], [2], [[0, 0]])[0]).toBe('endangered')
  })

  test('two that alternate forever are safe', () => {
    expect(of([edge(0, 1, 0), edge(1, 0, 1), edge(0, 2, 1)], [2]).slice(0, 2)).toEqual(['endangered', 'endangered'])
  })

  test('three that alternate forever are safe, though each could break it at any time', () => {
    const round = [edge(0, 1, 0), edge(1, 2, 1), edge(2, 0, 2)]
    const breaking = [0, 1, 2].flatMap(s => [0, 1, 2].map(mover => edge(s, 3, mover)))
    expect(of([...round, ...breaking], [3])).toEqual(['endangered', 'endangered', 'endangered', 'broken'])
    expect(of([...round.slice(0, 2), edge(2, 0, 1), ...breaking], [3])[0]).toBe('cornered')
  })

  test('a state is broken by a step out of it that breaks the claim, and the state after the step is not', () => {
    expect(of([edge(0, 1, 0, true)], [])).toEqual(['doomed', 'safe', 'safe', 'safe'])
  })

  test('a run that ends with another failure avoids the violation', () => {
    expect(of([edge(0, -1), edge(0, 2)], [2])[0]).toBe('endangered')
    expect(of([edge(0, -1, 0, true)], [])[0]).toBe('doomed')
  })

  test('a long chain does not overflow the call stack', () => {
    const length = 50_000
    const chain = Array.from({ length: length - 1 }, (_, i) => i + 1)
    const graph: TransitionGraph = {
      states: length,
      starts: Int32Array.from({ length: length + 1 }, (_, s) => Math.min(2 * s, 2 * (length - 1))),
      targets: Int32Array.from(chain.flatMap(to => [to, 0])),
      movers: Int32Array.from(chain.flatMap(() => [0, 0])),
      mayStay: () => false,
    }
    const found = fatesOf(graph, { state: s => s === length - 1, transition: () => false })
    expect(found[0]).toBe('endangered')
    expect(found.at(-1)).toBe('broken')
  })
})
