/** `verify --changed`: results come from the cache only where nothing that they depend on has changed. */

import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { VerdictCache } from '../../../src/cli/verdict-cache.ts'
import type { SettingFinding } from '../../../src/cli/verify-setting.ts'
import { folderWith, interleave, type Ran, temporaryFolder } from './run-command.ts'
import { folderWithTypeScript, typescripts } from './type-check/typescripts.ts'

const counter = `import { expectations, model } from 'interleave-checker'
import { most } from './most.ts'
const counter = model('counter', { by: 1 }).shared(() => ({ n: 0 }))
  .action('add', (s, c) => { s.n = Math.min(s.n + c.by, most) })
  .invariant('at most 2', s => s.n <= 2)
  .variant('twos', { by: 2 })
export default counter
export const expected = expectations(counter, { base: {}, twos: {} })
`
const most = (value: number): string => `import { zero } from './deep/zero.ts'\nexport const most = ${value} + zero\n`

let cwd: string
let cache: string
const verify = (...args: readonly string[]): Promise<Ran> =>
  interleave(['verify', 'counter.ts', '--changed', '--no-types', '--jobs', '1', ...args], {
    cwd,
    env: { XDG_CACHE_HOME: cache },
  })
/** The number of settings whose results came from the cache. */
const cachedIn = ({ stdout }: Ran): number => Number(/; (\d+) of them from the cache/.exec(stdout)?.[1])

describe('interleave verify --changed', () => {
  beforeEach(async () => {
    cwd = folderWith({ 'counter.ts': counter, 'most.ts': most(2), 'deep/zero.ts': 'export const zero = 0\n' })
    cache = temporaryFolder()
    const first = await verify()
    expect([first.code, cachedIn(first)]).toEqual([0, 0])
  })

  it('checks nothing again where nothing has changed, and says so', async () => {
    const again = await verify()
    expect([again.code, cachedIn(again)]).toEqual([0, 2])
    expect(again.stdout).toMatch(/^counter\.ts +twos .* as expected +cached +all hold/m)
    const json = await verify('--json')
    expect(cachedIn(await verify())).toBe(2)
    const [base, , summary] = json.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(base).toMatchObject({ expected: true, cached: true })
    expect(summary.summary).toMatchObject({ checked: 2, cached: 2 })
  })

  it('checks again after a change of an import anywhere, shows a failure each time, and knows the old content', async () => {
    writeFileSync(join(cwd, 'deep/zero.ts'), 'export const zero = 1\n')
    const broken = await verify()
    expect([broken.code, cachedIn(broken)]).toEqual([1, 0])
    const again = await verify()
    expect([again.code, cachedIn(again)]).toEqual([1, 2])
    expect(again.stdout).toMatch(/^counter\.ts +base .* UNEXPECTED +cached +at most 2 \(3\)/m)
    expect(again.stdout).toContain("'at most 2' fails in 3 steps, expected holds")
    writeFileSync(join(cwd, 'deep/zero.ts'), 'export const zero = 0\n')
    const restored = await verify()
    expect([restored.code, cachedIn(restored)]).toEqual([0, 2])
  })

  it('checks again for other options, another lock of packages and an import that means another file', async () => {
    expect(cachedIn(await verify('--max-states', '100'))).toBe(0)
    expect(cachedIn(await verify('--engine', 'reference'))).toBe(0)
    writeFileSync(join(cwd, 'package-lock.json'), '{}')
    expect(cachedIn(await verify())).toBe(0)
    expect(cachedIn(await verify())).toBe(2)
    writeFileSync(join(cwd, 'other.ts'), most(3))
    writeFileSync(join(cwd, 'counter.ts'), counter.replace('./most.ts', './other.ts'))
    expect(await verify()).toMatchObject({ code: 1 })
  })

  it('checks again where a counterexample is not there any more, or the cache is damaged', async () => {
    writeFileSync(join(cwd, 'most.ts'), most(3))
    await verify()
    expect(cachedIn(await verify())).toBe(2)
    rmSync(join(cwd, 'out/counter/base/at-most-2.svg'))
    expect(cachedIn(await verify())).toBe(1)
    const folder = join(cache, 'interleave/verdicts')
    for (const file of readdirSync(folder)) truncateSync(join(folder, file), 40)
    expect(await verify()).toMatchObject({ code: 1 })
  })

  it('keeps nothing that more time or memory might decide', async () => {
    await verify('--max-states', '2')
    const again = await verify('--max-states', '2')
    expect([again.code, cachedIn(again)]).toEqual([4, 0])
  })

  it('hides no type error, not even of an import that runs as before', async () => {
    const files = { 'counter.ts': counter, 'most.ts': most(2), 'deep/zero.ts': 'export const zero = 0\n' }
    const typed = folderWithTypeScript(typescripts[0]![1], files)
    const run = () => interleave(['verify', 'counter.ts', '--changed'], { cwd: typed, env: { XDG_CACHE_HOME: cache } })
    expect([(await run()).code, cachedIn(await run())]).toEqual([0, 2])
    writeFileSync(join(typed, 'deep/zero.ts'), 'export const zero = 0\nexport const text: string = 1\n')
    for (const _ of ['first', 'second']) expect(await run()).toMatchObject({ code: 3 })
  })
})

describe('the cache of verdicts', () => {
  const finding = {
    outcome: { stop: 'exhausted', claims: [] },
    differences: [],
    pictures: new Map(),
    notDrawn: [],
    reads: { files: [], variables: [], others: [] },
  } as unknown as SettingFinding
  const options = { out: 'out' }

  it('keeps nothing if a file may have changed since it was loaded, or has changed during the check', () => {
    const folder = temporaryFolder()
    const file = join(folderWith({ 'a.ts': 'const a = 1' }), 'a.ts')
    const source = { file, variant: null, files: [file] }
    const early = new VerdictCache(options, Date.now() - 1000, folder)
    early.keep(early.keyOf(source), source, finding)
    expect(early.find(early.keyOf(source))).toBeUndefined()

    const late = new VerdictCache(options, Date.now() + 1000, folder)
    const key = late.keyOf(source)
    writeFileSync(file, 'const a = 2')
    late.keep(key, source, finding)
    expect(late.find(key)).toBeUndefined()

    late.keep(late.keyOf(source), source, finding)
    expect(late.find(late.keyOf(source))).toEqual({ ...finding, isCached: true })
    expect(readFileSync(file, 'utf8')).toBe('const a = 2')
  })

  it('works without a folder to write to', () => {
    const file = join(folderWith({ 'a.ts': '' }), 'a.ts')
    const source = { file, variant: null, files: [file] }
    const nowhere = new VerdictCache(options, Date.now() + 1000, '/dev/null/verdicts')
    nowhere.keep(nowhere.keyOf(source), source, finding)
    expect(nowhere.find(nowhere.keyOf(source))).toBeUndefined()
  })
})
