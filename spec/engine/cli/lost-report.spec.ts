/** A report that nobody can read, or files that cannot be written: the exit code still tells the truth. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout, folderWith, interleave, type Ran, run } from './run-command.ts'

const good = `
import { model } from 'interleave-checker'
export default model('good').shared(() => ({ x: 0 })).action('go', s => { s.x = (s.x + 1) % 3 })
`
const bad = good.replace(/\n$/, ".invariant('small', s => s.x < 2)\n")

/** Runs a command in a shell, with a redirection or a pipe behind it; `PIPESTATUS` is the last line of stdout. */
function inShell(args: string, rest: string, cwd: string): Promise<Ran> {
  const main = join(checkout, 'out/build/src/cli/main.js')
  return run('bash', ['-c', `'${process.execPath}' '${main}' ${args} ${rest}; printf '\\n%s\\n' "$PIPESTATUS"`], {
    cwd,
  })
}

const codeIn = ({ stdout }: Ran): number => Number(stdout.trim().split('\n').at(-1))

describe.skipIf(!existsSync('/dev/full'))('a report that cannot be written', () => {
  it.each([
    'check good.ts --no-types',
    'check good.ts --no-types --json',
    'verify good.ts --no-types',
    'list good.ts',
    'graph good.ts --no-types --format dot',
    'check --help',
    '--version',
  ])('is no success: %s', async args => {
    const ran = await inShell(args, '> /dev/full', folderWith({ 'good.ts': good }))
    expect(codeIn(ran)).toBe(74)
    expect(ran.stderr).toMatch(/^interleave: the report could not be written: ENOSPC[^\n]*\n$/)
  })

  it.each([
    ['check bad.ts --no-types', 12],
    ['check bad.ts --no-types --max-states 1', 4],
    ['check nowhere.ts', 2],
  ])('keeps any other code: %s', async (args, code) => {
    expect(codeIn(await inShell(args, '> /dev/full', folderWith({ 'bad.ts': bad })))).toBe(code)
  })
})

describe('a reader that stops early', () => {
  it.each([
    ['check good.ts --no-types', 0],
    ['check bad.ts --no-types', 12],
    ['check bad.ts --no-types --json', 12],
    ['verify bad.ts --no-types', 1],
  ])('changes no exit code, and is not reported: %s', async (args, code) => {
    const ran = await inShell(args, '| head -c 1', folderWith({ 'good.ts': good, 'bad.ts': bad }))
    expect(codeIn(ran)).toBe(code)
    expect(ran.stderr).toBe('')
  })
})

describe.skipIf(!existsSync('/proc/self'))('a folder that cannot be made', () => {
  it.each(['footprint', 'reference'])('takes no verdict with it, by the %s engine', async engine => {
    const cwd = folderWith({ 'bad.ts': bad })
    const ran = await interleave(['check', 'bad.ts', '--no-types', '--out', '/proc/x', '--engine', engine], { cwd })
    expect(ran.code).toBe(12)
    expect(ran.stdout).toMatch(/✗ violated +small +in 2 steps/)
    expect(ran.stderr.match(/^interleave: counterexamples were not written: .*\/proc\/x/gm)).toHaveLength(1)
  })

  it('leaves verify and graph their codes', async () => {
    const cwd = folderWith({ 'bad.ts': bad })
    const verified = await interleave(['verify', 'bad.ts', '--no-types', '--out', '/proc/x/y'], { cwd })
    expect(verified.code).toBe(1)
    expect(verified.stdout).toContain('counterexamples of 1 setting not written')
    const drawn = await interleave(['graph', 'bad.ts', '--no-types', '--format', 'dot', '--out', '/proc/x/y'], { cwd })
    expect(drawn.code).toBe(2)
    expect(drawn.stderr).toContain("'/proc/x/y' cannot be written: ENOENT")
  })
})
