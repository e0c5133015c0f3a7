/** The expressions of random models, as data, and their values. */

import { has, size } from 'interleave-checker'
import { looks as otherLooks } from './random-acts.ts'
import { listLooks } from './random-lists.ts'
import { type Me, num, type S } from './random-state.ts'

export const looks = { ...otherLooks, ...listLooks }

export type Expr =
  | { readonly e: 'const'; readonly n: number }
  | { readonly e: 'read'; readonly from: Readable }
  | { readonly e: 'at'; readonly of: 'arr' | 'recs' | 'queue' | 'mixed'; readonly i: Expr }
  | { readonly e: 'has'; readonly i: Expr }
  | { readonly e: 'look'; readonly at: keyof typeof looks; readonly i: Expr }
  | { readonly e: 'if'; readonly c: Expr; readonly l: Expr; readonly r: Expr }
  | { readonly e: 'plus' | 'less' | 'same'; readonly l: Expr; readonly r: Expr }

export const readables = [
  'a',
  'b',
  'my',
  'id',
  'x',
  'z',
  'maybe',
  'length',
  'size',
  'first member',
  'sum',
  'keys',
  'text',
  'in',
  'entries',
  'kept',
  'other pc',
  'indexOf',
  'descriptor',
  'inbox',
  'optional',
  'for in',
] as const
type Readable = (typeof readables)[number]

/** The value of an expression: always a number, so that anything can be put anywhere. */
export function evaluate(e: Expr, s: S, me: Me | undefined): number {
  switch (e.e) {
    case 'const':
      return e.n
    case 'read':
      return num(read(e.from, s, me))
    case 'at': {
      const i = evaluate(e.i, s, me)
      if (e.of === 'arr') return num(s.arr[i])
      if (e.of === 'recs') return num(s.recs[i]?.v)
      if (e.of === 'queue') return num(s.queue[i])
      const found = s.mixed[i]
      return typeof found === 'object' && found !== null ? found.m : typeof found === 'string' ? 2 : num(found)
    }
    case 'has':
      return has(s.set, evaluate(e.i, s, me)) ? 1 : 0
    case 'look':
      return num(looks[e.at](s, me, evaluate(e.i, s, me))) % 3
    case 'if':
      return evaluate(evaluate(e.c, s, me) > 0 ? e.l : e.r, s, me)
    case 'plus':
      return (evaluate(e.l, s, me) + evaluate(e.r, s, me)) % 3
    case 'less':
      return evaluate(e.l, s, me) < evaluate(e.r, s, me) ? 1 : 0
    case 'same':
      return evaluate(e.l, s, me) === evaluate(e.r, s, me) ? 1 : 0
  }
}

function read(from: Readable, s: S, me: Me | undefined): unknown {
  switch (from) {
    case 'a':
      return s.a
    case 'b':
      return s.b
    case 'my':
      return me?.my
    case 'id':
      return me?.id
    case 'x':
      return s.rec.x
    case 'z':
      return s.rec.y.z
    case 'maybe':
      return s.maybe === null ? 2 : s.maybe.n
    case 'length':
      return s.queue.length
    case 'size':
      return size(s.set)
    case 'first member':
      return [...s.set][0]
    case 'sum':
      return s.arr.reduce((sum, n) => sum + n, 0) % 3
    case 'keys':
      return Object.keys(s.opt).length
    case 'text':
      return JSON.stringify(s.recs).length % 3
    case 'in':
      return 'o' in s.opt
    case 'entries':
      return Object.entries(s.rec.y).reduce((sum, [, v]) => sum + v, 0) % 3
    case 'kept':
      return s.kept?.y.z
    case 'other pc':
      return (s as unknown as Record<string, { pc: string }[]>).p0?.[0]?.pc === 'l1'
    case 'indexOf':
      return s.arr.indexOf(1) + 1
    case 'descriptor':
      return Object.getOwnPropertyDescriptor(s, 'b')?.value
    case 'inbox':
      return me === undefined ? 0 : has(me.inbox.set, s.a)
    case 'optional':
      return s.opt.o ?? 2
    case 'for in': {
      let sum = 0
      for (const i in s.arr) sum += num(s.arr[i])
      return sum % 3
    }
  }
}
