import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { axonram } from '../../../models/drivers/axonram.ts'
import { fonts, widthOf } from '../../../src/report/lanes-svg/type.ts'
import { witnessToLanes } from '../../../src/report/lanes-svg.ts'
import { whyOf } from '../../../src/report/why.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import { isWellFormed } from './well-formed.ts'
import { anyWitness, counting, find, nasty, philosophers, qrcuWitness, queue, throwing } from './witnesses.ts'

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

  it('dims exactly the steps that have no role', () => {
    for (const witness of found) {
      for (const { step, classes } of pictureOf(witness).cards) {
        const hasRole = witness.slice?.steps[step - 1]?.role !== undefined
        expect(classes.includes('dim'), `step ${step}`).toBe(!hasRole && step < witness.steps.length)
      }
    }
  })

  it('draws an arrow for each crossing that matters, from who wrote to who read', async () => {
    const { arrows } = pictureOf(await qrcuWitness())
    expect(
      arrows.map(({ from, to, isTold, isEarly }) => `${from}-${to}${isTold ? '!' : ''}${isEarly ? '?' : ''}`),
    ).toEqual(expect.arrayContaining(['3-18!', '14-15!', '2-14!', '5-12!?', '3-4']))
  })

  it('tells why, and names the spans, the waits and the claim', async () => {
    const svg = witnessToLanes(await qrcuWitness())
    for (const sentence of whyOf(await qrcuWitness())) expect(svg).toContain(sentence)
    expect(svg).toContain('13 of 18 steps matter')
    expect(svg).toContain('<title>updater 0: synchronize_qrcu</title>')
    expect(svg).toContain('>waits at wait<')
    expect(svg).toContain('the grace period ended before a reader that it had to wait for')
    const deadlock = witnessToLanes(await find(philosophers))
    expect(deadlock).toContain('philosopher 0 waits at takeLeft: forks[1] = 1 since step 2 (philosopher 1: takeRight).')
  })

  it('does without a slice, spans and waits', async () => {
    const { slice: _, spans: _s, blocked: _b, ...bare } = await qrcuWitness()
    const { svg, cards, arrows } = pictureOf(bare)
    expect(cards).toHaveLength(18)
    expect(arrows).toEqual([])
    expect(svg).not.toMatch(/class="[^"]*\b(dim|span|blocked)\b/)
    expect(svg).not.toContain('>Why<')
    expect(svg).not.toContain('matter')
  })

  it('holds every text of a model as a text', async () => {
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

  it('is laid out: no text over another or beyond its card, no arrow that ends beside its card', () => {
    for (const witness of found) isLaidOut(witness)
  })

  it('is laid out and well-formed, whatever the witness', () => {
    fc.assert(
      fc.property(anyWitness, witness => {
        isWellFormed(witnessToLanes(witness))
        isLaidOut(witness)
      }),
      { numRuns: 40 },
    )
  })

  it('asks for nothing from elsewhere and runs nothing', () => {
    for (const witness of found) {
      const svg = witnessToLanes(witness)
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
        /https?:|url\(|@import|href|<script|<foreignObject/,
      )
    }
  })
})

interface Box {
  readonly what: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

interface Card {
  readonly step: number
  readonly classes: string[]
  readonly box: Box
  readonly texts: string[]
  readonly textBoxes: Box[]
}

interface ArrowDrawn {
  readonly from: number
  readonly to: number
  readonly isTold: boolean
  readonly isEarly: boolean
  readonly start: readonly [number, number]
  readonly end: readonly [number, number]
}

interface Picture {
  readonly svg: string
  readonly width: number
  readonly height: number
  readonly texts: Box[]
  readonly cards: Card[]
  readonly arrows: ArrowDrawn[]
  /** The lanes stand so far down. */
  readonly down: number
}

/** The picture read back from its text, as far as places go. */
function pictureOf(witness: Witness): Picture {
  const svg = witnessToLanes(witness)
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) as RegExpExecArray
  const down = Number(/class="lanes" transform="translate\(0 ([\d.]+)\)"/.exec(svg)?.[1])
  const from = svg.indexOf('<g class="lanes"')
  const to = svg.indexOf('\n</g>', from)
  const [outside, lanes] = [svg.slice(0, from) + svg.slice(to), svg.slice(from, to)]
  const cards = [...lanes.matchAll(/<g class="(step [^"]*)" data-step="(\d+)">(.*)<\/g>/g)].map((match): Card => {
    const [, classes = '', step, inside = ''] = match
    const boxes = textsIn(inside)
    return {
      step: Number(step),
      classes: classes.split(' '),
      box: rectIn(inside, `card ${step}`),
      texts: boxes.map(({ what }) => what),
      textBoxes: boxes,
    }
  })
  const arrows = [...lanes.matchAll(/<g class="arrow ([^"]*)" data-from="(\d+)" data-to="(\d+)">(.*?)<\/g>/g)].map(
    ([, classes = '', from, to, inside = '']): ArrowDrawn => {
      const start = /class="casing" d="M([\d.-]+) ([\d.-]+)/.exec(inside) as RegExpExecArray
      const end = /class="head" d="M([\d.-]+) ([\d.-]+)/.exec(inside) as RegExpExecArray
      return {
        from: Number(from),
        to: Number(to),
        isTold: classes.includes('told'),
        isEarly: classes.includes('overtaken'),
        start: [Number(start[1]), Number(start[2])],
        end: [Number(end[1]), Number(end[2])],
      }
    },
  )
  const texts = [...textsIn(outside), ...textsIn(lanes).map(box => moved(box, down))]
  return { svg, width: Number(width), height: Number(height), texts, cards, arrows, down }
}

function textsIn(markup: string): Box[] {
  return [...markup.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = '', content = '']) => {
    const value = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
    const font = fonts[value('class').split(' ')[0] as keyof typeof fonts]
    const what = content
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
    const [long, up, under] = [widthOf(what, font), 0.74 * font.size, 0.22 * font.size]
    const turned = /translate\(([\d.-]+) ([\d.-]+)\) rotate\(90\)/.exec(value('transform'))
    if (turned !== null) {
      const [x, y] = [Number(turned[1]), Number(turned[2])]
      return { what, left: x - under, top: y, right: x + up, bottom: y + long }
    }
    const [x, y] = [Number(value('x')), Number(value('y'))]
    return { what, left: x, top: y - up, right: x + long, bottom: y + under }
  })
}

function rectIn(markup: string, what: string): Box {
  const match = /<rect class="card[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(markup)
  const [x, y, width, height] = (match ?? []).slice(1).map(Number) as [number, number, number, number]
  return { what, left: x, top: y, right: x + width, bottom: y + height }
}

function moved(box: Box, down: number): Box {
  return { ...box, top: box.top + down, bottom: box.bottom + down }
}

function isLaidOut(witness: Witness): void {
  const { width, height, texts, cards, arrows } = pictureOf(witness)
  const canvas = { what: 'the picture', left: 0, top: 0, right: width, bottom: height }
  for (const text of texts) isInside(text, canvas)
  areApart(texts)
  areApart(cards.map(({ box }) => box))
  for (const { box, textBoxes } of cards) for (const text of textBoxes) isInside(text, box)
  for (const { from, to, start, end } of arrows) {
    isAtEdge(start, cards[from - 1]?.box as Box)
    isAtEdge(end, cards[to - 1]?.box as Box)
  }
}

function isInside(inner: Box, outer: Box): void {
  const isIt =
    inner.left >= outer.left && inner.top >= outer.top && inner.right <= outer.right && inner.bottom <= outer.bottom
  if (!isIt) expect.fail(`'${inner.what}' sticks out of ${outer.what}: ${JSON.stringify([inner, outer])}`)
}

/** Boxes by their tops, so that only those near each other are compared. */
function areApart(boxes: readonly Box[]): void {
  const sorted = boxes.toSorted((a, b) => a.top - b.top)
  sorted.forEach((box, i) => {
    for (const other of sorted.slice(i + 1)) {
      if (other.top >= box.bottom) break
      if (other.left < box.right && box.left < other.right)
        expect.fail(`'${box.what}' and '${other.what}' overlap: ${JSON.stringify([box, other])}`)
    }
  })
}

function isAtEdge([x, y]: readonly [number, number], { what, left, top, right, bottom }: Box): void {
  const isIt = (Math.abs(x - left) < 0.2 || Math.abs(x - right) < 0.2) && y >= top && y <= bottom
  if (!isIt) expect.fail(`an arrow ends at ${x}, ${y} and not at the edge of ${what}`)
}
