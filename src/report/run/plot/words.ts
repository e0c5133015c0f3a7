/** How the parts of sentences are written: movers, cells, values, and what a step did to a cell. */

import { type Path, type Plain, showPath } from '../../../base/plain.ts'
import { moverName, stepTitle, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { harmless, missing, shorten, shortenPair, showName, showValue } from '../../text/value.ts'
import type { Written } from './plot.ts'

/** Plain words, code (a cell, a value, a name), or a step, from 0, by what it is called. */
export type Part = string | { readonly code: string } | { readonly step: number; readonly name: string }
export type Sentence = readonly Part[]

export const valueLimit = 60

/** A part, or a whole sentence, as plain text. */
export function textOf(sentence: Sentence): string {
  return sentence.map(part => (typeof part === 'string' ? part : 'code' in part ? part.code : part.name)).join('')
}

/** `reader 1`, or `reader` where there is one only; of an action its name. */
export function whoTakes({ processes, steps }: Witness, k: number): Part {
  const step = steps[k] as WitnessStep
  const isOne = processes.find(({ name }) => name === step.process)?.count === 1
  return { code: isOne ? showName(step.process as string) : shorten(harmless(moverName(step)), valueLimit) }
}

/** The label of a step with its choices. Of an action nothing: its name is who takes it. */
export function labelOf({ steps }: Witness, k: number): string | undefined {
  const step = steps[k] as WitnessStep
  return step.process === null ? undefined : shorten(harmless(stepTitle({ ...step, process: null })), valueLimit)
}

/** A cell; of a local of who takes the step, `its seen`. */
export function cellParts(step: WitnessStep, path: Path): Part[] {
  const isOwn = path.length > 2 && path[0] === step.process && path[1] === step.instance
  return isOwn ? ['its ', { code: harmless(showPath(path.slice(2))) }] : [{ code: harmless(showPath(path)) }]
}

export function valuePart(value: Plain | undefined): Part {
  return { code: value === undefined ? missing : shorten(showValue(value), valueLimit) }
}

/** `set x to 1`, `added 2 to queue`, `went on to cs`. */
export function changeParts(step: WitnessStep, { path, before, after }: Written): Part[] {
  const cell = cellParts(step, path)
  if (path.length === 3 && path[2] === 'pc' && path[0] === step.process && path[1] === step.instance)
    return after === 'done' ? ['ended'] : ['went on to ', valuePart(after)]
  const gained = gainOf(before, after)
  if (gained !== undefined) return ['added ', valuePart(gained), ' to ', ...cell]
  const lost = gainOf(after, before)
  if (lost !== undefined) return ['took ', valuePart(lost), ' out of ', ...cell]
  if (showValue(before) === showValue(after)) return ['left ', ...cell, ' at ', valuePart(after)]
  const [, now] = shortenPair(showValue(before), showValue(after), valueLimit)
  return ['set ', ...cell, ' to ', { code: after === undefined ? missing : now }]
}

/** The one element that `after` has more than `before`. */
function gainOf(before: Plain | undefined, after: Plain | undefined): Plain | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || after.length !== before.length + 1) return undefined
  const old = before.map(showValue)
  const gained = after.filter(value => !old.includes(showValue(value)))
  return gained.length === 1 ? (gained[0] as Plain) : undefined
}
