import { UsageError } from '../base/errors.ts'
import { describe } from '../base/plain.ts'
import type { AnyModel } from './model.ts'
import { ModelBuilder } from './model-builder.ts'
import type { ModelDescription } from './model-description.ts'

/**
 * The description of a model. Throws {@link UsageError} if the argument is not a model, which is possible in calls from
 * plain JavaScript. A model of another copy of this package counts as one, so it is recognised by its properties and
 * not by its class.
 */
export function descriptionOf(given: unknown): ModelDescription {
  const description = partOf(given, 'description')
  if (Array.isArray(partOf(description, 'processes')) && Array.isArray(partOf(description, 'claims')))
    return description as ModelDescription
  throw new UsageError('not-a-model', `expected a model, but got ${describe(given)}. ${hintFor(given)}`)
}

/** Whether the value is a model made by this copy of the package. */
export function isModel(given: unknown): given is AnyModel {
  return given instanceof ModelBuilder
}

function hintFor(given: unknown): string {
  if (given instanceof Promise) return 'Await it first.'
  if (partOf(partOf(given, 'default'), 'description') !== undefined)
    return 'It looks like a module: pass the model that it exports; for a spec, that is the default export.'
  if (given === undefined) return 'Does the module that you import it from export that name?'
  return "A model is what 'model(...)' and the calls that follow it return."
}

function partOf(whole: unknown, key: string): unknown {
  return typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[key] : undefined
}
