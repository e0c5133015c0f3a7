/** `check --watch` as its users have it: a command that goes on while files change. */

import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout, folderWith, interleave, start } from './run-command.ts'

const spec = `import { model } from 'interleave-checker'
import { most } from '@lib/most'
export default model('counter').shared(() => ({ n: 0 }))
  .action('count', s => { s.n = (s.n + 1) % 4 })
  .invariant('small', s => s.n <= most)
`
const config = '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }'
const waiting = 'Ctrl-C ends it.'

function folder(): string {
  const cwd = folderWith({ 'spec.ts': spec, 'lib/most.ts': 'export const most = 3', 'tsconfig.json': config })
  symlinkSync(join(checkout, 'node_modules'), join(cwd, 'node_modules'))
  return cwd
}

describe('check --watch', () => {
  test('checks again when an imported file changes, says which verdict changed, and ends with Ctrl-C', async () => {
    const cwd = folder()
    const most = (text: string) => writeFileSync(join(cwd, 'lib/most.ts'), text)
    const running = start(['check', 'spec.ts', '--watch', '--no-types'], cwd)
    await running.until(waiting)
    expect(running.output()).toMatch(/✓ holds +small/)
    // The spec, what it imports, and what says where that is.
    expect(running.output()).toContain('Watching 4 files')

    most('export const most = 2')
    await running.until(waiting)
    expect(running.output()).toContain('lib/most.ts changed\n')
    expect(running.output()).toContain("spec.ts: 'small' was: holds; is: violated in 3 steps\n")

    most('export const most =')
    await running.until(waiting)
    expect(running.output()).toMatch(/spec\.ts could not be loaded: .*most\.ts:1: Expression expected/)
    expect(running.output()).toContain('spec.ts: has no verdict now\n')

    rmSync(join(cwd, 'lib/most.ts'))
    await running.until(waiting)
    expect(running.output()).toContain("Cannot find package '@lib/most'")
    expect(running.output()).toMatch(/By 'paths' in tsconfig\.json it would be '.*lib\/most', where there is no module/)

    most('export const most = 3')
    await running.until(waiting)
    expect(running.output()).toContain('spec.ts: has verdicts again\n')
    expect(await running.end()).toBe(0)
  })

  test('goes on where a file that is imported by its whole name is away for a while', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'spec.ts'), spec.replace('@lib/most', './lib/most.ts'))
    const running = start(['check', 'spec.ts', '--watch', '--no-types'], cwd)
    await running.until(waiting)
    rmSync(join(cwd, 'lib/most.ts'))
    await running.until(waiting)
    // Where it was looked for, a file is now in the place of a folder.
    writeFileSync(join(cwd, 'lib/most.ts'), 'export const most = 3')
    await running.until(waiting)
    expect(running.output()).toContain('spec.ts: has verdicts again\n')
    expect(await running.end()).toBe(0)
  })

  test('leaves a search that a change makes obsolete, and a step that never returns', async () => {
    const cwd = folder()
    const running = start(['check', 'spec.ts', '--watch', '--no-types'], cwd)
    await running.until(waiting)
    writeFileSync(join(cwd, 'spec.ts'), spec.replace('s => s.n <= most', 's => { while (s.n === 2) ; return true }'))
    await running.until('spec.ts changed')
    writeFileSync(join(cwd, 'spec.ts'), `${spec}// repaired`)
    await running.until(waiting)
    expect(running.output()).toContain('No verdict changed.')
    expect(running.output()).not.toContain('interrupted: reporting')
    expect(await running.end()).toBe(0)
  })

  test('ends with Ctrl-C during a search, too', async () => {
    const cwd = folderWith({
      'spec.ts': spec.replace(/^import \{ most.*$/m, 'console.log("loaded"); const most = 9').replace('% 4', '+ 0.5'),
    })
    const running = start(['check', 'spec.ts', '--watch', '--no-types', '--max-states', '100000000'], cwd)
    await running.until('loaded')
    expect(await running.end()).toBe(0)
  })

  test('prints text, and nothing for programs', async () => {
    const ran = await interleave(['check', 'spec.ts', '--watch', '--json'], { cwd: folder() })
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('--watch prints text. Give other reporters a file: --reporter json=<file>.')
  })
})
