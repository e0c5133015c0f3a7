/**
 * Models as data: a small language of expressions and instructions, so that fast-check can make and shrink models, and
 * its interpreter, so that they run as recipes.
 *
 * The instructions are chosen for what recording could get wrong: parts that move, parts read after they were written,
 * shapes that change, sets, choices that depend on the state.
 */

import { add, assert, choose, has, remove, type SetOf, setOf, size, when } from 'interleave-checker'
import { acts as otherActs, looks as otherLooks } from './random-acts.ts'
import { listActs, listLooks } from './random-lists.ts'

export const acts = { ...otherActs, ...listActs }
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

export const places = ['a', 'b', 'my', 'x', 'z', 'maybe.n', 'mixed', 'inbox flag'] as const
export const tricks = [
  'swap arr',
  'swap recs',
  'sort recs',
  'reverse arr',
  'alias rec',
  'copy rec to kept',
  'rec from kept',
  'share rec',
  'spread arr',
  'replace rec',
  'maybe null',
  'shift',
  'pop',
  'splice',
  'queue rec',
  'clear queue',
  'grow arr',
  'cut arr',
  'delete optional',
  'negative zero',
  'same again',
  'read back',
  'nested fresh',
  'move through list',
  'Object.assign',
  'choose from set',
  'choose from queue',
  'replace set',
  'catch',
  'kept null',
  'set from set',
  'write twice',
  'map recs',
  'fill arr',
] as const

export type Instr =
  | { readonly i: 'assign'; readonly to: (typeof places)[number]; readonly e: Expr }
  | { readonly i: 'assign at'; readonly of: 'arr' | 'recs'; readonly at: Expr; readonly e: Expr }
  | { readonly i: 'push' | 'add' | 'remove' | 'maybe' | 'optional' | 'send'; readonly e: Expr }
  | { readonly i: 'trick'; readonly trick: (typeof tricks)[number]; readonly e: Expr }
  | { readonly i: 'act'; readonly act: keyof typeof acts; readonly e: Expr; readonly than: Expr }
  | { readonly i: 'when' | 'assert' | 'throw'; readonly e: Expr }
  | { readonly i: 'choose'; readonly options: readonly number[]; readonly to: (typeof places)[number] }
  | { readonly i: 'if'; readonly e: Expr; readonly body: readonly Instr[] }
  | { readonly i: 'goto'; readonly label: number }
  | { readonly i: 'wrong'; readonly how: 'undefined' | 'label' | 'id' | 'me' | 'date' }

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

const num = (value: unknown): number => (typeof value === 'number' ? value : value === true ? 1 : 0)

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

function assign(to: (typeof places)[number], value: number, s: S, me: Me | undefined): void {
  if (to === 'a') s.a = value
  else if (to === 'b') s.b = value
  else if (to === 'my') {
    if (me !== undefined) me.my = value
  } else if (to === 'x') s.rec.x = value
  else if (to === 'z') s.rec.y.z = value
  else if (to === 'maybe.n') {
    if (s.maybe !== null) s.maybe.n = value
  } else if (to === 'mixed') s.mixed[value] = value === 2 ? 'two' : value === 1 ? { m: s.a } : null
  else if (me !== undefined) me.inbox.flag = value
}

/** Runs instructions; returns a label where one of them goes somewhere. */
export function run(instrs: readonly Instr[], s: S, me: Me | undefined): string | undefined {
  for (const instr of instrs) {
    const label = runOne(instr, s, me)
    if (label !== undefined) return label
  }
  return undefined
}

function runOne(instr: Instr, s: S, me: Me | undefined): string | undefined {
  switch (instr.i) {
    case 'assign':
      assign(instr.to, evaluate(instr.e, s, me), s, me)
      return undefined
    case 'assign at': {
      const at = evaluate(instr.at, s, me)
      if (instr.of === 'arr') {
        if (at < s.arr.length) s.arr[at] = evaluate(instr.e, s, me)
      } else {
        const found = s.recs[at]
        if (found !== undefined) found.v = evaluate(instr.e, s, me)
      }
      return undefined
    }
    case 'push':
      if (s.queue.length < 3) s.queue.push(evaluate(instr.e, s, me))
      return undefined
    case 'add':
      add(s.set, evaluate(instr.e, s, me) === 2 ? { t: s.a } : evaluate(instr.e, s, me))
      return undefined
    case 'remove':
      remove(s.set, evaluate(instr.e, s, me))
      return undefined
    case 'send':
      if (me !== undefined) add(me.inbox.set, evaluate(instr.e, s, me))
      return undefined
    case 'maybe':
      s.maybe = { n: evaluate(instr.e, s, me) }
      return undefined
    case 'optional':
      s.opt.o = evaluate(instr.e, s, me)
      return undefined
    case 'trick':
      doTrick(instr.trick, evaluate(instr.e, s, me), s, me)
      return undefined
    case 'act':
      acts[instr.act](s, me, evaluate(instr.e, s, me), evaluate(instr.than, s, me))
      return undefined
    case 'when':
      when(evaluate(instr.e, s, me) > 0)
      return undefined
    case 'assert':
      assert(evaluate(instr.e, s, me) < 2)
      return undefined
    case 'throw':
      if (evaluate(instr.e, s, me) === 2) throw new Error('thrown by a step')
      return undefined
    case 'choose':
      assign(instr.to, choose(...instr.options), s, me)
      return undefined
    case 'if':
      return evaluate(instr.e, s, me) > 0 ? run(instr.body, s, me) : undefined
    case 'goto':
      return `l${instr.label}`
    case 'wrong':
      return doWrong(instr.how, s, me)
  }
}

function doWrong(how: 'undefined' | 'label' | 'id' | 'me' | 'date', s: S, me: Me | undefined): string | undefined {
  if (how === 'undefined') (s as unknown as Record<string, unknown>).a = undefined
  else if (how === 'date') (s as unknown as Record<string, unknown>).b = new Date(0)
  else if (how === 'label' && me !== undefined) return 'nowhere'
  else if (how === 'id' && me !== undefined) (me as { id: number }).id = 3
  else if (how === 'me' && me !== undefined) (s as unknown as Record<string, unknown>).kept = me
  return undefined
}

function doTrick(trick: (typeof tricks)[number], n: number, s: S, me: Me | undefined): void {
  switch (trick) {
    case 'swap arr':
      ;[s.arr[0], s.arr[1]] = [s.arr[1] ?? 0, s.arr[0] ?? 0]
      return
    case 'swap recs': {
      const [p, q] = [s.recs[0], s.recs[1]]
      if (p !== undefined && q !== undefined) {
        s.recs[0] = q
        s.recs[1] = p
        if (n === 1) p.v = 2
      }
      return
    }
    case 'sort recs':
      s.recs.sort((p, q) => p.v - q.v)
      return
    case 'reverse arr':
      s.arr.reverse()
      return
    case 'alias rec': {
      const t = s.rec
      t.x = n
      s.a = s.rec.x
      t.y.z = s.a
      return
    }
    case 'copy rec to kept':
      s.kept = { ...s.rec, y: { ...s.rec.y } }
      return
    case 'rec from kept':
      if (s.kept !== null) s.rec = s.kept
      return
    case 'share rec':
      s.kept = s.rec
      if (n > 0) s.rec.y.z = n
      if (n > 1 && s.kept !== null) s.kept.x = 1
      return
    case 'spread arr':
      s.arr = [...s.arr]
      if (n > 0) s.arr[0] = n
      return
    case 'replace rec':
      s.rec = { y: { z: s.rec.x }, x: n }
      return
    case 'maybe null':
      s.maybe = n === 0 ? null : s.maybe
      return
    case 'shift':
      s.a = num(s.queue.shift())
      return
    case 'pop':
      s.a = num(s.queue.pop())
      return
    case 'splice':
      s.queue.splice(n, 1)
      return
    case 'queue rec':
      if (s.queue.length < 2) s.queue.push(n === 0 ? s.rec : { r: s.rec.y })
      return
    case 'clear queue':
      s.queue = []
      return
    case 'grow arr':
      if (s.arr.length < 4) s.arr.push(n)
      return
    case 'cut arr':
      if (s.arr.length > 2) s.arr.length = 2
      return
    case 'delete optional':
      delete s.opt.o
      return
    case 'negative zero':
      s.b = -0 * (n + 1)
      return
    case 'same again':
      s.b = 1
      s.b = s.b + 0
      return
    case 'read back':
      s.b = n
      s.a = s.b
      if (s.a > 0) s.rec.x = s.b
      return
    case 'nested fresh': {
      const fresh: { r: unknown; l: unknown[] } = { r: s.rec, l: [] }
      s.queue = [fresh]
      fresh.l.push(s.recs[0]?.v ?? null)
      if (n > 0) s.rec.x = n
      return
    }
    case 'move through list': {
      const list = [s.rec, s.rec]
      const [first] = list
      if (first !== undefined) first.y = { z: n }
      return
    }
    case 'Object.assign':
      Object.assign(s.rec, { x: n })
      return
    case 'choose from set':
      s.a = num(choose(...s.set))
      return
    case 'choose from queue':
      s.b = num(choose(...s.queue))
      return
    case 'replace set':
      s.set = setOf<unknown>(n, 1)
      return
    case 'catch':
      try {
        when(n > 0)
        s.a = 2
      } catch {
        s.b = 2
      }
      return
    case 'kept null':
      s.kept = null
      return
    case 'set from set': {
      let count = 0
      for (const m of s.set) count += num(m)
      s.a = count % 3
      add(s.set, s.a)
      if (me !== undefined) remove(me.inbox.set, s.a)
      return
    }
    case 'write twice':
      s.arr[0] = 0
      s.arr[0] = n
      return
    case 'map recs':
      s.recs = s.recs.map(r => ({ ...r, v: (r.v + n) % 3 }))
      return
    case 'fill arr':
      s.arr.fill(n)
      return
  }
}
