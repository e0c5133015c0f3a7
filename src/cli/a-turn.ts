/** Lets what an author's code has left behind come to light, such as a rejection that nothing handles, before anything is said. */
export function aTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
