/**
 * Waits one turn of the event loop, so that late effects of an author's code, such as an unhandled rejection, show
 * before the result is reported.
 */
export function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
