/**
 * Files that must not compile, by what is wrong with them. A comment `// refused: ...` ends each line that must be refused,
 * and gives a part of the message. No other line of it may be.
 */

import { lamps, printers, tables } from './author-files.ts'

export const refused: Record<string, string> = {
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
expectations({}, { base: {} }) // refused: [variantNames], [claimNames]
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
lamps.eventually('g2', (_s, me) => me.pc === 'press') // refused: name the process of the claim by { of: '...' }
lamps.leadsTo('g3', (_s, me) => me.pc === 'wait', s => s.level > 0) // refused: name the process of the claim by { of: '...' }
lamps.temporal('g4', f => f.eventually((_s, me) => me.pc === 'wait')) // refused: name the process of the claim by { of: '...' }
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
  'an expectation for a claim that is not there': `
${lamps}
const long = lamps.invariant('it is long', () => true)
expectations(long, { base: { fails: { 'it is logn': 3 } }, dark: {} }) // refused: ''it is logn'' does not exist
expectations(long, { rules: [{ where: {}, fails: { 'it is logn': 3 } }] }, {}) // refused: ''it is logn'' does not exist
expectations(long.without('it is long'), { base: { fails: { 'it is long': 3 } }, dark: {} }) // refused: ''it is long'' does not exist
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
const long = lamps.invariant('it is long', () => true)
const claims = { long: 'it is long' } as const
expectations(lamps, { rules: [{ where: ['drak'] }] }, {}) // refused: '"drak"' is not assignable to type
expectations(lamps, { rules: [{ where: { cuont: 1 } }] }, {}) // refused: 'cuont' does not exist
expectations(lamps, { rules: [{ where: { mode: 'pre' } }] }, {}) // refused: '"pre"' is not assignable to type
expectations(long, { claims, rules: [{ where: {}, fails: { lnog: 3 } }] }, {}) // refused: 'lnog' does not exist
expectations(long, { claims }, { dark: { fails: { lnog: 3 } } }) // refused: 'lnog' does not exist
expectations(long, { claims: { long: 'it is logn' } }, {}) // refused: Did you mean '"it is long"'?
expectations(long, { claims }, { drak: {} }) // refused: 'drak' does not exist
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
  'a process, label, claim, local or cell that an imported model does not have, where it is changed': `
${printers}
const claimed = printers.invariant('c', s => s.pages >= 0)
claimed.override('pritner', 'wait', () => {}) // refused: '"pritner"' is not assignable
claimed.override('printer', 'wiat', () => {}) // refused: '"wiat"' is not assignable
claimed.override('printer', 'order', () => {}) // refused: '"order"' is not assignable
claimed.override(null, 'wait', () => {}) // refused: '"wait"' is not assignable
claimed.override('printer', 'wait', () => 'prnit') // refused: is not assignable to type
claimed.override('printer', 'wait', (s, me) => { me.page = s.busi }) // refused: 'busi' does not exist
claimed.override('printer', 'wait', (_s, me) => { me.pc = 'print' }) // refused: 'pc' because it is a read-only property
claimed.insertBefore('pritner', 'wait', { a: () => {} }) // refused: '"pritner"' is not assignable
claimed.insertBefore('printer', 'wiat', { a: () => {} }) // refused: '"wiat"' is not assignable
claimed.insertAfter('printer', 'wait', { a: () => 'b' }) // refused: is not assignable to type
claimed.insertAfter('printer', 'wait', { a: (_s, me) => { me.pgae = 1 } }) // refused: 'pgae' does not exist
claimed.insertAfter('printer', 'wait', { a: () => {} }).invariant('d', s => s.printer[0]!.pc !== 'b') // refused: no overlap
claimed.without('d') // refused: '"d"' is not assignable
claimed.without('c').without('c') // refused: '"c"' is not assignable
`,
}
