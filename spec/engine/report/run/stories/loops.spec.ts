/** What is reported of a run that goes round: what it goes by each time, and what its tests do. */

import { model } from 'interleave-checker'
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
