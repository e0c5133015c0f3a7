/** Questions about states are answered alike whether they are evaluated, looked up, or answered by generated code. */

import { add, choose, model, setOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { maxStatesAtOnce, type StateQuestion } from '../../../src/search/engine-graph.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { footprintSearch } from '../../../src/search/footprint-search.ts'

interface S {
  readonly up: number
  readonly round: number
  readonly seen: readonly number[]
  readonly list: readonly number[]
}

/** Has a set that gets members, and a list. */
const machine = instantiate(
  model('counters', { limit: 8 })
    .shared(() => ({ up: 0, round: 0, seen: setOf<number>(), list: [] as number[] }))
    .action('up', (s, c) => {
      when(s.up < c.limit)
      s.up += choose(1, 2)
      if (s.list.length < 3) s.list.push(s.up)
    })
    .action('round', s => {
      s.round = (s.round + 1) % 3
      if (s.round === 0) add(s.seen, s.up)
    }),
)

const predicates: readonly ((s: S) => boolean)[] = [
  s => s.up === 3,
  s => s.round === 1 || s.seen.includes(5),
  s => s.list.length === 2 && s.list[0] === 1,
  s => s.list.some(one => one === s.up),
  s => s.seen.every(one => one > s.round),
  () => true,
  s => JSON.stringify(s).length % 2 === 0,
]

const questions = predicates.map(
  (answer, i): StateQuestion => ({ claim: `question ${i}`, answer: state => answer(state as unknown as S) }),
)

const allSizes: Readonly<Record<string, FootprintSizes>> = {
  'walked trees': {},
  'code from the first states on': { linearStates: 1, walkedStates: 1 },
  'code that is generated late': { linearStates: 1, walkedStates: 1500 },
  'code that is too large': { linearStates: 1, walkedStates: 1, maxCodeBytes: 200 },
}

describe.each(Object.entries(allSizes))('with %s', (_, sizes) => {
  test('each state gets the answer that its question gives', () => {
    const { engine } = footprintSearch(machine, {}, sizes)
    engine.enterInitialStates()
    for (let from = 0; from < engine.count; ) from += engine.leave(from, engine.count, 0)
    const { count } = engine
    const answers = engine.graph([0]).answers(questions)
    const lists = questions.map(() => new Uint8Array(count))
    for (let from = 0; from < count; from += maxStatesAtOnce)
      answers.enter(from, Math.min(count, from + maxStatesAtOnce), lists)
    expect(count).toBeGreaterThan(4 * maxStatesAtOnce)
    const ids = Array.from({ length: count }, (_, id) => id)
    for (const [q, { answer }] of questions.entries())
      expect([...lists[q]!]).toEqual(ids.map(id => (answer(engine.stateOf(id)) ? 1 : 0)))
  })
})
