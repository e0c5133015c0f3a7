/** What follows a step's own code, independent of how its state is stored: where it goes, and what it may return. */

/** The place of the instance that takes a step. */
export interface OwnPlace {
  readonly process: string
  readonly instance: number
}

/** Moves the program counter of the instance that is now in the state: a step may have replaced its instance by a copy. */
export function goTo(
  state: Record<string, unknown>,
  { process, instance }: OwnPlace,
  own: Record<string, unknown>,
  next: string,
): void {
  const instances = state[process] as Record<string, unknown>[] | undefined
  const now = instances?.[instance]
  if (now === own) own.pc = next
  // The object may be in another place too, where it keeps its label. Without one, the instance is missed later.
  else if (typeof now === 'object' && now !== null) (instances as object[])[instance] = { ...now, pc: next }
}

/**
 * Whether what an action returns is meant as the next state, with these keys, or is a generator, whose body has not run. Other
 * values are results of assignments and calls, such as `s => s.queue.push(1)`.
 */
export function isRefusedReturn(returned: unknown, keys: readonly string[]): boolean {
  if (typeof returned !== 'object' || returned === null) return false
  return isGenerator(returned) || (keys.length > 0 && keys.every(key => Object.hasOwn(returned, key)))
}

export function isGenerator(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Generator]'
}
