/**
 * What stands behind a proxy. `util.inspect`, and with it `format` and `console.log`, looks at the target of a proxy, past all
 * of its traps: it must neither find another object there than other code does, nor look unseen.
 */

/** What is known of a proxy by its target. */
export interface BehindProxy {
  /** What there is to print of the object. */
  readonly printed: () => object
  /** Called where something looks past the proxy by other means. */
  readonly onLook?: () => void
}

const printing = Symbol.for('nodejs.util.inspect.custom')

class RecordTarget {
  readonly #of: BehindProxy

  constructor(of: BehindProxy) {
    this.#of = of
  }

  // Read of the target itself, and then called of the proxy.
  get [printing](): () => object {
    return this.#of.printed
  }

  get [Symbol.toStringTag](): undefined {
    this.#of.onLook?.()
    return undefined
  }
}

class ListTarget extends Array<unknown> {
  readonly #of: BehindProxy

  constructor(of: BehindProxy) {
    super()
    this.#of = of
  }

  get [printing](): () => object {
    return this.#of.printed
  }

  get [Symbol.toStringTag](): undefined {
    this.#of.onLook?.()
    return undefined
  }
}

/** A target for a proxy in place of this object. */
export function proxyTarget(object: object, of: BehindProxy): object {
  return Array.isArray(object) ? new ListTarget(of) : new RecordTarget(of)
}
