/** What random models do and look at in a set of records: its members one by one, in all the ways in which sets are looked through. */

import { add, choose, has, pick, remove, type SetOf, setOf, size, when } from 'interleave-checker'
import { listed } from '../../../src/language/set.ts'
import type { Me, S } from './random-state.ts'

type Act = (s: S, me: Me | undefined, n: number, m: number) => void
type Look = (s: S, me: Me | undefined, n: number) => unknown
interface Item {
  k: number
  v: number
}

/** Without the types that forbid to edit a member. */
const items = (s: S): SetOf<Item> => s.recset as SetOf<Item>
/** Something that counts how often it is called: no predicate that does so may be called once too often. */
const counting = (): { count: number; next: () => number } => {
  const counter = { count: 0, next: () => counter.count++ }
  return counter
}

export const setActs = {
  'pick record': (s, _, n) => {
    s.a = (pick(s.recset).v + n) % 3
  },
  'pick record of kind': (s, _, n, m) => {
    const r = pick(s.recset, ({ k }) => k === n)
    if (m > 0) remove(s.recset, r)
    add(s.recset, { k: r.k, v: m })
  },
  'pick record by state': s => {
    s.b = pick(s.recset, ({ k, v }) => k !== s.a && v <= s.b).k
  },
  'pick record of my number': (s, me) => {
    remove(
      s.recset,
      pick(s.recset, r => r.k === (me?.my ?? s.a)),
    )
  },
  'choose filtered record': (s, _, n) => {
    const r = choose(...listed(s.recset).filter(({ v }) => v !== n))
    s.a = r.k
    if (n === 0) remove(s.recset, r)
  },
  'pick two records': s => {
    const one = choose(...s.recset)
    const two = choose(...s.recset)
    s.a = (one.k + two.v) % 3
    if (one !== two) remove(s.recset, two)
  },
  'pick another record': (s, _, n) => {
    const one = pick(s.recset)
    const two = pick(s.recset, r => r.k !== one.k || r.v > n)
    s.b = (one.v + two.v) % 3
  },
  'pick record and look at the rest': (s, _, n) => {
    const r = choose(...s.recset)
    if ([...s.recset].length > n) s.a = r.v
  },
  'pick after adding': (s, _, n, m) => {
    add(s.recset, { k: n, v: m })
    s.a = pick(s.recset).v
  },
  'pick record and edit it': (s, _, n, m) => {
    const r = pick(items(s))
    if (m === 0) add(s.recset, { k: r.k, v: r.v })
    r.v = n
  },
  'find record and edit it': (s, _, n, m) => {
    const r = listed(items(s)).find(({ k }) => k === n)
    if (r !== undefined) r.v = m
  },
  'choose of all records': (s, _, n) => {
    const all = [...s.recset]
    if (all.length > n) s.b = n
    s.a = choose(...all).k
  },
  'choose of records backwards': s => {
    s.a = choose(...[...s.recset].reverse()).v
  },
  'choose of a record and none': (s, _, n) => {
    s.a = choose({ k: n, v: n }, ...s.recset).v
  },
  'first record of kind': (s, _, n) => {
    for (const r of s.recset) {
      if (r.k !== n) continue
      s.a = r.v
      break
    }
  },
  'remove records on the way': (s, _, n) => {
    for (const r of s.recset) if (r.k === n) remove(s.recset, r)
  },
  'add records on the way': (s, _, n) => {
    for (const r of s.recset) if (r.v === 0) add(s.recset, { k: r.k, v: n })
  },
  'read between records': (s, _, n) => {
    let sum = 0
    for (const r of s.recset) {
      sum += r.v
      if (sum > n && s.b === 0) break
    }
    s.b = sum % 3
  },
  'first two records': (s, _, n) => {
    const { next } = counting()
    const two = listed(s.recset).filter(() => next() < 2)
    s.a = two.length
    if (n > 0) s.b = two.at(-1)?.v ?? 0
  },
  'count on the way': (s, _, n) => {
    const counter = counting()
    if (listed(s.recset).some(r => counter.next() >= 0 && r.k === n)) s.a = counter.count % 3
  },
  'filtered records kept': (s, _, n) => {
    const kept = listed(s.recset).filter(({ v }) => v === n)
    if (kept.length > 0 && s.queue.length < 2) s.queue.push(kept.length)
    for (const r of kept) remove(s.recset, r)
  },
  'filtered records stored': (s, _, n) => {
    if (s.queue.length < 2) s.queue.push(listed(s.recset).filter(({ v }) => v === n))
  },
  'filter before removing': (s, _, n, m) => {
    const ones = listed(s.recset).filter(({ k }) => k === n)
    remove(s.recset, { k: n, v: m })
    s.a = ones.length % 3
  },
  'copies of filtered records': (s, _, n) => {
    const [first] = listed(s.recset).filter(({ k }) => k === n)
    if (first !== undefined) s.kept = { x: first.k, y: { z: first.v } }
  },
  'records of one kind, then of another': (s, _, n, m) => {
    if (listed(s.recset).some(({ k }) => k === n) && !listed(s.recset).some(({ v }) => v === m)) s.a = n
    else s.b = listed(s.recset).filter(({ k, v }) => k === v).length % 3
  },
  'records mapped': (s, _, n) => {
    s.a = listed(s.recset).map(({ k }) => k)[n] ?? 0
    s.b = listed(s.recset).length % 3
  },
  'record that may be unknown': (s, _, n, m) => {
    if (!has(s.recset, { k: n, v: m })) s.a = n
    else remove(s.recset, { k: m, v: n })
  },
  'record put in and taken out': (s, _, n, m) => {
    add(s.recset, { k: n, v: m })
    if (s.a > 0) remove(s.recset, { k: n, v: m })
  },
  'records replaced': (s, _, n) => {
    s.recset = setOf<Item>({ k: n, v: n }, ...(s.a > 0 ? [{ k: 0, v: n }] : []))
  },
  'records chosen by what was read': (s, _, n, m) => {
    when(!listed(s.recset).some(({ k, v }) => k === n && v === m))
    const r = pick(s.recset, ({ k, v }) => k >= s.b && v !== n)
    const other = choose(r, ...listed(s.recset).filter(({ k }) => k === r.v))
    s.b = (r.k + other.v) % 3
  },
  'my set of numbers': (s, me, n, m) => {
    const set = me?.inbox.set
    if (set === undefined) return
    if (m === 0) me!.inbox.set = setOf(n)
    else if (listed(set).some(x => x === n || x === s.a)) remove(set, n)
    else add(set, n)
    s.b = listed(me!.inbox.set).filter(x => x > 0).length
  },
  'every record alike': (s, _, n) => {
    if (listed(s.recset).every(({ v }) => v === n || s.b > 0)) s.a = n
  },
  'some item': (s, _, n) => {
    if (s.recs.some(r => r.k === n)) s.a = n
  },
  'item by a changed variable': (s, _, n) => {
    let least = n
    for (const r of s.recs) if (s.arr.some(x => x > least)) least = r.k
    s.b = least % 3
  },
  'item found and edited': (s, _, n, m) => {
    const found = s.recs.find((r, i) => i !== n && r.v >= m)
    if (found !== undefined) found.v = n
  },
  'items found by others': (s, _, n) => {
    s.a = s.recs.filter((r, i) => s.arr.every((x, j) => i === j || x <= r.v + n)).length % 3
  },
  'items counted on the way': (s, _, n) => {
    const counter = counting()
    if (s.recs.every(r => counter.next() < 1 || r.v === n)) s.b = counter.count % 3
  },
  'item seen, then read': (s, _, n) => {
    const at = s.arr.findIndex(x => x >= n)
    s.a = at < 0 ? (s.arr[0] ?? 0) % 3 : at
  },
  'wait for all': (s, _, n) => {
    when(s.arr.every(x => x <= n))
    s.arr[0] = n
  },
  'whole set for some items': (s, _, n) => {
    if (s.recs.some(r => r.v === n && size(s.recset) > r.k)) s.b = 1
  },
  'whole list for some items': (s, _, n) => {
    if (s.arr.every(x => x < n || s.queue.slice(0, x).every(y => y === 1))) s.a = 2
  },
  'an item that fails': (s, _, n) => {
    if (s.recs.some(r => (r.k === n ? s.recs.at(r.v)!.k : 0) > 0)) s.a = n
  },
  'whole set for an item': (s, _, n) => {
    if (s.recs.some(r => size(s.recset) > r.k + n)) s.b = 1
    if (size(s.recset) > 2) s.a = 0
  },
  'list for an item': (s, _, n) => {
    if (s.arr.some(x => s.queue.length > x + n)) s.b = 2
    if (s.queue.length > 1) s.a = 1
  },
} satisfies Record<string, Act>

export const setLooks = {
  'some record': (s, _, n) => listed(s.recset).some(({ k }) => k === n),
  'every record': (s, _, n) => listed(s.recset).every(({ v }) => v >= n || s.a === 0),
  'records of kind': (s, _, n) => listed(s.recset).filter(({ k }) => k === n).length,
  'first record found': (s, _, n) => listed(s.recset).find(({ v }) => v === n && s.b < 2)?.k,
  'records of two kinds': s =>
    listed(s.recset)
      .filter(({ k }) => k > 0)
      .filter(({ v }) => v > 0).length,
  'sum of records': (s, _, n) => listed(s.recset).reduce((sum, { v }) => sum + v, 0) > n,
  'record that may be unknown': (s, _, n) => has(s.recset, { k: n, v: s.a }),
  'records of each kind': (s, _, n) => [0, 1, 2].filter(x => listed(s.recset).some(r => r.k === x && r.v >= n)).length,
  'some item': (s, _, n) => s.recs.some(r => r.k === n),
  'every item': (s, _, n) => s.arr.every((x, i) => x === n || s.recs.some((r, j) => j !== i && r.v === x)),
  'items of kind': (s, _, n) => s.recs.filter(r => r.k <= n).length,
  'record behind a record': s => {
    let sum = 0
    for (const r of s.recset) if (r.k > 0) sum += r.v
    return sum
  },
} satisfies Record<string, Look>
