/** Each folder of examples by itself: its model is as expected, its tests pass, and its page names files that are there. */

import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout, interleave, run, temporaryFolder } from '../cli/run-command.ts'

const all = readdirSync(join(checkout, 'examples')).filter(name =>
  existsSync(join(checkout, 'examples', name, 'model.ts')),
)
const pageOf = (name: string): string => readFileSync(join(checkout, 'examples', name, 'README.md'), 'utf8')
/** Those with fast-check are tested as the packed package is. */
const examples = all.filter(name => pageOf(name).includes('--variant'))

test('there are four at least, and the README leads to each', () => {
  expect(examples.length).toBeGreaterThanOrEqual(4)
  const readme = readFileSync(join(checkout, 'README.md'), 'utf8')
  expect(all.filter(name => !readme.includes(`](examples/${name}/README.md)`))).toEqual([])
})

describe.each(examples)('examples/%s', name => {
  test('is as it expects, also in its tests', async () => {
    const cwd = temporaryFolder()
    cpSync(join(checkout, 'examples', name), cwd, { recursive: true })
    symlinkSync(join(checkout, 'node_modules'), join(cwd, 'node_modules'))
    const [, variant = ''] = /--variant '(.*)'/.exec(pageOf(name)) ?? []
    expect((await interleave(['check', 'model.ts', '--variant', variant], { cwd })).code).toBe(12)

    const verified = await interleave(['verify', 'model.ts'], { cwd })
    expect(verified.stdout).toContain('every verdict as expected')
    expect(verified.code).toBe(0)
    const source = (file: string): string => JSON.stringify(join(checkout, 'src', file))
    const alias = `[{ find: /^interleave-checker\\/vitest$/, replacement: ${source('vitest.ts')} },
      { find: /^interleave-checker$/, replacement: ${source('index.ts')} }]`
    writeFileSync(join(cwd, 'faces.config.ts'), `export default { resolve: { alias: ${alias} } }`)
    const tested = await run('npx', ['vitest', 'run', '--config', 'faces.config.ts'], { cwd })
    expect(tested.stdout).toMatch(/Tests +\d+ passed/)
    expect(tested.code).toBe(0)
  })
})
