/** `verify --changed` takes no result from the cache after a change of something that a spec reads without importing it. */

import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderWith, interleave, temporaryFolder } from './run-command.ts'

/** A spec that is as expected if `most` is 2. */
function spec(most: string, { most: later = 'most' } = {}): string {
  return `import { expectations, model } from 'interleave-checker'
${most}
const counter = model('counter').shared(() => ({ n: 0, most: ${later} }))
  .action('add', s => { s.n = Math.min(s.n + 1, s.most) })
  .invariant('at most 2', s => s.n <= 2)
export default counter
export const expected = expectations(counter, { base: {} })
`
}

interface Case {
  readonly title: string
  readonly source: string
  /** Whether what is read is compared; else the spec is checked each time. */
  readonly isFollowed: boolean
  readonly files?: { readonly [path: string]: string }
  /** What is to be verified. */
  readonly file?: string
  readonly prepare?: (cwd: string) => void
  /** Makes `most` 3. */
  readonly change?: (cwd: string) => void
  readonly env?: NodeJS.ProcessEnv
}

const fs = "import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'\n"
const rewrite = (file: string, text: string) => (cwd: string) => writeFileSync(join(cwd, file), text)

const cases: readonly Case[] = [
  {
    title: 'a file beside it, read when it is loaded',
    source: spec(`${fs}const most = Number(readFileSync(new URL('./f', import.meta.url), 'utf8'))`),
    isFollowed: true,
    files: { f: '2' },
    change: rewrite('f', '3'),
  },
  {
    title: 'a file that is read while it is checked, by fs.promises or not',
    source: spec(`${fs}const most = () => Number(readFileSync('f', 'utf8'))`, { most: 'most()' }),
    isFollowed: true,
    files: { f: '2' },
    change: rewrite('f', '3'),
  },
  {
    title: 'whether there is a file',
    source: spec(`${fs}const most = existsSync('f') ? 3 : 2`),
    isFollowed: true,
    change: rewrite('f', ''),
  },
  {
    title: 'the list of a folder',
    source: spec(`${fs}const most = readdirSync('data').length`),
    isFollowed: false,
    files: { 'data/a': '', 'data/b': '' },
    change: rewrite('data/c', ''),
  },
  {
    title: 'a variable of the environment',
    source: spec("import { env } from 'node:process'\nconst most = Number(env.MOST ?? 2)"),
    isFollowed: true,
    env: { MOST: '3' },
  },
  {
    title: 'the whole environment',
    source: spec('const most = Number({ ...process.env }.MOST ?? 2)'),
    isFollowed: false,
    env: { MOST: '3' },
  },
  {
    title: 'a module by createRequire',
    source: spec(
      "import { createRequire } from 'node:module'\nconst { most } = createRequire(import.meta.url)('./x.cjs')",
    ),
    isFollowed: false,
    files: { 'x.cjs': 'exports.most = 2' },
    change: rewrite('x.cjs', 'exports.most = 3'),
  },
  {
    title: 'what CommonJS requires that it imports',
    source: spec("import x from './x.cjs'\nconst { most } = x"),
    isFollowed: false,
    files: { 'x.cjs': "exports.most = require('./y.cjs')", 'y.cjs': 'module.exports = 2' },
    change: rewrite('y.cjs', 'module.exports = 3'),
  },
  {
    title: 'what a CommonJS package requires, without a new lock file',
    source: spec("import p from 'p'\nconst { most } = p"),
    isFollowed: true,
    files: {
      'node_modules/p/package.json': '{ "name": "p", "main": "./index.js" }',
      'node_modules/p/index.js': "exports.most = require('./most.js')",
      'node_modules/p/most.js': 'module.exports = 2',
    },
    change: rewrite('node_modules/p/most.js', 'module.exports = 3'),
  },
  {
    title: 'the output of another program',
    source: spec("import { execSync } from 'node:child_process'\nconst most = Number(execSync('cat f'))"),
    isFollowed: false,
    files: { f: '2' },
    change: rewrite('f', '3'),
  },
  {
    title: 'an import of a spec that is named by a symbolic link',
    source: spec("import { most } from './most.ts'"),
    isFollowed: true,
    files: { 'most.ts': 'export const most = 2' },
    file: 'link/counter.ts',
    prepare: cwd => {
      mkdirSync(join(cwd, 'real'))
      for (const name of ['counter.ts', 'most.ts']) renameSync(join(cwd, name), join(cwd, 'real', name))
      symlinkSync('real', join(cwd, 'link'))
    },
    change: rewrite('real/most.ts', 'export const most = 3'),
  },
  {
    title: 'a module whose name is computed, and a JSON file',
    source: spec(
      "import data from './data.json'\nconst { most } = await import(['./', 'most', '.ts'].join(''))\nvoid data",
    ),
    isFollowed: true,
    files: { 'most.ts': 'export const most = 2', 'data.json': '{}' },
    change: rewrite('most.ts', 'export const most = 3'),
  },
]

it.each(cases)('$title', async ({ source, files, file = 'counter.ts', isFollowed, prepare, change, env = {} }) => {
  const cwd = folderWith({ 'counter.ts': source, ...files })
  prepare?.(cwd)
  const cache = temporaryFolder()
  const verify = async (more: NodeJS.ProcessEnv = {}) => {
    const { code, stdout, stderr } = await interleave(['verify', file, '--changed', '--no-types', '--jobs', '1'], {
      cwd,
      env: { XDG_CACHE_HOME: cache, ...more },
    })
    return [code, Number(/; (\d+) of them from the cache/.exec(stdout)?.[1]), stderr.includes('a bug in')]
  }
  // So that no file is taken for one that changed meanwhile.
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(await verify()).toEqual([0, 0, false])
  expect(await verify()).toEqual([0, isFollowed ? 1 : 0, false])
  change?.(cwd)
  expect(await verify(env)).toEqual([1, 0, false])
})
