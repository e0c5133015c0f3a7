/** The picture of the lanes read back from its SVG, as far as places go, and the rules that hold for them. */

import { expect } from 'vitest'
import { fonts, widthOf } from '../../../../src/report/run/lanes/type.ts'
import { witnessToLanes } from '../../../../src/report/run/witness-lanes.ts'
import type { Witness } from '../../../../src/witness/witness.ts'

export interface Box {
  readonly what: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface Card {
  readonly step: number
  readonly classes: string[]
  readonly box: Box
  readonly texts: string[]
  readonly textBoxes: Box[]
}

export interface ArrowDrawn {
  readonly from: number
  readonly to: number
  readonly isExplained: boolean
  readonly isEarly: boolean
  readonly start: readonly [number, number]
  readonly end: readonly [number, number]
}

export interface Picture {
  readonly svg: string
  readonly width: number
  readonly height: number
  readonly texts: Box[]
  readonly cards: Card[]
  readonly arrows: ArrowDrawn[]
  /** Spans and waits with their names along them. */
  readonly bars: { readonly bar: Box; readonly names: Box[] }[]
  /** The vertical offset of the lanes. */
  readonly down: number
}

/** The picture read back from its text, as far as places go. */
export function pictureOf(witness: Witness, svg = witnessToLanes(witness)): Picture {
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
        isExplained: classes.includes('explained'),
        isEarly: classes.includes('overtaken'),
        start: [Number(start[1]), Number(start[2])],
        end: [Number(end[1]), Number(end[2])],
      }
    },
  )
  const bars = [...lanes.matchAll(/<g class="(?:span|blocked) .*<\/g>/g)].map(([inside]) => {
    return { bar: rectIn(inside, 'a bar'), names: textsIn(inside) }
  })
  const texts = [...textsIn(outside), ...textsIn(lanes).map(box => moved(box, down))]
  return { svg, width: Number(width), height: Number(height), texts, cards, arrows, bars, down }
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
  const match = /<rect class="(?:card|bar)[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(
    markup,
  )
  const [x, y, width, height] = (match ?? []).slice(1).map(Number) as [number, number, number, number]
  return { what, left: x, top: y, right: x + width, bottom: y + height }
}

function moved(box: Box, down: number): Box {
  return { ...box, top: box.top + down, bottom: box.bottom + down }
}

/**
 * Checks that no text overlaps another or leaves its card, that everything is inside the picture, and that arrows end
 * at their cards.
 */
export function isLaidOut(witness: Witness, svg = witnessToLanes(witness)): void {
  const { width, height, texts, cards, arrows, bars } = pictureOf(witness, svg)
  const canvas = { what: 'the picture', left: 0, top: 0, right: width, bottom: height }
  for (const text of texts) isInside(text, canvas)
  areApart(texts)
  areApart(cards.map(({ box }) => box))
  for (const { box, textBoxes } of cards) for (const text of textBoxes) isInside(text, box)
  for (const { bar, names } of bars) for (const name of names) isInside(name, bar)
  for (const { from, to, start, end } of arrows) {
    const [source, target] = [cards[from - 1]?.box as Box, cards[to - 1]?.box as Box]
    const isRightwards = target.left > source.left
    isAtEdge(start, source, target.left >= source.left ? source.right : source.left)
    isAtEdge(end, target, isRightwards ? target.left : target.right)
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

function isAtEdge([x, y]: readonly [number, number], { what, top, bottom }: Box, edge: number): void {
  if (Math.abs(x - edge) > 0.2 || y < top || y > bottom)
    expect.fail(`an arrow ends at ${x}, ${y} and not at the edge of ${what} at ${edge}`)
}
