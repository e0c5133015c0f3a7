/** Files that must compile, by what they have. */

import { exportDefault, lamps, printers, tables } from './author-files.ts'

export const accepted: Record<string, string> = {
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
  .invariant('c', s => s.deep)
  .reachable('d', s => s.deep)
export const expected = expectations(m, { base: {}, v: { fails: { 'no deadlock': 3, c: 2, d: 'never' } }, w: { census: [1, 2, 3] }, same: {} })
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
${exportDefault} spec
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
${exportDefault} table
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
  'steps of an imported model replaced and inserted, and claims left out, every name inferred': `
${printers}
const changed = printers
  .invariant('c', s => s.pages >= 0)
  .override('printer', 'wait', (s, me, c) => { when(s.pages > c.count); me.page = me.id; return 'print' })
  .override('printer', 'release', (_s, _me, _c, original) => { const next = original(); return next === 'wait' ? 'done' : next })
  .override(null, 'order', (s, c, original) => { when(s.pages < c.count); original() })
  .insertBefore('printer', 'print', { warm: (s, me) => { me.page++; when(s.printer[me.id]!.pc === 'warm') }, again: () => 'warm' })
  .insertAfter('printer', 'warm', { cool: s => (s.busy === null ? 'acquire' : undefined) })
  .override('printer', 'cool', () => 'warm')
  .invariant('d', s => s.printer.every(one => one.pc !== 'cool'))
  .fair({ weak: ['printer: cool'] })
  .without('c')
changed.without('d')
changed.invariant('c', s => s.printer.length > 0)
const loose: Model<{ count: number }, { n: number }> = model('m', { count: 1 }).shared(() => ({ n: 0 })).invariant('c', s => s.n === 0)
loose.without('any name, since the type says nothing of claims')
`,
}
