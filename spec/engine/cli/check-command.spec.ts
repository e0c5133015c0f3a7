import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout, folderWith, interleave, run } from './run-command.ts'

/** Two steps to a state that its claim does not allow. */
const lockWithABug = `
import { model } from 'interleave-checker'
export default model('bug').shared(() => ({ n: 0 }))
  .process('p', { steps: { go: s => { s.n++; return s.n < 3 ? 'go' : 'done' } } })
  .invariant('small', s => s.n < 2)
`

/** A counter that runs up to a constant, with further text. */
function counting(rest: string): string {
  return `
import { assert, model, when } from 'interleave-checker'
export default model('counter', { limit: 3 })
  .shared(() => ({ n: 0 }))
  .process('worker', { steps: { add: (s, _me, c) => { ${rest} } } })
  .invariant('small', s => s.n < 5)
  .variant('long', { limit: 7 })
  .variant('no wait', { limit: 2 })
`
}
const loops = "s.n = (s.n + 1) % c.limit; return 'add'"

async function check(rest: string, ...args: string[]) {
  const cwd = folderWith({ 'spec.ts': counting(rest) })
  return { cwd, ...(await interleave(['check', 'spec.ts', ...args], { cwd })) }
}

describe('exit codes', () => {
  it.concurrent.each([
    ['0 when all hold', loops, [], 0],
    ['4 when the state limit is reached', loops, ['--max-states', '2'], 4],
    ['4 when the depth limit is reached', loops, ['--max-depth', '1'], 4],
    ['11 at a deadlock', 'when(s.n < c.limit); s.n++; return "add"', [], 11],
    ['12 at a broken invariant', loops, ['--variant', 'long'], 12],
    ['14 at a failed assertion', 'assert(s.n < 2, "too far"); s.n++; return "add"', [], 14],
    ['14 at a thrown error', 'if (s.n === 2) throw new Error("boom"); s.n++; return "add"', [], 14],
    ['those of a violation when one variant holds and another does not', loops, ['--all-variants'], 12],
  ] as const)('are %s', async (_title, rest, args, code) => {
    expect((await check(rest, ...args)).code).toBe(code)
  })
})

describe('a violation', () => {
  it('is written as JSON, DOT and SVG, printed as a run, and can be reproduced and read back', async () => {
    const { cwd, stdout } = await check(loops, '--variant', 'long', '--set', 'limit=6')
    const base = join(cwd, 'out/spec/long--limit=6/small')
    expect(JSON.parse(readFileSync(`${base}.json`, 'utf8'))).toMatchObject({
      model: 'counter',
      claim: { name: 'small' },
      constants: { limit: 6 },
    })
    expect(readFileSync(`${base}.html`, 'utf8')).toContain('<!DOCTYPE html>')
    expect(readFileSync(`${base}.dot`, 'utf8')).toContain('digraph')
    expect(readFileSync(`${base}.svg`, 'utf8')).toContain('<svg')
    expect(stdout).toContain('violated')
    expect(stdout).toContain('add')

    expect(stdout).toMatch(/^Open it +out\/spec\/long--limit=6\/small\.html$/m)

    const again = /Reproduce +npx interleave (.*)/.exec(stdout)?.[1] ?? ''
    expect(again).toBe('check spec.ts --variant long --set limit=6')
    const repeated = await interleave(again.split(' '), { cwd })
    expect(withoutTimes(repeated.stdout)).toBe(withoutTimes(stdout))

    const read = /Render again +npx interleave (.*)/.exec(stdout)?.[1] ?? ''
    const text = await interleave(read.split(' '), { cwd })
    expect(text.code).toBe(0)
    // The run is printed before its way out is tried on every run; the file is written after that.
    const found = 'every run keeps the claim.'
    expect(text.stdout).toContain(found)
    expect(stdout).toContain(text.stdout.trim().replace(found, 'the same schedule keeps the claim.'))
    expect(stdout).toMatch(/^!! {3}With limit = 3, every run keeps the claim\.$/m)
  })

  it('names a command that reproduces it in a shell, for any name of the variant', async () => {
    const spec = counting(loops).replace("'long'", '"it\'s $HOME; a \\"long\\" one"')
    const cwd = folderWith({ 'spec.ts': spec })
    const { stdout } = await interleave(['check', 'spec.ts', '--variant', 'it\'s $HOME; a "long" one'], { cwd })
    const again = /Reproduce +npx interleave (.*)/.exec(stdout)?.[1] ?? ''
    const words = await run('sh', ['-c', `for word in ${again}; do echo "<$word>"; done`], { cwd })
    expect(words.stdout).toContain('<it\'s $HOME; a "long" one>')
  })

  it('is rendered in every format', async () => {
    const { cwd } = await check(loops, '--variant', 'long')
    const file = 'out/spec/long/small.json'
    const [html, svg, dot, text, json] = await Promise.all(
      ['html', 'svg', 'dot', 'text', 'json'].map(format => interleave(['render', file, '--format', format], { cwd })),
    )
    expect(html?.stdout.trim()).toBe(readFileSync(join(cwd, file.replace('.json', '.html')), 'utf8').trim())
    expect(svg?.stdout).toMatch(/<svg[\s\S]*<\/svg>/)
    expect(dot?.stdout).toMatch(/^digraph/)
    expect(text?.stdout).toContain('worker 0')
    expect(JSON.parse(json?.stdout ?? '')).toEqual(JSON.parse(readFileSync(join(cwd, file), 'utf8')))
  })

  it('is followed by others with --all-claims, each with its own run', async () => {
    const { cwd, stdout } = await check(
      's.n = (s.n + 1) % c.limit; assert(s.n < 6, "six"); return "add"',
      '--variant',
      'long',
      '--all-claims',
    )
    expect(stdout).toContain('Also violated')
    expect(existsSync(join(cwd, 'out/spec/long/small.svg'))).toBe(true)
    expect(existsSync(join(cwd, 'out/spec/long/no-assertion-fails.svg'))).toBe(true)
  })
})

describe('the states around a violation', () => {
  // Three processes that write to one board, and a fourth that may come between.
  const spec = `
import { model, when } from 'interleave-checker'
export default model('board')
  .shared(() => ({ board: [] as number[] }))
  .process('writer', { count: 2, steps: {
    work: () => {},
    write: (s, me) => { s.board = [...s.board, me.id] },
    publish: s => when(s.board.length === 2),
  } })
  .process('guard', { steps: { stop: s => { when(s.board.length < 2); s.board = [9, 9, 9] } }, mayRest: ['stop'] })
  .invariant('never two, published', s => !(s.board.length === 2 && s.writer.some(w => w.pc === 'done')))
  .mayDeadlock()
`
  const files = (cwd: string) => filesOf(cwd, 'out/spec/base')
  const all = ['dot', 'graph.dot', 'graph.svg', 'html', 'json', 'svg'].map(end => `never-two-published.${end}`)

  it('are explored for the sealing step and a graph of all shortest runs', async () => {
    const cwd = folderWith({ 'spec.ts': spec })
    const { stdout, code } = await interleave(['check', 'spec.ts', '--width', '72'], { cwd })
    expect(code).toBe(12)
    expect(files(cwd)).toEqual(all)
    expect(stdout).toMatch(/!! {3}From step \d on \(writer \d: write\) it can't be avoided: every run/)
    expect(stdout).toContain('All shortest   out/spec/base/never-two-published.graph.svg')
    const { fates } = JSON.parse(readFileSync(join(cwd, 'out/spec/base/never-two-published.json'), 'utf8'))
    expect(fates.slice(-2)).toEqual(['doomed', 'broken'])
    expect(readFileSync(join(cwd, 'out/spec/base/never-two-published.graph.dot'), 'utf8')).toContain('doomed')
    const before = all.map(file => readFileSync(join(cwd, 'out/spec/base', file), 'utf8'))
    await interleave(['check', 'spec.ts'], { cwd })
    expect(all.map(file => readFileSync(join(cwd, 'out/spec/base', file), 'utf8'))).toEqual(before)
  })

  it('are not explored with --no-graph', async () => {
    const cwd = folderWith({ 'spec.ts': spec })
    const { stdout } = await interleave(['check', 'spec.ts', '--no-graph'], { cwd })
    expect(files(cwd)).toEqual(all.filter(file => !file.includes('graph')))
    expect(stdout).not.toContain("it can't be avoided")
    expect(stdout).not.toContain('All shortest')
  })

  it('give further numbered runs with --witnesses, which can be reproduced and read back', async () => {
    const cwd = folderWith({ 'spec.ts': spec })
    const { stdout } = await interleave(['check', 'spec.ts', '--no-graph', '--witnesses', '3'], { cwd })
    // The order of the writes, and which of the two publishes.
    expect(stdout).toContain('Shortest runs  4 that differ in more than the order of independent steps; 3 shown.')
    expect(files(cwd).filter(file => file.endsWith('.json'))).toEqual(
      ['', '.run-2', '.run-3'].map(run => `never-two-published${run}.json`),
    )
    const file = 'out/spec/base/never-two-published.run-2.json'
    expect(stdout).toContain(`Another run    ${file.replace('.json', '.html')}`)
    const witness = JSON.parse(readFileSync(join(cwd, file), 'utf8'))
    expect(witness.steps).toHaveLength(5)
    expect(witness.reproduce).toBe('npx interleave check spec.ts --witnesses 2')
    const { code } = await interleave(['render', file, '--format', 'text'], { cwd })
    expect(code).toBe(0)
    const more = await interleave(['check', 'spec.ts', '--witnesses', '9'], { cwd })
    expect(more.stdout).toContain('; 4 shown.')
    const refused = await interleave(['check', 'spec.ts', '--witnesses', '0'], { cwd })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('It must be a whole number of at least 1.')
  })

  it('are explored by verify only with --graphs', async () => {
    const cwd = folderWith({ 'spec.ts': spec })
    await interleave(['verify', 'spec.ts'], { cwd })
    expect(files(cwd)).toEqual(all.filter(file => !file.includes('graph')))
    await interleave(['verify', 'spec.ts', '--graphs'], { cwd })
    expect(files(cwd)).toEqual(all)
  })

  it('are not explored for a reachable claim without a witness', async () => {
    const cwd = folderWith({
      'spec.ts': spec.replace('.mayDeadlock()', ".mayDeadlock().reachable('never', () => false)"),
    })
    const { stdout } = await interleave(['check', 'spec.ts', '--all-claims'], { cwd })
    expect(stdout).toMatch(/never +never/)
    expect(files(cwd)).toEqual(all)
  })
})

describe('--json', () => {
  it('prints an error in the call as an object too', async () => {
    const { stdout, code } = await check(loops, '--variant', 'unknown', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ format: 'interleave/1', error: { code: 'unknown-variant' } })
    expect(code).toBe(2)
  })

  it('prints one object with the verdict of each claim, the stop, the census and the witness', async () => {
    const { stdout } = await check(loops, '--variant', 'long', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'interleave/1',
      model: 'counter',
      variant: 'long',
      constants: { limit: 7 },
      claims: expect.arrayContaining([{ name: 'small', kind: 'invariant', verdict: 'violated', steps: 5 }]),
      stop: 'violation',
      census: { states: 6, transitions: 5, depth: 5 },
      engine: expect.any(String),
      seconds: expect.any(Number),
      witness: { claim: { name: 'small' } },
    })
  })

  it('prints one object per line for all variants', async () => {
    const { stdout } = await check(loops, '--all-variants', '--json')
    const objects = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(objects.map(object => object.variant)).toEqual([null, 'long', 'no wait'])
  })
})

describe('a long search', () => {
  const endless = 's.n = (s.n + 1) % 1e9; return "add"'

  it('reports progress on stderr, and its results so far on Ctrl-C, with exit code 4', async () => {
    const cwd = folderWith({ 'spec.ts': counting(endless).replace('s.n < 5', 's.n >= 0') })
    const ran = await interleave(['check', 'spec.ts'], { cwd, interruptAt: 'states' })
    expect(ran.stderr).toMatch(/counter: [\d,]+ states \([\d,]+\/s\)/)
    expect(ran.stdout).toContain('interrupted')
    expect(ran.stdout).toMatch(/\? unknown +small/)
    expect(ran.stdout).not.toContain('holds')
    expect(ran.code).toBe(4)
  })

  it('stops at the time limit, with exit code 4', async () => {
    const cwd = folderWith({ 'spec.ts': counting(endless).replace('s.n < 5', 's.n >= 0') })
    const ran = await interleave(['check', 'spec.ts', '--max-seconds', '0.3'], { cwd })
    expect(ran.stdout).toContain('time limit')
    expect(ran.code).toBe(4)
  })
})

describe('verify', () => {
  const spec = `${counting(loops)}`
  const expected = (long: number) =>
    `\nexport const expected = { base: { census: [3, 3, 2] }, long: { fails: { small: ${long} } }, 'no wait': {} }`

  it('exits 0 when everything is as expected', async () => {
    const cwd = folderWith({ 'spec/a.ts': spec + expected(5) })
    const ran = await interleave(['verify'], { cwd })
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('every verdict as expected')
    expect(existsSync(join(cwd, 'out/spec/a/long/small.svg'))).toBe(true)
  })

  it('exits 1 and names the differences from the expectation', async () => {
    const cwd = folderWith({ 'spec/a.ts': spec + expected(4) })
    const ran = await interleave(['verify'], { cwd })
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain("'small' fails in 5 steps, expected fails in 4 steps")
  })
})

describe('counterexamples', () => {
  it('of two specs of one model, and of claims with similar names, have separate files', async () => {
    const spec = `${counting(loops).replace('limit: 3', 'limit: 9')}  .invariant('n < 4', s => s.n < 4)\n  .invariant('n > 4', s => s.n <= 6)\n`
    const cwd = folderWith({ 'spec/a.ts': spec, 'spec/b.ts': spec })
    await interleave(['verify'], { cwd })
    for (const file of ['a', 'b']) {
      for (const [name, claim] of [
        ['n-4--62c14f2e67', 'n < 4'],
        ['n-4--02137c8e51', 'n > 4'],
        ['small', 'small'],
      ]) {
        const witness = JSON.parse(readFileSync(join(cwd, `out/spec/${file}/base/${name}.json`), 'utf8'))
        expect(witness).toMatchObject({ spec: `spec/${file}.ts`, claim: { name: claim } })
      }
    }
  })
})

describe('list', () => {
  it('shows every spec of a folder with its constants, claims and variants', async () => {
    const cwd = folderWith({
      'spec/a.ts': counting(loops),
      'spec/broken.ts': 'export default 1',
      'spec/helper.ts': 'export const x = 1',
    })
    const { stdout, code } = await interleave(['list'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('spec/a.ts')
    expect(stdout).toContain("'long', 'no wait'")
    expect(stdout).toContain('limit=3')
    expect(stdout).toContain('default export is something else')
    expect(stdout).not.toContain('helper')
  })

  it('shows the specs that are named', async () => {
    const cwd = folderWith({ 'spec/a.ts': counting(loops), 'spec/b.ts': counting(loops), 'more/c.ts': counting(loops) })
    const { stdout, code } = await interleave(['list', 'spec/a.ts', 'more'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('spec/a.ts')
    expect(stdout).toContain('more/c.ts')
    expect(stdout).not.toContain('spec/b.ts')
  })
})

/** The contents of a folder of results, without Interleave's own list. */
function filesOf(cwd: string, folder: string): string[] {
  return readdirSync(join(cwd, folder))
    .filter(name => !name.startsWith('.'))
    .sort()
}

function withoutTimes(text: string): string {
  return text.replace(/[\d.]+ s,/g, '')
}

it('a reader that stops early does not change the exit code', async () => {
  const cwd = folderWith({ 'spec.ts': lockWithABug })
  const ran = await run(
    'bash',
    [
      '-c',
      `'${process.execPath}' ${join(checkout, 'out/build/src/cli/main.js')} check spec.ts --no-types | head -1; echo "$PIPESTATUS"`,
    ],
    { cwd },
  )
  expect(ran.stdout.split('\n').at(-2)).toBe('12')
})

it('the model without a variant is called base', async () => {
  const cwd = folderWith({ 'spec.ts': lockWithABug })
  const ran = await interleave(['check', 'spec.ts', '--variant', 'base', '--no-types'], { cwd })
  expect(ran.code).toBe(12)
})

it('an error of a model is one object for programs', async () => {
  const cwd = folderWith({ 'spec.ts': lockWithABug.replace("'go'", "'gone'") })
  const ran = await interleave(['check', 'spec.ts', '--json', '--no-types'], { cwd })
  expect(JSON.parse(ran.stdout)).toMatchObject({ format: 'interleave/1', error: { code: 'unknown-label' } })
  expect(ran.code).toBe(3)
})

describe('--profile', () => {
  it('prints what states and time went to below the verdicts, and is part of the JSON', async () => {
    const { stdout } = await check(loops, '--profile')
    expect(stdout).toMatch(/✓ holds +small[\s\S]*\nProfile\n\n +step +transitions[\s\S]*\n {2}worker: add +3 /)
    const { stdout: json } = await check(loops, '--profile', '--json')
    expect(JSON.parse(json).profile.steps).toMatchObject([{ step: 'worker: add', transitions: 3, newStates: 2 }])
    const { stdout: without } = await check(loops, '--json')
    expect(JSON.parse(without)).not.toHaveProperty('profile')
  })

  it.each([
    [['--engine', 'reference'], 'the reference engine keeps no profile'],
    [['--simulate'], '--profile has no meaning for random runs'],
  ])('is refused with %s', async (flags, message) => {
    const { code, stderr } = await check(loops, '--profile', ...flags)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
