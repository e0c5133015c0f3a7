/**
 * A run as a mail to a list: a column for each process that moves, in 72 characters, with the steps that matter and what
 * others read of them, and below them why it happens. Short: what the whole run says is in the other formats.
 */

import { requireWitness } from '../../witness/require-witness.ts'
import type { Read } from '../../witness/run-footprints.ts'
import type { Witness, WitnessStep } from '../../witness/witness.ts'
import { showChoices } from '../text/show-step.ts'
import { harmless, shorten } from '../text/value.ts'
import { wrap } from '../text/wrap.ts'
import { barestPlot, barestStory } from './barest-story.ts'
import { castOf, isPlayedBy } from './cast.ts'
import { wordOfValue, wordsOfCell } from './plot/phrases.ts'
import type { Part } from './plot/words.ts'
import { showCell, showRead } from './reads.ts'
import { endingOf, headlineOf, lastStepNote, titleOf } from './story.ts'
import { isExplainedByEnding, linksOf, significantSteps } from './why.ts'

const width = 72
const gap = 2
/** The most lines of a mail; a sentence that would go beyond is left out. */
const maxLines = 25
const commentIndent = '  '

/** What a process does until another one moves, in its column. */
interface Turn {
  readonly cpu: number
  readonly lines: readonly string[]
}

/**
 * A run as plain text for a mail: at most 72 columns, and at most 25 lines if it is a race of two.
 *
 * @throws UsageError `not-a-witness`: `witness` is not a witness.
 * @since 0.2.0
 */
export function witnessToMail(witness: Witness): string {
  requireWitness(witness)
  const movers = castOf(witness).filter(player => witness.steps.some(step => isPlayedBy(player, step)))
  const cpuOf = (at: number): number => movers.findIndex(player => isPlayedBy(player, witness.steps[at] as WitnessStep))
  const columnWidth = Math.floor((width - gap * (movers.length - 1)) / Math.max(1, movers.length))
  const place = (cpu: number, text: string): string => `${' '.repeat(cpu * (columnWidth + gap))}${text}`.trimEnd()
  const heads = movers.map(
    ({ name }, cpu) => `CPU${cpu} ${shorten(harmless(withoutNumber(name, movers)), columnWidth - 5)}`,
  )
  const above = [
    ...[titleOf(witness), headlineOf(witness)].flatMap(line => wrap(line, width, '  ')),
    '',
    heads
      .map(head => head.padEnd(columnWidth + gap))
      .join('')
      .trimEnd(),
    ...turnsOf(witness, cpuOf, columnWidth).flatMap(({ cpu, lines }) => lines.map(line => place(cpu, line))),
    '',
  ]
  return `${[...above, ...closing(witness, cpuOf, maxLines - above.length)].join('\n').trimEnd()}\n`
}

/** `unbind` for `unbind 0`, if there is no other of its kind. */
function withoutNumber(name: string, movers: readonly { readonly name: string }[]): string {
  const kind = (full: string): string => full.replace(/ \d+$/, '')
  return movers.filter(other => kind(other.name) === kind(name)).length === 1 ? kind(name) : name
}

/** The steps that made a difference, those that one process takes without another in between together. */
function turnsOf(witness: Witness, cpuOf: (step: number) => number, columnWidth: number): readonly Turn[] {
  const significant = significantSteps(witness)
  const turns: { cpu: number; items: string[] }[] = []
  witness.steps.forEach((step, at) => {
    const isLast = at === witness.steps.length - 1
    if (significant?.has(at) === false && !isLast) return
    const cpu = cpuOf(at)
    const items = [
      statement(step),
      ...readByOthers(witness, at),
      ...(isLast ? [`  /* ${lastStepNote(witness)} */`] : []),
    ]
    const last = turns.at(-1)
    // A loop says its statement once.
    const isAgain = last?.cpu === cpu && items.length === 1 && last.items.at(-1) === items[0]
    if (isAgain) return
    if (last?.cpu === cpu) last.items.push(...items)
    else turns.push({ cpu, items })
  })
  return turns.map(({ cpu, items }) => ({ cpu, lines: flowed(items, columnWidth) }))
}

/** `list_del_rcu();`: the label without the names of the procedures that it is a part of, with the choices. */
function statement(taken: WitnessStep): string {
  const own = harmless(taken.step).split(': ').at(-1) as string
  const choices = showChoices(taken)
  if (/^\w+$/.test(own)) return `${own}(${choices});`
  return choices === '' ? `${own};` : `${own} [${choices}];`
}

/** What a later step of another process, of which the sentences tell, reads of what step `at` wrote. */
function readByOthers(witness: Witness, at: number): string[] {
  const beats = barestPlot(witness)?.beats
  const isReported = (step: number): boolean => beats === undefined || beats.some(beat => beat.step === step)
  const read = linksOf(witness).filter(
    ({ kind, writer, reader, read: { path } }) =>
      kind === 'left' && writer === at && isReported(reader) && wordsOfCell(witness, path)?.isBookkeeping !== true,
  )
  return [...new Set(read.map(link => `  /* ${inWordsForIt(witness, link.read)} */`))].slice(0, 1)
}

/** `ranges = none`: a cell and its value as the sentences have it. */
function inWordsForIt(witness: Witness, read: Read): string {
  const word = wordOfValue(witness, read.path, read.value)
  return word === undefined ? showRead(read, 24) : `${showCell(read)} = ${word}`
}

/** Statements one after the other, as many in a line as fit; a comment has lines to itself. */
function flowed(items: readonly string[], columnWidth: number): string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    const isRoom = last !== undefined && `${last} ${item}`.length <= columnWidth
    if (isRoom && !item.startsWith(' ') && !last.startsWith(' ')) lines[lines.length - 1] = `${last} ${item}`
    else if (item.startsWith(' '))
      lines.push(...wrap(item.trim(), columnWidth - commentIndent.length, '   ').map(line => commentIndent + line))
    else lines.push(shorten(item, columnWidth))
  }
  return lines
}

/** Why: how it ends, and as much of what led to it as there is room for. What the claim's name says is left out. */
function closing(witness: Witness, cpuOf: (step: number) => number, room: number): string[] {
  const textOfPart = (part: Part): string => {
    if (typeof part === 'string') return part
    if ('code' in part) return part.code
    return `CPU${cpuOf(part.step)}'s ${statement(witness.steps[part.step] as WitnessStep).replace(/;$/, '')}`
  }
  // Behind a label the CPU is enough.
  const why = barestStory(witness).map(sentence =>
    sentence
      .map((part, i) => {
        const isBehind = typeof part === 'object' && 'step' in part && sentence[i - 1] === ' ('
        if (isBehind) return `CPU${cpuOf(part.step)}`
        return textOfPart(part).replace(/\bbroke (?:another claim, |one more, )?/, 'violated ')
      })
      .join(''),
  )
  const sentences = isExplainedByEnding(witness) ? endingOf(witness) : why
  const [last = [], ...before] = sentences.map(sentence => wrap(sentence, width, '')).reverse()
  const lines = [...last]
  for (const wrapped of before) {
    if (lines.length + wrapped.length > room) break
    lines.unshift(...wrapped)
  }
  // Without the sentence that it follows from.
  return lines.map((line, i) => (i === 0 ? line.replace(/^So /, '') : line))
}
