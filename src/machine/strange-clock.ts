/**
 * Runs a function while the clock and random numbers return extreme values. A recipe or claim that uses them then
 * behaves differently at the two extremes, however rarely it would do so otherwise.
 *
 * The functions are replaced by ones that check whether the clock is strange. So a reference that a module keeps while
 * they are in place (`const random = Math.random`) returns extreme values later, too.
 */

/**
 * Modules of Node. They are not imported, since models also run in browsers. On older versions of Node they are
 * missing, and `node:crypto` is not replaced.
 */
const cryptoModule = builtIn('node:crypto') as object | undefined
const moduleModule = builtIn('node:module') as { syncBuiltinESMExports(): void } | undefined

function builtIn(name: string): unknown {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): unknown } }
  return process?.getBuiltinModule?.(name)
}

const ends = {
  early: { random: 0, time: 0, byte: 0, uuid: '00000000-0000-4000-8000-000000000000' },
  late: { random: 1 - 2 ** -53, time: 8.64e15 - 1, byte: 255, uuid: 'ffffffff-ffff-4fff-bfff-ffffffffffff' },
} as const

type ClockEnd = (typeof ends)[keyof typeof ends]
type Fn = (...args: unknown[]) => unknown

/** Called with the name of a function that returns the time or random numbers, when it is called as it usually is. */
export type ClockListener = (called: string, isRandom: boolean) => void

let currentEnd: ClockEnd | undefined
let randomCalled: string | undefined
let listener: ClockListener | undefined

/** The result of a function, and the name of the random function that it called, if any. */
export interface Strangely<T> {
  readonly value: T
  readonly random: string | undefined
}

/** Runs `action` with the clock and random numbers at one extreme. */
export function withStrangeClock<T>(end: keyof typeof ends, action: () => T): Strangely<T> {
  const putBack = replaceAll()
  const before = [currentEnd, randomCalled] as const
  currentEnd = ends[end]
  randomCalled = undefined
  try {
    const value = action()
    return { value, random: randomCalled }
  } finally {
    ;[currentEnd, randomCalled] = before
    putBack()
  }
}

/**
 * Runs `action`, which may keep references to functions, such as loading modules. Those references can be made strange
 * later. Inside `action`, {@link withStrangeClock} costs nothing.
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

/** Sets the listener for calls of replaced functions; returns the previous one. */
export function hearClock(next: ClockListener | undefined): ClockListener | undefined {
  const before = listener
  listener = next
  return before
}

/** Runs asynchronous work while the clock and random numbers are at one extreme, such as loading modules. */
export async function withStrangeClockMeanwhile<T>(end: keyof typeof ends, work: () => Promise<T>): Promise<T> {
  return withReplaceableClock(async () => {
    currentEnd = ends[end]
    try {
      return await work()
    } finally {
      currentEnd = undefined
    }
  })
}

/** A replaced function: its owner and name, and its result at an extreme. */
type Replacement = readonly [
  owner: object,
  name: string,
  strange: (end: ClockEnd, args: unknown[]) => unknown,
  /** The name for people of a function that returns random numbers. */
  random?: string,
]

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
    // In `node:crypto`, this is a getter that returns the same function.
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

/** The same replacement, which also records that it was called. */
function noted([owner, name, strange]: Replacement): Replacement {
  const whole = `${owner === Math ? 'Math' : 'crypto'}.${name}`
  return [
    owner,
    name,
    (end, args) => {
      randomCalled ??= whole
      return strange(end, args)
    },
    whole,
  ]
}

function leastOf(args: readonly unknown[]): unknown {
  return args.length < 2 ? 0 : args[0]
}

function mostOf(args: readonly unknown[]): number {
  return Number(args.length < 2 ? args[0] : args[1]) - 1
}

/** The replacements of the usual functions while they are in effect. */
const usualOnes = new WeakMap<object, unknown>()

/** The usual function for one of its replacements, which another search may see; anything else unchanged. */
export function usualOf(value: unknown): unknown {
  return typeof value === 'function' && usualOnes.has(value) ? usualOnes.get(value) : value
}

/** The number of replacements that are in effect, since they nest. */
let depth = 0
let putAllBack = (): void => undefined

/** Replaces the usual functions by ones that can be strange; returns a function that restores them. */
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
  const strangeDate = replaceableDate(usualDate)
  usualOnes.set(strangeDate, usualDate)
  globalThis.Date = strangeDate
  const putBack = [...clocks(), ...randomFunctions().map(noted)].map(replace)
  moduleModule?.syncBuiltinESMExports()
  return () => {
    for (const back of putBack.reverse()) back()
    if (globalThis.Date === strangeDate) globalThis.Date = usualDate
    moduleModule?.syncBuiltinESMExports()
  }
}

function replace([owner, name, strange, random]: Replacement): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name)
  const usual = Reflect.get(owner, name) as Fn
  // With a callback as its last argument, a function responds later, and no step can wait for that.
  const answers = (args: readonly unknown[]) => currentEnd !== undefined && typeof args.at(-1) !== 'function'
  const replaced = function (this: unknown, ...args: unknown[]): unknown {
    if (answers(args)) return strange(currentEnd as ClockEnd, args)
    listener?.(random ?? name, random !== undefined)
    return Reflect.apply(usual, this, args)
  }
  const value = Object.assign(replaced, usual)
  usualOnes.set(value, usual)
  Object.defineProperty(owner, name, {
    value,
    writable: true,
    enumerable: before?.enumerable ?? true,
    configurable: true,
  })
  return () => {
    // A function that other code has put there since stays.
    if (Reflect.get(owner, name) !== value) return
    if (before === undefined) Reflect.deleteProperty(owner, name)
    else Object.defineProperty(owner, name, before)
  }
}

/** The class `Date`, with the current time taken from the strange clock. */
function replaceableDate(usual: DateConstructor): DateConstructor {
  const now = () => {
    if (currentEnd === undefined) listener?.('Date', false)
    return currentEnd?.time ?? usual.now()
  }
  return new Proxy(usual, {
    construct: (_, values, target) => Reflect.construct(usual, values.length === 0 ? [now()] : values, target),
    apply: () => new usual(now()).toString(),
    get: (_, key) => (key === 'now' ? now : Reflect.get(usual, key)),
  })
}
