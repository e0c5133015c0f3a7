/** A predicate of a claim about runs that does anything but read the state and return true or false is an error. */

import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'

interface Seen {
  x: number
  list: number[]
  p: { pc: string; own: number[] }[]
}
type Predicate = (state: Seen, me: Seen['p'][number]) => unknown

const loop = model('loop')
  .shared(() => ({ x: 0, list: [1] }))
  .action('go', s => {
    s.x = (s.x + 1) % 5
  })
  .process('p', { count: 2, locals: () => ({ own: [0] }), steps: { a: () => 'a' } })

const wrong: readonly (readonly [what: string, predicate: Predicate, code: string, says: RegExp])[] = [
  [
    'throws',
    s => {
      if (s.x === 3) throw new Error('oops')
      return true
    },
    'claim-threw',
    /threw an error: oops.*"x":3/,
  ],
  [
    'throws a promise',
    () => {
      throw Promise.reject(new Error('lost'))
    },
    'claim-threw',
    /threw an error: a promise/,
  ],
  ['is async', async s => s.x === 4, 'async', /returns a promise\. It must not be async/],
  [
    'is async and rejects',
    async () => {
      throw new Error('lost')
    },
    'async',
    /returns a promise/,
  ],
  ['returns a number', s => s.x, 'claim-not-boolean', /returned 0 instead of true or false/],
  ['returns nothing', () => undefined, 'claim-not-boolean', /returned undefined.*Is a return missing/],
  [
    'edits the state',
    s => {
      s.x = 9
      return true
    },
    'claim-threw',
    /must only read the state/,
  ],
  [
    'edits a list',
    s => {
      s.list.push(1)
      return true
    },
    'claim-threw',
    /must only read the state/,
  ],
  [
    'edits the list of instances',
    s => {
      s.p.pop()
      return true
    },
    'claim-threw',
    /must only read the state/,
  ],
  [
    'edits its instance',
    (_, me) => {
      me.pc = 'b'
      return true
    },
    'claim-threw',
    /must only read the state/,
  ],
  [
    'edits a local of its instance',
    (_, me) => {
      me.own.push(1)
      return true
    },
    'claim-threw',
    /must only read/,
  ],
]

describe.each(['reference', 'footprint'] as const)('a predicate about runs, by the %s engine', engine => {
  it.each(wrong)('that %s is an error with its line', async (_, predicate, code, says) => {
    // The types refuse nearly all of this.
    const holds = predicate as () => boolean
    for (const claim of [
      loop.eventually('e', holds, { of: 'p' }),
      loop.leadsTo('e', holds, () => true, { of: 'p' }),
      loop.canAlways('e', holds, { of: 'p' }),
    ]) {
      const judged = exploreRuns(instantiate(claim), { engine, allClaims: true })
      await expect(judged).rejects.toMatchObject({
        code,
        message: expect.stringMatching(says),
        where: expect.stringMatching(/wrong-predicates\.spec\.ts:\d+/),
      })
      await expect(judged).rejects.toThrow("model 'loop': claim 'e' ")
    }
  })
})
