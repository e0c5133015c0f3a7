/** Steps and claims that have no tree: those that cannot be followed, and those whose tree is set aside. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { footprintSearch } from '../../../src/search/footprint-search.ts'
import { ChunkedStore } from '../../../src/state/chunked-store.ts'
import { LinearStore } from '../../../src/state/linear-store.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

/** What nothing can follow: a question that only something behind a proxy could answer. */
function lookBehind(part: object): void {
  Reflect.get(part, Symbol('a look behind'))
}

/** Trees that are set aside at the first run that they do not pay for, and are soon tried again. */
const trialRuns = 1

const usual: FootprintSizes = {}
const generated: FootprintSizes = { linearStates: 1, walkedStates: 1 }

/** Two counters, one of which goes up while the other goes round; `step` is how the first one goes up. */
const counters = (step: (s: { up: number; round: number; seen: number }) => void) =>
  model('counters', { limit: 30 })
    .shared(() => ({ up: 0, round: 0, seen: 0 }))
    .action('up', (s, c) => {
      when(s.up < c.limit)
      step(s)
    })
    .action('round', s => {
      s.round = (s.round + 1) % 4
    })

const followed = counters(s => void s.up++)

async function verdictsOf(
  built: Parameters<typeof instantiate>[0],
  sizes: FootprintSizes,
): Promise<{ readonly [claim: string]: string }> {
  const result = await expectSameOutcome(instantiate(built), { allClaims: true }, sizes)
  if (!('claims' in result)) throw new Error(result.message)
  return Object.fromEntries(result.claims.map(({ name, verdict }) => [name, verdict]))
}

describe.each([
  ['walked', usual],
  ['in generated code', generated],
])('with its other steps %s,', (_, sizes) => {
  it('a step that cannot be followed may write anything, so every claim is evaluated after it', async () => {
    const opaque = counters(s => {
      lookBehind(s)
      s.up++
    }).invariant('small', s => s.up < 20)
    expect(await verdictsOf(opaque, sizes)).toMatchObject({ small: 'violated' })
  })

  it('a claim that cannot be traced is evaluated on every state', async () => {
    const opaque = followed.invariant('small', s => {
      lookBehind(s)
      return s.up < 20
    })
    expect(await verdictsOf(opaque, sizes)).toMatchObject({ small: 'violated' })
  })

  it('a claim that cannot be traced in only some states is evaluated on every state', async () => {
    const opaque = followed.invariant('small', s => {
      if (s.round === 3) lookBehind(s)
      return s.round !== 3 || s.up < 20
    })
    expect(await verdictsOf(opaque, sizes)).toMatchObject({ small: 'violated' })
  })

  it('a reachable claim that cannot be followed is witnessed as soon as it can be', async () => {
    const opaque = followed.reachable('there', s => {
      lookBehind(s)
      return s.up === 25
    })
    expect(await verdictsOf(opaque, sizes)).toMatchObject({ there: 'witnessed' })
  })

  it('a transition claim that cannot be traced is evaluated on every transition', async () => {
    const opaque = followed.transition('grows', (before, after) => {
      lookBehind(after)
      return after.up >= before.up && after.up < 20
    })
    expect(await verdictsOf(opaque, sizes)).toMatchObject({ grows: 'violated' })
  })

  it('a step whose tree is set aside may write anything', async () => {
    const aside = counters(s => {
      s.seen = s.round
      s.up++
    }).invariant('small', s => s.up < 20)
    expect(await verdictsOf(aside, { ...sizes, trialRuns })).toMatchObject({ small: 'violated' })
  })

  it('a claim whose tree is set aside is evaluated on every state', async () => {
    const aside = followed.invariant('small', s => s.up < 20 || s.round < 3)
    expect(await verdictsOf(aside, { ...sizes, trialRuns })).toMatchObject({ small: 'violated' })
  })

  it('a claim that reads another cell while its tree is set aside is evaluated when that cell changes', async () => {
    const late = followed.invariant('small', s => (s.round === 3 ? s.up < 20 : true))
    expect(await verdictsOf(late, { ...sizes, trialRuns })).toMatchObject({ small: 'violated' })
  })

  it('a transition claim whose tree is set aside is evaluated on every transition', async () => {
    const aside = followed.transition('slow', (before, after) => after.up + after.round < before.up + 20)
    expect(await verdictsOf(aside, { ...sizes, trialRuns })).toMatchObject({ slow: 'holds' })
    const broken = followed.transition('low', (_before, after) => after.up + after.round < 20)
    expect(await verdictsOf(broken, { ...sizes, trialRuns })).toMatchObject({ low: 'violated' })
  })

  it('a step with choices that was set aside and tried again takes every option', async () => {
    const choosing = counters(s => {
      s.seen = choose(0, 1, s.round)
      s.up++
    })
      .reachable('three', s => s.seen === 3 && s.up === 7)
      .invariant('not four', s => s.seen < 4)
    const found = await verdictsOf(choosing, { ...sizes, trialRuns })
    expect(found).toMatchObject({ three: 'witnessed', 'not four': 'holds' })
  })
})

describe('stores at their end', () => {
  const many = followed.invariant('small', s => s.up + s.round < 32)

  it('hand over to one that has room, and lose no state', async () => {
    // The memory of a linear store begins with some 200 kB of its own.
    for (const linearBytes of [222_000, 223_000, 224_000, 240_000]) {
      const sizes = { ...generated, linearBytes, chunkStates: 2, indexEntries: 2, fullBatch: 4, blockStates: 3 }
      expect(await verdictsOf(many, sizes)).toMatchObject({ small: 'violated' })
      const search = footprintSearch(instantiate(many), { allClaims: true }, sizes)
      expect(await search.searchLevels()).toBe('exhausted')
      expect(search.engine.known.store).toBeInstanceOf(linearBytes < 230_000 ? ChunkedStore : LinearStore)
    }
  })

  it('use again what an index that has grown left behind', async () => {
    for (const chunkStates of [1, 2, 8]) {
      const sizes = { ...generated, chunkStates, indexEntries: 2, fullBatch: 2, blockStates: 1 }
      expect(await verdictsOf(many, sizes)).toMatchObject({ small: 'violated' })
    }
  })
})
