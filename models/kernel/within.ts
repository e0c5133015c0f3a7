/**
 * Nested calls: a procedure that runs while another one of the same process has not returned.
 *
 * Checked by `spec/mappers/dax-nested.ts`.
 */

/** The steps of `T`, for a process whose locals are `L`. */
export type Within<L, T extends object> = {
  readonly [label in keyof T & string]: T[label] extends (s: infer S, me: never, c: infer C) => infer R
    ? (s: S, me: L, c: C) => R
    : never
}

/**
 * The steps of a procedure on a separate stack frame: their locals are in `me[frame]` of the locals `L`, so that the
 * caller's `addr`, for example, is intact when they return. Written as `within<L>()(frame, steps)`.
 */
export function within<L>() {
  return <
    const F extends keyof L,
    const T extends { readonly [label in keyof T]: (s: never, me: L[F], c: never) => unknown },
  >(
    frame: F,
    steps: T,
  ): Within<L, T> => {
    const entries = Object.entries<(s: never, me: L[F], c: never) => unknown>(steps)
    const framed = entries.map(([label, step]) => [label, (s: never, me: L, c: never) => step(s, me[frame], c)])
    return Object.fromEntries(framed) as Within<L, T>
  }
}
