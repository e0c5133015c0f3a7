/** interleave.config.ts: what it says is what the options would say, and what is wrong in it is said clearly. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { matcherOf } from '../../../src/cli/glob.ts'
import { folderWith, interleave } from './run-command.ts'

const spec = `import { model } from 'interleave-checker'
export default model('m').shared(() => ({ n: 0 })).action('go', s => { s.n = (s.n + 1) % 9 })
`
const configOf = (text: string) =>
  `import { defineConfig } from 'interleave-checker'\nexport default defineConfig(${text})\n`

function projectWith(config: string): string {
  return folderWith({
    'interleave.config.ts': config,
    'src/queue.model.ts': spec,
    'src/deep/lock.model.ts': spec,
    'src/other.ts': spec,
    'src/queue.model.d.ts': spec,
  })
}

describe('a configuration', () => {
  test('names the specs, limits, reporters and the folder of verify', async () => {
    const cwd = projectWith(
      configOf(
        "{ specs: ['src/**/*.model.ts'], limits: { maxStates: 5, maxMemory: '1G' }, reporters: ['text', 'junit=r/j.xml'], out: 'found', types: false, jobs: 1 }",
      ),
    )
    const ran = await interleave(['verify'], { cwd })
    expect(ran.code).toBe(4)
    expect(ran.stdout).toContain('2 settings of 2 checked, 10 states in all')
    expect(ran.stderr).toBe('')
    expect(existsSync(join(cwd, 'r/j.xml'))).toBe(true)
    expect(existsSync(join(cwd, 'found/verdicts.html'))).toBe(true)
    const listed = await interleave(['list'], { cwd })
    expect(listed.stdout.match(/^src.*$/gm)).toEqual(['src/deep/lock.model.ts', 'src/queue.model.ts'])
  })

  test('is less than what is given on the command line', async () => {
    const cwd = projectWith(
      configOf("{ specs: ['none'], limits: { maxStates: 5 }, reporters: ['junit=j.xml'], types: false }"),
    )
    const ran = await interleave(['verify', 'src/other.ts', '--max-states', '100', '--json'], { cwd })
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.stdout.split('\n')[0] ?? '')).toMatchObject({ census: { states: 9 } })
    expect(existsSync(join(cwd, 'j.xml'))).toBe(false)
    const checked = await interleave(['check', 'src/other.ts', '--max-depth', '3'], { cwd })
    expect(checked.stdout).toContain('4 states')
    expect(checked.code).toBe(4)
  })

  test.each<[string, string]>([
    [
      "{ spec: ['a'] }",
      "interleave.config.ts: 'spec' is not an option. There are: specs, limits, reporters, out, jobs, types.",
    ],
    [
      '{ limits: { states: 3 } }',
      "'limits.states' is not an option. There are: maxStates, maxDepth, maxSeconds, maxMemory.",
    ],
    ['{ limits: { maxStates: 0.5 } }', "'limits.maxStates' must be a whole number of at least 1. It is 0.5."],
    [
      "{ limits: { maxMemory: 'lots' } }",
      "'limits.maxMemory' must be a number of bytes, or an amount such as '8G'. It is \"lots\".",
    ],
    ["{ limits: { maxSeconds: '3' } }", '\'limits.maxSeconds\' must be a number above 0. It is "3".'],
    ["{ reporters: ['html'] }", "'reporters.0' must be one of: text, json,"],
    ["{ specs: 'src' }", '\'specs\' must be a list of files, folders or patterns. It is "src".'],
    [
      "{ out: '', jobs: 0 }",
      "'out' must not be empty. It is \"\".\n  | interleave.config.ts: 'jobs' must be a whole number of at least 1. It is 0.",
    ],
    ['3 as never', 'defineConfig(...) takes an object with options, not 3.'],
    ['undefined as never', 'defineConfig(...) takes an object with options, not undefined.'],
    ['(() => { throw new Error("no") })()', 'interleave.config.ts could not be loaded: no (interleave.config.ts:2)'],
  ])('%s is refused', async (config, message) => {
    const ran = await interleave(['verify'], { cwd: projectWith(configOf(config)) })
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain(message)
  })

  test('that ends the process, or waits forever, is reported', async () => {
    const ran = await interleave(['list'], { cwd: projectWith('process.exit(0)') })
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('interleave.config.ts ended the process: it calls process.exit(0)')
    const waiting = await interleave(['list'], { cwd: projectWith('await new Promise(() => {})') })
    expect(waiting.code).toBe(2)
    expect(waiting.stderr).toContain('awaits a promise that never settles')
  })
})

describe('a pattern', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['src/*.ts', ['src/a.ts'], ['src/b/a.ts', 'src/a.tsx', 'src/ats']],
    ['src/**/*.ts', ['src/a.ts', 'src/b/c/a.ts'], ['a.ts', 'lib/src/a.ts']],
    ['**/*.model.{ts,mts}', ['a.model.ts', 'b/a.model.mts'], ['a.model.js', 'amodel.ts']],
    ['./src/?.ts', ['src/a.ts'], ['src/ab.ts', 'src/.ts']],
    ['src/**', ['src/a.ts', 'src/b/c'], ['lib/a.ts']],
    ['a+(b)/{x,y*}/$.ts', ['a+(b)/x/$.ts', 'a+(b)/yy/$.ts'], ['aab/x/$.ts']],
  ])('%s means files by their names', (pattern, matching, others) => {
    const matches = matcherOf(pattern)
    expect(matching.filter(path => !matches(path))).toEqual([])
    expect(others.filter(matches)).toEqual([])
  })

  test('can be given in place of a name, and must match something', async () => {
    const cwd = projectWith('export default {}')
    const ran = await interleave(['list', 'src/d*/**/*.ts'], { cwd })
    expect(ran.stdout.match(/^src.*$/gm)).toEqual(['src/deep/lock.model.ts'])
    const none = await interleave(['verify', 'lib/**/*.ts'], { cwd })
    expect(none).toMatchObject({ code: 2 })
    expect(none.stderr).toContain("there are no spec files in 'lib/**/*.ts'.")
  })
})
