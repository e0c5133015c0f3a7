/** The parts of sentences about a wait: for what, since when, and who would end it. */

import { type Path, type Plain, partAt, showPath } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import type { MissedWrite } from '../../../witness/missed-write.ts'
import type { FreeingStep } from '../../../witness/steps-elsewhere.ts'
import type { NeededCell, Waiting } from '../../../witness/waiting.ts'
import type { Witness, WitnessStep } from '../../../witness/witness.ts'
import { firstFew } from '../../text/first-few.ts'
import { harmless, shorten, showName, showValue } from '../../text/value.ts'
import { isMover, leaversOf, type Stuck } from './stuck.ts'
import {
  cellParts,
  elements,
  gainsOf,
  inStep,
  labelOf,
  moverNamed,
  moverPart,
  type Part,
  type StepMover,
  stepNamed,
  stepPart,
  valuePart,
} from './words.ts'

const maxValues = 2
const maxChanges = 3

/** Who waits at a label, or an action that can't be taken. */
type Waiter = StepMover & { readonly step: string }

/** `x waits in take`. */
export function waitStart(witness: Witness, waiting: Waiting): Part[] {
  return [moverNamed(witness, waiting), ' waits in ', { code: showName(waiting.step) }]
}

/** The cell for which an instance waits, as it calls it. */
export function neededCell(witness: Witness, waiting: Waiter, { path }: NeededCell): Part[] {
  return cellParts(witness, { ...waiting, choices: [], script: [], changes: [] }, path)
}

/** ` for lock = null`, ` for 1 to leave waiting`: of a list, what it should have more or less. */
export function forParts(witness: Witness, waiting: Waiter, need: NeededCell, now: Plain | undefined): Part[] {
  const cell = neededCell(witness, waiting, need)
  const { path, member, values } = need
  if (member !== undefined)
    return [' for ', valuePart(witness, path, member), values[0] === true ? ' to come into ' : ' to leave ', ...cell]
  const asList = Array.isArray(now) ? listParts(witness, need, now) : undefined
  if (asList !== undefined) return [' for ', ...asList, ...cell]
  if (values.length === 0) return [' for ', ...cell, ' to change']
  return [' for ', ...cell, ...(wantedAmong(witness, need, now) ?? [' = ', ...listed(witness, need, now)])]
}

/** What has to leave a list, or come into it; undefined where the lists that would do differ in another way. */
function listParts(witness: Witness, need: NeededCell, now: readonly Plain[]): Part[] | undefined {
  const { path, values } = need
  const leavers = leaversOf(need, now as Plain)
  if (leavers.length > 0) return [...elements(witness, [...path, 0], leavers), ' to leave ']
  const isAll = (differs: (value: Plain) => unknown): boolean =>
    values.length > 0 && values.every(value => differs(value) !== undefined)
  if (isAll(value => gainsOf(value, now as Plain))) return ['something to leave ']
  return isAll(value => gainsOf(now as Plain, value)) ? ['something to come into '] : undefined
}

/** Whether a number has to be higher than it is, and that is all. */
function isAnyFrom(values: readonly Plain[], now: Plain | undefined): boolean {
  const [first, ...rest] = values
  if (typeof now !== 'number' || typeof first !== 'number' || rest.length === 0) return false
  return first === now + 1 && rest.every(value => typeof value === 'number' && value > first)
}

function listed(witness: Witness, { path, values }: NeededCell, now: Plain | undefined): Part[] {
  if (isAnyFrom(values, now)) return [valuePart(witness, path, values[0]), ' or more']
  return values.flatMap((value, i): Part[] => [...(i === 0 ? [] : [' or ']), valuePart(witness, path, value)])
}

/** ` to become 8, or one of 6 other values`; undefined where they are few enough to be listed. */
function wantedAmong(
  witness: Witness,
  { path, values }: NeededCell,
  now: Plain | undefined,
): readonly Part[] | undefined {
  if (firstFew(values, maxValues).length === values.length || isAnyFrom(values, now)) return undefined
  return [' to become ', valuePart(witness, path, values[0]), `, or one of ${values.length - 1} other values`]
}

/** ` since y set that in take (step 2)`; of a list, who put in what is to leave: `, to which it was added by y in take`. */
export function sinceParts(
  witness: Witness,
  { waiting, need, writer }: Pick<Stuck, 'need' | 'writer'> & { readonly waiting: Waiter },
  now: Plain | undefined,
): Part[] {
  const [leaver] = need === undefined ? [] : leaversOf(need, now)
  if (writer === undefined)
    return [leaver === undefined ? ' from the beginning, and nobody has set it' : ', as from the beginning']
  const isOwn = waiting.process !== null && isMover(witness.steps[writer] as WitnessStep, waiting)
  const did: Part[] =
    leaver === undefined ? ['set that'] : ['added ', ...elements(witness, [...(need as NeededCell).path, 0], [leaver])]
  return [
    ' since ',
    isOwn ? 'it' : moverPart(witness, writer),
    ' ',
    ...did,
    isOwn ? ' itself' : '',
    ...inStep(witness, writer),
  ]
}

/** `, which y set in take (step 2)`: the like in short, for one that waits behind others. */
export function setByParts(witness: Witness, { waiting, need, writer }: Stuck, now: Plain | undefined): Part[] {
  if (writer === undefined || need === undefined || need.member !== undefined) return []
  const isOwn = isMover(witness.steps[writer] as WitnessStep, waiting)
  return [
    ', which ',
    isOwn ? 'it' : moverPart(witness, writer),
    typeof now === 'object' && now !== null ? ' changed' : ' set',
    ...inStep(witness, writer),
  ]
}

/** What became of a mover that takes no step any more. */
export const hasEnded = 'has ended'

/** What became of a mover, after its name: `waits itself`, `has ended`. */
export type Status = (mover: StepMover) => string | undefined

/** Who would end the wait, and why it does not: `, which has ended`; `; z would change that in put, but has ended`. */
export function freeingParts(witness: Witness, { need, writer }: Stuck, statusOf: Status): Part[] {
  const step = writer === undefined ? undefined : (witness.steps[writer] as WitnessStep)
  // Who has ended without such a step might never have been able to take it.
  const hasTaken = (one: FreeingStep): boolean =>
    witness.steps.some(took => isMover(took, one) && took.step === one.step)
  const freeing = need?.freedBy?.find(one => statusOf(one) !== hasEnded || hasTaken(one))
  if (freeing === undefined) {
    if (step?.process == null) return []
    const status = statusOf(step)
    const ended = status === hasEnded ? endParts(witness, step) : []
    const untaken = status === hasEnded ? untakenParts(need, step) : []
    return status === undefined
      ? []
      : [', and ', moverPart(witness, writer as number), ` ${status}`, ...ended, ...untaken]
  }
  const status = statusOf(freeing)
  const { then } = freeing
  if (then !== undefined)
    return [
      '; ',
      { code: showName(then) },
      ' can change that only after ',
      { code: showName(freeing.step) },
      ' of ',
      moverNamed(witness, freeing),
      ...(status === undefined ? [] : [`, which ${status}`]),
    ]
  return [
    '; ',
    moverNamed(witness, freeing),
    ' would change that in ',
    { code: showName(freeing.step) },
    ...(status === undefined ? [] : [`, but ${status}`]),
  ]
}

/** ` without release, which would change that`: a step that a process did not come to before it ended. */
function untakenParts(need: NeededCell | undefined, mover: StepMover): Part[] {
  const own = need?.freedBy?.find(one => one.then === undefined && isMover(one, mover))
  return own === undefined ? [] : [' without ', { code: showName(own.step) }, ', which would change that']
}

/** `; tell (step 4) would have set it to abort, had it found vote[0] = no`: who could have set what nobody has. */
export function missedParts(witness: Witness, { need }: Stuck): Part[] {
  const missed = need?.missedBy
  return need === undefined || missed === undefined ? [] : ['; ', ...wouldHaveSet(witness, missed, need.path, ['it'])]
}

/** `tell (step 4) would have set it to abort, had it found vote[0] = no`. */
export function wouldHaveSet(witness: Witness, missed: MissedWrite, of: Path, cell: readonly Part[]): Part[] {
  const { step, value, path } = missed
  return [
    ...stepNamed(witness, step),
    ' would have set ',
    ...cell,
    ' to ',
    valuePart(witness, of, value),
    ', had it found ',
    ...cellParts(witness, witness.steps[step] as WitnessStep, path),
    ' = ',
    valuePart(witness, path, missed.with),
  ]
}

/** ` in clear_page (step 22), where it broke another claim, "no use after free"`: the step with which a process has ended. */
function endParts(witness: Witness, mover: StepMover): Part[] {
  const last = witness.steps.findLastIndex(step => isMover(step, mover))
  const [broken] = (witness.broken ?? []).filter(({ step }) => step === last)
  return [
    ' in ',
    { code: labelOf(witness, last) ?? '' },
    ' (',
    stepPart(last),
    ')',
    ...(broken === undefined
      ? []
      : [', where it broke another claim, "', { code: shorten(showName(broken.claim), 80) }, '"']),
  ]
}

/** How a plain value came about, where it changed more than once: `; lock was 0, then 1 (step 3), then 2 (step 5)`. */
export function historyParts(witness: Witness, states: readonly State[], path: Path): Part[] {
  const values = states.map(state => partAt(state, path))
  if (values.some(value => typeof value === 'object' && value !== null)) return []
  const changes = values.flatMap((value, k) => {
    return k > 0 && showValue(value) !== showValue(values[k - 1]) ? [{ step: k - 1, value }] : []
  })
  if (changes.length < 2) return []
  const shown = changes.slice(-maxChanges)
  const first = shown.length < changes.length ? '..., ' : ''
  return [
    '; ',
    { code: harmless(showPath(path)) },
    ` was ${first}`,
    ...(first === '' ? [valuePart(witness, path, values[0]), ', '] : []),
    ...shown.flatMap(({ step, value }, i): Part[] => [
      ...(i === 0 ? [] : [', ']),
      'then ',
      valuePart(witness, path, value),
      ' (',
      stepPart(step),
      ')',
    ]),
  ]
}
