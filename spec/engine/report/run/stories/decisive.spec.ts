/** What a story says of the values by which a step breaks the claim: all that it went by, also what its own process had left. */

import { add, model, pick, remove, setOf, when } from 'interleave-checker'
import { expect, it } from 'vitest'
import { namedSteps, whyOf } from '../../../../../src/report/run/why.ts'
import { broken } from './broken-run.ts'

it('says who left what a step changed, where it went by that', async () => {
  const numbers = model('numbers')
    .shared(() => ({ offers: setOf<number>(), seen: 0, taken: [] as number[], resets: 0 }))
    .process('sender', {
      steps: {
        send: s => {
          add(s.offers, 2)
          add(s.offers, 1)
        },
      },
    })
    .process('taker', {
      mayRest: ['take'],
      steps: {
        take: s => {
          const offer = pick(s.offers)
          when(offer > s.seen)
          s.seen = offer
          s.taken.push(offer)
          return 'take'
        },
      },
    })
    .action('restart', s => {
      when(s.resets < 1)
      s.resets++
      s.seen = 0
    })
    .invariant('none comes back', s => s.taken.join() !== '2,1,2')
  const story = whyOf(await broken(numbers, 'none comes back'))
  expect(story.join('\n')).toMatch(/found 1 in offers.* seen from 0 \(left by step 3\) to 1 /)
})

it('says what an earlier occurrence of the same action left, and what it picked takes no room', async () => {
  const leases = model('leases')
    .shared(() => ({ requests: setOf<{ from: number }>(), now: 0, expires: 0, granted: [] as number[] }))
    .process('client', {
      count: 2,
      steps: { request: (s, me) => add(s.requests, { from: me.id }) },
    })
    .action('grant', s => {
      const request = pick(s.requests)
      when(s.expires <= s.now)
      remove(s.requests, request)
      s.expires = s.now + 2
      s.granted.push(request.from)
    })
    .action('tick', s => {
      when(s.now < 2)
      s.now++
    })
    .invariant('one grant', s => s.granted.length < 2)
  const story = whyOf(await broken(leases, 'one grant'))
  expect(story.join('\n')).toMatch(
    /^(?:So )?grant \[\{from: \d\}\] found it in requests.*, found now = 2, expires = 2 \(left by step 3\) and/m,
  )
})

it('says what the process that breaks a rule had left itself', async () => {
  const callbacks = model('callbacks')
    .shared(() => ({ queue: [] as string[], depth: [0, 0], broke: [] as string[] }))
    .process('caller', {
      steps: {
        queue: s => {
          s.queue.push('callback')
        },
      },
    })
    .process('handler', {
      steps: {
        take: s => {
          when(s.queue.length > 0)
          s.queue = []
        },
        enter: s => {
          s.depth[1] = 1
        },
        call: () => {},
        sleep: s => {
          if (s.depth[1]! > 0) s.broke.push('sleeps inside')
        },
      },
    })
    .invariant('nobody sleeps inside', s => s.broke.length === 0)
    .glossary({ cells: { broke: { isBookkeeping: true, added: 'broke a rule: it' } } })
  const witness = await broken(callbacks, 'nobody sleeps inside')
  expect(whyOf(witness).join('\n')).toMatch(
    /set depth\[1\] to 1 in enter \(step 3\), and then broke a rule: it sleeps inside/,
  )
  expect(namedSteps(witness)).toContain(2)
})

it('says which local as from the beginning it handed on', async () => {
  const call = model('call')
    .shared(() => ({ isOpen: true }))
    .process('caller', {
      locals: () => ({ key: 0, length: 0, result: null as number | null }),
      steps: {
        look: (s, me) => when(s.isOpen && me.key === 0),
        return: (_s, me) => {
          me.result = me.key === 0 ? me.length : 1
        },
      },
    })
    .invariant('a call returns something', s => s.caller.every(({ result }) => result !== 0))
  const story = whyOf(await broken(call, 'a call returns something'))
  expect(story.join('\n')).toMatch(/found its length = 0 and set its result to 0 in return \(step 2\)/)
})
