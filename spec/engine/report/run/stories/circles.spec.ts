/** Who waits for whom where resources are handed out by somebody else. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { explanationOf, whyOf } from '../../../../../src/report/run/why.ts'
import { broken } from './broken-run.ts'

describe('two who each wait for what the other has, and somebody else hands out', () => {
  const library = model('library')
    .shared(() => ({ lent: [null, null] as (number | null)[], has: [0, 0] }))
    .process('reader', {
      count: 2,
      steps: {
        'read both': (s, me) => {
          when(s.lent[0] === me.id && s.lent[1] === me.id)
          s.lent = [null, null]
          s.has[me.id] = 1
        },
      },
    })
    .action('lend', s => {
      const book = choose(0, 1)
      const to = choose(0, 1)
      when(s.lent[book] === null && s.has[to] === 0)
      s.lent[book] = to
    })

  it('wait in a circle', async () => {
    const witness = await broken(library, 'no deadlock')
    const story = whyOf(witness).join('\n')
    expect(explanationOf(witness)?.title).toBe('Who waits for whom')
    expect(story).toMatch(/^Each waits for the next one, in a circle\.$/m)
    expect(story).toMatch(/; lend can change that only after read both of reader \d, which waits itself/)
  })
})

it('says of those who wait behind others who set what they wait for', async () => {
  const hall = model('hall')
    .shared(() => ({ key: null as string | null, isCalled: false }))
    .process('guard', {
      steps: {
        'take key': s => {
          when(s.key === null)
          s.key = 'guard'
        },
        listen: s => when(s.isCalled),
      },
    })
    .process('caller', {
      steps: {
        enter: s => when(s.key === null),
        call: s => {
          s.isCalled = true
        },
      },
    })
  expect(whyOf(await broken(hall, 'no deadlock'))).toContain(
    'Behind that, caller waits in enter for key, which guard set in take key (step 1).',
  )
})
