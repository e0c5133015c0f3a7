/**
 * Variants by product: axes on which settings differ, and a variant for each combination of their points.
 *
 * A point of an axis is a part of the variant's name with the constants that it sets. An axis over the values of one
 * constant has a short form: `{ config: ['NP', 'PRE'] }`.
 */

import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { requireArgument, requireObject } from './arguments.ts'
import type { Constant, Constants } from './constants.ts'
import type { VariantDescription } from './model-description.ts'

/**
 * A value that can be part of a variant's name.
 *
 * @since 0.2.0
 */
export type NameableValue = string | number | boolean

/**
 * An axis whose constants are not yet checked against the model: see {@link CheckedVariantAxis}.
 *
 * @since 0.2.0
 */
export type VariantAxis = { readonly [part: string]: Constants | readonly NameableValue[] }

/**
 * The axis of a single point without a name: the neutral element of the product, for an axis that is not given.
 *
 * @since 0.2.0
 */
export type NoVariantAxis = { readonly '': Record<never, never> }

/**
 * The axis `X` checked against the constants `C` of a model: a constant with some of its values, or named points, each
 * with some of the constants. A wrong part becomes `never`.
 *
 * @since 0.2.0
 */
export type CheckedVariantAxis<C, X> = {
  readonly [part in keyof X]: X[part] extends readonly unknown[]
    ? readonly (part extends keyof C ? C[part] : never)[]
    : { readonly [constant in keyof X[part]]: constant extends keyof C ? C[constant] : never }
}

/**
 * The names of the points of an axis.
 *
 * @since 0.2.0
 */
export type PointOf<X> = {
  [part in keyof X & string]: X[part] extends readonly (infer value)[]
    ? value extends string
      ? value
      : `${part}=${value & NameableValue}`
    : part
}[keyof X & string]

/**
 * Two parts of a name, joined by a comma if neither is empty.
 *
 * @since 0.2.0
 */
export type JoinedNames<First extends string, Second extends string> = First extends ''
  ? Second
  : Second extends ''
    ? First
    : `${First}, ${Second}`

/**
 * The names of the variants that three axes make: `two tasks, NP`.
 *
 * @since 0.2.0
 */
export type VariantProduct<X, Y, Z> = JoinedNames<JoinedNames<PointOf<X>, PointOf<Y>>, PointOf<Z>>

/** A variant for each combination of a point of each axis. The first axis changes slowest. */
export function productOf(where: string, axes: readonly unknown[]): VariantDescription[] {
  requireArgument(axes.length > 0, where, 'at least one axis', undefined)
  let variants: readonly VariantDescription[] = [{ name: '', constants: {} }]
  for (const axis of axes) {
    const points = pointsOf(where, axis)
    variants = variants.flatMap(variant => points.map(point => combined(where, variant, point)))
  }
  return [...variants]
}

function pointsOf(where: string, axis: unknown): VariantDescription[] {
  requireObject(where, "an axis: '{ constant: [values] }' or '{ name: { constants } }'", axis)
  const parts = Object.entries(axis as Record<string, unknown>)
  requireArgument(parts.length > 0, where, 'at least one point on each axis', axis)
  const [constant, values] = parts[0] as [string, unknown]
  if (Array.isArray(values)) {
    requireArgument(
      parts.length === 1,
      where,
      `nothing beside '${constant}' on its axis: a constant has an axis of its own`,
      axis,
    )
    requireArgument(values.length > 0, where, `at least one value of '${constant}'`, values)
    return values.map(value => pointAt(where, constant, value))
  }
  for (const [name, constants] of parts) requireObject(`${where}, '${name}'`, 'an object with constants', constants)
  return parts.map(([name, constants]) => ({ name, constants: constants as Constants }))
}

/** A string is its own name; another value is named as on the command line, `tasks=2`. */
function pointAt(where: string, constant: string, value: unknown): VariantDescription {
  const isNamed = ['string', 'number', 'boolean'].includes(typeof value)
  requireArgument(
    isNamed,
    where,
    `strings, numbers or booleans as values of '${constant}' (give other values names of your own)`,
    value,
  )
  const name = typeof value === 'string' ? value : `${constant}=${String(value)}`
  return { name, constants: { [constant]: value as Constant } }
}

function combined(where: string, first: VariantDescription, second: VariantDescription): VariantDescription {
  const twice = Object.keys(second.constants).find(constant => Object.hasOwn(first.constants, constant))
  if (twice !== undefined) {
    throw new ModelError(
      'duplicate-name',
      `${where}: '${first.name}' and '${second.name}' both set the constant '${twice}'. Set it on one axis only.`,
      { where: callerLocation() },
    )
  }
  return {
    name: [first.name, second.name].filter(part => part !== '').join(', '),
    constants: { ...first.constants, ...second.constants },
  }
}
