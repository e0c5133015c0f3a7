/** What the naive explorer says of small models, and where an engine is taken to contradict it. */

import { type AnyModel, choose, type Model, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { descriptionOf } from '../../../src/language/description-of.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import type { ExploreOptions } from '../../../src/search/options.ts'
import { comparableResult } from '../search/comparable-result.ts'
import { exploreNaively } from './naive-explorer.ts'
import { contradictions } from './same-as-naive.ts'

const counting = model('counting')
  .shared(() => ({ n: 0, last: null as null | { at: number } }))
  .action('count', s => {
    when(s.n < 8)
    s.n += choose(1, 2)
  })
  .mayDeadlock()

/** A claim that answers, and the same with a mistake in it that shows in three steps. */
const answering = counting.invariant('any', s => s.n < 99)
const throwing = counting.invariant('any', s => s.n < 5 || (s.last as { at: number }).at > 0)
const stopping = <S extends { readonly n: number }>(base: Model<object, S>) => base.invariant('few', s => s.n < 4)

function naively(source: AnyModel, maxStates = 100) {
  return exploreNaively(descriptionOf(source), maxStates)
}

/** What is found wrong with an engine that says of the claim that throws what it says of the one that answers. */
async function blindTo(options: ExploreOptions, wrong = throwing, right = answering): Promise<string[]> {
  const outcome = await explore(instantiate(right), options)
  return contradictions(wrong as never, outcome, options, 100)
}

describe('the naive explorer', () => {
  it('counts states, transitions and levels', () => {
    const { states, transitions, levels } = naively(counting)
    expect([states, transitions, levels.length - 1]).toEqual([10, 16, 5])
  })

  it('goes no further than a level at whose end there are too many states', () => {
    expect(naively(counting, 4).states).toBe(5)
  })

  it('takes what a claim throws for something seen at a depth, and goes on', () => {
    const { seen, states } = naively(throwing)
    expect(seen.get('throw in any')).toBe(3)
    expect(states).toBe(10)
  })

  it('evaluates an implication only where its premise is true', () => {
    const late = counting.invariant('late', { given: s => s.n > 5, then: s => s.n < 6 })
    expect(Object.fromEntries(naively(late).seen)).toMatchObject({ 'premise of late': 3, late: 3 })
  })
})

describe('a claim that throws in a state', () => {
  it.each(['reference', 'footprint'] as const)('is refused by the %s as by the naive explorer', async engine => {
    const refused = await comparableResult(() => explore(instantiate(throwing), { engine }))
    expect(refused.result).toMatchObject({ code: 'claim-threw' })
    expect(contradictions(throwing as never, refused.result, {}, 100)).toEqual([])
  })

  it.each<ExploreOptions>([{}, { maxDepth: 3 }, { maxDepth: 4 }, { maxStates: 9 }])(
    'contradicts an engine that says nothing of it and came there, with %o',
    async options => {
      expect(await blindTo(options)).toContain('any: naively throws in 3')
    },
  )

  it.each<ExploreOptions>([{ maxDepth: 2 }, { maxStates: 4 }])(
    'contradicts no engine that did not come there, with %o',
    async options => {
      expect(await blindTo(options)).toEqual([])
    },
  )

  it('contradicts no engine that stopped at a violation before, but one that looked for all', async () => {
    const both = [stopping(throwing as never), stopping(answering as never)] as never as [
      typeof throwing,
      typeof answering,
    ]
    expect(await blindTo({}, ...both)).toEqual([])
    expect(await blindTo({ allClaims: true }, ...both)).toContain('any: naively throws in 3')
  })

  it('contradicts no engine that had decided the claim before', async () => {
    const wrong = counting.invariant('any', s => s.n < 2 || (s.n > 4 && (s.last as { at: number }).at > 0))
    const right = counting.invariant('any', s => s.n < 2)
    expect(await blindTo({ allClaims: true }, wrong, right)).toEqual([])
  })
})

describe('a model that is refused for a claim that throws', () => {
  const refused = { code: 'claim-threw', message: '' }

  it('contradicts the naive explorer where no claim does, and nothing is left to explore', () => {
    expect(contradictions(answering as never, refused, {}, 100)).toHaveLength(1)
    expect(contradictions(answering as never, refused, {}, 3)).toEqual([])
  })
})
