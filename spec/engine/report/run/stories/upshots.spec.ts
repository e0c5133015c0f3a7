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

it('names of a longer list the elements that decide, and no others', async () => {
  const disk = model('disk', { pages: 2 })
    .shared(() => ({ media: ['user', 'user', 'user', 'user', 'user'], done: 0 }))
    .process('writer', {
      locals: () => ({ at: 0 }),
      steps: {
        begin: s => {
          for (const page of [0, 1, 2]) s.media[page] = 'stale'
        },
        write: (s, me, c) => {
          s.media[me.at] = 'zero'
          me.at++
          if (me.at < c.pages) return 'write'
          s.done = 1
        },
      },
    })
    .invariant('all or nothing', s => s.done === 0 || s.media[0] !== 'zero' || s.media[2] !== 'stale')
  const story = whyOf(await broken(disk, 'all or nothing'))
  expect(story).toContain('So done = 1, media[0] = zero and media[2] = stale: the claim "all or nothing" is broken.')
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
