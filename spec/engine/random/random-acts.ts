/**
 * What random models do and look at besides the instructions of `random-steps.ts`: dictionaries whose keys change, sets
 * of records, the locals of other instances, whether something is `me`, and things that proxies cannot follow.
 */

import { add, choose, has, remove, size } from 'interleave-checker'
import { setActs, setLooks } from './random-set-acts.ts'
import type { Me, S } from './random-state.ts'

/** Numbers are 0, 1 or 2. */
type Act = (s: S, me: Me | undefined, n: number, m: number) => void
type Look = (s: S, me: Me | undefined, n: number) => unknown

/** Keys that look like numbers stand first in every object, whatever was assigned first. */
const keys = ['a', 'b', '10'] as const
const key = (n: number): string => keys[n] ?? '9'
const p0 = (s: S): Me[] => (s as unknown as { p0?: Me[] }).p0 ?? []
const other = (s: S, n: number): Me | undefined => p0(s)[n % p0(s).length]
const unknownSymbol = Symbol('unknown')
/** Nobody has this; but a proxy can't know what else is behind the question. */
const lookBehind = (s: object): boolean => Reflect.get(s, unknownSymbol) === undefined

export const acts = {
  ...setActs,
  'put key': (s, _, n, m) => {
    s.dict[key(n)] = m
  },
  'delete key': (s, _, n) => {
    delete s.dict[key(n)]
  },
  'count up key': (s, _, n) => {
    s.dict[key(n)] = ((s.dict[key(n)] ?? 0) + 1) % 3
  },
  'spread dict': (s, _, n, m) => {
    s.dict = { ...s.dict, [key(n)]: m }
  },
  'rest of dict': (s, _, n) => {
    const { [key(n)]: gone, ...rest } = s.dict
    s.dict = rest
    s.a = gone ?? s.a
  },
  'dict from entries': (s, _, n, m) => {
    s.dict = Object.fromEntries(Object.entries(s.dict).map(([k, v]) => [k, k === key(n) ? m : v]))
  },
  'clear dict': s => {
    s.dict = {}
  },
  'new dict': (s, _, n, m) => {
    s.dict = { b: n, a: m }
  },
  'dict to queue': s => {
    if (s.queue.length < 2) s.queue.push(s.dict)
  },
  'delete nested': (s, _, n) => {
    if (n === 0) delete (s.rec.y as { z?: number }).z
    else s.rec.y = { z: 0 }
  },
  'put top': (s, _, n) => {
    s.top = n
  },
  'delete top': s => {
    delete s.top
  },
  'add record': (s, _, n, m) => add(s.recset, n === 0 ? { k: n, v: m } : { v: m, k: n }),
  'remove record': (s, _, n, m) => remove(s.recset, { v: m, k: n }),
  'choose record': (s, _, n) => {
    const { k, v } = choose(...s.recset)
    remove(s.recset, { k, v })
    if (n > 0) add(s.recset, { k, v: (v + n) % 3 })
  },
  'remove chosen record': s => remove(s.recset, choose(...s.recset)),
  'iterate records': (s, _, n) => {
    for (const r of s.recset) if (r.v < n) s.a = (s.a + r.k) % 3
  },
  'copy of record to kept': (s, _, n) => {
    const [first] = [...s.recset].filter(({ k }) => k === n)
    if (first !== undefined) s.kept = { x: first.k, y: { z: first.v } }
  },
  'records filtered': (s, _, n) => {
    for (const r of [...s.recset].filter(({ k }) => k !== n)) remove(s.recset, r)
  },
  "another's local": (s, _, n, m) => {
    const found = other(s, n)
    if (found !== undefined) found.my = m
  },
  "another's flag": (s, _, n, m) => {
    const found = other(s, n)
    if (found !== undefined) found.inbox.flag = m
  },
  "another's set": (s, _, n, m) => {
    const found = other(s, n)
    if (found !== undefined) add(found.inbox.set, m)
  },
  "another's inbox": (s, me, n) => {
    const found = other(s, n)
    if (found !== undefined && me !== undefined) found.inbox = { ...me.inbox, flag: n }
  },
  'all locals': (s, _, n) => {
    for (const q of p0(s)) q.my = (q.my + n) % 3
  },
  'locals by path': (s, me, n) => {
    // `me` and the instance in the state are one object: what is written through the one is read through the other.
    if (me !== undefined && p0(s)[me.id] !== undefined) (p0(s)[me.id] as Me).my = n
    if (me !== undefined) me.my = (me.my + 1) % 3
  },
  'choose a key': s => {
    s.a = (s.dict[choose(...Object.keys(s.dict))] ?? 0) % 3
  },
  'edit a record': (s, _, n) => {
    // No type allows it; whatever becomes equal must be one.
    for (const r of s.recset as Iterable<{ k: number; v: number }>) if (n < 2) r.v = n
  },
  "others' locals": (s, me, n) => {
    for (const q of p0(s)) if (q !== me) q.my = n
  },
  'own place': (s, me, n) => {
    const own = p0(s).find(q => q === me)
    if (own !== undefined) own.my = n
    s.a = (me?.my ?? 0) % 3
  },
  'own copy': (s, me, n) => {
    if (me !== undefined && p0(s)[me.id] === me) p0(s)[me.id] = { ...me, my: n }
  },
  'copies of all': (s, _, n) => {
    const whole = s as unknown as { p0?: Me[] }
    if (whole.p0 !== undefined) whole.p0 = whole.p0.map(q => ({ ...q, my: (q.my + n) % 3 }))
  },
  "another's fields": (s, me, n) => {
    const found = other(s, n)
    if (me !== undefined && found !== undefined && found !== me && p0(s)[me.id] === me) p0(s)[me.id] = found
  },
  'copy of me to queue': (s, me) => {
    if (me !== undefined && s.queue.length < 2) s.queue.push({ ...me })
  },
  'behind the proxy': (s, _, n) => {
    if (lookBehind(s.rec)) s.a = (s.rec.x + n) % 3
  },
  'behind the whole': (s, _, n, m) => {
    if (lookBehind(s)) s.dict[key(n)] = m
  },
} satisfies Record<string, Act>

export const looks = {
  ...setLooks,
  'dict size': s => Object.keys(s.dict).length,
  'dict value': (s, _, n) => s.dict[key(n)],
  'in dict': (s, _, n) => key(n) in s.dict,
  'own in dict': (s, _, n) => Object.hasOwn(s.dict, key(n)),
  'sum of dict': s => {
    let sum = 0
    for (const k in s.dict) sum += s.dict[k] ?? 0
    return sum
  },
  'values of dict': s => Object.values(s.dict).filter(v => v > 0).length,
  'text of dict': s => JSON.stringify(s.dict).length,
  'has top': s => 'top' in s,
  'value of top': (s, _, n) => s.top === n,
  'has record': (s, _, n) => has(s.recset, { v: n, k: 1 }),
  records: s => size(s.recset),
  'sum of records': s => [...s.recset].reduce((sum, r) => sum + r.k + r.v, 0),
  "another's": (s, _, n) => other(s, n)?.my,
  "another's flag": (s, _, n) => other(s, n)?.inbox.flag,
  'instances with a 1': s => p0(s).filter(q => q.my === 1).length,
  'first key of record': s => Object.keys(s.rec)[0] === 'x',
  'order of record': s => JSON.stringify(s.rec).startsWith('{"x"'),
  'last key of record': s => {
    let last = ''
    for (const k in { ...s.rec }) last = k
    return last === 'y'
  },
  'first key of dict': s => Object.keys(s.dict)[0] === 'a',
  'place of me': (s, me) => p0(s).filter(q => q === me).length,
  'index of me': (s, me) => (me !== undefined && p0(s)[me.id] === me ? p0(s).indexOf(me) : 2),
  others: (s, me) => p0(s).filter(q => q !== me).length,
  'some other has a 1': (s, me) => p0(s).some(q => q !== me && q.my === 1),
  'behind the proxy': s => lookBehind(s.rec) && s.rec.x,
  'behind the whole': s => lookBehind(s) && s.a,
  // Throws in some states: in a step that is a finding, in a claim a mistake.
  'keys of me': (_, me) => Object.keys({ ...me }).length,
  'beyond null': s => (s.maybe as { n: number }).n,
  'behind a list': (s, _, n) => lookBehind(s.recs) && s.recs[n]?.v,
} satisfies Record<string, Look>
