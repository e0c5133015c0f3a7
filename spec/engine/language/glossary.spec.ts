import { check, model, readWitness, type Witness, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { outcomeToJson } from '../../../src/report/outcome/outcome-json.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import { whyOf } from '../../../src/report/run/why.ts'
import { thrownBy } from '../base/thrown-by.ts'

const door = model('door', { asks: false })
  .shared(() => ({ range: 0 as number | null, seen: [] as number[], doors: [{ open: true }] }))
  .process('guest', {
    steps: {
      look: s => (s.range === null ? 'done' : undefined),
      enter: s => {
        if (s.range === null) s.seen.push(1)
      },
    },
  })
  .process('host', {
    steps: {
      shut: (s, _me, c) => {
        when(!c.asks)
        s.range = null
      },
    },
  })
  .invariant('nobody runs into the door', s => s.seen.length === 0)

const worded = door.glossary({
  steps: { host: { shut: 'shuts the door for good' } },
  cells: {
    range: { is: 'the list of ranges', index: 'range' },
    seen: { isBookkeeping: true },
    'doors[].open': { values: { true: 'ajar' } },
  },
  claims: { 'nobody runs into the door': 'Nobody runs into a door that is shut.' },
  constants: { asks: 'whether the host asks before' },
})

async function storyOf(given: typeof door): Promise<{ witness: Witness; story: string[] }> {
  const { counterexamples } = await check(given)
  const witness = readWitness(JSON.stringify(counterexamples[0]))
  return { witness, story: whyOf(witness) }
}

describe('the glossary of a model', () => {
  it('is in the witness, and explanations use its words for cells, values, steps and constants', async () => {
    const { witness, story } = await storyOf(worded)
    expect(witness.words?.claims).toEqual({ 'nobody runs into the door': 'Nobody runs into a door that is shut.' })
    expect(story).toEqual([
      'guest found the list of ranges (range) = range #0 in look (step 1).',
      'host set the list of ranges (range) to none in shut (step 2: shuts the door for good).',
      'So guest looked at the list of ranges (range) again, found none and added 1 to seen (bookkeeping) in enter (step 3).',
      'With asks = true (whether the host asks before), shut (step 2) would have waited, and the same schedule keeps the claim.',
    ])
  })

  it('is not needed', async () => {
    const { witness, story } = await storyOf(door)
    expect(witness.words).toBeUndefined()
    expect(story[1]).toBe('host set range to null in shut (step 2).')
  })

  it('adds to the words given before, and replaces those for the same name', async () => {
    const { witness } = await storyOf(worded.glossary({ constants: { asks: 'asks' }, steps: { host: {} } }))
    expect(witness.words?.constants).toEqual({ asks: 'asks' })
    expect(witness.words?.steps).toEqual({ host: { shut: 'shuts the door for good' } })
  })

  it('says beside what holds, and only there, what it rests on', async () => {
    const outcome = await check(door.glossary({ caveat: 'while nobody\nlooks ✓' }), { set: { asks: true } })
    const undecided = await check(door.glossary({ caveat: 'alone' }))
    const text = outcomeToText(outcome, (_, part) => part)
    expect(text).toContain('✓ holds while nobody\\nlooks \\u2713')
    expect(outcomeToJson(outcome)).toMatchObject({ caveat: 'while nobody\nlooks ✓' })
    expect(outcomeToText(undecided, (_, part) => part)).not.toContain('alone')
    expect(thrownBy(() => door.glossary({ caveat: 1 as never }))).toMatchObject({ code: 'bad-argument' })
  })

  it('keeps a caveat beside words that come later', async () => {
    const outcome = await check(door.glossary({ caveat: 'alone' }).glossary({ constants: { asks: 'asks' } }))
    expect(outcome.caveat).toBe('alone')
  })

  it('names nothing that the model does not have, to the compiler and at run time', () => {
    const wrong = [
      // @ts-expect-error: no such label
      () => door.glossary({ steps: { host: { open: 'x' } } }),
      // @ts-expect-error: no such constant
      () => door.glossary({ constants: { knocks: 'x' } }),
      () => door.glossary({ claims: { other: 'x' } }),
      // @ts-expect-error: no such part
      () => door.glossary({ labels: {} }),
    ]
    for (const call of wrong) expect(thrownBy(call)).toMatchObject({ code: 'bad-name' })
    // @ts-expect-error: no such cell
    door.glossary({ cells: { shelf: { is: 'x' } } })
    expect(thrownBy(() => door.glossary({ constants: { asks: 1 as never } }))).toMatchObject({ code: 'bad-argument' })
  })
})
