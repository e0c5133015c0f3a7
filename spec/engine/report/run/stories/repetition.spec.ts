/** What a story says once, and no more: a step, that something was taken which was found, and what follows from what. */

import { add, model, pick, remove, setOf, size, when } from 'interleave-checker'
import { expect, it } from 'vitest'
import { whyOf } from '../../../../../src/report/run/why.ts'
import { broken } from './broken-run.ts'

it('does not tell again of a step that is among several', async () => {
  const leases = model('leases')
    .shared(() => ({ granted: setOf<{ to: number }>(), now: 0, free: 0 }))
    .process('node', {
      count: 2,
      locals: () => ({ until: 0 }),
      mayRest: ['wait'],
      steps: {
        wait: (s, me) => {
          remove(
            s.granted,
            pick(s.granted, one => one.to === me.id),
          )
          me.until = s.now + 2
        },
        lead: (s, me) => when(s.now >= me.until),
      },
    })
    .action('grant', s => {
      const to = s.free === 0 ? 0 : 1
      when(s.now >= s.free && s.free < 4)
      s.free = s.now + 2
      add(s.granted, { to })
    })
    .action('tick', s => {
      when(s.now < 4)
      s.now++
    })
    .invariant('one leads', s => s.node.filter(node => node.pc === 'lead' && s.now < node.until).length < 2)
  const story = whyOf(await broken(leases, 'one leads')).join('\n')
  expect(story).toMatch(/^tick changed now from 0 to 2 \(steps \d-\d\)\.$/m)
  expect(story).not.toMatch(/^tick .* \(step \d\)\.$/m)
})

const deliveries = model('deliveries', { readyFirst: false })
  .shared(() => ({ mail: setOf<{ to: number }>(), count: [0, 0], isReady: false }))
  .process('sender', {
    steps: {
      begin: (_s, _me, c) => (c.readyFirst ? 'be ready' : 'send'),
      'be ready': (s, _me, c) => {
        s.isReady = true
        return c.readyFirst ? 'send' : 'done'
      },
      send: (s, _me, c) => {
        add(s.mail, { to: 0 })
        add(s.mail, { to: 1 })
        return c.readyFirst ? 'done' : 'be ready'
      },
    },
  })
  .action('deliver', s => {
    const letter = pick(s.mail)
    remove(s.mail, letter)
    s.count[letter.to]!++
  })
  .invariant('delivered when ready', s => s.isReady || s.count[1]! === 0 || size(s.mail) > 0)

it('does not say that something was taken which was found, if there is more to say, nor twice what follows', async () => {
  const story = whyOf(await broken(deliveries, 'delivered when ready'))
  expect(story).toContain('So deliver [{to: 0}] found it in mail and did not wait (step 3).')
  expect(story[2]).toMatch(/^deliver \[\{to: 1\}\] found it in mail \(left by step 2\) and changed count\[1\]/)
})
