/** The state of random models, which has everything in it that recording could get wrong. */

import type { SetOf } from 'interleave-checker'

export interface Rec {
  x: number
  y: { z: number }
}
export type Mixed = null | number | string | { m: number }
export interface S {
  a: number
  b: number
  arr: number[]
  rec: Rec
  recs: { k: number; v: number }[]
  queue: unknown[]
  /** A queue of records, one of numbers, and one that may be gone. */
  mail: { k: number; v: number }[]
  log: number[]
  gone: null | number[]
  maybe: null | { n: number }
  mixed: Mixed[]
  set: SetOf<unknown>
  kept: null | Rec
  opt: { o?: number; p: number }
  /** A cell of the state itself that comes and goes: from then on the whole state is one cell. */
  top?: number
  dict: Record<string, number>
  recset: SetOf<{ readonly k: number; readonly v: number }>
}
export interface Me {
  my: number
  readonly id: number
  readonly pc: string
  inbox: { set: SetOf<number>; flag: number }
  stack: number[]
}

/** Any value as a number, so that anything can be put anywhere. */
export const num = (value: unknown): number => (typeof value === 'number' ? value : value === true ? 1 : 0)
