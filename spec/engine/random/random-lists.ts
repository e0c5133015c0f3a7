/**
 * What random models do with lists that grow and shrink, and what they look at in them: queues of records and of numbers,
 * a list that may be gone, and lists in which parts of the state lie that are edited elsewhere.
 */

import { assert, choose, when } from 'interleave-checker'
import type { Me, S } from './random-state.ts'

type ListAct = (s: S, me: Me | undefined, n: number, m: number) => void
type ListLook = (s: S, me: Me | undefined, n: number) => unknown

const longest = 3
const hasRoom = (list: readonly unknown[]): boolean => list.length < longest

export const listActs = {
  'send mail': (s, _, n, m) => {
    when(hasRoom(s.mail))
    s.mail.push({ k: n, v: m })
  },
  'send mail unasked': (s, _, n, m) => {
    s.mail.push({ k: n, v: m })
    if (s.mail.length > longest) s.mail.shift()
  },
  'receive mail': (s, me) => {
    when(s.mail.length > 0)
    const { k, v } = s.mail.shift() as { k: number; v: number }
    s.a = k
    if (me !== undefined) me.my = v
  },
  'receive mail if any': s => {
    const got = s.mail.shift()
    if (got !== undefined) s.b = got.v
  },
  'lose mail': s => {
    s.mail.shift()
  },
  'lose last mail': s => {
    s.mail.pop()
  },
  'take mail at': (s, _, n) => {
    const [got] = s.mail.splice(n, 1)
    if (got !== undefined) s.a = got.k
  },
  'drop mail from': (s, _, n) => {
    s.mail.splice(n)
  },
  'drop some mail': (s, _, n) => {
    s.mail.splice(0, n)
  },
  'drop mail from the end': (s, _, n) => {
    s.mail.splice(-1 - n, 1)
  },
  'replace mail': (s, _, n, m) => {
    s.mail.splice(n, 1, { k: m, v: n })
  },
  'mail in front': (s, _, n, m) => {
    if (hasRoom(s.mail)) s.mail.unshift({ k: n, v: m })
  },
  'mail both ways': (s, _, n, m) => {
    if (s.mail.length > 1) return
    s.mail.push({ k: n, v: 0 })
    s.mail.unshift({ k: m, v: 1 })
  },
  'turn mail round': s => {
    const got = s.mail.pop()
    if (got !== undefined) s.mail.unshift(got)
  },
  'mail to the back': s => {
    const got = s.mail.shift()
    if (got !== undefined) s.mail.push(got)
  },
  'edit first mail': (s, _, n) => {
    const [first] = s.mail
    if (first !== undefined) first.v = n
  },
  'edit mail at': (s, _, n, m) => {
    const found = s.mail.at(n - 1)
    if (found !== undefined) found.k = m
  },
  'edit mail taken out': (s, _, n) => {
    const got = s.mail.shift()
    if (got === undefined) return
    got.v = n
    if (n > 0 && hasRoom(s.mail)) s.mail.push(got)
  },
  'edit mail that was sent': (s, _, n, m) => {
    if (!hasRoom(s.mail)) return
    const sent = { k: n, v: 0 }
    s.mail.push(sent)
    sent.v = m
  },
  'mail a part of the state': (s, _, n) => {
    if (!hasRoom(s.mail) || s.recs[0] === undefined) return
    s.mail.push(s.recs[0])
    if (n > 0) s.recs[0].v = n
  },
  'keep mail as part of the state': (s, _, n) => {
    const first = s.mail[0]
    if (first === undefined || s.recs.length === 0) return
    s.recs[0] = first
    if (n > 0) s.recs[0].v = n
  },
  'forward mail': s => {
    const got = s.mail.shift()
    if (got !== undefined && hasRoom(s.log)) s.log.push(got.v)
  },
  'mail filtered': (s, _, n) => {
    s.mail = s.mail.filter(({ k }) => k !== n)
  },
  'mail spread': (s, _, n, m) => {
    if (hasRoom(s.mail)) s.mail = [...s.mail, { k: n, v: m }]
  },
  'mail sliced': s => {
    s.mail = s.mail.slice(1)
  },
  'mail sorted': s => {
    s.mail.sort((x, y) => x.k - y.k)
  },
  'assign mail at': (s, _, n, m) => {
    if (n < s.mail.length) s.mail[n] = { k: m, v: m }
  },
  'empty mail': s => {
    s.mail.length = 0
  },
  'new mail, then more': (s, _, n) => {
    s.mail = []
    s.mail.push({ k: n, v: n })
  },
  'more mail, then none': (s, _, n) => {
    const before = s.mail
    s.mail.push({ k: n, v: n })
    s.mail = []
    before.push({ k: 0, v: 0 })
    s.a = before.length % 3
  },
  'same mail again': s => {
    const before = s.mail
    s.mail = before
    if (hasRoom(before)) before.push({ k: 0, v: 0 })
  },
  'choose mail': s => {
    const i = choose(...s.mail.keys())
    const [got] = s.mail.splice(i, 1)
    s.a = got?.v ?? 2
  },
  'push and count': (s, _, n) => {
    if (hasRoom(s.log)) s.a = s.log.push(n) % 3
  },
  'push several': (s, _, n, m) => {
    if (s.log.length < 2) s.log.push(n, m)
  },
  'push and pop': (s, _, n) => {
    s.log.push(n)
    s.a = s.log.pop() ?? 2
    s.b = s.log.at(-1) ?? 2
  },
  'push and shift': (s, _, n) => {
    s.log.push(n)
    s.a = s.log.shift() ?? 2
  },
  'shift twice': s => {
    s.a = s.log.shift() ?? 2
    s.b = s.log.shift() ?? 2
  },
  'pop the first': s => {
    const [first] = s.log
    if (first === 1) s.log.pop()
  },
  'first equals last': s => {
    if (s.log[0] === s.log[s.log.length - 1]) s.log.shift()
    else s.log.pop()
  },
  'from log to mail': (s, _, n) => {
    for (const v of s.log) if (hasRoom(s.mail)) s.mail.push({ k: n, v })
    s.log = []
  },
  'count the log': s => {
    s.a = s.log.length % 3
  },
  'assert on the log': s => assert(s.log[0] !== 2 || s.log[1] !== 2),
  'list or nothing': (s, _, n) => {
    s.gone = n === 0 ? null : (s.gone ?? [])
  },
  'push to list or nothing': (s, _, n) => {
    if (s.gone !== null && s.gone.length < 2) s.gone.push(n)
  },
  'gone to log': s => {
    if (s.gone !== null) s.log = s.gone
  },
  'log to gone': s => {
    s.gone = s.log
    if (hasRoom(s.log)) s.log.push(1)
  },
  'own list': (s, me, n) => {
    if (me === undefined) return
    if (me.stack.length < 2) me.stack.push(n)
    else s.a = me.stack.pop() ?? 2
  },
  'own list to log': (s, me) => {
    const got = me?.stack.shift()
    if (got !== undefined && hasRoom(s.log)) s.log.unshift(got)
  },
} satisfies Record<string, ListAct>

export const listLooks = {
  'mail length': s => s.mail.length,
  'mail waits': s => s.mail.length > 0,
  'first mail': s => s.mail[0]?.k,
  'last mail': s => s.mail.at(-1)?.v,
  'mail at': (s, _, n) => s.mail.at(n - 2)?.k,
  'mail for n': (s, _, n) => s.mail.some(({ k }) => k === n),
  'all mail below n': (s, _, n) => s.mail.every(({ v }) => v <= n),
  'place of mail': (s, _, n) => s.mail.findIndex(({ k }) => k === n) + 1,
  'mail found': (s, _, n) => s.mail.find(({ v }) => v === n)?.k,
  'sum of mail': s => s.mail.reduce((sum, { k, v }) => sum + k + v, 0),
  'first of log': s => s.log[0],
  'log has n': (s, _, n) => s.log.includes(n),
  'n in log': (s, _, n) => s.log.indexOf(n) + 1,
  'log in words': s => s.log.join('').length,
  'index in log': (s, _, n) => n in s.log,
  'last of log by length': s => s.log[s.log.length - 1],
  'gone is a list': s => Array.isArray(s.gone),
  'gone or its length': s => (s.gone === null ? 2 : s.gone.length),
  'own top': (_, me) => me?.stack.at(-1),
  'texts of mail': s => JSON.stringify(s.mail).length,
} satisfies Record<string, ListLook>
