import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const good = `
import { model } from 'interleave-checker'
export default model('counter', { limit: 3, name: 'x', fast: true })
  .shared(() => ({ n: 0 }))
  .action('add', (s, c) => { if (s.n < c.limit) s.n++ })
  .variant('short', { limit: 1 })
`

/** A model with one given step. */
function stepping(step: string, rest = ''): string {
  return `
import { assert, choose, model, when } from 'interleave-checker'
export default model('m').shared(() => ({ n: 0 as unknown, a: [0] }))
  .process('p', { steps: { first: (s, me) => { ${step} }, second: () => 'done' } })${rest}
`
}

interface Case {
  readonly title: string
  readonly spec?: string
  readonly args?: readonly string[]
  readonly code: number
  readonly says: readonly string[]
}

const cases: Case[] = [
  { title: 'a file that is not there', args: ['check', 'nowhere.ts'], code: 2, says: ["no file 'nowhere.ts'"] },
  { title: 'a folder in place of a file', args: ['check', '.'], code: 2, says: ['is a folder'] },
  {
    title: 'a variant that is not there',
    args: ['check', 'spec.ts', '--variant', 'shrot'],
    code: 2,
    says: ["no variant 'shrot'", "'short'"],
  },
  {
    title: 'both --variant and --all-variants',
    args: ['check', 'spec.ts', '--variant', 'short', '--all-variants'],
    code: 2,
    says: ['one of the two'],
  },
  {
    title: 'a constant that is not there',
    args: ['check', 'spec.ts', '--set', 'limt=3'],
    code: 2,
    says: ["no constant 'limt'", 'limit, name, fast'],
  },
  {
    title: 'a constant of another type',
    args: ['check', 'spec.ts', '--set', 'limit=many'],
    code: 2,
    says: ["'limit'", 'is a number', '"many"'],
  },
  {
    title: 'a boolean constant set to a word',
    args: ['check', 'spec.ts', '--set', 'fast=yes'],
    code: 2,
    says: ["'fast'", 'is a boolean'],
  },
  {
    title: 'a --set that sets nothing',
    args: ['check', 'spec.ts', '--set', 'limit'],
    code: 2,
    says: ['--set name=value'],
  },
  {
    title: 'a limit that is no number',
    args: ['check', 'spec.ts', '--max-states', 'few'],
    code: 2,
    says: ['--max-states', 'a whole number of at least 1'],
  },
  { title: 'a negative limit', args: ['check', 'spec.ts', '--max-seconds=-1'], code: 2, says: ['a number above 0'] },
  {
    title: 'a depth below none',
    args: ['check', 'spec.ts', '--max-depth', '-1'],
    code: 2,
    says: ['--max-depth', 'It must be a whole number of at least 0.'],
  },
  {
    title: 'an empty limit',
    args: ['check', 'spec.ts', '--max-states', ''],
    code: 2,
    says: ['--max-states', 'a whole number of at least 1'],
  },
  {
    title: 'no memory at all',
    args: ['check', 'spec.ts', '--max-memory', '0'],
    code: 2,
    says: ['--max-memory', 'of at least one byte'],
  },
  {
    title: 'a width that no run fits',
    args: ['check', 'spec.ts', '--width', '20'],
    code: 2,
    says: ['--width', 'a whole number of at least 40'],
  },
  {
    title: 'a variant that is given twice',
    args: ['check', 'spec.ts', '--variant', 'short', '--variant', 'short'],
    code: 2,
    says: ["option '--variant <name>' is given twice"],
  },
  {
    title: 'a limit that is given twice',
    args: ['check', 'spec.ts', '--max-states', '5', '--max-states=7'],
    code: 2,
    says: ["option '--max-states <n>' is given twice"],
  },
  {
    title: 'a constant that is set twice',
    args: ['check', 'spec.ts', '--set', 'limit=1', '--set', 'name=y', '--set', 'limit=2'],
    code: 2,
    says: ["'--set limit' is given twice"],
  },
  {
    title: 'an option that is not there',
    args: ['check', 'spec.ts', '--fast'],
    code: 2,
    says: ["unknown option '--fast'"],
  },
  {
    title: 'a command that is not there',
    args: ['chekc', 'spec.ts'],
    code: 2,
    says: ["unknown command 'chekc'", 'check'],
  },
  {
    title: 'an engine that is not there',
    args: ['check', 'spec.ts', '--engine', 'warp'],
    code: 2,
    says: ['warp', 'reference'],
  },
  { title: 'a missing file name', args: ['check'], code: 2, says: ["missing required argument 'specs'"] },
  { title: 'a folder of specs that is not there', args: ['verify', 'nowhere'], code: 2, says: ['nowhere'] },
  { title: 'a witness that is not there', args: ['render', 'nowhere.json'], code: 2, says: ["no file 'nowhere.json'"] },
  { title: 'a file that is no witness', args: ['render', 'spec.ts'], code: 2, says: ["'spec.ts' is not a witness"] },
  {
    title: 'a format that is not there',
    args: ['render', 'spec.ts', '--format', 'png'],
    code: 2,
    says: ['png', 'svg'],
  },
  {
    title: 'a spec without a default export',
    spec: "import { model } from 'interleave-checker'\nexport const mine = model('m')",
    code: 3,
    says: ['no model as its default export', "'mine'"],
  },
  {
    title: 'a spec that exports something else',
    spec: 'export default 5',
    code: 3,
    says: ['default export is something else'],
  },
  {
    title: 'a spec with a syntax error',
    spec: 'export default model(',
    code: 3,
    says: ['spec.ts could not be loaded', 'spec.ts:1'],
  },
  {
    title: 'a spec that imports what is not there',
    spec: "import './gone.ts'\nexport default 1",
    code: 3,
    says: ['could not be loaded', 'gone.ts'],
  },
  {
    title: 'a type imported as a value',
    spec: "import { Constants } from 'interleave-checker'\nexport default 1 as unknown as Constants",
    code: 3,
    says: ["import it with 'import type'"],
  },
  {
    title: 'a spec that throws as it loads',
    spec: 'const x: number = 1\n\nthrow new Error(`broken ${x}`)',
    code: 3,
    says: ['broken 1 (spec.ts:3)'],
  },
  {
    title: 'an undefined in the state',
    spec: stepping('s.a = [1, undefined as never]'),
    code: 3,
    says: ["step 'first' of p 0", 'a[1] is undefined'],
  },
  {
    title: 'a Map in the state',
    spec: stepping('s.n = { deep: new Map() }'),
    code: 3,
    says: ["step 'first' of p 0", 'n.deep is an instance of Map'],
  },
  {
    title: 'a NaN in the initial state',
    spec: "import { model } from 'interleave-checker'\nexport default model('m').shared(() => ({ x: { y: NaN } }))",
    code: 3,
    says: ['the initial state', 'x.y is NaN'],
  },
  {
    title: 'a step that goes to a label that is not there',
    spec: stepping("return 'secnod' as 'second'"),
    code: 3,
    says: ["step 'first' of p 0 returns 'secnod'", 'first, second, done'],
  },
  {
    title: 'a step that assigns its pc',
    spec: stepping("(me as { pc: string }).pc = 'second'"),
    code: 3,
    says: ['assigns me.pc', 'Return the label'],
  },
  { title: 'an async step', spec: stepping('return Promise.resolve() as never'), code: 3, says: ['must not be async'] },
  {
    title: 'an impure step',
    spec: stepping('const g = globalThis as { calls?: number }; g.calls = (g.calls ?? 0) + 1; assert(g.calls > 1)'),
    code: 3,
    says: ['must be a function of the state'],
  },
  {
    title: 'a claim that throws',
    spec: stepping('s.n = 1', ".invariant('odd', s => (s.n as { x: { y: boolean } }).x.y)"),
    code: 3,
    says: ["claim 'odd' threw", 'in the state'],
  },
  {
    title: 'a claim that answers nothing',
    spec: stepping('s.n = 1', ".invariant('odd', s => { void s } )"),
    code: 3,
    says: ["claim 'odd' returned undefined", 'return'],
  },
  {
    title: 'a claim that chooses',
    spec: stepping('s.n = 1', ".invariant('odd', () => choose(true, false))"),
    code: 3,
    says: ['choose was called outside a step'],
  },
  {
    title: 'a duplicated name of a process',
    spec: stepping('s.n = 1', ".process('p', { steps: { a: () => {} } })"),
    code: 3,
    says: ["'p' of a process is already taken"],
  },
  {
    title: 'a duplicated name of a claim',
    spec: stepping('s.n = 1', ".invariant('x', () => true).reachable('x', () => true)"),
    code: 3,
    says: ["'x' of a claim is already taken"],
  },
  {
    title: 'a negative count',
    spec: stepping('s.n = 1', ".process('q', { count: -1, steps: { a: () => {} } })"),
    code: 3,
    says: ["process 'q' has a count of -1"],
  },
  {
    title: 'a fractional count',
    spec: stepping('s.n = 1', ".process('q', { count: () => 1.5, steps: { a: () => {} } })"),
    code: 3,
    says: ["process 'q' has a count of 1.5"],
  },
  {
    title: 'an expectation of a variant that is not there',
    spec: `${good}\nexport const expected = { base: {}, short: {}, tall: {} }`,
    args: ['verify', 'spec.ts'],
    code: 3,
    says: ["a variant 'tall'"],
  },
]

describe('bad input', () => {
  it.concurrent.each(cases)('$title gets one clear message and exit code $code', async ({ spec, args, code, says }) => {
    const cwd = folderWith({ 'spec.ts': spec ?? good })
    const ran = await interleave(args ?? ['check', 'spec.ts'], { cwd })
    for (const words of says) expect(ran.stdout + ran.stderr).toContain(words)
    expect(ran.code).toBe(code)
    expect(ran.stdout + ran.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/)
  })

  it('files in out are kept when a run fails', async () => {
    const cwd = folderWith({
      'spec.ts': stepping('s.n = undefined'),
      'out/m/base/odd.json': 'earlier',
      'out/notes.txt': 'mine',
    })
    expect((await interleave(['check', 'spec.ts'], { cwd })).code).toBe(3)
    expect(readFileSync(join(cwd, 'out/m/base/odd.json'), 'utf8')).toBe('earlier')
    expect(readFileSync(join(cwd, 'out/notes.txt'), 'utf8')).toBe('mine')
  })

  it('one spec that does not load does not hide the verdicts of the others', async () => {
    const cwd = folderWith({ 'spec/a.ts': 'export default model(', 'spec/b.ts': good })
    mkdirSync(join(cwd, 'spec/c'))
    writeFileSync(join(cwd, 'spec/c/d.ts'), good)
    const ran = await interleave(['verify'], { cwd })
    expect(ran.code).toBe(3)
    expect(ran.stdout).toContain('spec/a.ts could not be loaded')
    expect(ran.stdout).toContain('4 settings of 4 checked')
  })
})
