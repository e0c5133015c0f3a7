import { showPath } from '../base/plain.ts'
import { didYouMean } from '../base/similar-name.ts'
import type { Constant } from '../language/constants.ts'

type PlainRecord = { readonly [key: string]: Constant }

/**
 * What keeps a value from being one of a constant, in words, judged by the values that the model and its variants give it; undefined if
 * nothing does, and empty if it is of another kind. Where all of them have the same keys, these are its keys; where they differ, keys are free, as in a dictionary. Nothing is
 * known of null, nor of the elements of an empty list.
 */
export function misshapen(value: Constant, known: readonly Constant[]): string | undefined {
  return misshapenAt(value, known, [])
}

function misshapenAt(
  value: Constant,
  known: readonly Constant[],
  path: readonly (string | number)[],
): string | undefined {
  const kinds = new Set(known.map(kindOf))
  if (known.every(one => one === null)) return undefined
  const kind = kindOf(value)
  if (typeof value === 'number' && !Number.isFinite(value))
    return path.length === 0 ? '' : `${at(path)} is not a finite number.`
  if (!kinds.has(kind))
    return path.length === 0 ? '' : `${at(path)} is ${inWords(value)}, not ${[...kinds].map(named).join(' or ')}.`
  if (isList(value))
    return firstOf(value.map((part, i) => misshapenAt(part, known.filter(isList).flat(), [...path, i])))
  return isRecord(value) ? misshapenRecord(value, known.filter(isRecord), path) : undefined
}

function misshapenRecord(
  value: PlainRecord,
  known: readonly PlainRecord[],
  path: readonly (string | number)[],
): string | undefined {
  const [keys = [], ...others] = known.map(one => Object.keys(one).sort())
  const areFixed = others.every(other => other.join('\n') === keys.join('\n'))
  const extra = Object.keys(value).find(key => !keys.includes(key))
  if (areFixed && extra !== undefined) {
    return `${at(path)} has a key '${extra}'. Its keys are: ${keys.join(', ') || 'none'}.${didYouMean(extra, keys)}`
  }
  const missing = keys.find(key => !Object.hasOwn(value, key))
  if (areFixed && missing !== undefined) return `${at(path)} has no key '${missing}'.`
  const parts = Object.entries(value).map(([key, part]) => {
    const same = known.filter(one => Object.hasOwn(one, key)).map(one => one[key] as Constant)
    return misshapenAt(part, same.length > 0 ? same : known.flatMap(one => Object.values(one)), [...path, key])
  })
  return firstOf(parts)
}

function firstOf(found: readonly (string | undefined)[]): string | undefined {
  return found.find(one => one !== undefined)
}

function at(path: readonly (string | number)[]): string {
  return path.length === 0 ? 'it' : showPath(path)
}

function inWords(value: Constant): string {
  return value === null ? 'null' : `${named(kindOf(value))} (${JSON.stringify(value)})`
}

function named(kind: string): string {
  return kind === 'null' ? kind : `a ${kind}`
}

/** The kind of a constant's value: list, record, null, or its type. */
export function kindOf(value: Constant): string {
  if (isList(value)) return 'list'
  return value === null ? 'null' : isRecord(value) ? 'record' : typeof value
}

function isList(value: Constant): value is readonly Constant[] {
  return Array.isArray(value)
}

function isRecord(value: Constant): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
