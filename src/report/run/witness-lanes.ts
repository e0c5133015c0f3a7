/**
 * A run as a picture of lanes: a lane for each process instance, time running downwards, a card for each step.
 *
 * It is drawn here, without Graphviz, so it takes milliseconds and needs nothing installed; it uses no script, font or
 * image from elsewhere. The steps of the slice are emphasised, arrows go from the writer of a value to its reader, bars
 * along the lanes are the spans that the model names, and an explanation in words is at the top.
 *
 * For scripts of a page around it: each step is a `g.step` with its number in `data-step`, each arrow a `g.arrow` with
 * the numbers of its two steps in `data-from` and `data-to`.
 */

import { requireWitness } from '../../witness/require-witness.ts'
import type { Witness } from '../../witness/witness.ts'
import { showStep } from '../text/show-step.ts'
import { drawArrows } from './lanes/arrows.ts'
import { drawBars } from './lanes/bars.ts'
import { baselineOf, type Lane, type Note, nodeOffset, type Plan, type Row, size } from './lanes/geometry.ts'
import { glyph } from './lanes/glyphs.ts'
import { rootClass, styleSheet } from './lanes/look.ts'
import { drawLoop } from './lanes/loop.ts'
import { element, escaped, rounded, text, title } from './lanes/markup.ts'
import { drawClaim, drawHeading, drawLegend, drawWhy, verdictClass } from './lanes/panels.ts'
import { planOf } from './lanes/plan.ts'
import { clipped, columnOf, fonts } from './lanes/type.ts'
import { changeText, showChanges } from './scene.ts'
import { headlineOf, titleOf } from './story.ts'
import { whyOf } from './why.ts'

/**
 * How {@link witnessToLanes} draws a run.
 *
 * @since 0.2.0
 */
export interface LanesOptions {
  /** The least width of the picture in pixels, so that there is room for the explanation. Default: 720 pixels. */
  readonly minWidth?: number | undefined
}

/** The most characters of one value in tooltips. */
const longestValue = 2000

/**
 * The run of a witness as lanes in SVG, with arrows from the writer of a value to its reader. Ends in a newline; the
 * same witness always gives the same text. Drawn in milliseconds, without Graphviz. Each step is a `g.step` with its
 * number in `data-step`, each arrow a `g.arrow` with the numbers of its two steps in `data-from` and `data-to`.
 *
 * @throws UsageError `not-a-witness`: `witness` is not a witness.
 * @since 0.1.0
 */
export function witnessToLanes(witness: Witness, options: LanesOptions = {}): string {
  requireWitness(witness)
  const plan = planOf(witness)
  const width = Math.max(options.minWidth ?? 720, plan.width)
  const heading = drawHeading(witness, width)
  const why = drawWhy(witness, heading.bottom + 12, width)
  const legend = drawLegend(plan, why.bottom + 8, width)
  const claim = drawClaim(witness, legend.bottom + plan.bottom + 24, width)
  const [wide, high] = [Math.ceil(width + 2 * size.margin), Math.ceil(claim.bottom + size.margin)]
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: rootClass,
      role: 'img',
      width: wide,
      height: high,
      viewBox: `0 0 ${wide} ${high}`,
    },
    `\n${title(`${titleOf(witness)}. ${headlineOf(witness)}`)}`,
    `\n${element('desc', {}, escaped(whyOf(witness).join(' ')))}`,
    `\n<style>\n${styleSheet(plan.cast)}\n</style>`,
    ...inLines([
      element('rect', { class: 'paper', width: wide, height: high }),
      ...heading.markup,
      ...why.markup,
      ...legend.markup,
      element(
        'g',
        { class: 'lanes', transform: `translate(0 ${rounded(legend.bottom)})` },
        ...inLines(drawLanes(plan)),
        '\n',
      ),
      ...claim.markup,
    ]),
    '\n',
  )
  return `${svg}\n`
}

function drawLanes(plan: Plan): string[] {
  return [
    ...plan.lanes.map(lane => drawLane(plan, lane)),
    ...drawBars(plan),
    ...drawArrows(plan),
    ...drawLoop(plan).map(drawn => element('g', { class: verdictClass(plan.witness) }, drawn)),
    ...plan.rows.map(row => drawStep(plan, row)),
    ...plan.rows.flatMap(row => row.notes.map(note => drawNote(plan, note, row.y))),
    ...plan.lastNotes.map(note => drawNote(plan, note, lastNotesY(plan))),
  ]
}

function inLines(markup: readonly string[]): string[] {
  return markup.filter(part => part !== '').map(part => `\n${part}`)
}

function drawLane({ top, bottom }: Plan, lane: Lane): string {
  const { x, width, player, number } = lane
  const y = top - size.headHeight
  return element(
    'g',
    { class: `mover-${number}` },
    element('rect', { class: 'ground', x, y, width, height: bottom - y + 6, rx: 6 }),
    element('rect', { class: 'glyph', x, y, width, height: 4, rx: 2 }),
    text(lane.cardX, y + 23, 'lane', clipped(player.name, fonts.lane, lane.cardWidth)),
  )
}

function drawStep(plan: Plan, row: Row): string {
  const { scene, lines, y, cardHeight } = row
  const lane = plan.lanes[row.lane] as Lane
  const role = plan.roles[scene.number - 1]
  const isLast = scene.number === plan.rows.length
  const verdict = verdictClass(plan.witness)
  const classes = [
    'step',
    `mover-${lane.number}`,
    ...(role === 'none' && !isLast ? ['dim'] : []),
    ...(isLast ? ['breaks'] : []),
  ]
  const numberX = lane.cardX + size.cardPadding
  const textX = numberX + plan.numberColumns * columnOf(fonts.label)
  const signed = (drawn: string): string => (isLast ? element('g', { class: verdict }, drawn) : drawn)
  const sign = isLast ? 'breaks' : role === 'value' || role === 'decision' ? role : undefined
  return element(
    'g',
    { class: classes.join(' '), 'data-step': scene.number },
    title(fullText(plan, row)),
    element('rect', {
      class: isLast ? `card ${verdict}` : 'card',
      x: lane.cardX,
      y,
      width: lane.cardWidth,
      height: cardHeight,
      rx: 5,
    }),
    text(numberX, y + baselineOf(lines, 0), 'label', String(scene.number)),
    ...lines.map(({ kind, text: content, indent }, i) => {
      const isLabel = kind === 'label'
      const font = isLabel ? fonts.label : fonts.code
      const x = (isLabel ? textX : numberX) + indent * columnOf(font)
      const colour = kind === 'news' ? ' grey' : kind === 'note' ? ` ${verdict}` : isLabel ? '' : ' ink'
      return text(x, y + baselineOf(lines, i), `${isLabel ? 'label' : 'code'}${colour}`, content)
    }),
    ...(sign === undefined ? [] : [signed(glyph(sign, lane.cardX + lane.cardWidth - 11, y + nodeOffset))]),
  )
}

/** The full text of the card. */
function fullText({ states, witness }: Plan, { scene }: Row): string {
  const before = states[scene.number - 1]
  if (before === undefined) return ''
  const changes = showChanges(scene.changes, before, states[scene.number] ?? before, longestValue, witness.sets)
  const shown = changes.map(change => changeText(change, '→'))
  return [`Step ${scene.number}, ${showStep(scene.step)}`, ...shown].join('; ')
}

function drawNote(plan: Plan, { lane: index, lines }: Note, y: number): string {
  const lane = plan.lanes[index] as Lane
  const drawn = lines.map((line, i) => {
    const content = line.trimStart()
    const x = lane.cardX + size.cardPadding + (line.length - content.length) * columnOf(fonts.code)
    return text(x, y + 12 + i * size.lineHeight, 'code halo', content)
  })
  return element('g', { class: `note mover-${lane.number}` }, ...drawn)
}

function lastNotesY({ rows, top }: Plan): number {
  const last = rows.at(-1)
  return last === undefined ? top : last.y + last.height + size.rowGap
}
