/** Types of specs, as a user of the command sees them. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout, folderWith, interleave } from './run-command.ts'
import {
  compilerRuns,
  folderWithCompiler,
  folderWithTypeScript,
  realCompiler,
  typescripts,
} from './type-check/typescripts.ts'

/** A model whose transition claim asks for a field of a step. */
const specReading = (field: string, more = '') => `
import { model, when } from 'interleave-checker'
${more}
export default model('lock', { workers: 2 })
  .shared(() => ({ locked: false }))
  .process('worker', {
    count: c => c.workers,
    steps: {
      take: s => { when(!s.locked); s.locked = true },
      leave: s => { s.locked = false; return 'take' },
    },
  })
  .transition('a lock is free when it is taken', (before, _after, step) => step.${field} !== 'take' || !before.locked)
`
const right = specReading('step')
const wrong = specReading('step.label')
const helping = (type: string) => `export const half: ${type} = 1 / 2\n`

describe.each(typescripts)('with %s, check', (_, typescript) => {
  it('gives no verdict for a spec that reads a field that does not exist, and says where', async () => {
    const cwd = folderWithTypeScript(typescript, { 'spec.ts': wrong })
    const { code, stdout, stderr } = await interleave(['check', 'spec.ts'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toContain('types do not check (1 error)')
    expect(stderr).toMatch(/^ {2}\| spec\.ts:13:\d+ TS2339: Property 'label' does not exist on type/m)
    expect(stdout).toBe('')
    expect(existsSync(join(cwd, 'out/lock'))).toBe(false)
  })

  it('infers locals that depend on constants, where a block of the steps is a procedure', async () => {
    const spec = `
import { model, when } from 'interleave-checker'
const copy = { copy: (_s: object, me: { n: number; seen: number }) => { me.seen = me.n } }
export default model('blocks', { first: 1 })
  .shared(() => ({ x: 0 }))
  .process('p', {
    locals: (c, id) => ({ n: c.first + id, seen: 0, own: c.first }),
    steps: [{ add: (s, me) => { when(s.x < 2); s.x += me.own } }, copy, { end: (s, me) => { s.x = me.seen } }],
  })
  .invariant('small', s => s.x < 3 && s.p.every(p => p.own === 1))
`
    const cwd = folderWithTypeScript(typescript, { 'spec.ts': spec })
    const { code, stderr } = await interleave(['check', 'spec.ts'], { cwd })
    expect(stderr).not.toContain('types do not check')
    expect(code).toBe(0)
  })

  it('names the file if the error is in an import', async () => {
    const files = { 'spec.ts': specReading('step', "import './lib/half.js'"), 'lib/half.ts': helping('string') }
    const cwd = folderWithTypeScript(typescript, files)
    const { code, stderr } = await interleave(['check', 'spec.ts'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toContain('  | lib/half.ts:1:14 TS2322: ')
  })

  it.each(['reference', 'footprint'])('rejects a duplicate label, with any engine: %s', async engine => {
    const whole = readFileSync(join(checkout, 'spec/engine/fixtures/duplicate-label.ts'), 'utf8')
    // The misspelt field of its other claim is an error of its own as soon as the claim is evaluated.
    const spec = whole.replace(/\n.*\.transition\(.*/, '')
    const cwd = folderWithTypeScript(typescript, { 'spec.ts': spec })
    const { code, stdout, stderr } = await interleave(['check', 'spec.ts', '--engine', engine], { cwd })
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain("TS2783: 'kfree' is specified more than once")
  })

  it('prints nothing about correct types, in a folder without a tsconfig.json or the types of Node', async () => {
    const more = `
import { readFileSync } from 'node:fs'
import { qrcu } from 'interleave-checker/models/rcu/qrcu'
import { count } from './count.js'
console.error(process.argv.length, count, typeof readFileSync, typeof qrcu, structuredClone([1]))
enum Colour { Red }
void Colour.Red
`
    const cwd = folderWithTypeScript(typescript, {
      'spec.ts': specReading('step', more),
      'count.js': "export let count = 'one'\ncount = 1",
    })
    const { code, stdout, stderr } = await interleave(['check', 'spec.ts'], { cwd })
    expect(stderr).toMatch(/^(\d+ 1 function object \[ 1 \]\n)+$/)
    expect(code).toBe(0)
    expect(stdout).toContain('✓ holds')
  })

  it("treats the package's old name like the new one", async () => {
    const cwd = folderWithTypeScript(typescript, {
      'right.ts': right.replace('interleave-checker', 'interleave'),
      'wrong.ts': wrong.replace('interleave-checker', 'interleave'),
    })
    expect(await interleave(['check', 'right.ts'], { cwd })).toMatchObject({ code: 0, stderr: '' })
    expect(await interleave(['check', 'wrong.ts'], { cwd })).toMatchObject({ code: 3, stdout: '' })
  })

  it('reports to programs: --json has the errors and no verdict', async () => {
    const cwd = folderWithTypeScript(typescript, { 'right.ts': right, 'wrong.ts': wrong })
    const { code, stdout } = await interleave(['check', 'wrong.ts', '--json'], { cwd })
    expect(code).toBe(3)
    const report = JSON.parse(stdout)
    expect(report.typeErrors).toMatchObject([{ file: 'wrong.ts', line: 13, code: 'TS2339' }])
    expect(report.claims).toBeUndefined()
    const typeErrorsOf = async (...args: string[]) =>
      JSON.parse((await interleave(['check', ...args, '--json'], { cwd })).stdout).typeErrors
    expect(await typeErrorsOf('right.ts')).toEqual([])
    expect(await typeErrorsOf('right.ts', '--no-types')).toBe(null)
  })

  it('is as strict as the nearest tsconfig.json, but not about style', async () => {
    const more = `
import { half } from './half.ts'
const unused = 1
export const first = (list: string[]): string => list[0]
export function loose(x) { if (x) return half }
`
    const files = (options: string) => ({
      'spec/spec.ts': specReading('step', more),
      'spec/half.ts': helping('number'),
      'base.json': `{ "compilerOptions": { ${options} } }`,
      'tsconfig.json': `{
  // As people write it.
  "extends": "./base.json",
  "compilerOptions": { "module": "commonjs", "outDir": "dist", "rootDir": "src", "noUnusedLocals": true,
    "noImplicitReturns": true, "verbatimModuleSyntax": true, "noEmit": false, },
}`,
    })
    const check = async (options: string) =>
      interleave(['check', 'spec/spec.ts'], { cwd: folderWithTypeScript(typescript, files(options)) })
    expect(await check('"strict": false')).toMatchObject({ code: 0, stderr: '' })
    const strict = await check('"strict": true, "noUncheckedIndexedAccess": true')
    expect(strict.code).toBe(3)
    expect(strict.stderr).toContain("Parameter 'x' implicitly has an 'any' type")
    expect(strict.stderr).toContain("Type 'string | undefined' is not assignable to type 'string'")
    expect(strict.stderr).toContain('(2 errors)')
  })
})

describe('types', () => {
  it('that are wrong end even a long search', async () => {
    const endless = `import { model } from 'interleave-checker'
export default model('endless').shared(() => ({ n: 0 })).action('up', s => { s.n++ })
export const n: string = 1
`
    const cwd = folderWithTypeScript('typescript', { 'spec.ts': endless })
    const { code, stdout } = await interleave(['check', 'spec.ts', '--max-seconds', '50'], { cwd })
    expect([code, stdout]).toEqual([3, ''])
  })

  it('are left out with --no-types', async () => {
    const cwd = folderWithTypeScript('typescript', { 'spec.ts': wrong })
    for (const engine of ['reference', 'footprint']) {
      const ran = await interleave(['check', 'spec.ts', '--no-types', '--engine', engine], { cwd })
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      expect(ran.stdout).toContain('✓ holds')
    }
  })

  it('are reported as unchecked, in one line, if there is no TypeScript', async () => {
    const cwd = folderWith({ 'spec.ts': wrong })
    const { code, stdout, stderr } = await interleave(['check', 'spec.ts'], { cwd })
    expect(stderr).toMatch(
      /^interleave: types were not checked: no TypeScript .*npm install --save-dev typescript.*\n$/,
    )
    expect(stdout).toContain('✓ holds')
    expect(code).toBe(0)
  })

  it('are not checked for a spec in JavaScript', async () => {
    const cwd = folderWithTypeScript('typescript', { 'spec.mjs': wrong })
    expect(await interleave(['check', 'spec.mjs'], { cwd })).toMatchObject({ code: 0, stderr: '' })
  })

  it('are reported with at most five errors, and the number of further ones', async () => {
    const more = Array.from({ length: 7 }, (_, i) => `export const s${i}: string = ${i}`).join('\n')
    const cwd = folderWithTypeScript('typescript', { 'spec.ts': specReading('step', more) })
    const { stderr } = await interleave(['check', 'spec.ts'], { cwd })
    expect(stderr.match(/TS2322/g)).toHaveLength(5)
    expect(stderr).toContain('and 2 more errors')
  })

  it('that are wrong remove their spec from the results of verify, and no others', async () => {
    const cwd = folderWithTypeScript('typescript', {
      'spec/right.ts': right,
      'spec/wrong.ts': wrong,
      'spec/wrong-too.ts': specReading('step', "import '../half.ts'"),
      'half.ts': helping('string'),
    })
    const { code, stdout } = await interleave(['verify'], { cwd })
    expect(code).toBe(3)
    expect(stdout).toMatch(
      /^spec\/wrong\.ts: types do not check \(1 error\), so there are no verdicts:\n {2}\| spec\/wrong\.ts:13:/m,
    )
    expect(stdout).toMatch(
      /^spec\/wrong-too\.ts: types do not check \(1 error\), so there are no verdicts:\n {2}\| half\.ts:1:/m,
    )
    expect(stdout).toContain('1 setting of 3 checked')
    expect(stdout).toContain('2 specs with type errors')
    expect(stdout).toMatch(/^.*spec\/right\.ts +base /m)
    expect(stdout).not.toMatch(/^.*spec\/wrong.*\bbase\b/m)
    expect(readFileSync(join(cwd, 'out/verdicts.md'), 'utf8')).not.toContain('wrong')
    expect((await interleave(['verify', '--no-types'], { cwd })).code).toBe(0)
  })

  it('that are wrong are reported beside a state graph, and determine its exit code', async () => {
    const cwd = folderWithTypeScript('typescript', { 'spec.ts': wrong })
    const graph = (...more: string[]) => interleave(['graph', 'spec.ts', '--format', 'aut', ...more], { cwd })
    const [checked, unchecked] = [await graph(), await graph('--no-types')]
    expect(checked.code).toBe(3)
    expect(checked.stderr).toContain('spec.ts:13:')
    expect(unchecked).toMatchObject({ code: 0, stderr: '', stdout: checked.stdout })
  })

  it('that are wrong are reported when a model is explored', async () => {
    const cwd = folderWithTypeScript('typescript', { 'spec.ts': wrong })
    const main = join(checkout, 'out/build/src/cli/main.js')
    const child = spawn(process.execPath, [main, 'explore', 'spec.ts'], { cwd })
    let output = ''
    for await (const part of child.stderr) {
      output += part
      if (output.includes('--no-types')) break
    }
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(output).toContain('spec.ts:13:')
    expect(code).toBe(0)
  })
})

describe('a well-typed spec', () => {
  it('is not checked again until the spec, an import or the strictness changes', async () => {
    const files = { 'spec.ts': specReading('step', "import './half.ts'"), 'half.ts': helping('number') }
    const cwd = folderWithCompiler(realCompiler, files)
    const check = async () => {
      // Files that are as new as the check itself may still be written to, and are not relied on.
      await new Promise(resolve => setTimeout(resolve, 50))
      const { code } = await interleave(['check', 'spec.ts'], { cwd })
      return [code, compilerRuns(cwd).length]
    }
    expect(await check()).toEqual([0, 1])
    expect(await check()).toEqual([0, 1])
    writeFileSync(join(cwd, 'half.ts'), helping('string'))
    expect(await check()).toEqual([3, 2])
    expect(await check()).toEqual([3, 3])
    writeFileSync(join(cwd, 'half.ts'), helping('number'))
    expect(await check()).toEqual([0, 3])
    writeFileSync(join(cwd, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "lib": ["es5"], "types": [] } }')
    expect((await check())[1]).toBe(4)
    writeFileSync(join(cwd, 'spec.ts'), wrong)
    expect((await check())[0]).toBe(3)
  })

  it('is checked in one run together with any number of others', async () => {
    const specs = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`spec/${i % 3}/s${i}.ts`, right]))
    const cwd = folderWithCompiler(realCompiler, specs)
    await new Promise(resolve => setTimeout(resolve, 50))
    expect((await interleave(['verify'], { cwd })).code).toBe(0)
    expect(compilerRuns(cwd)).toHaveLength(1)
    expect((await interleave(['check', 'spec/1/s4.ts'], { cwd })).code).toBe(0)
    expect(compilerRuns(cwd)).toHaveLength(1)
  })
})

describe('a TypeScript that fails', () => {
  it.each([
    ['crashes', 'process.abort()', /TypeScript 5\.9\.0 was killed by SIG/],
    ['ends with a code and no word', 'process.exit(9)', /TypeScript 5\.9\.0 exited with code 9/],
    ['ends well without a word of the spec', '', /TypeScript 5\.9\.0 does not report reading spec\.ts/],
    ['does not know an option', "console.log('error TS5023: Unknown option')\nprocess.exit(1)", /TS5023/],
    ['is not whole', "require('./gone.cjs')", /TypeScript 5\.9\.0 exited with code 1/],
  ])('because it %s leaves the verdict, and one line that types were not checked', async (_, program, reason) => {
    const cwd = folderWithCompiler(program, { 'spec.ts': right })
    const { code, stdout, stderr } = await interleave(['check', 'spec.ts'], { cwd })
    expect(stderr).toMatch(/^interleave: types were not checked: .*\n$/)
    expect(stderr).toMatch(reason)
    expect(stdout).toContain('✓ holds')
    expect(code).toBe(0)
    expect(JSON.parse((await interleave(['check', 'spec.ts', '--json'], { cwd })).stdout).typeErrors).toBe(null)
  })

  it('to end is killed on Ctrl-C, and leaves nothing behind', async () => {
    const cwd = folderWithCompiler('setInterval(() => {}, 1000)', { 'spec.ts': right })
    const child = spawn(process.execPath, [join(checkout, 'out/build/src/cli/main.js'), 'check', 'spec.ts'], { cwd })
    let stderr = ''
    child.stderr.on('data', data => {
      stderr += data
    })
    await expect.poll(() => compilerRuns(cwd)).toHaveLength(1)
    // The search is over by then, and the command waits for the types.
    await new Promise(resolve => setTimeout(resolve, 1500))
    child.kill('SIGINT')
    await once(child, 'exit')
    expect(stderr).toContain('types were not checked: interrupted')
    await expect.poll(() => isRunning(compilerRuns(cwd)[0] as number)).toBe(false)
  })

  it('to end does not outlive a command that is killed', async () => {
    const cwd = folderWithCompiler('setInterval(() => {}, 1000)', { 'spec.ts': right })
    const child = spawn(process.execPath, [join(checkout, 'out/build/src/cli/main.js'), 'check', 'spec.ts'], { cwd })
    await expect.poll(() => compilerRuns(cwd)).toHaveLength(1)
    child.kill('SIGKILL')
    await expect.poll(() => isRunning(compilerRuns(cwd)[0] as number)).toBe(false)
  })

  it('to end neither delays a model error for long nor outlives it', async () => {
    const spec = `import { existsSync } from 'node:fs'
while (!existsSync('node_modules/typescript/runs.txt')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
throw new Error('broken')`
    const cwd = folderWithCompiler('setInterval(() => {}, 1000)', { 'spec.ts': spec })
    const { code, stderr } = await interleave(['check', 'spec.ts'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toContain('broken')
    await expect.poll(() => isRunning(compilerRuns(cwd)[0] as number)).toBe(false)
  })
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('what a check leaves', () => {
  it('in the folder for temporary files is nothing', async () => {
    const cwd = folderWithTypeScript('typescript', { 'spec.ts': wrong })
    const temporary = folderWith({})
    await interleave(['check', 'spec.ts'], { cwd, env: { TMPDIR: temporary } })
    expect(readdirSync(temporary).filter(name => name.startsWith('interleave-types-'))).toEqual([])
  })
})
