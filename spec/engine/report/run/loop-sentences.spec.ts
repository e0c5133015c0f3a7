/** What is reported of a run that goes on forever: what would help first, and nothing at length that says the same. */

import { beforeAll, describe, expect, test } from 'vitest'
import { markedOnce } from '../../../../src/report/run/plot/words.ts'
import { whyOf } from '../../../../src/report/run/why.ts'
import { Timeline } from '../../../../src/ui/timeline.ts'
import type { Witness } from '../../../../src/witness/witness.ts'
import szymanski from '../../../classic/szymanski.ts'
import { findEndless } from '../witnesses.ts'

let overtaken: Witness

beforeAll(async () => {
  overtaken = await findEndless(szymanski, {
    variant: 'closes the room before all are through',
    claim: 'a process that raises its flag gets inside',
  })
})

describe('an instance that is overtaken forever', () => {
  test('has the fairness that would help before all else', () => {
    const [first, ...rest] = whyOf(overtaken)
    expect(first).toBe("The claim holds if 'process' is strongly fair.")
    expect(rest.join(' ')).not.toContain('strongly fair')
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

test('a sentence says only once that a cell is bookkeeping', () => {
  const cell = { code: 'x' }
  const sentence = ['a (', cell, ', bookkeeping)', ' and b (', cell, ', bookkeeping)', ' and ', cell, ' (bookkeeping)']
  expect(markedOnce(sentence)).toEqual(['a (', cell, ', bookkeeping)', ' and b (', cell, ')', ' and ', cell, ''])
})
