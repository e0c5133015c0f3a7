/**
 * Finds the location in the author's files that a message is about.
 *
 * Every message about a model begins with the name of the faulty item (`model 'm': step 'a' of p 0 ...`). This name
 * leads to the place, once and at the end, so code that detects a fault needs to know nothing about files.
 */

import { stepLocation, thrownLocation } from '../base/author-location.ts'
import { ModelError, placed } from '../base/errors.ts'
import type { ModelDescription } from '../language/model-description.ts'
import type { Machine, Mover } from './machine.ts'

/**
 * The error with its location: where it was thrown if that was in the author's code, or else the line of the step or
 * claim. Errors other than {@link ModelError} are returned unchanged.
 */
export function located(error: unknown, machine: Machine): unknown {
  if (!(error instanceof ModelError)) return error
  return placed(error, thrownIn(error) ?? lineOf(subjectOf(error, machine.model), machine))
}

/** Does a piece of work, and gives its errors their location. */
export function withLocation<T>(machine: Machine, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw located(error, machine)
  }
}

/** The same as {@link located} for faults found before there is a machine: in an initial state, a count, or the locals of a process. */
export function locatedIn(error: unknown, description: ModelDescription): unknown {
  if (!(error instanceof ModelError)) return error
  const subject = subjectOf(error, description.name)
  const process = description.processes.find(({ name }) => subject.includes(`process '${name}'`))
  const where = subject.startsWith('the initial state') ? description.sharedWhere : undefined
  return placed(error, thrownIn(error) ?? process?.where ?? where)
}

function thrownIn(error: ModelError): string | undefined {
  return thrownLocation(error.cause) ?? thrownLocation(error)
}

/** The part of a message that follows the name of the model. */
function subjectOf({ message }: ModelError, model: string): string {
  const start = `model '${model}': `
  return message.startsWith(start) ? message.slice(start.length) : ''
}

function lineOf(subject: string, { movers, claims }: Machine): string | undefined {
  const begins = (name: string): boolean => subject.startsWith(name) && !/\w/.test(subject.charAt(name.length))
  const claim = claims.find(({ name }) => begins(`claim '${name}'`))
  if (claim !== undefined) return claim.where
  for (const mover of movers) {
    const label = labelsOf(mover).find(label => begins(nameOf(mover, label)))
    if (label !== undefined) return stepLine(mover, label)
  }
  return undefined
}

function labelsOf(mover: Mover): readonly string[] {
  return mover.kind === 'action' ? [mover.name] : [...mover.steps.keys()]
}

function nameOf(mover: Mover, label: string): string {
  return mover.kind === 'action' ? `action '${label}'` : `step '${label}' of ${mover.name}`
}

/** The author's line of a step, or of the process where the step comes from a procedure. */
export function stepLine(mover: Mover, label: string): string | undefined {
  if (mover.kind === 'action' || mover.where === undefined) return mover.where
  return mover.changed?.get(label) ?? stepLocation(mover.where, label)
}
