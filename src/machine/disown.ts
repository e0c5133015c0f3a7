/**
 * Whether `answer` is a promise, which is never awaited: its rejection must not end the program as unhandled.
 */
export function disown(answer: unknown): boolean {
  if (!(answer instanceof Promise)) return false
  answer.catch(() => {})
  return true
}
