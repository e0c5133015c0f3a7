/** Generated code that looks up what operators make of lists, and the answers to questions about them. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { agreedVerdicts } from '../random/agreed-verdicts.ts'

describe('in generated code,', () => {
  it('a list that the layout has no room for is left to a wider one, and writes over nothing', async () => {
    // Many cells of one bit leave the list few bits, which it uses up where nothing but code has run.
    const padded = model('padded')
      .shared(() => ({ isPadded: false, pads: Array.from({ length: 27 }, () => 0), list: [] as number[] }))
      .action('feed', s => {
        when(s.list.length < 4)
        s.list.push(choose(0, 1, 2))
      })
      .action('pad', s => {
        when(!s.isPadded)
        s.isPadded = true
        s.pads[choose(...s.pads.keys())] = 1
      })
      .mayDeadlock()
      .invariant('one pad at most', s => s.pads.filter(pad => pad === 1).length === Number(s.isPadded))
    const sizes = { linearStates: 1, walkedStates: 1, roomyStates: 0, blockStates: 1 }
    expect(await agreedVerdicts(padded, [], [sizes])).toMatchObject({ 'one pad at most': 'holds' })
  })

  it('two questions about a list are two, although their answers are numbered alike and lead to the same', async () => {
    const looking = model('looking')
      .shared(() => ({ n: 0, byLength: false, list: [] as number[], out: 0 }))
      .action('count', s => {
        s.n = (s.n + 1) % 40
        s.out = 0
      })
      .action('switch', s => {
        s.byLength = !s.byLength
        s.out = 0
      })
      .action('push', s => {
        when(s.list.length < 2)
        s.list.push(choose(5, 7))
        s.out = 0
      })
      .action('pop', s => {
        s.list.pop()
        s.out = 0
      })
      .action('look', s => {
        // None, 5 and 7, or none, one and two.
        s.out = (s.byLength ? s.list.length === 2 : s.list[0] === 7) ? 2 : 1
      })
      .reachable('late', s => s.n === 39 && s.out === 2)
    const sizes = { linearStates: 1, walkedStates: 1, roomyStates: 0, blockStates: 8 }
    expect(await agreedVerdicts(looking, [], [sizes])).toMatchObject({ late: 'witnessed' })
  })
})
