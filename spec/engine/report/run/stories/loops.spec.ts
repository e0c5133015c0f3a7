/** What is reported of a run that goes round: what it goes by each time, and what its tests do. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { textOf } from '../../../../../src/report/run/plot/words.ts'
import { explanationOf, linksOf, whyOf } from '../../../../../src/report/run/why.ts'
import { Timeline } from '../../../../../src/ui/timeline.ts'
import { broken } from './broken-run.ts'

const server = model('server', { givesUp: true })
  .shared(() => ({ isUp: false, tries: 0 }))
  .process('client', {
    locals: () => ({ answer: null as string | null }),
    steps: {
      request: (s, me) => {
        if (s.isUp) me.answer = 'yes'
        return s.isUp ? 'done' : 'no answer'
      },
      'no answer': (_s, me, c) => {
        if (c.givesUp) me.answer = 'error'
        return 'go on'
      },
      'go on': (_s, me) => (me.answer === null ? 'request' : 'done'),
    },
  })
  .process('operator', {
    steps: {
      start: s => {
        s.isUp = true
      },
      fail: s => {
        s.isUp = false
      },
    },
  })
  .leadsTo(
    'a client is answered',
    s => s.client[0]!.pc === 'request',
    s => s.client[0]!.answer !== null,
  )
  .fair({ weak: ['client', 'operator'] })
  .variants({ 'never gives up': { givesUp: false } })

/** Players of whom one never has the turn, and who blink with each look or don't. */
const turns = model('turns', { blinks: false })
  .shared(() => ({ turn: 0 }))
  .process('player', {
    count: 2,
    locals: () => ({ hasPlayed: false, isShut: false }),
    steps: {
      look: (s, me, c) => {
        if (c.blinks) me.isShut = !me.isShut
        return s.turn === me.id ? 'play' : 'look'
      },
      play: (_s, me) => {
        me.hasPlayed = true
        return 'rest'
      },
      rest: () => 'rest',
    },
  })
  .eventually('each plays', (_s, me) => me.hasPlayed, { of: 'player' })
  .fair({ weak: ['player'] })
  .variant('blinking', { blinks: true })

it('says what a process finds that goes round without an effect', async () => {
  const witness = await broken(turns, 'each plays')
  expect(witness.me).toMatchObject({ process: 'player', instance: 1 })
  const [first] = whyOf(witness)
  expect(first).toMatch(/^player 1 finds turn = 0 in look \(step \d\), and changes nothing\.$/)
  const blinking = whyOf(await broken(turns, 'each plays', { variant: 'blinking' }))
  expect(blinking.join('\n')).not.toContain('changes nothing')
})

describe('a run that goes round by what another has left', () => {
  it('says each time what it finds, and who left it, and draws an arrow', async () => {
    const witness = await broken(server, 'a client is answered', { variant: 'never gives up' })
    const story = whyOf(witness).join('\n')
    expect(story).toMatch(
      /^client finds isUp = false each time in request \(step \d\), as operator left it in fail \(step \d\)\.$/m,
    )
    const fail = witness.steps.findIndex(({ step }) => step === 'fail')
    expect(linksOf(witness).map(({ writer }) => writer)).toContain(fail)
  })

  it('shows of each step what it read', async () => {
    const witness = await broken(server, 'a client is answered', { variant: 'never gives up' })
    const request = witness.steps.findLastIndex(({ step }) => step === 'request')
    expect(new Timeline(witness).readsAt(request + 1).map(({ path }) => path)).toContainEqual(['isUp'])
  })
})

describe('a step of a loop that would have done something under another constant', () => {
  it('is not called one that did nothing', async () => {
    const witness = await broken(server, 'a client is answered', { variant: 'never gives up' })
    const ways = explanationOf(witness)!.waysOut.map(textOf)
    expect(ways.at(-1)).toMatch(
      /^With givesUp = true, as in the model without this variant, no answer \(step \d\) would have set its answer to error, /,
    )
    const timeline = new Timeline(witness)
    const positions = witness.steps.map((_, k) => k + 1)
    expect(positions.filter(at => timeline.isSkipped(at) || timeline.hasChangedNothing(at))).toEqual([])
  })
})

describe('a run that stays where nobody is stuck', () => {
  const parcels = model('parcels', { most: 1 })
    .shared(() => ({
      parcels: [
        { at: 'home', tries: 0 },
        { at: 'home', tries: 0 },
      ],
    }))
    .process('courier', {
      count: 2,
      locals: () => ({ with: null as number | null }),
      mayRest: ['fetch'],
      steps: {
        fetch: (s, me, c) => {
          me.with = choose(...s.parcels.keys())
          const parcel = s.parcels[me.with]!
          when(parcel.at === 'home' && parcel.tries < c.most)
          parcel.at = 'road'
          parcel.tries++
        },
        ring: (s, me) => {
          if (choose(true, false)) s.parcels[me.with!]!.at = 'there'
          me.with = null
          return 'fetch'
        },
      },
    })
    .action('give up', s => {
      const i = choose(...s.parcels.keys())
      when(s.parcels[i]!.at === 'road' && s.courier.every(courier => courier.with !== i))
      s.parcels[i]!.at = 'home'
    })
    .fair({ weak: ['courier', 'give up'] })
    .eventually('all parcels arrive', s => s.parcels.every(({ at }) => at === 'there'))

  it('is explained by what the claim lacks, and by what the steps wait for that would change it', async () => {
    const witness = await broken(parcels, 'all parcels arrive')
    const story = whyOf(witness)
    const [, last] =
      /^What the claim asks for would be true with parcels\[(\d)\]\.at = there; it is home since give up/.exec(
        story[0]!,
      )!
    expect(story[1]).toMatch(
      new RegExp(
        `^courier 0 would change that in fetch, but waits for parcels\\[${last}\\]\\.tries = 0; it is 1 since .* in fetch .*; likewise courier 1\\.$`,
      ),
    )
    expect(story.join('\n')).not.toMatch(/give up would|At rest/)
  })
})

describe('a run that goes round without an action that would lead to what the claim asks for', () => {
  const mail = model('mail')
    .shared(() => ({ sent: false, letters: 0, read: 0 }))
    .process('clock', { steps: { tick: () => 'tock', tock: () => 'tick' } })
    .action('post', s => {
      when(!s.sent)
      s.sent = true
      s.letters = 1
    })
    .action('lose', s => {
      when(s.letters > 0)
      s.letters = 0
    })
    .action('deliver', s => {
      when(s.letters > 0)
      s.letters = 0
      s.read++
    })
    .fair({ weak: ['clock', 'post'], strong: ['deliver'] })
    .leadsTo(
      'a letter is read',
      s => s.sent,
      s => s.read > 0,
    )

  it('says what the action waits for, and who took that away', async () => {
    const story = whyOf(await broken(mail, 'a letter is read')).join('\n')
    expect(story).toMatch(
      /^deliver would make the claim true, but waits for letters = 1.*; it is 0 since lose set that \(step \d\)\.$/m,
    )
  })
})
