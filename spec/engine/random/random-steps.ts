/**
 * Steps as data: a small language of instructions, so that fast-check can make and shrink models, and its interpreter, so that
 * they run as recipes.
 *
 * The instructions are chosen for what recording could get wrong: parts that move, parts read after they were written,
 * shapes that change, sets, choices that depend on the state.
 */

import { add, assert, choose, remove, when } from 'interleave-checker'
import { acts as otherActs } from './random-acts.ts'
import { type Expr, evaluate } from './random-expressions.ts'
import { listActs } from './random-lists.ts'
import type { Me, S } from './random-state.ts'
import { doTrick, type Trick } from './random-tricks.ts'

export const acts = { ...otherActs, ...listActs }

export const places = ['a', 'b', 'my', 'x', 'z', 'maybe.n', 'mixed', 'inbox flag'] as const

export type Instr =
  | { readonly i: 'assign'; readonly to: (typeof places)[number]; readonly e: Expr }
  | { readonly i: 'assign at'; readonly of: 'arr' | 'recs'; readonly at: Expr; readonly e: Expr }
  | { readonly i: 'push' | 'add' | 'remove' | 'maybe' | 'optional' | 'send'; readonly e: Expr }
  | { readonly i: 'trick'; readonly trick: Trick; readonly e: Expr }
  | { readonly i: 'act'; readonly act: keyof typeof acts; readonly e: Expr; readonly than: Expr }
  | { readonly i: 'when' | 'assert' | 'throw'; readonly e: Expr }
  | { readonly i: 'choose'; readonly options: readonly number[]; readonly to: (typeof places)[number] }
  | { readonly i: 'if'; readonly e: Expr; readonly body: readonly Instr[] }
  | { readonly i: 'goto'; readonly label: number }
  | { readonly i: 'wrong'; readonly how: 'undefined' | 'label' | 'id' | 'me' | 'date' }

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
