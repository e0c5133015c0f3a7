/** The difference between two values, as changes of their smallest differing parts. */

import { canonical, type Path, type Plain } from '../base/plain.ts'

/**
 * One part of a state that changed.
 *
 * @since 0.2.0
 */
export interface Change {
  /** The place in the state. */
  readonly path: Path
  /** The value before; missing if the part is new. */
  readonly before?: Plain
  /** The value after; missing if the part was removed. */
  readonly after?: Plain
}

/** The changes that turn `before` into `after`: records by key, arrays of any lengths by index. */
export function difference(before: unknown, after: unknown, path: Path = []): Change[] {
  if (Object.is(before, after) || canonical(before) === canonical(after)) return []
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before: before as Plain, after: after as Plain }]
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap(key => {
    const here = [...path, Array.isArray(before) ? Number(key) : key]
    if (!Object.hasOwn(before, key)) return [{ path: here, after: after[key] as Plain }]
    if (!Object.hasOwn(after, key)) return [{ path: here, before: before[key] as Plain }]
    return difference(before[key], after[key], here)
  })
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** `value` with the changes applied. It shares with the original what has not changed. */
export function applyChanges<T>(value: T, changes: readonly Change[]): T {
  // Wrapped in a record, so that the whole value can be replaced, too.
  const holder = { value }
  const copies = new Set<unknown>([holder])
  // From the last element backwards, so that an array that got shorter loses its elements from its end.
  for (const { path, ...change } of [...changes].reverse())
    applyChange(holder, { ...change, path: ['value', ...path] }, copies)
  return holder.value
}

/** Changes a value in place, except that objects on the way that are not among `copies` are copied first. */
function applyChange(root: unknown, { path, ...change }: Change, copies: Set<unknown>): void {
  let at = root as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) {
    const part = at[key]
    if (isBranch(part) && !copies.has(part)) {
      at[key] = Array.isArray(part) ? [...part] : { ...part }
      copies.add(at[key])
    }
    at = at[key] as Record<string | number, unknown>
  }
  const last = path.at(-1) as string | number
  if (Object.hasOwn(change, 'after')) at[last] = copyOf(change.after)
  else if (Array.isArray(at)) at.length = last as number
  else delete at[last]
}

/** A part of a change that occurs in two places is copied twice. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
