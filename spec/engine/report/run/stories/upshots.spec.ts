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

it('says which step would have written what the claim misses, with who left what that step found', async () => {
  const pool = model('pool')
    .shared(() => ({ count: 4, isReleased: 0 }))
    .process('user', {
      steps: {
        putTwo: s => {
          s.count -= 2
        },
        putTwice: s => {
          s.count -= 3
          if (s.count === 0) s.isReleased = 1
        },
      },
    })
    .invariant('released in the end', { given: s => s.user[0]!.pc === 'done', then: s => s.isReleased === 1 })
  const story = whyOf(await broken(pool, 'released in the end'))
  expect(story).toEqual([
    'user changed count from 4 to 2 in putTwo (step 1), and then changed count from 2 to -1 in putTwice (step 2).',
    'So user 0 has ended, and isReleased = 0, as from the beginning: the claim "released in the end" is broken.',
    'putTwice (step 2) would have set isReleased to 1, had it found count = 3.',
  ])
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
