/**
 * Whether `value`, which an author's code returned or threw, is a promise. It is never awaited, so its rejection is caught
 * here: it must not end the program as unhandled.
 */
export function disown(value: unknown): boolean {
  if (!(value instanceof Promise)) return false
  value.catch(() => {})
  return true
}
