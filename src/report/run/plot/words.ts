/** How the parts of sentences are written: movers, cells, values, and what a step did to a cell. */

import { canonical, type Path, type Plain, showPath } from '../../../base/plain.ts'
import { moverName, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { firstFew } from '../../text/first-few.ts'
import { showLabel } from '../../text/show-step.ts'
import { harmless, missing, shorten, shortenPair, showName, showValue } from '../../text/value.ts'
import type { Written } from './beats.ts'
import { wordOfValue, wordsOfCell } from './phrases.ts'

/** Who moves: a process instance, or an action. */
export type StepMover = Pick<WitnessStep, 'process' | 'instance'>

/** Plain words; code (a cell, a value, a name), of a mover with who that is; or a step, from 0, by what it is called. */
export type Part =
  | string
  | { readonly code: string; readonly mover?: StepMover }
  | { readonly step: number; readonly name: string }
export type Sentence = readonly Part[]

export const valueLimit = 60
/** Elements of a list that are shown where a step added several. */
const maxElements = 2
/** Steps that did the same. */
const maxLikewise = 3

/** A part, or a whole sentence, as plain text. */
export function textOf(sentence: Sentence): string {
  return sentence.map(part => (typeof part === 'string' ? part : 'code' in part ? part.code : part.name)).join('')
}

const bookkept: readonly Part[] = [', bookkeeping)', ' (bookkeeping)']

/** A sentence that calls cells bookkeeping where the first of them is named, and not again. */
export function markedOnce(sentence: Sentence): Sentence {
  let isMarked = false
  return sentence.map(part => {
    if (!bookkept.includes(part)) return part
    if (isMarked) return part === ', bookkeeping)' ? ')' : ''
    isMarked = true
    return part
  })
}

/** A sentence without the cells that it has words for. */
export function inWords(sentence: Sentence): Sentence {
  const isCell = (i: number): boolean => {
    const [opening, cell, closing] = [sentence[i - 1], sentence[i], sentence[i + 1]]
    const isOpened = typeof opening === 'string' && opening.endsWith(' (')
    const isCode = typeof cell === 'object' && 'code' in cell
    return isOpened && isCode && (closing === ')' || closing === bookkept[0])
  }
  return sentence.flatMap((part, i): Part[] => {
    if (isCell(i) || isCell(i - 1)) return []
    return [isCell(i + 1) ? (part as string).slice(0, -2) : part]
  })
}

/** A step by its number. */
export function stepPart(step: number): Part {
  return { step, name: `step ${step + 1}` }
}

/** `reader 1`, or `reader` where there is one only; of an action its name, with its choices. */
export function moverPart({ processes, steps }: Witness, k: number): Part {
  const step = steps[k] as WitnessStep
  const isOne = processes.find(({ name }) => name === step.process)?.count === 1
  const name = step.process === null ? showLabel(step) : harmless(moverName(step))
  return {
    code: isOne ? showName(step.process as string) : shorten(name, valueLimit),
    mover: stepMover(step),
  }
}

/** A mover by its name, or by that of its process, where it is the only one. */
export function moverNamed({ processes }: Witness, mover: StepMover & { readonly step: string }): Part {
  const isOne = processes.find(({ name }) => name === mover.process)?.count === 1
  return { code: isOne ? showName(mover.process as string) : harmless(moverName(mover)), mover: stepMover(mover) }
}

/** By whom no cell is called its own. */
export const nobody: WitnessStep = { process: null, instance: 0, step: '', choices: [], script: [], changes: [] }

/** ` in unlock (step 7)`; of an action, which is called by its name, only the step. */
export function inStep(witness: Witness, k: number): Part[] {
  const label = labelOf(witness, k)
  return [...(label === undefined ? [] : [' in ', { code: label }]), ' (', stepPart(k), ')']
}

/** Parts in a row: `a, b and c`. */
export function inARow(all: readonly (readonly Part[])[]): Part[] {
  return all.flatMap((parts, i): Part[] => [i === 0 ? '' : i === all.length - 1 ? ' and ' : ', ', ...parts])
}

/** `unlock (step 7)`, `unlock (step 7; likewise of reader 1, step 12)`; an action is called by its name. */
export function stepNamed(witness: Witness, k: number, likewise: readonly number[] = []): Part[] {
  const label = labelOf(witness, k)
  const others = likewise
    .slice(0, maxLikewise)
    .flatMap((one, i): Part[] => [i === 0 ? '; likewise of ' : ', ', moverPart(witness, one), ', ', stepPart(one)])
  return [label === undefined ? moverPart(witness, k) : { code: label }, ' (', stepPart(k), ...others, ')']
}

/** Who takes a step, or waits. */
export function stepMover({ process, instance }: StepMover): StepMover {
  return { process, instance }
}

/** The label of a step with its choices. Of an action nothing: its name is who takes it. */
export function labelOf({ steps }: Witness, k: number): string | undefined {
  const step = steps[k] as WitnessStep
  return step.process === null ? undefined : shorten(showLabel(step), valueLimit)
}

/**
 * A cell; of a local of the instance that takes the step, `its seen`; with the words for it before, and bookkeeping called
 * that.
 */
export function cellParts(witness: Witness, step: WitnessStep, path: Path): Part[] {
  const isOwn = path.length > 2 && path[0] === step.process && path[1] === step.instance
  const { is, isBookkeeping } = wordsOfCell(witness, path) ?? {}
  const code = { code: harmless(showPath(isOwn ? path.slice(2) : path)) }
  return [
    ...(isOwn ? ['its '] : []),
    ...(is === undefined ? [code] : [`${harmless(is)} (`, code, isBookkeeping === true ? ', bookkeeping)' : ')']),
    ...(is === undefined && isBookkeeping === true ? [' (bookkeeping)'] : []),
  ]
}

/** A value of a cell, in the words for it if there are any. */
export function valuePart(witness: Witness, path: Path, value: Plain | undefined): Part {
  const word = wordOfValue(witness, path, value)
  return { code: word ?? (value === undefined ? missing : shorten(showValue(value), valueLimit)) }
}

/** Where a process instance is: `reader 0 at enter`, `reader 0 at its end`. */
export function placeParts(witness: Witness, path: Path, label: Plain | undefined): Part[] {
  const [process, instance] = [String(path[0]), Number(path[1])]
  const moverCode: Part = { code: harmless(moverName({ process, instance, step: '' })), mover: { process, instance } }
  return [moverCode, ' at ', ...(label === 'done' ? ['its end'] : [valuePart(witness, path, label)])]
}

/** `set x to 1`, `changed isOpen from true back to false`, with who `left` what was there, `added 2 to queue`, `went on to cs`. */
export function changeParts(
  witness: Witness,
  step: WitnessStep,
  { path, before, after, members, isBack, isFrom, isForgotten }: Written,
  left: readonly Part[] = [],
): Part[] {
  const cell = cellParts(witness, step, path)
  const place: Path = [...path, 0]
  if (path.length === 3 && path[2] === 'pc' && path[0] === step.process && path[1] === step.instance)
    return after === 'done' ? ['ended'] : [isBack ? 'went back to ' : 'went on to ', valuePart(witness, path, after)]
  const gained = gainsOf(before, after)
  const phrased = gained && addedInWords(witness, path, gained)
  if (phrased !== undefined) return phrased
  // A rule that a run breaks, by its name.
  if (gained?.every(one => typeof one === 'string') && wordsOfCell(witness, path)?.isBookkeeping === true)
    return ['noted ', ...elements(witness, place, gained, members), ' in ', { code: harmless(showPath(path)) }]
  if (gained !== undefined) {
    const isAgain = gained.length === 1 && isAmong(before, gained[0] as Plain)
    return [isAgain ? 'added another ' : 'added ', ...elements(witness, place, gained, members), ' to ', ...cell]
  }
  const lost = gainsOf(after, before)
  if (lost !== undefined) return ['took ', ...elements(witness, place, lost), ' out of ', ...cell]
  if (isSet(witness, path)) return swapParts(witness, place, before, after, cell, members)
  if (showValue(before) === showValue(after)) return ['left ', ...cell, ' at ', valuePart(witness, path, after)]
  const [old, now] = shortenPair(showValue(before), showValue(after), valueLimit)
  const value = (given: Plain | undefined, text: string): Part => {
    return { code: wordOfValue(witness, path, given) ?? (given === undefined ? missing : text) }
  }
  if (isForgotten === true) return ['reset ', ...cell, ' from ', value(before, old), ' to ', value(after, now)]
  // A number that goes up and down comes back to nothing.
  const to: Part[] = [isBack && typeof after !== 'number' ? ' back to ' : ' to ', value(after, now)]
  return isFrom ? ['changed ', ...cell, ' from ', value(before, old), ...left, ...to] : ['set ', ...cell, ...to]
}

/** `broke a rule: it sleeps in a reader`, where the words for a list say what it means that it gains some. */
export function addedInWords(witness: Witness, path: Path, gained: readonly Plain[]): Part[] | undefined {
  const { added } = wordsOfCell(witness, path) ?? {}
  if (added === undefined || !gained.every(one => typeof one === 'string')) return undefined
  const all = gained
    .slice(0, maxElements)
    .flatMap((one, i): Part[] => [i === 0 ? ' ' : ', and ', { code: harmless(one) }])
  return [
    harmless(added),
    ...all,
    ...(gained.length > maxElements ? [`, and ${gained.length - maxElements} more`] : []),
  ]
}

function isSet({ sets }: Witness, path: Path): boolean {
  return sets?.some(set => canonical(set) === canonical(path)) === true
}

/** `took a out of net and added b`: members have no places, so that none was changed into another. */
function swapParts(
  witness: Witness,
  place: Path,
  before: Plain | undefined,
  after: Plain | undefined,
  cell: readonly Part[],
  used: readonly Plain[] | undefined,
): Part[] {
  const [lost, gained] = [othersIn(before, after), othersIn(after, before)]
  if (lost.length + gained.length === 0)
    return ['left ', ...cell, ' at ', valuePart(witness, place.slice(0, -1), after)]
  const added = gained.length === 0 ? [] : [' and added ', ...elements(witness, place, gained, used)]
  return ['took ', ...elements(witness, place, lost), ' out of ', ...cell, ...added]
}

/** The elements of a list that another one has not. */
function othersIn(list: Plain | undefined, other: Plain | undefined): Plain[] {
  if (!Array.isArray(list) || !Array.isArray(other)) return []
  const known = new Set(other.map(canonical))
  return list.filter(value => !known.has(canonical(value)))
}

/** What the last step did to the claim, if it is the violation itself. */
export function verdictParts({ claim }: Witness): Part[][] {
  switch (claim.kind) {
    case 'assertion':
      return [['failed its assertion']]
    case 'error':
      return [['threw an error']]
    case 'transition':
      return [['broke the claim']]
    default:
      return []
  }
}

/** The elements that `after` has more than `before`; undefined where that does not say all of it. */
export function gainsOf(before: Plain | undefined, after: Plain | undefined): Plain[] | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || after.length <= before.length) return undefined
  const old = before.map(showValue)
  // Put at the end, even if the like is there.
  if (old.every((one, i) => one === showValue(after[i] as Plain))) return after.slice(before.length)
  const gained = after.filter(value => !old.includes(showValue(value)))
  return gained.length === after.length - before.length ? gained : undefined
}

export function isAmong(list: Plain | undefined, value: Plain): boolean {
  return Array.isArray(list) && list.some(one => canonical(one) === canonical(value))
}

/** Rather those that were of use later; the others as a number. */
export function elements(witness: Witness, place: Path, all: readonly Plain[], used: readonly Plain[] = []): Part[] {
  const texts = used.map(canonical)
  const known = all.filter(value => texts.includes(canonical(value)))
  const shown = known.length > 0 ? known.slice(0, maxElements) : firstFew(all, maxElements)
  const more = all.length - shown.length
  const parts = shown.flatMap((value, i): Part[] => [
    ...(i === 0 ? [] : [more > 0 || i < shown.length - 1 ? ', ' : ' and ']),
    valuePart(witness, place, value),
  ])
  return more > 0 ? [...parts, ` and ${more} more`] : parts
}
