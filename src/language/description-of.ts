import { UsageError } from '../base/errors.ts'
import { describe } from '../base/plain.ts'
import type { ModelDescription } from './model.ts'

/**
 * The description of what is given as a model. Throws {@link UsageError} where it is none, as it may be in a call from plain
 * JavaScript. A model of another copy of this package is one, so it is known by what it has and not by its class.
 */
export function descriptionOf(given: unknown): ModelDescription {
  const description = partOf(given, 'description')
  if (Array.isArray(partOf(description, 'processes')) && Array.isArray(partOf(description, 'claims')))
    return description as ModelDescription
  throw new UsageError('not-a-model', `a model is wanted here, and ${describe(given)} was given. ${hintFor(given)}`)
}

function hintFor(given: unknown): string {
  if (given instanceof Promise) return 'Await it first.'
  if (partOf(partOf(given, 'default'), 'description') !== undefined)
    return 'It looks like a module: give the model that it exports, which of a spec is its default export.'
  if (given === undefined) return 'Does the module that it is imported from export it by that name?'
  return "A model is what 'model(...)' and the calls that follow it return."
}

function partOf(whole: unknown, key: string): unknown {
  return typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[key] : undefined
}
