/** Both engines detect when a step, a claim or a description depends on something other than the state. */

import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const engines = ['footprint', 'reference'] as const

interface Parts {
  readonly claim?: string
  readonly before?: string
  /** The first value of x. */
  readonly shared?: string
  /** What else belongs to the model. */
  readonly more?: string
}

/** A model with a given step and claim; `before` is the text above it. */
function spec(step: string, { claim = 's.x < 9', before = '', shared = '0', more = '' }: Parts = {}): string {
  return `import { model, when } from 'interleave-checker'
${before}
export default model('m').shared(() => ({ x: ${shared}, y: 0 }))
  .process('a', { steps: { one: s => { ${step} }, two: s => { s.y = 1 } } })
  .process('b', { steps: { three: s => { when(s.y === 1); s.x = s.x + 1 } } })
  .invariant('i', s => ${claim})
  ${more}
`
}

interface Case {
  readonly title: string
  readonly source: string
  readonly says: string
  readonly files?: { readonly [path: string]: string }
}

/** An ES package with a variable. */
const counter = {
  'node_modules/counter/package.json': '{ "name": "counter", "type": "module", "exports": "./index.js" }',
  'node_modules/counter/index.js': "export { note, noted } from './kept.js'",
  'node_modules/counter/kept.js':
    'let kept = 0\nexport const note = n => { kept = n }\nexport const noted = () => kept',
}

const outside: readonly Case[] = [
  { title: 'a global', source: spec('globalThis.flag = 1'), says: "step 'one' of a 0 writes globalThis.flag" },
  {
    title: 'a part of a global',
    source: spec('globalThis.box.list.push(s.x)', { before: 'globalThis.box = { list: [] as number[] }' }),
    says: "step 'one' of a 0 writes globalThis.box.list",
  },
  {
    title: 'a map in a global',
    source: spec('globalThis.seen.set(s.x, 1)', { before: 'globalThis.seen = new Map()' }),
    says: "step 'one' of a 0 writes globalThis.seen",
  },
  {
    title: 'the environment',
    source: spec("process.env.FLAG = 'on'"),
    says: "step 'one' of a 0 writes process.env.FLAG",
  },
  {
    title: 'a prototype',
    source: spec('Object.assign(Array.prototype, { flag: 1 })'),
    says: "step 'one' of a 0 writes Array.prototype.flag",
  },
  { title: 'a class', source: spec('Object.assign(Map, { flag: 1 })'), says: "step 'one' of a 0 writes Map.flag" },
  {
    title: 'a global that a claim writes',
    source: spec('s.x = 1', { claim: '(globalThis.asked = s.x) < 9' }),
    says: "claim 'i' writes globalThis.asked",
  },
  {
    title: 'a variable of an ES package',
    source: spec('note(s.x + 1)', {
      before: "import { note, noted } from 'counter'",
      claim: 'noted() < 1 || s.x === 9',
    }),
    says: "claim 'i'",
    files: counter,
  },
]

const random: readonly Case[] = [
  ['Math.random()', ''],
  ['kept()', 'const kept = Math.random'],
  ['randomInt(1000000)', "import { randomInt } from 'node:crypto'"],
  ['randomBytes(4).readUInt32LE()', "import { randomBytes } from 'node:crypto'"],
  ['webcrypto.getRandomValues(new Uint32Array(1))[0]', "import { webcrypto } from 'node:crypto'"],
  ['crypto.getRandomValues(new Uint32Array(1))[0]', ''],
  ['crypto.randomUUID().length - 29', ''],
  ['randomUUID().length - 29', "import { randomUUID } from 'node:crypto'"],
].map(([expression, before]) => ({
  title: `${expression} ${before}`,
  // Its effect is so rare that only the call shows it.
  source: spec(`s.x = ${expression} === 7 ? 2 : 1`, { before: before as string }),
  says: "step 'one' of a 0 calls ",
}))

const clocks: readonly Case[] = [
  ['Date.now() === 0', ''],
  ['kept() === 0', 'const kept = Date.now'],
  ['process.hrtime()[0] === 0', ''],
  ['process.hrtime.bigint() === 0n', ''],
  ['hrtime()[0] === 0', "import { hrtime } from 'node:process'"],
  ['process.uptime() > 1e9', ''],
  ['performance.now() > 1e9', ''],
].map(([condition, before]) => ({
  title: `${condition} ${before}`,
  source: spec(`s.x = ${condition} ? 2 : 1`, { before: before as string }),
  says: "step 'one' of a 0 did two different things",
}))

const described: readonly Case[] = (
  [
    [
      'a count',
      { more: ".process('c', { count: () => k++, steps: { go: () => {} } })" },
      "the count of process 'c' is different",
    ],
    [
      'locals',
      { more: ".process('c', { locals: () => ({ v: k++ }), steps: { go: () => {} } })" },
      'state is different',
    ],
    ['the shared state', { shared: 'k++' }, 'the initial state is different'],
    [
      'random shared state',
      { shared: 'Math.floor(Math.random() * 1e6)' },
      'the initial state or a count calls Math.random',
    ],
    ['a constant of the module', { shared: 'once' }, 'the initial state is different in a fresh copy'],
    ['a name', { more: '.invariant(`i ${once}`, () => true)' }, 'its claims are different in a fresh copy'],
  ] as const
).map(([title, parts, says]) => ({
  title,
  source: spec('s.x = 1', { before: 'let k = 1\nconst once = performance.now()', claim: 'true', ...parts }),
  says,
}))

/** Variables that a claim reads, which lead to a violation that cannot be reproduced. */
const hidden: readonly Case[] = [
  ['that a step sets', 'ever = true', '!(ever && s.y === 1)'],
  ['that counts what was asked', '', '++asked < 20'],
  ['that keeps what was seen', '', 'seen.add(s.x + 2 * s.y).size < 3'],
  ['that has the last state', '', '(last > s.x + s.y) === ((last = s.x + s.y), false)'],
].map(([title, step, claim]) => ({
  title: title as string,
  source: spec(step as string, {
    claim: claim as string,
    before: 'let ever = false\nlet asked = 0\nlet last = -1\nconst seen = new Set<number>()',
  }),
  says: "claim 'i'",
}))

/** A violation amidst many states, so that only evaluating the claim again in that very state tells. */
function amidstMany(before: string, write: string, read: string): string {
  return `import { model, when } from 'interleave-checker'
${before}
export default model('m').shared(() => ({ x: 0, y: 0 }))
  .action('right', s => { when(s.x < 30); s.x++; ${write} })
  .action('up', s => { when(s.y < 30); s.y++ })
  .invariant('i', s => !(s.x === 20 && s.y === 20 && ${read}))
`
}

const amidst: readonly Case[] = [
  {
    title: 'a variable of the module',
    source: amidstMany('let ever = 0', 'ever = 1', 'ever > 0'),
    says: "claim 'i' behaves differently in a fresh copy",
  },
  {
    title: 'a variable of a package',
    source: amidstMany("import { note, noted } from 'counter'", 'note(1)', 'noted() > 0'),
    says: "claim 'i' behaves differently in a fresh copy",
    files: counter,
  },
]

/** What is the same in a copy that is loaded a moment later, and nearly always. */
const loaded: readonly Case[] = [
  ['the year in which the module was loaded', 'const isLate = new Date().getFullYear() > 9999'],
  ['a number that was drawn then', 'const isLate = Math.random() > 0.999999'],
].map(([title, before]) => ({
  title: title as string,
  source: spec('s.x = isLate ? 2 : 1', { before: before as string }),
  says: "step 'one' of a 0 depends on the time at which its module was loaded",
}))

const groups = { outside, random, clocks, described, hidden, amidst, loaded }

describe.each(engines)('with the %s engine', engine => {
  describe.each(Object.entries(groups))('%s', (_, cases) => {
    it.concurrent.each(cases)('$title is refused', async ({ source, says, files }) => {
      const cwd = folderWith({ 'm.ts': source, ...files })
      const ran = await interleave(['check', 'm.ts', '--engine', engine, '--no-types', '--no-graph'], { cwd })
      expect(ran.stderr).toContain(says)
      expect(ran.code).toBe(3)
      expect(ran.stdout).toBe('')
    })
  })

  it('what Node loads lazily is not state', async () => {
    const loads =
      's.x = [crypto.subtle, fetch, performance, structuredClone, WebAssembly, Intl, console, process.stdout, new Error().stack].length'
    const cwd = folderWith({ 'm.ts': spec(`${loads} && 1`) })
    const ran = await interleave(['check', 'm.ts', '--engine', engine, '--no-types', '--no-graph'], { cwd })
    expect(ran.stderr).toBe('')
    expect(ran.code).toBe(0)
  })

  it('a package that cannot be loaded twice is shared by both copies', async () => {
    const cwd = folderWith({
      'm.ts': spec('s.x = one', { before: "import { one } from 'once'" }),
      'node_modules/once/package.json': '{ "name": "once", "type": "module", "exports": "./index.js" }',
      'node_modules/once/index.js':
        "if (globalThis.isLoaded) throw new Error('twice')\nglobalThis.isLoaded = true\nexport const one = 1",
    })
    const ran = await interleave(['check', 'm.ts', '--engine', engine, '--no-types', '--no-graph'], { cwd })
    expect(ran.stderr).toBe('')
    expect(ran.code).toBe(0)
  })
})

describe.each(engines)('what a step leaves to be done later, with the %s engine,', engine => {
  it.each([
    ['a promise', 'Promise.resolve().then(() => { s.x = 1 })'],
    ['an asynchronous function', 'void (async () => { await null; s.x = 1 })()'],
  ])('is an error before there is a verdict: %s', async (_, step) => {
    const cwd = folderWith({ 'spec.ts': spec(step) })
    const { code, stdout, stderr } = await interleave(['check', 'spec.ts', '--engine', engine, '--no-types'], { cwd })
    expect(stdout).toBe('')
    expect(stderr).toMatch(/after its steps and claims have returned .*\(spec\.ts:4\)/)
    expect(code).toBe(3)
  })
})
