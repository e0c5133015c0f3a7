/**
 * Whether `answer` is a promise, which nobody here will wait for: whatever becomes of it, it does not end the program
 * as an unhandled rejection.
 */
export function disown(answer: unknown): boolean {
  if (!(answer instanceof Promise)) return false
  answer.catch(() => {})
  return true
}
