/**
 * Canonical texts of objects that cannot change any more, so that a member of a set is not written anew for each state that
 * contains it.
 */

import { canonical } from './plain.ts'

const texts = new WeakMap<object, string>()

/** Keeps the canonical text of an object that is frozen with all its parts. */
export function keepText(frozen: unknown, text: string): void {
  if (typeof frozen === 'object' && frozen !== null) texts.set(frozen, text)
}

/** The canonical text of plain data, as {@link canonical} gives it. */
export function knownText(value: unknown): string {
  return (typeof value === 'object' && value !== null ? texts.get(value) : undefined) ?? canonical(value)
}
