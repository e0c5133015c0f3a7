import { requireArgument, requireObject } from './arguments.ts'

/** Checks the types of an expectation's parts. The names of its claims are compared with the outcome later. */
export function checkExpectation(where: string, expectation: unknown, words: readonly string[]): void {
  requireObject(where, 'an object', expectation)
  const { fails = {}, within = false, census, ...others } = expectation as Record<string, unknown>
  const [other] = Object.keys(others)
  requireArgument(other === undefined, where, "nothing but 'fails', 'within' and 'census'", other)
  requireArgument(typeof within === 'boolean', where, "true or false as 'within'", within)
  requireObject(where, "an object from claims to lengths as 'fails'", fails)
  const wanted = `a number of steps, [stem, loop] or ${words.map(word => `'${word}'`).join(' or ')}`
  for (const [claim, length] of Object.entries(fails as object))
    requireArgument(words.includes(length) || isLength(length), where, `${wanted} for '${claim}'`, length)
  const isCensus = Array.isArray(census) && census.length === 3 && census.every(Number.isInteger)
  requireArgument(census === undefined || isCensus, where, "[states, transitions, depth] as 'census'", census)
}

/** Whether it is a number of steps, or those of a stem and a loop. */
export function isLength(length: unknown): boolean {
  const isNumber = (part: unknown): boolean => Number.isInteger(part) && (part as number) >= 0
  return isNumber(length) || (Array.isArray(length) && length.length === 2 && length.every(isNumber))
}
