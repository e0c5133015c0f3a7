/** Built-ins that were changed are found and restored by code that works whatever was changed. */

import { afterEach, describe, expect, it } from 'vitest'
import { putBuiltInsBack, refuseChangedBuiltIns } from '../../../src/base/built-ins.ts'
import { check, model, UsageError } from '../../../src/index.ts'

type Changeable = Record<PropertyKey, unknown>
const changeable = (value: unknown) => value as Changeable
const wrong = () => undefined

afterEach(() => {
  putBuiltInsBack()
})

/** What was found, and what was left after everything was restored. Nothing else runs while built-ins are wrong. */
function found(change: () => void): readonly (string | undefined)[] {
  change()
  const first = putBuiltInsBack()
  return [first, putBuiltInsBack()]
}

describe('a change is named and undone', () => {
  const changes: readonly [name: string, change: () => void][] = [
    ['Array.prototype.every', () => Object.assign(Array.prototype, { every: wrong })],
    ['Array.prototype.push', () => Object.assign(Array.prototype, { push: wrong })],
    ['Array.prototype[Symbol.iterator]', () => Object.assign(Array.prototype, { [Symbol.iterator]: wrong })],
    ['%ArrayIteratorPrototype%.next', () => Object.assign(Object.getPrototypeOf([].values()), { next: wrong })],
    ['Object.keys', () => Object.assign(Object, { keys: wrong })],
    ['Object.is', () => Object.assign(Object, { is: () => true })],
    ['Object.getOwnPropertyDescriptor', () => Object.assign(Object, { getOwnPropertyDescriptor: wrong })],
    ['Reflect.ownKeys', () => Object.assign(Reflect, { ownKeys: () => [] })],
    ['Reflect.getOwnPropertyDescriptor', () => Object.assign(Reflect, { getOwnPropertyDescriptor: wrong })],
    ['Function.prototype.call', () => Object.assign(Function.prototype, { call: wrong })],
    ['Map.prototype.get', () => Object.assign(Map.prototype, { get: wrong })],
    ['Map.prototype.size', () => Object.defineProperty(Map.prototype, 'size', { get: () => 0 })],
    ['Map', () => Object.assign(globalThis, { Map: class extends Map {} })],
    ['JSON.stringify', () => Object.assign(JSON, { stringify: wrong })],
    ['Promise.prototype.then', () => Object.assign(Promise.prototype, { then: wrong })],
    ['Math.min', () => Reflect.deleteProperty(Math, 'min')],
    ['WebAssembly.Module', () => Object.assign(changeable(globalThis).WebAssembly as object, { Module: wrong })],
    ['Date.prototype.getTime', () => Object.assign(Date.prototype, { getTime: wrong })],
  ]
  it.each(changes)('%s', (name, change) => {
    expect(found(change)).toEqual([name, undefined])
  })

  it('also where several were changed, and descriptors inherit what is not theirs', () => {
    const all = () => {
      changeable(Object.prototype).get = 1
      changeable(Object.prototype).value = 1
      changeable(JSON).parse = wrong
      changeable(globalThis).Set = class {}
    }
    expect(found(all)).toEqual(['Object.prototype.get', undefined])
    expect([JSON.parse('1'), new Set([1]).has(1)]).toEqual([1, true])
  })
})

describe('what is added', () => {
  const additions: readonly [name: string, add: () => void][] = [
    ['Object.prototype.extra', () => Object.assign(Object.prototype, { extra: 1 })],
    [
      'Object.prototype.toJSON',
      () => Object.defineProperty(Object.prototype, 'toJSON', { value: wrong, configurable: true }),
    ],
    ['Array.prototype.toJSON', () => Object.assign(Array.prototype, { toJSON: wrong })],
    ['Array.prototype.0', () => Object.assign(Array.prototype, { 0: 1 })],
    [
      'Object.prototype.then',
      () => Object.defineProperty(Object.prototype, 'then', { value: wrong, configurable: true }),
    ],
  ]
  it.each(additions)('is refused where it shows in other objects: %s', (name, add) => {
    expect(found(add)).toEqual([name, undefined])
  })

  it('is allowed where it is a method more, as polyfills and test runners add', () => {
    const added = [
      [Array.prototype, 'last'],
      [Object, 'mapValues'],
      [Error, 'prepareStackTrace'],
    ] as const
    for (const [owner, name] of added) Object.defineProperty(owner, name, { value: wrong, configurable: true })
    try {
      expect(putBuiltInsBack()).toBeUndefined()
    } finally {
      for (const [owner, name] of added) Reflect.deleteProperty(owner, name)
    }
  })
})

describe('a program', () => {
  const fine = model('m')
    .shared(() => ({ x: 0 }))
    .action('set', s => {
      s.x = 1
    })
    .invariant('small', s => s.x < 2)

  it('gets an error from a check while a built-in is changed, which is left as it is', async () => {
    const usual = JSON.parse
    JSON.parse = wrong as typeof usual
    const error: unknown = await check(fine).catch(error => error)
    const left = JSON.parse
    JSON.parse = usual
    expect(error).toMatchObject({ name: 'ModelError', code: 'changed-built-in' })
    expect(String(error)).toContain('the program, or a module that it imports, changes JSON.parse')
    expect(left).toBe(wrong)
    expect(error).not.toBeInstanceOf(UsageError)
    expect((await check(fine)).ok).toBe(true)
  })

  it('gets one where a function of the model changes it, which is undone', async () => {
    const usual = Object.keys
    const changing = model('changing').shared(() => {
      Object.keys = wrong as unknown as typeof usual
      return { x: 0 }
    })
    const error: unknown = await check(changing).catch(error => error)
    expect(String(error)).toContain("model 'changing' changes Object.keys")
    expect(Object.keys).toBe(usual)
  })

  it('gets none otherwise', () => {
    expect(() => refuseChangedBuiltIns('nobody')).not.toThrow()
  })
})
