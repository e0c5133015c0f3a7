/** Changes to the steps of a model that is already described: an imported one, above all. */

import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { requireFunction, requireObject } from './arguments.ts'
import { checkLabels } from './describe-process.ts'
import type { ActionDescription, AnyStep, ModelDescription, ProcessDescription } from './model-description.ts'
import { type AnyBlock, joinedSteps } from './steps.ts'
import { wrappedStep } from './wrapped-step.ts'

type OverrideStep = (...args: unknown[]) => unknown

/** The step to change: of a process, or an action if `process` is null. `call` begins messages. */
interface StepToChange {
  readonly call: string
  readonly process: string | null
  readonly label: string
}

/** The model with another step in place of one. */
export function withOverride(description: ModelDescription, target: StepToChange, step: unknown): ModelDescription {
  const { call, process, label } = target
  if (process === null) return withOtherAction(description, target, step)
  const changed = processNamed(description, call, process)
  const was = stepOf(changed, call, label)
  requireFunction(`${call} of '${label}'`, 'a function, the new step', step)
  const steps = new Map(changed.steps).set(label, inPlaceOf(was, step as OverrideStep, 3))
  return withProcess(description, { ...changed, steps, changed: changedAt(changed, [label]) })
}

function withOtherAction(
  description: ModelDescription,
  { call, label }: StepToChange,
  step: unknown,
): ModelDescription {
  const known = description.actions.find(({ name }) => name === label)
  if (known === undefined) throw missing(call, `the action '${label}'`, 'actions', description.actions)
  requireFunction(`${call} of '${label}'`, 'a function, the new step', step)
  const replaced = inPlaceOf(known.step as AnyStep, step as OverrideStep, 2) as ActionDescription['step']
  const action: ActionDescription = { name: label, step: replaced, where: callerLocation() }
  return { ...description, actions: description.actions.map(one => (one === known ? action : one)) }
}

/** The new step; if it takes one argument more than other steps, it gets the original one as the last. */
function inPlaceOf(was: AnyStep, step: OverrideStep, usual: 2 | 3): AnyStep {
  if (step.length <= usual) return step
  return wrappedStep(step, (...args) => {
    const given = args.slice(0, usual) as Parameters<AnyStep>
    return step(...given, () => was(...given))
  })
}

/** The model with steps before one, however a process gets there: by falling through, by its label, or at the beginning. */
export function withStepsBefore(description: ModelDescription, target: StepToChange, steps: unknown): ModelDescription {
  const { changed, block } = insertion(description, target, steps)
  const [first] = block.keys()
  const redirected = [...changed.steps].map(([label, step]): [string, AnyStep] => {
    return [
      label,
      wrappedStep(step, (...args) => {
        const next = step(...args)
        return next === target.label ? first : next
      }),
    ]
  })
  return withSteps(
    description,
    changed,
    block,
    redirected.flatMap(one => (one[0] === target.label ? [...block, one] : [one])),
  )
}

/** The model with steps that follow one by falling through. */
export function withStepsAfter(description: ModelDescription, target: StepToChange, steps: unknown): ModelDescription {
  const { changed, block } = insertion(description, target, steps)
  return withSteps(
    description,
    changed,
    block,
    [...changed.steps].flatMap(one => (one[0] === target.label ? [one, ...block] : [one])),
  )
}

function withSteps(
  description: ModelDescription,
  changed: ProcessDescription,
  block: ReadonlyMap<string, AnyStep>,
  steps: readonly (readonly [string, AnyStep])[],
): ModelDescription {
  return withProcess(description, { ...changed, steps: new Map(steps), changed: changedAt(changed, [...block.keys()]) })
}

function insertion(description: ModelDescription, { call, process, label }: StepToChange, steps: unknown) {
  const changed = processNamed(description, call, process)
  stepOf(changed, call, label)
  requireObject(call, 'an object of steps', steps)
  const block = joinedSteps(call, [steps as AnyBlock])
  checkLabels(call, block)
  const taken = [...block.keys()].find(name => changed.steps.has(name))
  if (taken === undefined) return { changed, block }
  throw new ModelError(
    'duplicate-name',
    `${call} inserts a step '${taken}', which '${process}' has already. Give it another label, or replace the step by .override().`,
  )
}

function processNamed({ processes }: ModelDescription, call: string, process: string | null): ProcessDescription {
  const known = processes.find(({ name }) => name === process)
  if (known === undefined) throw missing(call, `the process '${process}'`, 'processes', processes)
  return known
}

function stepOf({ name, steps }: ProcessDescription, call: string, label: string): AnyStep {
  const step = steps.get(label)
  if (step !== undefined) return step
  const labels = [...steps.keys()].map(known => ({ name: known }))
  throw missing(call, `the step '${label}' of '${name}'`, 'labels', labels, 'unknown-label')
}

function missing(
  call: string,
  what: string,
  kind: string,
  known: readonly { readonly name: string }[],
  code: 'bad-name' | 'unknown-label' = 'bad-name',
): ModelError {
  const names = known.map(({ name }) => `'${name}'`).join(', ') || 'none'
  const where = callerLocation()
  return new ModelError(code, `${call} names ${what}, which does not exist. Its ${kind} are: ${names}.`, { where })
}

function withProcess(description: ModelDescription, changed: ProcessDescription): ModelDescription {
  const processes = description.processes.map(process => (process.name === changed.name ? changed : process))
  return { ...description, processes }
}

/** The author's lines of the steps that were changed. */
function changedAt({ changed = new Map() }: ProcessDescription, labels: readonly string[]): Map<string, string> {
  const where = callerLocation()
  return new Map([...changed, ...labels.flatMap(label => (where === undefined ? [] : [[label, where] as const]))])
}
