/** How many members a set has is one look, not one at each of them, under both engines. */

import { add, choose, type Model, model, remove, type SetOf, setOf, size, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { listed } from '../../../src/language/set.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

interface S {
  net: SetOf<number>
  other: SetOf<number>
  seen: number
}

const generated = { linearStates: 1, walkedStates: 20, chunkStates: 64 }

/** Up to three of `kinds` messages are under way; `also` does something with them. */
const bounded = (kinds: number, also: (s: S) => void = () => when(false)): Model<never, never, string> =>
  model('bounded')
    .shared((): S => ({ net: setOf(), other: setOf(), seen: 0 }))
    .action('send', s => {
      when(size(s.net) < 3)
      add(s.net, choose(...Array(kinds).keys()))
    })
    .action('move', s => {
      const one = choose(...s.net)
      remove(s.net, one)
      when(size(s.other) < 2)
      add(s.other, one)
    })
    .action('also', s => also(s))
    .mayDeadlock()
    .invariant('few', s => size(s.net) + listed(s.other).length <= 5)
    .transition('one at a time', (before, after) => Math.abs(size(after.net) - size(before.net)) <= 1) as never

const also: Record<string, (s: S) => void> = {
  'before and after adding a member': s => {
    const before = size(s.net)
    when(before < 3)
    add(s.net, 1)
    s.seen = 10 * before + size(s.net)
  },
  'after removing one, which is one at each': s => {
    remove(s.net, 0)
    s.seen = size(s.net)
  },
  'of a copy that was made before': s => {
    const copy = listed(s.net)
    add(s.other, 2)
    when(size(s.other) < 3)
    s.seen = copy.length
  },
  'and then the members': s => {
    when(size(s.net) === 2)
    s.seen = listed(s.net)[0] ?? 9
  },
  'of those that were looked through': s => {
    s.seen = listed(s.net).filter(one => one > 1).length
  },
  'of a set that takes the place of another': s => {
    when(size(s.net) === size(s.other))
    s.net = setOf(0, 1)
    s.seen = size(s.net)
  },
}

describe('the number of members', () => {
  it.each(Object.entries(also))('%s: both engines do the same', async (_, act) => {
    for (const sizes of [{}, generated, { trialRuns: 1 }])
      await expectSameOutcome(instantiate(bounded(5, act)), { allClaims: true }, sizes)
  })

  it('is the same in generated code where the members take several words', async () => {
    const odd = model('odd')
      .shared(() => ({ net: setOf<number>(), seen: 0 }))
      .action('send', s => {
        when(size(s.net) < 2)
        add(s.net, choose(...Array(70).keys()))
      })
      .action('look', s => {
        s.seen = size(s.net)
      })
      .mayDeadlock()
    await expectSameOutcome(instantiate(odd as never), { allClaims: true }, generated)
  })

  it('takes as many runs as there are numbers, however many members there may be', async () => {
    const runsOf = async (kinds: number) =>
      (await searchFootprint(instantiate(bounded(kinds)), {})).effort?.recipeRuns as number
    const [few, many] = [await runsOf(6), await runsOf(12)]
    // Sending and moving each of six kinds more, for each number of members of what they look at; some are met late, and looked at again.
    expect(many - few).toBeLessThanOrEqual(6 * (3 + 1 + 3 + 1) * 2)
  })
})
