/** The panels above and below the lanes: the title, the explanation, the legend, and the claim. */

import type { Read } from '../../../witness/run-footprints.ts'
import type { Witness, WitnessStep } from '../../../witness/witness.ts'
import { showStep } from '../../text/show-step.ts'
import { harmless, shorten } from '../../text/value.ts'
import { showRead } from '../reads.ts'
import { constantsOf, endingOf, headlineOf, lengthOf, titleOf } from '../story.ts'
import { turningPointLines } from '../turning-point.ts'
import { causalOf, isExplainedByEnding, whyOf } from '../why.ts'
import { type Plan, size } from './geometry.ts'
import { type Glyph, glyph } from './glyphs.ts'
import { element, text } from './markup.ts'
import { clipped, type Font, fonts, widthOf, wrapProse } from './type.ts'

/** A part of the picture between two values of y. */
export interface Panel {
  readonly markup: readonly string[]
  readonly bottom: number
}

const maxReads = 10

interface PanelLine {
  readonly content: string
  readonly font: keyof typeof fonts
  readonly className: string
  /** Space above. */
  readonly gap?: number
}

const lineHeights: { readonly [font in keyof typeof fonts]?: number } = {
  title: 28,
  headline: 22,
  prose: 19,
  small: 16,
  code: 16,
}

/** The heading: the model, the claim, the length of the run and how much of it matters. */
export function drawHeading(witness: Witness, width: number): Panel {
  const verdict = verdictClass(witness)
  const facts = [lengthOf(witness), causalOf(witness)].filter(fact => fact !== undefined).join(' · ')
  const constants = constantsOf(witness)
  const lines: PanelLine[] = [
    { content: titleOf(witness), font: 'title', className: 'ink' },
    { content: headlineOf(witness), font: 'headline', className: verdict },
    { content: facts, font: 'prose', className: 'ink' },
    ...(constants === '' ? [] : [{ content: shorten(constants, 600), font: 'code', className: 'grey' } as const]),
  ]
  return column(lines, size.margin, size.margin - 6, width)
}

/** The box of sentences; nothing if there are none. */
export function drawWhy(witness: Witness, y: number, width: number): Panel {
  const sentences = whyOf(witness).map(sentence => sentence.replaceAll(' -> ', ' → '))
  if (sentences.length === 0) return { markup: [], bottom: y }
  const inner = column(
    [
      { content: 'Why', font: 'headline', className: verdictClass(witness) },
      ...sentences.map((content): PanelLine => ({ content, font: 'prose', className: 'ink', gap: 2 })),
    ],
    size.margin + 18,
    y + 6,
    width - 34,
  )
  return { markup: boxed(inner, verdictClass(witness), y, width), bottom: inner.bottom + 10 }
}

/** The claim at the end, how the run ends, and what the claim read. */
export function drawClaim(witness: Witness, y: number, width: number): Panel {
  const verdict = verdictClass(witness)
  // For a deadlock, the sentences above the lanes already say it.
  const isExplained = isExplainedByEnding(witness) && whyOf(witness).length > 0
  const reads = isExplained ? [] : claimReads(witness)
  const ending = [...(isExplained ? endingOf(witness).slice(0, 1) : endingOf(witness)), ...turningPointLines(witness)]
  const inner = column(
    [
      { content: headlineOf(witness), font: 'headline', className: verdict },
      ...ending.map((content): PanelLine => ({ content: shorten(content, 600), font: 'prose', className: 'ink' })),
      ...(reads.length === 0
        ? []
        : [{ content: 'What the claim read:', font: 'prose', className: 'grey', gap: 4 } as const]),
      ...reads.map((content): PanelLine => ({ content, font: 'code', className: 'ink' })),
    ],
    size.margin + 18,
    y + 6,
    width - 34,
  )
  return { markup: [element('g', { class: 'claim' }, ...boxed(inner, verdict, y, width))], bottom: inner.bottom + 10 }
}

/** The latest writes come first: values that no step of the run has written tell least. */
function claimReads(witness: Witness): string[] {
  const reads = (witness.slice?.claim ?? []).toSorted((a, b) => (b.writer ?? -1) - (a.writer ?? -1))
  const shown = [...new Set(reads.map(read => `${showRead(read, 80)}${originOf(witness, read)}`))]
  const more = shown.length - maxReads
  return more > 0 ? [...shown.slice(0, maxReads), `and ${more} more`] : shown
}

function originOf({ steps }: Witness, { writer }: Read): string {
  if (writer === null) return ', initial value'
  return ` ← step ${writer + 1} (${shorten(showStep(steps[writer] as WitnessStep), 60)})`
}

/** One line about the signs that occur, and one about the players that are not shown. */
export function drawLegend(plan: Plan, y: number, width: number): Panel {
  const { witness, arrows, idle, roles } = plan
  const entries: { glyph: Glyph; content: string }[] = []
  if (roles.includes('value')) entries.push({ glyph: 'value', content: 'what it wrote was read' })
  if (roles.includes('decision')) entries.push({ glyph: 'decision', content: 'let its process go on' })
  if (witness.steps.length > 0)
    entries.push({ glyph: 'breaks', content: witness.claim.verdict === 'violated' ? 'breaks the claim' : 'reaches it' })
  if (roles.includes('none')) entries.push({ glyph: 'dim', content: 'not on the causal chain' })
  if (arrows.some(({ kind }) => kind === 'left'))
    entries.push({ glyph: 'arrow', content: 'from the write to the read' })
  if (arrows.some(({ kind }) => kind === 'overtaken'))
    entries.push({ glyph: 'early', content: 'from the read to a later write' })
  if (plan.bars.some(({ kind }) => kind === 'blocked')) entries.push({ glyph: 'waits', content: 'could not move' })
  const markup: string[] = []
  let x: number = size.margin
  let line = y + 14
  for (const entry of entries) {
    const needed = 22 + widthOf(entry.content, fonts.small) + 18
    if (x > size.margin && x + needed > size.margin + width) {
      x = size.margin
      line += 18
    }
    markup.push(glyph(entry.glyph, x + 7, line - 4), text(x + 20, line, 'small grey', entry.content))
    x += needed
  }
  const legend = element('g', { class: 'grey' }, ...markup)
  if (idle.length === 0) return { markup: [legend], bottom: line + 12 }
  const names = `Not shown, since they never move: ${idle.map(({ name }) => name).join(', ')}.`
  const note = column([{ content: names, font: 'small', className: 'grey' }], size.margin, line + 5, width)
  return { markup: [legend, ...note.markup], bottom: note.bottom + 8 }
}

export function verdictClass({ claim }: Witness): 'bad' | 'good' {
  return claim.verdict === 'violated' ? 'bad' : 'good'
}

function boxed({ markup, bottom }: Panel, className: string, y: number, width: number): string[] {
  const height = bottom + 10 - y
  return [
    element(
      'g',
      { class: className },
      element('rect', { class: 'panel', x: size.margin, y, width, height, rx: 5 }),
      element('rect', { class: 'panel-edge', x: size.margin, y, width: 5, height, rx: 2.5 }),
    ),
    ...markup,
  ]
}

/** Lines of prose and code below each other. */
function column(lines: readonly PanelLine[], x: number, y: number, width: number): Panel {
  const markup: string[] = []
  let bottom = y
  for (const { content, font, className, gap = 0 } of lines) {
    bottom += gap
    const type: Font = fonts[font]
    const shown = type.family === 'mono' ? wrapCode(content, type, width) : wrapProse(harmless(content), type, width)
    for (const line of shown) {
      bottom += lineHeights[font] ?? 18
      markup.push(text(x, bottom - 3, `${font} ${className}`, line))
    }
  }
  return { markup, bottom }
}

function wrapCode(content: string, font: Font, width: number): string[] {
  return wrapProse(harmless(content), font, width).map(line => clipped(line, font, width))
}
