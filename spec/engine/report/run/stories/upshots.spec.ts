/** What a story says a run comes to: the values that decide, and first those that tell most. */

import { add, model, setOf, when } from 'interleave-checker'
import { expect, it } from 'vitest'
import { whyOf } from '../../../../../src/report/run/why.ts'
import { broken } from './broken-run.ts'

it('names of the flags that nobody has set first what a step would have waited for, and parts of one list as a whole', async () => {
  const watch = model('watch', { waits: false })
    .shared(() => ({ isShut: [false, false], isBusy: [false, true], at: 0 }))
    .process('guard', {
      steps: {
        pass: (s, _me, c) => {
          when(!c.waits || !s.isBusy[1])
          s.at = 1
        },
      },
    })
    .invariant('who was passed is idle', s => s.at === 0 || s.isShut[0]! || s.isShut[1]! || !s.isBusy[1])
  const story = whyOf(await broken(watch, 'who was passed is idle'))
  expect(story).toContain(
    'So at = 1, and isBusy[1] = true and isShut = [false, false], as from the beginning: the claim "who was passed is idle" is broken.',
  )
})

it('names the members of a long set that decide', async () => {
  const votes = model('votes')
    .shared(() => ({ votes: setOf<{ voter: number; candidate: string; reason: string }>() }))
    .process('voter', {
      count: 2,
      steps: {
        vote: (s, me) => {
          const candidate = me.id === 0 ? 'Ann' : 'Bob'
          add(s.votes, { voter: me.id, candidate, reason: 'the best of all candidates' })
        },
      },
    })
    .invariant('all agree', s => new Set([...s.votes].map(({ candidate }) => candidate)).size < 2)
  const story = whyOf(await broken(votes, 'all agree')).join('\n')
  expect(story).toMatch(
    /^So votes has \{voter: 0, .*candidate: Ann.*\} and \{voter: 1, .*candidate: Bob.*\}: the claim/m,
  )
})
