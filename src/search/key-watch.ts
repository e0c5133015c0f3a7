/** Proxies that report reads of keys that a record does not have, and otherwise forward everything. */

import type { Path } from '../base/plain.ts'

/** Called with the path of a record and a key that was read but does not exist. */
export type OnMissingKey = (path: Path, key: string) => void

const behind = Symbol('behind')

/** Wraps a value and all its parts in proxies: one per object, so that identity is preserved. */
export class KeyWatch {
  readonly onMissing: OnMissingKey
  private readonly proxies = new WeakMap<object, object>()

  constructor(onMissing: OnMissingKey) {
    this.onMissing = onMissing
  }

  over<T>(value: T, path: Path = []): T {
    if (typeof value !== 'object' || value === null) return value
    let proxy = this.proxies.get(value)
    if (proxy === undefined) {
      proxy = new Proxy(Array.isArray(value) ? [] : {}, this.handler(value as Record<string | symbol, unknown>, path))
      this.proxies.set(value, proxy)
    }
    return proxy as T
  }

  private handler(target: Record<string | symbol, unknown>, path: Path): ProxyHandler<object> {
    const isList = Array.isArray(target)
    const part = (key: string | symbol): unknown => {
      const value = Reflect.get(target, key)
      // Most parts are primitives; no path is built for them.
      if (typeof value !== 'object' || value === null || typeof key === 'symbol') return value
      return Object.hasOwn(target, key) ? this.over(value, [...path, isList ? Number(key) : key]) : value
    }
    const note = (key: string | symbol): void => {
      if (typeof key === 'string' && !isList && key !== 'toJSON' && !(key in target)) this.onMissing(path, key)
    }
    return {
      get(_, key) {
        if (key === behind) return target
        note(key)
        return part(key)
      },
      // Testing whether a key exists is legitimate.
      has: (_, key) => Reflect.has(target, key),
      set: (_, key, value) => Reflect.set(target, key, (value as { [behind]?: unknown } | null)?.[behind] ?? value),
      ownKeys: () => Reflect.ownKeys(target),
      getOwnPropertyDescriptor(standIn, key) {
        const found = Reflect.getOwnPropertyDescriptor(target, key)
        if (found === undefined) return undefined
        // The stand-in of a list has its own length, which a proxy must not deny.
        const isOwn = Reflect.getOwnPropertyDescriptor(standIn, key)?.configurable === false
        return { value: part(key), writable: true, enumerable: found.enumerable ?? false, configurable: !isOwn }
      },
      deleteProperty: (_, key) => Reflect.deleteProperty(target, key),
      getPrototypeOf: () => Reflect.getPrototypeOf(target),
    }
  }
}
