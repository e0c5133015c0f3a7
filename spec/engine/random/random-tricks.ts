/** Edits of the state that recording could get wrong: parts that move, are shared, or are read after they were written. */

import { add, choose, remove, setOf, when } from 'interleave-checker'
import { type Me, num, type S } from './random-state.ts'

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

export type Trick = (typeof tricks)[number]

export function doTrick(trick: Trick, n: number, s: S, me: Me | undefined): void {
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
