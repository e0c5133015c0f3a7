import fc from 'fast-check'
import { model, when } from 'interleave-checker'
import { beforeAll, describe, expect, it } from 'vitest'
import { axonram } from '../../../../models/drivers/axonram.ts'
import { whyOf } from '../../../../src/report/run/why.ts'
import { witnessToLanes } from '../../../../src/report/run/witness-lanes.ts'
import { readWitness } from '../../../../src/witness/read-witness.ts'
import type { Witness } from '../../../../src/witness/witness.ts'
import { isWellFormed } from '../well-formed.ts'
import { anyWitness, counting, find, nasty, philosophers, qrcuWitness, queue, throwing } from '../witnesses.ts'
import { isLaidOut, pictureOf } from './laid-out.ts'

describe('a run as lanes', () => {
  let found: Witness[]

  beforeAll(async () => {
    const use = axonram.invariant('nothing is stored amiss', s => s.tasks.every(({ broke }) => broke.length === 0))
    found = await Promise.all([
      qrcuWitness(),
      find(philosophers),
      find(throwing),
      find(queue),
      find(use),
      find(counting, { set: { to: 60 } }),
      find(queue.invariant('never true', () => false)),
    ])
  })

  it('is the same, byte for byte, every time, and from a file', () => {
    for (const witness of found) {
      const svg = witnessToLanes(witness)
      expect(witnessToLanes(witness)).toBe(svg)
      expect(witnessToLanes(readWitness(JSON.stringify(witness)))).toBe(svg)
    }
  })

  it('has a card for each step, in order, with its number, its label and what it changed', async () => {
    const { cards } = pictureOf(await qrcuWitness())
    expect(cards.map(({ step }) => step)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1))
    expect(cards[4]?.texts).toEqual(['5', 'sumA [1]', 'reads ctr[1] = 0 until 12'])
    expect(cards[13]?.texts).toEqual(['14', 'drop', 'reads ctr[0] = 2 ← 2', 'ctr[0]: 2 → 1', 'now at wait'])
    expect(cards[17]?.texts).toEqual(['18', 'verify', 'reads progress[0] = 1 ← 3', 'the assertion fails'])
  })

  it('dims exactly the steps that have no role and that no sentence names', () => {
    for (const witness of found) {
      const text = whyOf(witness).join(' ')
      for (const { step, classes } of pictureOf(witness).cards) {
        const isCausal = witness.slice?.steps[step - 1]?.role !== undefined
        const isNamed = new RegExp(`\\bstep ${step}\\b`, 'i').test(text)
        expect(classes.includes('dim'), `step ${step}`).toBe(!isCausal && !isNamed && step < witness.steps.length)
      }
    }
  })

  it('draws an arrow for each relevant crossing, from the writer to the reader', async () => {
    const { arrows } = pictureOf(await qrcuWitness())
    expect(
      arrows.map(({ from, to, isExplained, isEarly }) => `${from}-${to}${isExplained ? '!' : ''}${isEarly ? '?' : ''}`),
    ).toEqual(expect.arrayContaining(['3-18!', '14-15!', '2-14!', '5-12!?', '3-4']))
  })

  it('explains the run, and names the spans, the waits and the claim', async () => {
    const svg = witnessToLanes(await qrcuWitness())
    for (const sentence of whyOf(await qrcuWitness())) expect(svg).toContain(sentence)
    expect(svg).toContain('16 of 18 steps on the causal chain')
    expect(svg).toContain('<title>updater 0: synchronize_qrcu</title>')
    expect(svg).toContain('>waits at wait<')
    expect(svg).toContain('the grace period ended before a reader that it had to wait for')
    const deadlock = witnessToLanes(await find(philosophers))
    expect(deadlock).toContain('philosopher 0 waits in takeLeft for forks[1] = null; it is 1 since philosopher 1')
  })

  it('works without a slice, spans and waits', async () => {
    const { slice: _, spans: _s, blocked: _b, ...bare } = await qrcuWitness()
    const { svg, cards, arrows } = pictureOf(bare)
    expect(cards).toHaveLength(18)
    expect(arrows).toEqual([])
    expect(svg).not.toMatch(/class="[^"]*\b(dim|span|blocked)\b/)
    expect(svg).not.toContain('>Why<')
    expect(svg).not.toContain('matter')
  })

  it('shows every text of a model as text', async () => {
    const base = await find(queue)
    for (const text of nasty) {
      const read = { path: [text], value: text, writer: 0 }
      const witness: Witness = {
        ...base,
        model: text,
        variant: text,
        constants: { [text]: text },
        claim: { ...base.claim, name: text },
        initial: { ...base.initial, [text]: text },
        steps: base.steps.map(step => ({
          ...step,
          step: text,
          choices: [text],
          changes: [...step.changes, { path: [text], before: text, after: `${text}!` }],
        })),
        slice: { steps: base.steps.map(() => ({ reads: [read], role: 'value' })), claim: [read] },
        spans: [{ process: 'sender', instance: 0, name: text, from: 0, to: 3 }],
        blocked: [{ process: 'receiver', instance: 0, step: text, from: 0, to: 2, reads: [read] }],
      }
      isWellFormed(witnessToLanes(witness))
      isLaidOut(witness)
    }
  })

  it('has a correct layout: no overlapping text, no text beyond its card, no arrow that misses its card', () => {
    for (const witness of found) isLaidOut(witness)
  })

  it('has room for the notes of waiting processes, and for the names of spans', async () => {
    const long = 'wait until all of the work is done that anybody has begun before'
    const source = model('work')
      .shared(() => ({ a: 2, b: 2, done: false }))
      .process('worker', {
        steps: {
          a: s => {
            s.a--
          },
          b: s => {
            s.b--
            if (s.b > 0) return 'a'
          },
        },
      })
      .process('waiter', {
        steps: {
          [long]: s => {
            const [a, b] = [s.a, s.b]
            when(a + b === 0)
            s.done = true
          },
        },
      })
      .span('worker', 'has finished half of it, and so may rest for a little while before it goes on', s => s.a === 1)
      .invariant('never done', s => !s.done)
    const witness = await find(source)
    expect(witnessToLanes(witness).match(/>waits at &quot;wait until/g)).toHaveLength(4)
    // What it read is why it waits, not what it waits for.
    expect(witnessToLanes(witness)).toMatch(/>since [ab] = 2</)
    expect(witnessToLanes(witness)).not.toMatch(/(?:>| )for [ab] = /)
    isLaidOut(witness)
  })

  it('has a correct layout and is well-formed, for any witness', () => {
    fc.assert(
      fc.property(anyWitness, witness => {
        isWellFormed(witnessToLanes(witness))
        isLaidOut(witness)
      }),
      { numRuns: 40 },
    )
  })

  it('loads nothing external and runs no script', () => {
    for (const witness of found) {
      const svg = witnessToLanes(witness)
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
        /https?:|url\(|@import|href|<script|<foreignObject/,
      )
    }
  })
})
