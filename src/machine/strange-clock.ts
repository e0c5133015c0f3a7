/**
 * Runs something while the clock and random numbers stand where they never do: a recipe or a claim that asks for them
 * does something else at one end than at the other, however seldom it would have done so by itself.
 *
 * Functions that others may have kept (`const random = Math.random`) are replaced by ones that know whether the clock is
 * strange, so that what was kept while they stood there goes along later.
 */

/**
 * Modules of Node, which are not imported since models run in browsers too. An older Node does without: what comes from
 * `node:crypto` stays as it is there.
 */
const cryptoModule = builtIn('node:crypto') as object | undefined
const moduleModule = builtIn('node:module') as { syncBuiltinESMExports(): void } | undefined

function builtIn(name: string): unknown {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): unknown } }
  return process?.getBuiltinModule?.(name)
}

const ends = {
  early: { random: 0, time: 0, byte: 0, uuid: '00000000-0000-4000-8000-000000000000' },
  late: { random: 1 - 2 ** -53, time: 8.64e15, byte: 255, uuid: 'ffffffff-ffff-4fff-bfff-ffffffffffff' },
} as const

type ClockEnd = (typeof ends)[keyof typeof ends]
type Fn = (...args: unknown[]) => unknown

let standing: ClockEnd | undefined
let askedRandom: string | undefined

/** What came of something, and which function that gives random numbers it called, if it did. */
export interface Strangely<T> {
  readonly value: T
  readonly random: string | undefined
}

/** Does something with the clock and random numbers at one end. */
export function withStrangeClock<T>(end: keyof typeof ends, action: () => T): Strangely<T> {
  const putBack = replaceAll()
  const before = [standing, askedRandom] as const
  standing = ends[end]
  askedRandom = undefined
  try {
    const value = action()
    return { value, random: askedRandom }
  } finally {
    ;[standing, askedRandom] = before
    putBack()
  }
}

/**
 * Does something that may keep a function for later, such as loading modules: later it can be made strange. Within it
 * {@link withStrangeClock} costs nothing.
 */
export function withReplaceableClock<T>(action: () => T): T {
  const putBack = replaceAll()
  let result: T | undefined
  try {
    result = action()
  } finally {
    if (!(result instanceof Promise)) putBack()
  }
  return result instanceof Promise ? (result.finally(putBack) as T) : (result as T)
}

/** What is replaced: where, and what it gives at an end. */
type Replacement = readonly [owner: object, name: string, strange: (end: ClockEnd, args: unknown[]) => unknown]

const bytes = (end: ClockEnd, size: unknown) => Buffer.alloc(Number(size), end.byte)
const filled = (end: ClockEnd, array: unknown) => {
  const { buffer, byteOffset, byteLength } = array as Uint8Array
  new Uint8Array(buffer, byteOffset, byteLength).fill(end.byte)
  return array
}

function clocks(): Replacement[] {
  const ofPage: Replacement = [performance, 'now', ({ time }) => time]
  if (moduleModule === undefined) return [ofPage]
  return [
    ofPage,
    [process.hrtime, 'bigint', ({ time }) => BigInt(time)],
    [process, 'hrtime', ({ time }) => [time / 1000, 0]],
    [process, 'uptime', ({ time }) => time / 1000],
  ]
}

function randomFunctions(): Replacement[] {
  return [
    [Math, 'random', ({ random }) => random],
    // That of `node:crypto` is a getter, which gives the same function.
    [globalThis.crypto, 'randomUUID', ({ uuid }) => uuid],
    [globalThis.crypto, 'getRandomValues', (end, [array]) => filled(end, array)],
    ...(cryptoModule === undefined ? [] : ofNode(cryptoModule)),
  ]
}

function ofNode(crypto: object): Replacement[] {
  return [
    [crypto, 'randomInt', ({ random }, args) => (random === 0 ? leastOf(args) : mostOf(args))],
    [crypto, 'randomUUID', ({ uuid }) => uuid],
    [crypto, 'randomBytes', (end, [size]) => bytes(end, size)],
    [crypto, 'randomFillSync', (end, [array]) => filled(end, array)],
  ]
}

/** The same functions, but that it is noted when one of them is called. */
function noted([owner, name, strange]: Replacement): Replacement {
  const whole = `${owner === Math ? 'Math' : 'crypto'}.${name}`
  return [
    owner,
    name,
    (end, args) => {
      askedRandom ??= whole
      return strange(end, args)
    },
  ]
}

function leastOf(args: readonly unknown[]): unknown {
  return args.length < 2 ? 0 : args[0]
}

function mostOf(args: readonly unknown[]): number {
  return Number(args.length < 2 ? args[0] : args[1]) - 1
}

/** How often functions that can be strange have been put in place of the usual ones, and not yet put back. */
let depth = 0
let putAllBack = (): void => undefined

/** Puts functions that can be strange in place of the usual ones; returns what puts these back. */
function replaceAll(): () => void {
  if (depth === 0) putAllBack = replaced()
  depth++
  return () => {
    depth--
    if (depth === 0) putAllBack()
  }
}

function replaced(): () => void {
  const usualDate = globalThis.Date
  globalThis.Date = replaceableDate(usualDate)
  const putBack = [...clocks(), ...randomFunctions().map(noted)].map(replace)
  moduleModule?.syncBuiltinESMExports()
  return () => {
    for (const back of putBack.reverse()) back()
    globalThis.Date = usualDate
    moduleModule?.syncBuiltinESMExports()
  }
}

function replace([owner, name, strange]: Replacement): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name)
  const usual = Reflect.get(owner, name) as Fn
  // With a callback at its end a function answers later, which no step can wait for.
  const answers = (args: readonly unknown[]) => standing !== undefined && typeof args.at(-1) !== 'function'
  const replaced = function (this: unknown, ...args: unknown[]): unknown {
    return answers(args) ? strange(standing as ClockEnd, args) : Reflect.apply(usual, this, args)
  }
  const value = Object.assign(replaced, usual)
  Object.defineProperty(owner, name, {
    value,
    writable: true,
    enumerable: before?.enumerable ?? true,
    configurable: true,
  })
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, name)
    else Object.defineProperty(owner, name, before)
  }
}

/** The class of dates, but that now is where the clock stands. */
function replaceableDate(usual: DateConstructor): DateConstructor {
  const now = () => standing?.time ?? usual.now()
  return new Proxy(usual, {
    construct: (_, values, target) => Reflect.construct(usual, values.length === 0 ? [now()] : values, target),
    apply: () => new usual(now()).toString(),
    get: (_, key) => (key === 'now' ? now : Reflect.get(usual, key)),
  })
}
