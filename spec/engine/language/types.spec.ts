/**
 * What compiles and what does not: small files of an author, written to a folder in `out` and compiled together.
 *
 * In a file that must not compile, a comment `// refused: ...` ends each line that must be refused, and gives a part of
 * the message. No other line of it may be.
 */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const imports =
  "import { alike, assert, assertHolds, check, choose, errorCodes, expectations, joined, type Model, model, ModelError, oneOf, prefixed, setOf, type SetOf, type StepName, UsageError, type VerdictTable, verdictTable, when } from 'interleave-checker'"

/** A model with something of everything, of which the bad files are small changes. */
const lamps = `
export const lamps = model('lamps', { count: 2, dimmed: true, mode: 'np' as 'np' | 'npc' })
  .shared(c => ({ on: Array<boolean>(c.count).fill(false), owner: null as number | null, level: 0 }))
  .process('switch', {
    count: c => c.count,
    locals: (c, id) => ({ presses: 0, mine: [id] }),
    steps: {
      wait: s => { when(s.owner === null) },
      press: (s, me, c) => {
        s.on[me.id] = true
        me.presses++
        if (c.mode === 'npc') return 'wait'
      },
    },
    mayRest: ['wait'],
  })
  .variant('dark', { dimmed: false })
`

const tables = `
const table = verdictTable({ title: 't', columns: { v1: '', v2: '' }, rows: { safe: '', live: '' }, defects: { D1: '' } })
`

/** A model whose process is a list of blocks: its own, one of a procedure, and one that is made of two. */
const printers = `
interface Busy { busy: number | null }
const lock = { acquire: (s: Busy, me: { readonly id: number }) => { when(s.busy === null); s.busy = me.id } }
const unlock = (next: 'wait') => ({ release: (s: Busy) => { s.busy = null; return next } })
export const printers = model('printers', { count: 2 })
  .shared(() => ({ busy: null as number | null, pages: 0 }))
  .process('printer', {
    count: c => c.count,
    locals: () => ({ page: 0 }),
    steps: [
      { wait: (s, me) => { when(s.pages > 0); me.page = s.pages } },
      lock,
      joined({ print: (s: { pages: number }) => { s.pages-- } }, unlock('wait')),
    ],
    mayRest: ['wait'],
  })
  .action('order', s => { s.pages++ })
`

const good: Record<string, string> = {
  'the steps of a process as a list of blocks, with every label known afterwards': `
${printers}
export const claimed = printers
  .invariant('a', s => s.printer.every(one => one.pc === 'wait' || one.pc === 'acquire' || one.pc === 'print' || one.pc === 'release' || one.pc === 'done'))
  .invariant('b', s => s.printer.every(one => one.page <= s.pages + 1))
  .transition('c', (before, after, step) => before.busy === after.busy || step.step === 'acquire' || step.step === 'release')
  .transition('d', (_before, _after, step) => step.process !== null || step.step === 'order')
  .transition('e', { given: (_before, _after, step) => step.process === 'printer' && step.step === 'print', then: (before, _after, step) => before.busy === step.instance })
  .span('printer', 'holds', (s, me) => s.busy === me.id && me.pc !== 'wait')
`,
  'a step of a model without processes, one of a model without anything, and one that is any': `
model('m').shared(() => ({ n: 0 })).action('up', s => { s.n++ }).transition('c', (_b, _a, step) => step.step === 'up' && step.process === null)
model('m').transition('c', (_b, _a, step) => step.step === 'whatever')
export const name = (step: StepName): string => step.step
printersLike(name)
function printersLike(say: (step: StepName) => string) {
  return model('m').process('p', { steps: { a: () => {} } }).transition('c', (_b, _a, step) => say(step) !== '')
}
`,
  'the help of the code of an error': `
export const help = (error: unknown): string => error instanceof ModelError || error instanceof UsageError ? errorCodes[error.code].advice : ''
export const isTypo = (error: ModelError): boolean => error.code === 'unknown-label'
`,
  'every kind of plain data in a state, inferred as it would be without the look at it': `
interface Tree { n: number; o?: number; readonly kids: readonly Tree[]; pair: readonly [number, string]; up: Tree | null }
declare const tree: Tree
declare const branded: number & { readonly unit: 'ms' }
export const m = model('m', { size: 1 })
  .shared(c => ({ mode: 'a', n: c.size, on: true, list: [1], none: null, empty: [] as string[], rec: { deep: 'x' }, tree, branded,
    dictionary: {} as Record<string, { at: number }>, kind: 'x' as 'x' | 'y', msgs: setOf<{ to: number }>({ to: 1 }), any: 0 as unknown }))
  .process('p', { locals: (_c, id) => ({ seen: 'a', own: id, tree: null as Tree | null }), steps: { a: (s, me) => {
    s.mode = 'b'; s.n = 2; s.on = false; s.list.push(2); s.rec.deep = 'y'; s.kind = 'y'; s.dictionary.k = { at: 1 }; s.branded = branded
    delete s.tree.o; s.tree.o = 1; s.tree.up = tree; me.seen = 'c'; me.own = 3; me.tree = tree; s.any = 'x'
    const sent: SetOf<{ to: number }> = s.msgs
    for (const { to } of sent) me.own = to
  } } })
  .action('x', s => { s.p[0]!.seen = 'b'; s.p[0]!.tree = tree })
  .invariant('c', s => s.tree.kids.every(kid => kid.pair[0] > 0) && s.mode.length > 0)
export const several = model('m').shared(() => oneOf([{ mode: 'a' }, { mode: 'b' }])).action('a', s => { s.mode = 'c' })
export const twoWays = model('m', { n: 1 }).shared(c => { if (c.n > 0) return { a: 1 }; return { a: 2 } }).action('a', s => { s.a++ })
export const generic = <T extends object>(extra: T) => model('m').shared<{ n: number } & T>(() => ({ n: 0, ...extra }) as never).action('a', s => { s.n++ })
generic({ b: 'x' }).action('c', s => { s.b = 'y'; s.n = 1 })
`,
  'temporal claims and fairness, every name inferred': `
${lamps}
export const live = lamps
  .action('cut', s => { s.level = 0 })
  .fair({ weak: ['switch', 'cut'], strong: ['switch: press'] })
  .eventually('e', (s, c) => s.level > (c.dimmed ? 0 : 1))
  .eventually('each', (s, me) => me.presses > 0 && s.on[me.id] === true, { of: 'switch', fair: { weak: ['switch: wait'] } })
  .leadsTo('l', (s, me) => me.pc === 'wait', (s, me) => me.pc === 'press', { of: 'switch' })
  .infinitelyOften('i', s => s.owner === null)
  .eventuallyAlways('a', s => s.owner === null, { fair: {} })
  .canAlways('c', (s, me, c) => me.id < c.count, { of: 'switch' })
  .temporal('t', f => f.always(f.implies(f.and(f.taken('switch: press'), s => s.level === 0), f.eventually(f.enabled('cut')))))
  .temporal('m', f => f.until(f.not((s, me) => me.presses > 0), f.or(f.takenByMe('press'), f.enabledForMe())), { of: 'switch' })
  .variant('unfair', {}, { fair: { weak: ['cut'] } })
export const expected = expectations(live, { base: { fails: { e: [3, 2], c: 4 } }, dark: {}, unfair: {} })
`,
  'a check under variants and constants that the model has': `
${lamps}
export const { ok, reason, warnings, counterexamples } = await check(lamps, { variant: 'dark', set: { count: 3, mode: 'npc' }, engine: 'reference', maxStates: 10 })
await check(lamps)
await check(model('m'), {})
await assertHolds(lamps, { variant: null, set: {}, signal: new AbortController().signal, onProgress: ({ states }) => states > 0 })
`,
  'the example of the design, every name inferred': `
export const qrcu = model('qrcu', { readers: 2, updaters: 2, resum: true })
  .shared(c => ({ idx: 0, ctr: [1, 0], progress: Array<number>(c.readers).fill(0), mutex: null as number | null }))
  .process('reader', {
    count: c => c.readers,
    locals: () => ({ my: 0 }),
    steps: {
      load: (s, me) => { me.my = s.idx },
      enter: (s, me) => { if (s.ctr[me.my] === 0) return 'load'; s.ctr[me.my]!++ },
      inside: (s, me) => { s.progress[me.id] = 1 },
    },
  })
  .process('updater', {
    count: c => c.updaters,
    locals: () => ({ sum: 0, other: 0 }),
    steps: {
      sum: (s, me) => { const first = choose(0, 1); me.sum = s.ctr[first]!; me.other = 1 - first },
      lock: (s, me) => { when(s.mutex === null); s.mutex = me.id },
      verify: (s, me) => { assert(s.mutex !== me.id, 'grace period ended early'); return 'sum' },
    },
  })
  .invariant('counters never negative', s => s.ctr.every(n => n >= 0))
  .variant('no re-summation', { resum: false })
`,
  'a procedure typed on what it needs, spread into a process of another model': `
interface Locked { mutex: number | null }
const lock = {
  acquire: (s: Locked, me: { readonly id: number }) => { when(s.mutex === null); s.mutex = me.id },
}
const unlock = (next: 'out') => ({ release: (s: Locked) => { s.mutex = null; return next } })
export const m = model('m')
  .shared(() => ({ mutex: null as number | null, work: 0 }))
  .process('p', {
    locals: () => ({ seen: 0 }),
    steps: { ...lock, work: (s, me) => { me.seen = s.work++ }, ...unlock('out'), out: (_s, me) => (me.seen > 1 ? 'acquire' : undefined) },
    mayRest: ['acquire'],
  })
  .invariant('one inside', s => s.p.filter(p => p.pc === 'release' || p.pc === 'work').length <= 1)
`,
  'a procedure at two places under prefixes': `
const bump = { read: (s: { n: number }, me: { got: number }) => { me.got = s.n }, write: (s: { n: number }, me: { got: number }): 'read' | undefined => { s.n = me.got + 1; return choose('read' as const, undefined) } }
export const m = model('m')
  .shared(() => ({ n: 0 }))
  .process('p', { locals: () => ({ got: 0 }), steps: { ...prefixed('first ', bump), ...prefixed('second ', bump), over: () => 'first read' } })
  .invariant('c', s => s.p.every(p => p.pc === 'first read' || p.pc !== 'second write' || p.got >= 0))
`,
  'several initial states': `
export const m = model('m', { n: 1 })
  .shared(c => oneOf([{ x: 0, y: null as string | null }, { x: c.n, y: 'a' }]))
  .action('a', s => { s.x++; s.y = s.y === null ? 'b' : null })
  .invariant('c', s => s.x >= 0 && (s.y === null || s.y.length > 0))
`,
  'several initial states made by a loop': `
export const m = model('m').shared(() => oneOf([0, 1, 2].map(x => ({ x })))).invariant('c', s => s.x < 3)
`,
  'constants of every kind, set by variants': `
export const m = model('m', { n: 1, on: true, mode: 'np' as 'np' | 'npc', list: [1], limit: null as number | null, rec: { deep: true } })
  .shared(c => ({ list: c.list, deep: c.rec.deep }))
  .process('p', { steps: { a: (s, _me, c) => { if (c.on === false || c.mode === 'npc') return 'done'; s.deep = false; s.list.push(1) } } })
  .variant('v', { on: false, n: 3, limit: 4, list: [], rec: { deep: false } })
  .variant('w', { mode: 'npc' })
  .variant('same', {})
export const expected = expectations(m, { base: {}, v: { fails: { c: 3, d: 'never' } }, w: { census: [1, 2, 3] }, same: {} })
`,
  'claims of every kind, on processes too': `
${lamps}
export const claimed = lamps
  .invariant('a', s => s.switch.every(one => one.pc === 'wait' || one.pc === 'press' || one.pc === 'done'))
  .invariant('b', { given: (s, c) => s.level > c.count, then: s => s.on.some(on => on) })
  .transition('c', (before, after, step, c) => before.level <= after.level || step.process === 'switch' || step.instance < c.count)
  .reachable('d', (s, c) => s.switch[0]?.presses === c.count)
  .mayDeadlock()
`,
  'an imported model, extended and given expectations': `
import { lamps } from './base.ts'
const spec = lamps.invariant('mine', (s, c) => s.switch.length === c.count && s.switch[0]?.mine[0] === 0).variant('three', { count: 3 })
export default spec
export const expected = expectations(spec, { base: {}, dark: {}, three: { fails: { mine: 2 } } })
`,
  'expectations that are alike': `
${lamps}
export const expected = expectations(lamps, alike(['base', 'dark'], { fails: { a: 3 } }))
export const more = expectations(lamps, { base: {}, ...alike(['dark'], { census: [1, 2, 3] }) })
`,
  'variants by product, which keep their names': `
${lamps}
const dim = { dimmed: true }
const spec = lamps.variants({ three: { count: 3 }, dim }, { mode: ['np', 'npc'] }).withoutVariants('dim, np')
await check(spec, { variant: 'three, npc' })
await check(spec.variant('dim, np', { count: 1 }), { variant: 'dim, np' })
await check(lamps.variants({ count: [1, 2] }, { dimmed: [true, false] }), { variant: 'count=1, dimmed=false' })
await check(lamps.variants({ one: { count: 1 } }, { '': {}, np: { mode: 'np' } }, { dimmed: [true] }), { variant: 'one, np, dimmed=true' })
await check(model('m', { list: [1] }).shared(() => ({})).variants({ a: { list: [2] } }), { variant: 'a' })
`,
  'expectations by rule and exception': `
${lamps}
const spec = lamps.invariant('it is long', () => true).variants({ three: { count: 3 } }, { mode: ['np', 'npc'] })
const rules = [{ where: { mode: 'npc' }, fails: { long: 3 } }] as const
export const one = expectations(spec, { claims: { long: 'it is long' }, rules }, { base: {}, dark: { fails: { 'no deadlock': 2 } }, 'three, np': {} })
export const two = expectations(spec, { rules: [{ where: ['three, np', 'base'], fails: { 'it is long': 3 }, census: [1, 2, 3] }, { where: {} }] }, { 'three, np': { fails: { 'it is long': 'holds' } } })
`,
  'a verdict table of several models': `
${lamps}
${tables}
const other = model('other').shared(() => ({ n: 0 })).action('a', () => {})
export default table
  .analysis({ safe: { holds: ['v1'], violated: ['v2'], notes: { v1: 'a' } } })
  .place(lamps, { columns: { v1: ['base', 'dark'] }, rows: { safe: 'no deadlock', live: ['no deadlock', 'no step throws'] } })
  .place(other, { columns: { v2: ['base'] }, rows: { safe: 'no deadlock' } })
  .mutant('D1', lamps, { settings: ['dark'], caughtBy: ['no deadlock'] })
  .leaveOut({ rows: ['live'], columns: ['v2'] }, 'why')
`,
  'a process without locals, an action with a choice, a process that only loops': `
export const m = model('m')
  .shared(() => ({ n: 0 }))
  .process('loop', { count: 2, steps: { go: s => { s.n = choose(1, 2, 3); return 'go' } } })
  .action('reset', s => { when(s.n > 1); s.n = 0 })
  .process('watch', { steps: { look: s => { when(s.loop.every(p => p.pc === 'go')) } } })
`,
}

const bad: Record<string, string> = {
  'a misspelt label, local, cell or constant in a list of blocks': `
${printers}
const ps = printers.process('q', { locals: () => ({ mine: 0 }), steps: [
  { a: s => { s.page = 1 } }, // refused: 'page' does not exist
  { b: (_s, me) => { me.mien = 1 } }, // refused: 'mien' does not exist
  { c: (_s, _me, c) => { when(c.cuont > 1) } }, // refused: 'cuont' does not exist
  { e: () => 'a' },
] })
printers.process('q', { steps: [{ a: () => {} }, { b: () => 'aa' }] }) // refused: is not assignable to type
printers.process('q', { steps: [{ a: () => {} }, { b: () => {} }], mayRest: ['ab'] }) // refused: '"ab"' is not assignable to type
ps.invariant('c', s => s.q.every(one => one.pc !== 'f')) // refused: no overlap
`,
  'an assignment to me.pc or me.id in a list of blocks': `
model('m').process('p', { steps: [{ a: (_s, me) => { me.pc = 'b' } }, { b: () => {} }] }) // refused: 'pc' because it is a read-only property
model('m').process('p', { steps: [{ a: () => {} }, { b: (_s, me) => { me.id = 1 } }] }) // refused: 'id' because it is a read-only property
`,
  'a procedure in a list of blocks that goes to a label which its process does not have, or needs a cell that is not there': `
const leave = { go: (_s: object): 'out' => 'out' }
const lock = { acquire: (s: { mutex: number | null }) => { s.mutex = 1 } }
model('m').process('p', { steps: [{ a: () => {} }, leave] }) // refused: '({ go: (_s: object) => "out"; }
model('m').shared(() => ({ n: 0 })).process('p', { steps: [{ a: () => {} }, lock] }) // refused: '({ acquire: (s: { mutex: number | null; }) => void; }
`,
  'a duplicate label in blocks that are joined': `
joined({ a: () => {} }, { a: () => {}, b: () => {} }) // refused: "this label occurs twice"
`,
  'a misspelt label, process or action in a transition claim, by its step': `
${printers}
printers.transition('c', (_b, _a, step) => step.step !== 'pritn') // refused: no overlap
printers.transition('d', (_b, _a, step) => step.process === 'pritner') // refused: no overlap
printers.transition('e', (_b, _a, step) => step.process === null && step.step === 'odrer') // refused: no overlap
printers.transition('f', (_b, _a, step) => step.process === null && step.step === 'print') // refused: no overlap
printers.transition('g', (_b, _a, step) => step.process === 'printer' && step.step === 'order') // refused: no overlap
printers.transition('h', { given: (_b, _a, step) => step.step === 'relaese', then: () => true }) // refused: no overlap
printers.transition('i', (_b, _a, step) => step.step === 'done') // refused: no overlap
printers.transition('j', (_b, _a, step) => step.instance === '0') // refused: no overlap
${lamps}
lamps.transition('k', (_b, _a, step) => step.step === 'prss') // refused: no overlap
`,
  'a misspelt process, label or local in a span': `
${printers}
printers.span('pritner', 's', () => true) // refused: '"pritner"' is not assignable to parameter
printers.span('printer', 's', (_s, me) => me.pc === 'pritn') // refused: no overlap
printers.span('printer', 's', (_s, me) => me.pgae > 0) // refused: 'pgae' does not exist
`,
  'a local that is undefined, a function or a bigint': `
model('m').process('p', { locals: () => ({ u: undefined }), steps: { a: () => {} } }) // refused: 'undefined' is not assignable to type 'Undefined'
model('m').process('p', { locals: () => ({ f: () => 1 }), steps: [{ a: () => {} }] }) // refused: "not plain data: a function"
model('m').process('p', { locals: () => ({ n: 1n }), steps: [{ a: () => {} }] }) // refused: "not plain data: a bigint"
`,
  'a code that no error has': `
throw new ModelError('bad-nam', '') // refused: '"bad-nam"' is not assignable to parameter
throw new UsageError('bad-name', '') // refused: '"bad-name"' is not assignable to parameter
export const isOurs = (error: ModelError) => error.code === 'internal' // refused: no overlap
errorCodes['bad-nam'] // refused: 'bad-nam' does not exist
`,
  'what is internal: the description of a model, its class, and options of the commands': `
${lamps}
${tables}
lamps.description // refused: 'description' does not exist
table.description // refused: 'description' does not exist
new Model({}) // refused: 'Model' only refers to a type
new VerdictTable({}) // refused: 'VerdictTable' only refers to a type
check(lamps, { heapLimit: 1 }) // refused: 'heapLimit' does not exist
check(lamps, { keepShortestRuns: true }) // refused: 'keepShortestRuns' does not exist
expectations({}, { base: {} }) // refused: '[variantNames]' is missing
`,
  'a part of the shared state that is no plain data': `
class Counter { n = 0; up(): void { this.n++ } }
model('m').shared(() => ({ m: new Map<string, number>() })) // refused: "not plain data: a Map"
model('m').shared(() => ({ ok: 1, s: new Set([1]) })) // refused: "not plain data: a Set (use setOf)"
model('m').shared(() => ({ d: { deep: [new Date()] } })) // refused: "not plain data: a Date"
model('m').shared(() => ({ f: () => 1 })) // refused: "not plain data: a function"
model('m').shared(() => ({ r: /x/ })) // refused: "not plain data: a RegExp"
model('m').shared(() => ({ b: new Uint8Array(3) })) // refused: "not plain data: bytes"
model('m').shared(() => ({ p: Promise.resolve(1) })) // refused: "not plain data: a promise"
model('m').shared(() => ({ n: 1n })) // refused: "not plain data: a bigint"
model('m').shared(() => ({ y: Symbol('x') })) // refused: "not plain data: a symbol"
model('m').shared(() => ({ a: undefined })) // refused: 'undefined' is not assignable to type 'Undefined'
model('m').shared(() => ({ a: undefined as string | undefined })) // refused: 'undefined' is not assignable to type 'string | Undefined'
model('m').shared(() => ({ c: new Counter() })) // refused: up: "not plain data: a function"
model('m').shared(() => ({ s: setOf<Date>() })) // refused: "not plain data: a Date"
model('m').shared(() => oneOf([{ m: new Map() }])) // refused: "not plain data: a Map"
model('m').shared(async () => ({ n: 0 })) // refused: "not plain data: a promise"
const state = { m: new Map() }
model('m').shared(() => state) // refused: "not plain data: a Map"
`,
  'a local that is no plain data': `
model('m').process('p', { locals: () => ({ d: new Date() }), steps: { a: () => {} } }) // refused: "not plain data: a Date"
model('m').process('p', { locals: (_c, id) => ({ m: new Map([[id, 1]]) }), steps: { a: () => {} } }) // refused: "not plain data: a Map"
`,
  'a check of something that is no model, or under what the model does not have': `
${lamps}
check({}) // refused: is missing the following properties
check(lamps.description) // refused: 'description' does not exist
check(lamps, { variant: 'drak' }) // refused: '"drak"' is not assignable to type '"dark"'
check(lamps, { set: { cuont: 1 } }) // refused: 'cuont' does not exist
check(lamps, { set: { count: '1' } }) // refused: 'string' is not assignable to type 'number'
check(lamps, { engine: 'spin' }) // refused: '"spin"' is not assignable to type
check(lamps, { maxState: 3 }) // refused: 'maxState' does not exist
check(model('m'), { variant: 'x' }) // refused: 'string' is not assignable to type 'null | undefined'
check(model('m'), { set: { x: 1 } }) // refused: 'number' is not assignable to type 'never'
assertHolds({}) // refused: is missing the following properties
assertHolds(lamps, { variant: 'drak', allClaims: true }) // refused: '"drak"' is not assignable to type '"dark"'
assertHolds(lamps, { set: { cuont: 1 } }) // refused: 'cuont' does not exist
`,
  'a constant of a model that has none': `
model('m').variant('v', { n: 1 }) // refused: 'number' is not assignable to type 'never'
model('m').action('a', (_s, c) => { when(c.n) }) // refused: 'n' does not exist
`,
  'a verdict table with names that are not there': `
${lamps}
${tables}
table.place(lamps, { columns: { v1: ['drak'] }, rows: {} }) // refused: '"drak"' is not assignable to type
table.place(lamps, { columns: { v3: ['dark'] }, rows: {} }) // refused: 'v3' does not exist
table.place(lamps, { columns: {}, rows: { saef: 'no deadlock' } }) // refused: 'saef' does not exist
table.analysis({ safe: { holds: ['v3'] } }) // refused: '"v3"' is not assignable to type
table.analysis({ safe: { notes: { v3: '' } } }) // refused: 'v3' does not exist
table.dispute({ rows: ['saef'], columns: ['v1'] }, '') // refused: '"saef"' is not assignable to type
table.mutant('D2', lamps, { settings: ['dark'], caughtBy: [] }) // refused: '"D2"' is not assignable to parameter
table.mutant('D1', lamps, { settings: ['drak'], caughtBy: [] }) // refused: '"drak"' is not assignable to type
`,
  'a misspelt label that a step returns': `
model('m').shared(() => ({ n: 0 })).process('p', { steps: {
  first: s => { s.n++ },
  second: () => 'frist', // refused: '"frist"' is not assignable to type
} })
`,
  'a misspelt label among others that a step returns': `
model('m').shared(() => ({ n: 0 })).process('p', { steps: {
  first: s => { // refused: "secnd"
    if (s.n > 1) return 'first'
    return 'secnd'
  },
  second: () => {},
} })
`,
  'a label that is no string': `
model('m').shared(() => ({ n: 0 })).process('p', { steps: {
  first: () => {},
  second: s => s.n, // refused: 'number' is not assignable to type
} })
`,
  'a misspelt field of the shared state': `
${lamps}
lamps.process('q', { steps: { a: s => { s.levle++ } } }) // refused: 'levle' does not exist
lamps.action('b', s => { s.ownr = 1 }) // refused: 'ownr' does not exist
`,
  'a value of the wrong type in the shared state': `
${lamps}
lamps.action('b', s => { s.owner = 'me' }) // refused: 'string' is not assignable to type 'number'
`,
  'a misspelt local': `
model('m').process('p', { locals: () => ({ seen: 0 }), steps: { a: (_s, me) => { me.sean = 1 } } }) // refused: 'sean' does not exist
`,
  'a misspelt constant': `
${lamps}
lamps.process('q', { count: c => c.cuont, steps: { a: () => {} } }) // refused: 'cuont' does not exist
lamps.process('q', { locals: c => ({ n: c.cuont }), steps: { a: () => {} } }) // refused: 'cuont' does not exist
lamps.process('q', { steps: { a: (_s, _me, c) => { when(c.dimed) } } }) // refused: 'dimed' does not exist
lamps.action('b', (_s, c) => { when(c.dimed) }) // refused: 'dimed' does not exist
lamps.invariant('c', (_s, c) => c.dimed) // refused: 'dimed' does not exist
model('m', { size: 1 }).shared(c => ({ n: c.sise })) // refused: 'sise' does not exist
`,
  'a misspelt label that is compared with pc': `
${lamps}
lamps.invariant('c', s => s.switch.every(one => one.pc !== 'prss')) // refused: no overlap
model('m').process('p', { steps: { a: () => {}, b: (_s, me) => { when(me.pc === 'c') } } }) // refused: no overlap
`,
  'a misspelt process, local or cell in a claim': `
${lamps}
lamps.invariant('c', s => s.swich.length > 0) // refused: 'swich' does not exist
lamps.reachable('d', s => s.switch[0]?.preses === 1) // refused: 'preses' does not exist
lamps.transition('e', (before, after) => before.level < after.levle) // refused: 'levle' does not exist
lamps.invariant('f', { given: s => s.levle > 0, then: () => true }) // refused: 'levle' does not exist
lamps.transition('g', (_b, _a, step) => step.label === 'press') // refused: 'label' does not exist
`,
  'a misspelt name in a temporal claim or in fairness': `
${lamps}
lamps.fair({ weak: ['swich'] }) // refused: '"swich"' is not assignable to type
lamps.fair({ strong: ['switch: prss'] }) // refused: '"switch: prss"' is not assignable to type
lamps.fair({ fairly: ['switch'] }) // refused: 'fairly' does not exist
lamps.eventually('e', s => s.levle > 0) // refused: 'levle' does not exist
lamps.eventually('f', (_s, me) => me.preses > 0, { of: 'switch' }) // refused: 'preses' does not exist
lamps.eventually('g', (_s, me) => me.pc === 'prss', { of: 'switch' }) // refused: no overlap
lamps.eventually('h', () => true, { of: 'swich' }) // refused: '"swich"' is not assignable to type
lamps.canAlways('i', s => s.level > 0, { fair: {} }) // refused: 'fair' does not exist
lamps.leadsTo('l', s => s.level > 0, s => s.levle > 0) // refused: 'levle' does not exist
lamps.temporal('t', f => f.always(s => s.levle > 0)) // refused: 'levle' does not exist
lamps.temporal('u', f => f.taken('prss')) // refused: '"prss"' is not assignable to parameter
lamps.temporal('v', f => f.takenByMe('prss'), { of: 'switch' }) // refused: '"prss"' is not assignable to parameter
lamps.temporal('w', f => f.takenByMe('press')) // refused: not callable
lamps.variant('x', {}, { fair: { weak: ['swich'] } }) // refused: '"swich"' is not assignable to type
`,
  'a misspelt label in mayRest': `
model('m').process('p', { steps: { wait: () => {} }, mayRest: ['wiat'] }) // refused: '"wiat"' is not assignable to type
`,
  'an assignment to me.pc, me.id or the pc of another': `
${lamps}
model('m').process('p', { steps: { a: (_s, me) => { me.pc = 'a' } } }) // refused: 'pc' because it is a read-only property
model('m').process('p', { steps: { a: (_s, me) => { me.id = 1 } } }) // refused: 'id' because it is a read-only property
lamps.action('b', s => { s.switch[0]!.pc = 'wait' }) // refused: 'pc' because it is a read-only property
`,
  'an expectation for a variant that is not there': `
${lamps}
expectations(lamps, { base: {}, dark: {}, darkk: {} }) // refused: 'darkk' does not exist
`,
  'expectations that are alike of a variant whose name is misspelt': `
${lamps}
expectations(lamps, { base: {}, ...alike(['darkk'], {}) }) // refused: 'dark' is missing
`,
  'expectations without one of the variants, or without the model itself': `
${lamps}
expectations(lamps, { base: {} }) // refused: 'dark' is missing
expectations(lamps, { dark: {} }) // refused: 'base' is missing
`,
  'a misspelt constant of a variant, or one of another type': `
${lamps}
lamps.variant('v', { cuont: 3 }) // refused: 'cuont' does not exist
lamps.variant('v', { count: '3' }) // refused: 'string' is not assignable to type 'number'
lamps.variant('v', { dimmed: 0 }) // refused: 'number' is not assignable to type 'boolean'
lamps.variant('v', { mode: 'pre' }) // refused: '"pre"' is not assignable to type
`,
  'a product of variants with a constant that is not there, or a value that it can not have': `
${lamps}
lamps.variants({ v: { cuont: 3 } }) // refused: 'number' is not assignable to type 'never'
lamps.variants({ v: { count: 3, cuont: 3 } }) // refused: 'number' is not assignable to type 'never'
lamps.variants({ cuont: [3] }) // refused: '3' is not assignable to type 'never'
lamps.variants({ v: { count: '3' } }) // refused: 'string' is not assignable to type 'never'
lamps.variants({ mode: ['pre'] }) // refused: '"pre"' is not assignable to type '"np" | "npc"'
lamps.variants({ v: {} }, { w: { cuont: 3 } }) // refused: 'number' is not assignable to type 'never'
lamps.variants({ v: {} }, { w: {} }, { mode: ['pre'] }) // refused: '"pre"' is not assignable to type '"np" | "npc"'
model('m').variants({ v: { n: 1 } }) // refused: 'number' is not assignable to type 'never'
`,
  'a misspelt variant of a product': `
${lamps}
const spec = lamps.variants({ three: { count: 3 }, four: { count: 4 } }, { mode: ['np', 'npc'] }).withoutVariants('four, np')
check(spec, { variant: 'three, pn' }) // refused: '"three, pn"' is not assignable to type
check(spec, { variant: 'four, np' }) // refused: '"four, np"' is not assignable to type
check(spec, { variant: 'three' }) // refused: '"three"' is not assignable to type
spec.withoutVariants('four, np') // refused: '"four, np"' is not assignable to parameter
expectations(spec, { base: {}, dark: {}, 'three, np': {}, 'three, npc': {} }) // refused: "four, npc"
`,
  'expectations by rule that name what is not there': `
${lamps}
const claims = { long: 'it is long' }
expectations(lamps, { rules: [{ where: ['drak'] }] }, {}) // refused: '"drak"' is not assignable to type
expectations(lamps, { rules: [{ where: { cuont: 1 } }] }, {}) // refused: 'cuont' does not exist
expectations(lamps, { rules: [{ where: { mode: 'pre' } }] }, {}) // refused: '"pre"' is not assignable to type
expectations(lamps, { claims, rules: [{ where: {}, fails: { lnog: 3 } }] }, {}) // refused: 'lnog' does not exist
expectations(lamps, { claims }, { dark: { fails: { lnog: 3 } } }) // refused: 'lnog' does not exist
expectations(lamps, { claims }, { drak: {} }) // refused: 'drak' does not exist
expectations(lamps, { rule: [] }, {}) // refused: 'rule' does not exist
`,
  'a change of the state in a claim': `
${lamps}
lamps.invariant('c', s => { s.level = 1; return true }) // refused: 'level' because it is a read-only property
lamps.invariant('d', s => s.on.push(true) > 0) // refused: 'push' does not exist on type 'readonly boolean[]'
lamps.invariant('e', s => { s.switch[0]!.mine[0] = 1; return true }) // refused: only permits reading
lamps.invariant('e', { given: () => true, then: s => { s.level++; return true } }) // refused: 'level' because it is a read-only property
lamps.reachable('f', s => { s.on[0] = true; return true }) // refused: only permits reading
lamps.transition('g', (_before, after) => { after.level++; return true }) // refused: 'level' because it is a read-only property
`,
  'a claim that does not answer true or false': `
${lamps}
lamps.invariant('c', s => { s.level > 0 }) // refused: 'void' is not assignable to type
lamps.invariant('d', s => s.level) // refused: 'number' is not assignable to type
lamps.invariant('e', async () => true) // refused: 'Promise<boolean>' is not assignable to type
`,
  'an async step': `
model('m').process('p', { steps: { a: async () => {} } }) // refused: 'Promise<void>' is not assignable to type
`,
  'a procedure that needs a cell which the state does not have': `
const lock = { acquire: (s: { mutex: number | null }) => { s.mutex = 1 } }
model('m').shared(() => ({ n: 0 })).process('p', { steps: { ...lock } }) // refused: 'mutex' is missing
`,
  'a procedure that goes to a label which its process does not have': `
const leave = { go: (_s: object): 'out' => 'out' }
model('m').process('p', { steps: { ...leave, uot: () => {} } }) // refused: '"out"' is not assignable to type
`,
  'a constant that is no plain data': `
model('m', { when: new Date() }) // refused: 'Date' is not assignable to type
model('m', { f: () => 1 }) // refused: is not assignable to type
`,
}

let folder: string
const complaints = new Map<string, { line: number; message: string }[]>()

describe('the types', () => {
  beforeAll(() => {
    mkdirSync(join(root, 'out'), { recursive: true })
    folder = mkdtempSync(join(root, 'out', 'types-'))
    writeFileSync(join(folder, 'base.ts'), `${imports}\n${lamps}`)
    for (const [i, source] of [...Object.values(good), ...Object.values(bad)].entries())
      writeFileSync(join(folder, `file${i}.ts`), `${imports}\n${source}`)
    const compilerOptions = { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, rootDir: root }
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    readComplaints(compile())
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(Object.keys(good).map((title, i) => [title, i] as const))('allow %s', (_, i) => {
    expect(complaints.get(`file${i}.ts`) ?? []).toEqual([])
  })

  test.each(Object.entries(bad).map(([title, source], i) => [title, source, i] as const))(
    'refuse %s',
    (_, source, i) => {
      const wanted = `${imports}\n${source}`.split('\n').flatMap((text, line) => {
        const fragment = /\/\/ refused: (.*)$/.exec(text)?.[1]
        return fragment === undefined ? [] : [{ line: line + 1, message: expect.stringContaining(fragment) }]
      })
      expect(wanted).not.toEqual([])
      expect(complaints.get(`file${Object.keys(good).length + i}.ts`)).toEqual(wanted)
    },
  )

  test('reject nothing else', () => {
    const [first, last] = [Object.keys(good).length, Object.keys({ ...good, ...bad }).length]
    // Errors in src are found by compiling the project.
    const refused = [...complaints.keys()].filter(file => !file.startsWith('..')).sort()
    expect(refused).toEqual(Array.from({ length: last - first }, (_, i) => `file${first + i}.ts`).sort())
  })
})

function compile(): string {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout
}

function readComplaints(output: string): void {
  let message: { line: number; message: string } | undefined
  for (const text of output.split('\n')) {
    const match = /^(.*?)\((\d+),\d+\): error (.*)$/.exec(text)
    if (match === null) {
      // What follows a complaint, indented, explains it.
      if (message !== undefined) message.message += `\n${text}`
      continue
    }
    const [, file = '', line = '', start = ''] = match
    message = { line: Number(line), message: start }
    complaints.set(file, [...(complaints.get(file) ?? []), message])
  }
}
