/** What an endless run lacks to come to what its claim asks for, and which steps that would lead there can be taken nowhere in it. */

import { type Path, partAt, showPath } from '../../base/plain.ts'
import type { PreventedStep } from '../../witness/prevented.ts'
import { type Loop, statesOf, type Witness } from '../../witness/witness.ts'
import { showName } from '../text/value.ts'
import { writerOf } from './awaited.ts'
import { forParts, sinceParts } from './plot/wait-parts.ts'
import { cellParts, inStep, moverNamed, moverPart, nobody, type Part, type Sentence, valuePart } from './plot/words.ts'

const maxValues = 2
const maxPrevented = 2
const maxAlike = 3

/** `What the claim asks for would be true with x = 1; it is 0 since y set that in put (step 3).`, and who can't change it. */
export function lackSentences(witness: Witness, { lacks, prevented = [] }: Loop): Sentence[] {
  const firsts = prevented.filter((one, i) => prevented.findIndex(other => isAlike(one, other)) === i)
  const steps = firsts.slice(0, maxPrevented).map((one): Sentence => {
    const alike = prevented.filter(other => other !== one && isAlike(one, other))
    return preventedSentence(witness, one, alike)
  })
  return [...(lacks === undefined ? [] : [lackSentence(witness, lacks)]), ...steps]
}

function lackSentence(witness: Witness, { path, values }: NonNullable<Loop['lacks']>): Sentence {
  const wanted = values.slice(0, maxValues)
  return [
    'What the claim asks for would be true with ',
    ...cellParts(witness, nobody, path),
    ' = ',
    ...wanted.flatMap((value, i): Part[] => [i === 0 ? '' : ' or ', valuePart(witness, path, value)]),
    '; it is ',
    valuePart(witness, path, partAt(statesOf(witness).at(-1), path)),
    ...lastWrite(witness, path),
    '.',
  ]
}

function lastWrite(witness: Witness, path: Path): Part[] {
  const writer = writerOf(witness, path)
  if (writer === undefined) return [' from the beginning']
  return [' since ', moverPart(witness, writer), ' set that', ...inStep(witness, writer)]
}

/** `x would change that in take, but waits for lock = null; it is 1 since y set that in lock (step 2).` */
function preventedSentence(witness: Witness, one: PreventedStep, alike: readonly PreventedStep[]): Sentence {
  const { need, process, step, isEnough } = one
  const now = partAt(statesOf(witness).at(-1), need.path)
  const writer = writerOf(witness, need.path)
  const since: Part[] =
    need.member === undefined
      ? ['; it is ', valuePart(witness, need.path, now), ...sinceParts(witness, { waiting: one, need, writer }, now)]
      : []
  return [
    moverNamed(witness, one),
    isEnough ? ' would make the claim true' : ' would change that',
    ...(process === null ? [] : [' in ', { code: showName(step) } as Part]),
    ', but waits',
    ...forParts(witness, one, need, now),
    ...since,
    ...likewise(witness, alike),
    '.',
  ]
}

function likewise(witness: Witness, alike: readonly PreventedStep[]): Part[] {
  return alike
    .slice(0, maxAlike)
    .flatMap((one, i): Part[] => [i === 0 ? '; likewise ' : ', ', moverNamed(witness, one)])
}

/** Whether two instances of a process wait for the same at the same label. */
function isAlike(one: PreventedStep, other: PreventedStep): boolean {
  const keyOf = ({ process, step, need: { path, member, values }, isEnough }: PreventedStep): string =>
    JSON.stringify([process, step, showPath(path), member ?? null, values, isEnough])
  return one === other || (one.process !== null && keyOf(one) === keyOf(other))
}
