/** Claims that rely on what a part has always been, without a look at its value, until a step changes that. */

import { model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { agreedVerdicts } from '../random/agreed-verdicts.ts'

/** Parts that change their form late, longer than the first states, which are audited, and a switch that nobody reads. */
const late = model('late')
  .shared(() => ({ n: 0, on: false, list: [0], part: { a: 0 } as { a: number } | null, queue: [] as number[] | null }))
  .action('count', s => {
    s.n = (s.n + 1) % 75
  })
  .action('switch', s => {
    s.on = !s.on
  })

describe('a claim is evaluated again when what it relies on becomes one cell:', () => {
  it('a list of one length has another', async () => {
    const growing = late
      .action('grow', s => {
        when(s.n === 70 && s.list.length < 2)
        s.list.push(1)
      })
      .invariant('short', s => s.list.length < 2)
      .reachable('long', s => s.list.length === 2)
    expect(await agreedVerdicts(growing)).toMatchObject({ short: 'violated', long: 'witnessed' })
  })

  it('a record is null', async () => {
    const emptied = late
      .action('empty', s => {
        when(s.n === 70)
        s.part = s.part === null ? { a: 0 } : null
      })
      .invariant('there', s => s.part !== null)
      .transition('stays', (before, after) => (before.part === null) === (after.part === null))
    expect(await agreedVerdicts(emptied)).toMatchObject({ there: 'violated', stays: 'violated' })
  })
})

describe('a claim is evaluated again when a cell of lists', () => {
  const taken = late
    .action('push', s => {
      when(s.queue !== null && s.queue.length < 2)
      s.queue?.push(1)
    })
    .action('pop', s => {
      when(s.queue !== null && s.queue.length > 0)
      s.queue?.pop()
    })
    .action('take away', s => {
      when(s.n === 70 && s.queue?.length === 0)
      s.queue = null
    })
    .action('bring back', s => {
      when(s.queue === null)
      s.queue = []
    })

  it.each([
    ['holds null', taken.invariant('claim', s => s.queue !== null)],
    ['holds no list', taken.invariant('claim', s => Array.isArray(s.queue))],
    ['is not true', taken.invariant('claim', s => Boolean(s.queue))],
  ])('%s', async (_, claimed) => {
    expect(await agreedVerdicts(claimed)).toMatchObject({ claim: 'violated' })
  })
})
