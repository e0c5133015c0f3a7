/** The sentences common to all reports of a witness: what was checked, and how the run ends. */

import { unreachable } from '../../base/errors.ts'

import type { InstanceState, State } from '../../machine/machine.ts'
import { contextSwitches, moverName, type Witness } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { showStep } from '../text/show-step.ts'
import { harmless, showFields, showName, showValue } from '../text/value.ts'
import { endlessStory, helpfulFairness, leadsBackText, repeatedText } from './loop-story.ts'
import { standstillOf } from './plot/standstill.ts'
import { textOf } from './plot/words.ts'
import { refinedStory } from './refined-story.ts'

/** `qrcu, variant 'no re-summation'`. */
export function titleOf({ model, variant }: Pick<Witness, 'model' | 'variant'>): string {
  return variant === null ? showName(model) : `${showName(model)}, variant '${harmless(variant)}'`
}

/** `readers: 1, updaters: 2`; empty if the model has no constants. */
export function constantsOf({ constants }: Pick<Witness, 'constants'>): string {
  return showFields(constants)
}

/** `18 steps, 5 context switches`. */
export function lengthOf(witness: Witness): string {
  return `${count(witness.steps.length, 'step')}${repeatedText(witness)}, ${count(contextSwitches(witness), 'context switch', 'es')}`
}

/** `VIOLATED: no assertion fails`. */
export function headlineOf({ claim, me }: Witness): string {
  const whose = me === undefined ? '' : ` (${harmless(moverName({ ...me, step: '' }))})`
  return `${claim.verdict === 'violated' ? 'VIOLATED' : 'REACHED'}: ${showName(claim.name)}${whose}`
}

/** Why the run ends here, one sentence per line; the model's own messages may be long. */
export function endingOf(witness: Witness): string[] {
  const { kind } = witness.claim
  const last = witness.steps.at(-1)
  const step = `step ${witness.steps.length}${last === undefined ? '' : `, ${showStep(last)}`}`
  switch (kind) {
    case 'invariant':
      return [`It is false ${whereItEnds(witness)}.`]
    case 'reachable':
      return [`It is true ${whereItEnds(witness)}.`]
    case 'transition':
      return [`It is false of ${step}.`, ...refinedStory(witness)]
    case 'temporal':
      return [...helpfulFairness(witness), ...endlessStory(witness)].map(textOf)
    case 'canAlways':
      return [noWayBack(witness), ...waitsOf(witness)]
    case 'deadlock':
      return [`No step is enabled ${whereItEnds(witness)}.`, ...waitsOf(witness), ...refinedStory(witness)]
    case 'assertion':
      return [`An assertion fails in ${step}:`, ...messageLines(witness)]
    case 'error':
      return [`An error is thrown in ${step}:`, ...messageLines(witness), ...thrownAt(witness)]
    default:
      return unreachable(kind)
  }
}

/** A short note on the last step of a run. */
export function lastStepNote(witness: Witness): string {
  const notes = {
    invariant: 'now the claim is false',
    reachable: 'now it is reached',
    transition:
      witness.refined === undefined ? 'this step breaks the claim' : 'no such step is possible in the refined model',
    temporal: leadsBackText(witness),
    canAlways: 'from now on no run leads to it',
    deadlock: 'now no step is enabled',
    assertion: 'the assertion fails',
    error: 'an error is thrown',
  }
  return notes[witness.claim.kind]
}

/** That it is false there goes without saying of an instance that can't come to it. */
function noWayBack(witness: Witness): string {
  const { me } = witness
  const whose = me === undefined ? '' : ` of ${harmless(moverName({ ...me, step: '' }))}`
  return `It is false${whose} ${whereItEnds(witness)}, and no run leads on from there to where it is true.`
}

function whereItEnds({ steps }: Witness): string {
  return steps.length === 0 ? 'in the initial state' : `after step ${steps.length}`
}

function waitsOf(witness: Witness): string[] {
  return standstillOf(witness).map(textOf)
}

function messageLines({ message }: Witness): string[] {
  return (message ?? '').split(/\r?\n/).map(harmless)
}

/** The innermost frame of a stack in the author's code, since frames of libraries do not help an author. */
function thrownAt({ stack }: Witness): string[] {
  const frames = (stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  const own = frames.find(line => !/node_modules|node:/.test(line))
  return own === undefined ? [] : [harmless(own.trim())]
}

/** A part of a state that is shown on one line: a shared cell, or a process instance with its locals. */
export interface Line {
  readonly name: string
  readonly value: string
}

/** A whole state: the shared cells first, then the process instances. */
export function stateLines({ processes }: Pick<Witness, 'processes'>, state: State): Line[] {
  const names = new Set(processes.map(({ name }) => name))
  const shared = Object.entries(state)
    .filter(([cell]) => !names.has(cell))
    .flatMap(([cell, value]) => cellLines(showValue(cell), value))
  const instances = processes.flatMap(({ name }) =>
    (state[name] as readonly InstanceState[]).map((instance, i) => instanceLine(`${showName(name)} ${i}`, instance)),
  )
  return [...shared, ...instances]
}

/** A list of records takes one line for each record, anything else one line. */
function cellLines(name: string, value: unknown): Line[] {
  const isTable = Array.isArray(value) && value.length > 0 && value.every(isRecord)
  if (!isTable) return [{ name, value: showValue(value) }]
  return value.map((record, i) => ({ name: `${name}[${i}]`, value: showValue(record) }))
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function instanceLine(name: string, { pc, ...locals }: InstanceState): Line {
  const at = pc === 'done' ? 'done' : `at ${showValue(pc)}`
  return { name, value: Object.keys(locals).length === 0 ? at : `${at}, ${showFields(locals)}` }
}
