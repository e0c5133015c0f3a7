/** For anything that a spec does to its process, there is a report and a meaningful exit code. */

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout, folderWith, interleave, run } from './run-command.ts'

const engines = ['footprint', 'reference'] as const
const good = `
import { model } from 'interleave-checker'
export default model('good').shared(() => ({ x: 0 })).action('go', s => { s.x = (s.x + 1) % 3 })
`

/** A model with the given action, and given text before and after it. */
function doing(action: string, before = '', rest = ''): string {
  return `import { choose, model } from 'interleave-checker'
${before}
export default model('m').shared(() => ({ x: 0, text: 'a'.repeat(40) + 'b' })).action('go', s => {
  ${action}
  s.x = (s.x + 1) % 9
})${rest}
`
}

function folderWithCase(name: string): string {
  const cwd = folderWith({ 'good.ts': good })
  cpSync(join(checkout, 'spec/engine/fixtures', name), join(cwd, name))
  return cwd
}

const ends: readonly (readonly [what: string, spec: string, says: string])[] = [
  ['process.exit in a step', doing('if (s.x === 2) process.exit(0)'), 'process.exit(0) (spec.ts:4)'],
  ['process.exit in a step that catches all', doing('try { process.exit(0) } catch {}'), 'process.exit(0)'],
  ['process.exit as it loads', doing('', 'process.exit(0)'), 'process.exit(0) (spec.ts:2)'],
  ['process.reallyExit', doing('(process as any).reallyExit(0)'), 'process.reallyExit(0)'],
  ['process.abort', doing('process.abort()'), 'process.abort()'],
  ['process.kill', doing('process.kill(process.pid)'), 'process.kill()'],
  ['process.exit in a claim', doing('', '', ".invariant('i', () => process.exit(0))"), 'process.exit(0)'],
  [
    'process.exit in a timer',
    doing('', 'await new Promise(() => setTimeout(() => process.exit(0), 9))'),
    'process.exit(0)',
  ],
  ['process.exit in a microtask', doing('', 'queueMicrotask(() => process.exit(0))'), 'process.exit(0)'],
  ['a rejection that nobody handles', doing('', "void Promise.reject(new Error('lost'))"), 'lost (spec.ts:2)'],
  [
    'an error thrown in a timer',
    doing('', "await new Promise(() => setTimeout(() => { throw new Error('late') }))"),
    'late',
  ],
  ['a promise that never settles', doing('', 'await new Promise(() => {})'), 'while loading spec.ts'],
]

describe('a spec that ends the process', () => {
  it.each(ends)('by %s is wrong, and is named', async (_, spec, says) => {
    for (const engine of engines) {
      const ran = await interleave(['check', 'spec.ts', '--engine', engine], { cwd: folderWith({ 'spec.ts': spec }) })
      expect(ran).toMatchObject({ code: 3, stdout: '' })
      expect(ran.stderr).toMatch(/^interleave: spec\.ts /)
      expect(ran.stderr).toContain(says)
    }
  })

  it('is reported for its initial state, its locals and its count as well, and in graph and list', async () => {
    const process = ".process('p', { count: () => process.exit(0), steps: { a: () => {} } })"
    const locals = ".process('p', { locals: () => process.exit(0), steps: { a: () => {} } })"
    for (const rest of [process, locals]) {
      const cwd = folderWith({ 'spec.ts': doing('', '', rest) })
      for (const command of [['check'], ['graph', '--format', 'dot']]) {
        const ran = await interleave([...command, 'spec.ts'], { cwd })
        expect(ran).toMatchObject({ code: 3, stdout: '' })
        expect(ran.stderr).toContain('spec.ts ended the process')
      }
    }
    const cwd = folderWith({ 'spec/a.ts': doing('', 'process.exit(0)'), 'spec/b.ts': good })
    expect((await interleave(['list'], { cwd })).stdout).toMatch(/ended the process[\s\S]*model {6}good/)
    expect(await interleave(['explore', 'spec/a.ts'], { cwd })).toMatchObject({ code: 3 })
  })

  it('does not prevent others from being checked, and its exit code is kept', async () => {
    const cwd = folderWithCase('F2-process-exit.ts')
    const several = await interleave(['check', 'F2-process-exit.ts', 'nowhere.ts', 'good.ts'], { cwd })
    expect(several.code).toBe(3)
    expect(several.stderr).toContain("no file 'nowhere.ts'")
    expect(several.stdout).toMatch(/^good\n[\s\S]*every reachable state visited/)
    const verified = await interleave(['verify', 'F2-process-exit.ts', 'good.ts'], { cwd })
    expect(verified.code).toBe(3)
    expect(verified.stdout).toMatch(/^F2-process-exit\.ts +base +WRONG\n +F2-process-exit\.ts ended the process/m)
    expect(verified.stdout).toContain('1 setting of 2 checked')
    expect(verified.stdout).toContain('1 setting wrong')
  })
})

const endless: readonly (readonly [what: string, spec: string, says: string])[] = [
  ['a step', doing('while (s.x >= 4) ;'), "spec.ts:4: model 'm': action 'go' had not"],
  [
    'a claim',
    doing('', '', ".invariant('i', s => { while (s.x === 4) ; return true })"),
    "model 'm': claim 'i' had not",
  ],
  ['a regular expression', doing('if (s.x === 4) /^(a+)+$/.test(s.text)'), "action 'go' had not"],
]

describe('endless code', () => {
  it.each(endless)('in %s is stopped at the time limit, and named with its state', async (_, spec, says) => {
    for (const engine of engines) {
      const cwd = folderWith({ 'spec.ts': spec })
      const ran = await interleave(['check', 'spec.ts', '--max-seconds', '0.5', '--engine', engine], { cwd })
      expect(ran.code).toBe(4)
      expect(ran.stderr).toContain(says)
      expect(ran.stderr).toMatch(/at the time limit, in the state \{.*"x":\d/)
      expect(ran.stdout).toContain('stopped at the time limit')
      expect(ran.stdout).toMatch(/\? unknown +no deadlock/)
      expect(ran.stdout).not.toContain('✓')
    }
  })

  it('is blamed only if one call has run long: many short ones end with the verdicts and the profile', async () => {
    // Initial states are judged without a look at the clock, for a third of a second or more.
    const slow = `import { model, oneOf } from 'interleave-checker'
export default model('m').shared(() => oneOf(Array.from({ length: 900 }, (_, x) => ({ x })))).action('go', s => { s.x++ })
  .invariant('slow', s => { const { x } = s; let n = 0; for (let i = 0; i < 3e5; i++) n += i ^ x; return n !== 1 })
`
    const cwd = folderWith({ 'spec.ts': slow })
    const args = ['check', 'spec.ts', '--no-types', '--max-seconds', '0.1', '--profile']
    const { stdout, stderr, code } = await interleave(args, { cwd })
    expect(stderr).not.toContain('had not returned')
    expect(stderr).not.toContain('not finished')
    expect(stdout).toContain('; stopped at the time limit; ')
    expect(stdout).toMatch(/\nProfile\n[\s\S]*\n {2}x +1 +\d+ /)
    expect(code).toBe(4)
    const json = await interleave([...args, '--json'], { cwd })
    expect(JSON.parse(json.stdout)).toMatchObject({ stop: 'time limit', profile: { parts: [{ part: 'x' }] } })
  })

  it('in a step with too many options is stopped by the search itself', async () => {
    for (const engine of engines) {
      const cwd = folderWith({ 'spec.ts': doing('choose(...Array(100_000).keys())') })
      const ran = await interleave(['check', 'spec.ts', '--max-seconds', '0.5', '--engine', engine], { cwd })
      expect(ran.code).toBe(4)
      expect(ran.stdout).toContain('stopped at the time limit')
    }
  })

  it('while the module loads or in the initial state is stopped as well', async () => {
    const cwd = folderWith({
      'a.ts': doing('', 'for (;;) ;'),
      'b.ts': doing('').replace('({ x: 0', '{ for (;;) ; return ({ x: 0').replace("'b' }))", "'b' }) })"),
      'good.ts': good,
    })
    const ran = await interleave(['check', 'a.ts', 'b.ts', 'good.ts', '--max-seconds', '1'], { cwd })
    expect(ran.stderr).toContain('a.ts:2: not finished at the time limit, while loading a.ts')
    expect(ran.stderr).toContain('b.ts:3: not finished at the time limit, while computing initial states')
    expect(ran.stdout).toMatch(/^good\n/)
    expect(ran.code).toBe(4)
  })

  it.each(engines)('does not lose earlier violations, with the %s engine', async engine => {
    const spec = doing('while (s.x === 4) ;', '', ".invariant('small', s => s.x < 2)")
    const cwd = folderWith({ 'spec.ts': spec })
    const args = ['check', 'spec.ts', '--all-claims', '--max-seconds', '0.5', '--json', '--engine', engine]
    const { code, stdout } = await interleave(args, { cwd })
    expect(code).toBe(12)
    expect(JSON.parse(stdout)).toMatchObject({
      claims: [{ name: 'small', verdict: 'violated', steps: 2 }, { verdict: 'unknown' }, {}, {}],
      stop: 'time limit',
      census: { states: 5, transitions: 4, depth: 4 },
      unfinished: "model 'm': action 'go'",
    })
  })

  it('is ended by Ctrl-C', async () => {
    const cwd = folderWith({ 'spec.ts': doing("console.log('begun'); for (;;) ;") })
    const ran = await interleave(['check', 'spec.ts'], { cwd, interruptAt: 'begun' })
    expect(ran.stderr).toContain("action 'go' had not returned when it was interrupted")
    expect(ran.stdout).toContain('depth 0; interrupted')
    expect(ran.code).toBe(4)
  })

  it('does not prevent the other settings of verify from being checked', async () => {
    const cwd = folderWithCase('f4-endless-step.ts')
    const args = ['verify', 'f4-endless-step.ts', 'good.ts', '--max-seconds', '1', '--json', '--jobs', '1']
    const { code, stdout } = await interleave(args, { cwd })
    expect(code).toBe(4)
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines).toMatchObject([
      { spec: 'f4-endless-step.ts', stop: 'time limit', expected: false },
      { spec: 'good.ts', stop: 'exhausted', expected: true },
      { summary: { settings: 2, checked: 2, undecided: 1, exitCode: 4 } },
    ])
  })
})

describe('a promise', () => {
  const rejected = "Promise.reject(new Error('lost'))"

  it.each(engines)('that a step throws is a violation like any thrown value, with the %s engine', async engine => {
    for (const promise of [rejected, 'Promise.resolve(1)']) {
      const cwd = folderWith({ 'spec.ts': doing(`if (s.x === 2) throw ${promise}`) })
      const ran = await interleave(['check', 'spec.ts', '--no-types', '--engine', engine], { cwd })
      expect(ran).toMatchObject({ code: 14, stderr: '' })
      expect(ran.stdout).toMatch(/✗ violated +no step throws +in 3 steps/)
      expect(ran.stdout).toContain('!!   a promise\n')
    }
  })

  it.each(engines)(
    'that a claim or an initial state throws is an error of the model, with the %s engine',
    async engine => {
      const claim = doing('', '', `.invariant('i', s => { if (s.x === 2) throw ${rejected}; return true })`)
      const locals = doing('', '', `.process('p', { locals: () => { throw ${rejected} }, steps: { a: () => {} } })`)
      for (const [spec, says] of [
        [claim, "claim 'i' threw an error: a promise. It did so in the state"],
        [locals, "the locals of process 'p' could not be created, under the constants {}: a promise."],
      ] as const) {
        const args = ['check', 'spec.ts', '--no-types', '--engine', engine]
        const ran = await interleave(args, { cwd: folderWith({ 'spec.ts': spec }) })
        expect(ran).toMatchObject({ code: 3, stdout: '' })
        expect(ran.stderr).toContain(says)
        expect(ran.stderr).toMatch(/\(spec\.ts:\d+\)\n$/)
      }
    },
  )
})

describe('choices', () => {
  it.each(engines)(
    'without end are an error that names the step, its state and the line, with the %s engine',
    async engine => {
      for (const action of ['if (s.x === 2) for (;;) choose(0, 1)', 'try { for (;;) choose(0) } catch {}']) {
        const cwd = folderWith({ 'spec.ts': doing(action) })
        const ran = await interleave(['check', 'spec.ts', '--no-types', '--engine', engine], { cwd })
        expect(ran).toMatchObject({ code: 3, stdout: '' })
        expect(ran.stderr).toMatch(
          /model 'm': action 'go' calls choose more than 10000 times in one run, in the state \{.*"x":[02],.*\}.*\(spec\.ts:4/,
        )
      }
    },
  )

  it('with too many combinations are one as well', async () => {
    const many = '[...Array(1024).keys()]'
    const cwd = folderWith({
      'spec.ts': doing(`choose(...many); choose(...many); choose(0, 1)`, `const many = ${many}`),
    })
    const ran = await interleave(['check', 'spec.ts', '--no-types'], { cwd })
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toContain("action 'go' has more than 1048576 combinations of choices, in the state {")
    expect(ran.stderr).toMatch(/\(spec\.ts:\d\)\n$/)
  })
})

describe('the limits of verify', () => {
  it('leave settings undecided, with exit code 4', async () => {
    const ran = await interleave(['verify', 'good.ts', '--max-states', '2'], { cwd: folderWith({ 'good.ts': good }) })
    expect(ran.code).toBe(4)
    expect(ran.stdout).toMatch(/good\.ts.*undecided +[\d.]+ +undecided: state limit/)
    expect(ran.stdout).toContain('1 undecided')
  })
})

describe('standard output', () => {
  it('has only the report, whatever the spec prints', async () => {
    const cwd = folderWithCase('f8-json-and-console.ts')
    for (const engine of engines) {
      const ran = await interleave(['check', 'f8-json-and-console.ts', '--json', '--engine', engine], { cwd })
      expect(JSON.parse(ran.stdout)).toMatchObject({ stop: 'exhausted' })
      expect(ran.stderr).toContain('hello\n')
    }
    const loud = folderWith({ 'loud.ts': `process.stdout.write('loud\\n')\n${good}` })
    for (const command of [['check', '--json'], ['verify', '--json'], ['list'], ['graph', '--format', 'aut']]) {
      const ran = await interleave([...command, 'loud.ts'], { cwd: loud })
      expect(ran.code).toBe(0)
      expect(ran.stdout).not.toMatch(/^loud$/m)
      expect(ran.stderr).toContain('loud\n')
    }
  })

  it('may be closed before the report was read, which does not change the verdict', async () => {
    const cwd = folderWith({ 'good.ts': good })
    const main = join(checkout, 'out/build/src/cli/main.js')
    const shell = `set -o pipefail; ${process.execPath} ${main} graph good.ts --no-types --format jsonl | true`
    const ran = await run('bash', ['-c', shell], { cwd })
    expect(ran.stderr).toBe('')
    expect([0, 4]).toContain(ran.code)
  })
})

describe('memory', () => {
  it.each(engines)('that is used up gives the results so far, and advice, with the %s engine', async engine => {
    const spec = doing(
      'const all = ((globalThis as any).all ??= []); all.push(Array.from({ length: 20_000 }, (_, i) => `k${i}`)); s.x += all.length * 0',
      '',
      ".invariant('i', s => s.x < 1e9)",
    ).replace('(s.x + 1) % 9', 's.x + 1')
    const cwd = folderWith({ 'spec.ts': spec })
    const main = join(checkout, 'out/build/src/cli/main.js')
    const ran = await run(
      process.execPath,
      ['--max-old-space-size=100', main, 'check', 'spec.ts', '--engine', engine, '--max-memory', '8G'],
      { cwd },
    )
    expect(ran.code).toBe(4)
    expect(ran.stderr).toContain('--max-old-space-size=')
    expect(ran.stdout).toContain('stopped at the memory limit')
    expect(ran.stdout).not.toContain('✓')
  })

  it('of the stack suffices for what worked in the main thread, and a step that exhausts it throws', async () => {
    const deep = 'const deep = (n: number): number => (n === 0 ? 0 : 1 + deep(n - 1))'
    const fine = await interleave(['check', 's.ts'], { cwd: folderWith({ 's.ts': doing('deep(7_000)', deep) }) })
    expect(fine.code).toBe(0)
    const over = await interleave(['check', 's.ts', '--no-graph'], {
      cwd: folderWith({ 's.ts': doing('deep(1e9)', deep) }),
    })
    expect(over.code).toBe(14)
    expect(over.stdout).toContain('Maximum call stack size exceeded')
  })
})
