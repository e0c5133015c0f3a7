/** What is reported of a run that goes on forever: what would help first, and nothing at length that says the same. */

import { model } from 'interleave-checker'
import { beforeAll, describe, expect, test } from 'vitest'
import { instantiate } from '../../../../src/machine/instantiate.ts'
import { inWords, markedOnce, textOf } from '../../../../src/report/run/plot/words.ts'
import { explanationOf, whyOf } from '../../../../src/report/run/why.ts'
import { Timeline } from '../../../../src/ui/timeline.ts'
import type { Witness } from '../../../../src/witness/witness.ts'
import allocator from '../../../classic/allocator.ts'
import alternatingBit from '../../../classic/alternating-bit-delivery.ts'
import szymanski from '../../../classic/szymanski.ts'
import { findEndless } from '../witnesses.ts'
import { expectStoryHolds } from './borne-out.ts'

let overtaken: Witness

beforeAll(async () => {
  overtaken = await findEndless(szymanski, {
    variant: 'closes the room before all are through',
    claim: 'a process that raises its flag gets inside',
  })
})

describe('a run that stays where it is while a step is not obliged to come', () => {
  test('names the constant with which it would not be fair, not one without which it would merely have to end', async () => {
    const claim = 'no client waits forever'
    const witness = await findEndless(allocator, { variant: 'waiting clients may keep what they hold', claim })
    expect(witness.hinges?.map(({ constant, round }) => [constant, round])).toEqual([['returnsEarly', 'unfair']])
    expect(whyOf(witness).at(-1)).toBe(
      'With returnsEarly = true, as in the model without this variant, the same run would not be fair as assumed.',
    )
  })
})

describe('an instance that is overtaken forever', () => {
  test('has the fairness that would help before all else', () => {
    const [first, ...rest] = whyOf(overtaken)
    expect(first).toBe("The claim holds if 'process' is strongly fair.")
    expect(rest.join(' ')).not.toContain('strongly fair')
  })

  test('has, beside the fairness, the constant without which it could not go round', () => {
    const ways = explanationOf(overtaken)?.waysOut.map(textOf) ?? []
    expect(ways).toHaveLength(2)
    expect(ways[0]).toMatch(/^The claim holds if /)
    expect(ways[1]).toMatch(
      /^With letsOthersThrough = true, as in the model without this variant, .* \(step 12\) would have waited, so the run could not go round as it does\.$/,
    )
    expect(explanationOf(overtaken)?.story.map(textOf).join(' ')).not.toContain('The claim holds if')
  })

  test('has each process once among those that are fair as assumed, where it stands', () => {
    const fair = whyOf(overtaken).find(sentence => sentence.startsWith('The run is fair as assumed: ')) ?? ''
    expect(fair).toMatch(/; and \d+ more like them\.$/)
    const listed = [...fair.matchAll(/process (\d) at ("[^"]*") (takes|can't)/g)]
    const { states } = new Timeline(overtaken)
    for (const [, instance, label, how] of listed.filter(([, , , how]) => how === "can't")) {
      const places = states.map(({ process }) => (process as { pc: string }[])[Number(instance)]?.pc)
      expect(
        places.map(place => JSON.stringify(place)),
        `${instance} ${how}`,
      ).toContain(label)
    }
    expect(new Set(listed.map(([, instance, , how]) => `${instance} ${how}`)).size).toBe(listed.length)
  })

  test('strikes through no step that the story names or that repeats forever', () => {
    const timeline = new Timeline(overtaken)
    const positions = Array.from({ length: timeline.end }, (_, position) => position)
    const isMarked = (at: number): boolean => timeline.isSkipped(at) || timeline.hasChangedNothing(at)
    expect(positions.filter(at => isMarked(at) && (timeline.isInLoop(at) || timeline.isInStory(at)))).toEqual([])
  })

  test('keeps in view how it came to where it waits, and where the loop begins', () => {
    const timeline = new Timeline(overtaken)
    const { me, loop, steps } = overtaken
    expect(timeline.loopStart).toBe((loop?.from ?? 0) + 1)
    const own = steps.flatMap((step, k) => (step.instance === me?.instance ? [k + 1] : []))
    expect(own.length).toBeGreaterThan(2)
    expect(own.filter(position => !timeline.isInStory(position))).toEqual([])
    expect(timeline.isInStory(timeline.loopStart ?? 0)).toBe(true)
  })
})

test('a switch with which the same schedule breaks the claim all the same is no way out of a loop', async () => {
  const turning = model('turning', { isDoneInTime: false, isBlue: false })
    .shared(() => ({ turns: 0, isDone: false, isBlue: false }))
    .action('turn', (s, c) => {
      s.turns = 1 - s.turns
      s.isBlue = c.isBlue
      if (c.isDoneInTime) s.isDone = true
    })
    .eventually('it is done', s => s.isDone)
  const ways = explanationOf(await findEndless(turning, { claim: 'it is done' }))?.waysOut.map(textOf)
  expect(ways).toEqual([
    'With isDoneInTime = true, turn (step 1) would have set isDone to true, and the same schedule, repeated, keeps the claim.',
  ])
})

test('of switches that would cure a loop, the one that the setting has turned is the way out', async () => {
  const turning = model('turning', { isDoneInTime: true, isDoneAtOnce: false })
    .shared(() => ({ turns: 0, isDone: false }))
    .action('turn', (s, c) => {
      s.turns = 1 - s.turns
      if (c.isDoneInTime || c.isDoneAtOnce) s.isDone = true
    })
    .eventually('it is done', s => s.isDone)
    .variant('late', { isDoneInTime: false })
  const { hinges } = await findEndless(turning, { variant: 'late', claim: 'it is done' })
  expect(hinges?.map(({ constant }) => constant)).toEqual(['isDoneInTime'])
})

describe('messages that are lost or taken at the wrong moment, again and again', () => {
  let lost: Witness
  let sentences: string[]

  beforeAll(async () => {
    lost = await findEndless(alternatingBit, { variant: 'unordered queues', claim: 'a sent 0 is received' })
    sentences = whyOf(lost)
  })

  test('are reported step by step from where something should follow, not as a count', () => {
    const round = sentences.find(sentence => sentence.includes(' repeat forever: ')) ?? ''
    expect(round).toMatch(
      / repeat forever: after step 12, SndAck adds 0 to ackQ \(step 13\), RcvAck \[element 1 of 2\] takes 1 out of ackQ/,
    )
    expect(round).toContain('takes {bit: 1, data: 0} out of msgQ (step 18)')
    expect(round).not.toContain('of them')
  })

  test('have a constant with which the same schedule keeps the claim, and no other that only breaks something else', () => {
    const ways = explanationOf(lost)?.waysOut.map(textOf) ?? []
    expect(ways).toHaveLength(1)
    expect(ways[0]).toMatch(
      /^With ordered = true, as in the model without this variant, RcvAck .* and the same schedule, repeated, keeps the claim\.$/,
    )
  })

  test('are not hidden by the fold', () => {
    const timeline = new Timeline(lost)
    const positions = [13, 14, 15, 16, 17, 18, 19, 20]
    expect(positions.filter(position => !timeline.isInStory(position))).toEqual([])
    expect(timeline.isInStory(5)).toBe(false)
  })

  test('do not show a whole queue as the reason, nor ask for fairness that would not help', () => {
    expect(sentences[0]).toBe(
      'RcvMsg would make the claim true after step 12, but no fairness obliges it to be taken then: it is taken at another moment (step 3).',
    )
  })

  test('are borne out by the run', () => {
    expectStoryHolds(instantiate(alternatingBit, { variant: 'unordered queues' }), lost)
  })
})

test('a sentence says only once that a cell is bookkeeping', () => {
  const cell = { code: 'x' }
  const sentence = ['a (', cell, ', bookkeeping)', ' and b (', cell, ', bookkeeping)', ' and ', cell, ' (bookkeeping)']
  expect(markedOnce(sentence)).toEqual(['a (', cell, ', bookkeeping)', ' and b (', cell, ')', ' and ', cell, ''])
})

test('a note beside a step has the words for a cell alone', () => {
  const cell = { code: 'tasks[1].nesting' }
  const sentence = [
    'found the depth (',
    cell,
    ', bookkeeping)',
    ' = ',
    { code: '1' },
    ' (read at ',
    { code: 'step 1' },
    ')',
  ]
  expect(inWords(sentence)).toEqual(['found the depth', ' = ', { code: '1' }, ' (read at ', { code: 'step 1' }, ')'])
  expect(inWords(['set the end (', cell, ')', ' to ', cell])).toEqual(['set the end', ' to ', cell])
})
