/** The contents of a step's card: its number and label, what it read from others, what it changed. */

import type { State } from '../../../machine/machine.ts'
import type { Crossing } from '../../../witness/race.ts'
import type { StepTaken, Witness } from '../../../witness/witness.ts'
import { showLabel } from '../../text/show-step.ts'
import { shorten } from '../../text/value.ts'
import { columnsOf, flow, wrap } from '../../text/wrap.ts'
import { showCell, showRead } from '../reads.ts'
import { changeTexts, type Scene, showChanges } from '../scene.ts'
import { lastStepNote } from '../story.ts'
import { sealedNote, sealingStep } from '../turning-point.ts'
import type { Link } from '../why.ts'
import { columnOf, fonts } from './type.ts'

/** A line of a card, with its `cell` if it has one, for an arrow to end at. */
export interface Item {
  readonly kind: 'label' | 'read' | 'change' | 'news' | 'note'
  readonly parts: readonly string[]
  readonly cell?: string
  /** For a read: the step that an arrow comes from or goes to, from 0. */
  readonly other?: number
}

export interface CardLine {
  readonly kind: Item['kind']
  readonly text: string
  /** Its indentation in columns. */
  readonly indent: number
  readonly cell?: string
  readonly other?: number
}

const valueLimit = 90
const maxReads = 3
const maxChanges = 8

/** The items on the card of a step, before wrapping. */
export function itemsOf(
  witness: Witness,
  states: readonly State[],
  scene: Scene,
  crossings: readonly Crossing[],
  links: readonly Link[],
): Item[] {
  const k = scene.number - 1
  return [
    { kind: 'label', parts: [labelOf(scene.step)] },
    ...readItems(k, crossings, links),
    ...changeItems(witness, states, scene),
    ...(scene.news === undefined ? [] : [{ kind: 'news' as const, parts: [scene.news] }]),
    ...(scene.number === sealingStep(witness) ? [{ kind: 'note' as const, parts: [sealedNote] }] : []),
    ...(scene.number === witness.steps.length ? [{ kind: 'note' as const, parts: [lastStepNote(witness)] }] : []),
  ]
}

/** A step in its own lane: the lane shows who takes it. */
export function labelOf(step: StepTaken): string {
  return showLabel(step)
}

function readItems(k: number, crossings: readonly Crossing[], links: readonly Link[]): Item[] {
  const explained = links.filter(({ kind, reader }) => kind === 'left' && reader === k)
  const rest = crossings
    .filter(({ reader }) => reader === k)
    .flatMap(({ writer, reads }) => reads.map(read => ({ writer, read })))
    .filter(({ read }) => !explained.some(link => showCell(link.read) === showCell(read)))
  const left = [...explained, ...rest]
  const shown = left.slice(0, maxReads).map(({ writer, read }): Item => {
    return {
      kind: 'read',
      parts: [`reads ${showRead(read, valueLimit)}`, `← ${writer + 1}`],
      cell: showCell(read),
      other: writer,
    }
  })
  const more = left.length - shown.length
  const early = links
    .filter(({ kind, reader }) => kind === 'overtaken' && reader === k)
    .map(({ writer, read }): Item => {
      const parts = [`reads ${showRead(read, valueLimit)}`, `until ${writer + 1}`]
      return { kind: 'read', parts, cell: showCell(read), other: writer }
    })
  return [...shown, ...(more > 0 ? [{ kind: 'read' as const, parts: [`and ${more} more of others`] }] : []), ...early]
}

function changeItems({ sets }: Witness, states: readonly State[], scene: Scene): Item[] {
  const before = states[scene.number - 1] as State
  const changes = showChanges(scene.changes, before, states[scene.number] ?? before, valueLimit, sets)
  const shown = changes.slice(0, maxChanges).map((change): Item => {
    const [first = '', ...rest] = changeTexts(change, '→')
    return { kind: 'change', parts: [`${shorten(change.cell, 80)}: ${first}`, ...rest], cell: change.cell }
  })
  const more = changes.length - shown.length
  return more === 0 ? shown : [...shown, { kind: 'news', parts: [`and ${more} more changes`] }]
}

/** The letters of a label are larger than those in which the columns of a card are counted. */
const labelScale = columnOf(fonts.label) / columnOf(fonts.code)

/** The columns that the widest item would take on one line. */
export function columnsWanted(items: readonly Item[], numberColumns: number): number {
  const wanted = items.map(({ kind, parts }) => {
    const columns = columnsOf(parts.join(' '))
    return kind === 'label' ? Math.ceil((columns + numberColumns + 2) * labelScale) : columns
  })
  return Math.max(...wanted)
}

/** The lines of a card that is `columns` wide; the number and a glyph are beside its label. */
export function linesOf(items: readonly Item[], columns: number, numberColumns: number): CardLine[] {
  return items.flatMap(item => {
    const lines =
      item.kind === 'label'
        ? wrap(shorten(item.parts.join(' '), 160), Math.floor(columns / labelScale) - numberColumns - 2, ' ')
        : flow([item.parts], columns)
    return lines.map((line, i): CardLine => {
      const text = line.trimStart()
      const anchor =
        i > 0 || item.cell === undefined
          ? {}
          : { cell: item.cell, ...(item.other !== undefined && { other: item.other }) }
      return { kind: item.kind, text, indent: columnsOf(line) - columnsOf(text), ...anchor }
    })
  })
}
