/**
 * Runs something while the clock and random numbers stand where they never do: a recipe or a claim that asks for them
 * does something else at one end than at the other, however seldom it would have done so by itself.
 */

const ends = { early: { random: 0, time: 0 }, late: { random: 1 - 2 ** -53, time: 8.64e15 } } as const

export function withStrangeClock<T>(end: keyof typeof ends, action: () => T): T {
  const { random, time } = ends[end]
  const [usualRandom, usualDate, usualNow] = [Math.random, globalThis.Date, performance.now]
  Math.random = () => random
  globalThis.Date = dateAt(usualDate, time)
  performance.now = () => time
  try {
    return action()
  } finally {
    Math.random = usualRandom
    globalThis.Date = usualDate
    performance.now = usualNow
  }
}

/** The class of dates, but that now is always `time`. */
function dateAt(usual: DateConstructor, time: number): DateConstructor {
  return new Proxy(usual, {
    construct: (_, values, target) => Reflect.construct(usual, values.length === 0 ? [time] : values, target),
    apply: () => new usual(time).toString(),
    get: (_, key) => (key === 'now' ? () => time : Reflect.get(usual, key)),
  })
}
