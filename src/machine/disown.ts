/**
 * Whether `answer` is a promise. It is never awaited, so its rejection is caught here: it must not end the program as
 * unhandled.
 */
export function disown(answer: unknown): boolean {
  if (!(answer instanceof Promise)) return false
  answer.catch(() => {})
  return true
}
