/** Imports by the `paths` of a tsconfig.json: a spec means by them what TypeScript means. */

import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout, folderWith, interleave } from './run-command.ts'

const specOf = (imports: string, value: string) => `import { model } from 'interleave-checker'
${imports}
export default model('m').shared(() => ({ n: 0 })).action('go', s => { s.n = (s.n + 1) % (${value}) })
`

/** The number of states, which is the value that was imported. */
async function statesOf(files: { readonly [path: string]: string }, spec = 'spec.ts'): Promise<number> {
  const cwd = folderWith(files)
  symlinkSync(join(checkout, 'node_modules'), join(cwd, 'node_modules'))
  const { stdout, stderr } = await interleave(['check', spec, '--json'], { cwd })
  const found = JSON.parse(stdout) as { census?: { states: number }; typeErrors?: unknown[] }
  expect(found.typeErrors, stderr + stdout).toEqual([])
  return found.census?.states ?? 0
}

const configOf = (compilerOptions: object, more: object = {}) => JSON.stringify({ compilerOptions, ...more })
const three = 'export const n: number = 3'
const five = 'export const n: number = 5'

describe('an import by an alias', () => {
  test.each<[string, object, string, { readonly [path: string]: string }]>([
    ['a pattern', { paths: { '@lib/*': ['./lib/*'] } }, '@lib/n', { 'lib/n.ts': three }],
    ['a pattern with an end', { paths: { '@*/lib': ['./of/*.ts'] } }, '@n/lib', { 'of/n.ts': three }],
    ['an exact name', { paths: { lib: ['./lib/n.ts'] } }, 'lib', { 'lib/n.ts': three }],
    ['a folder', { paths: { '@/*': ['./lib/*'] } }, '@/n', { 'lib/n/index.ts': three }],
    ['.js for .ts', { paths: { '@/*': ['./lib/*'] } }, '@/n.js', { 'lib/n.ts': three }],
    ['the second of two targets', { paths: { '@/*': ['./none/*', './lib/*'] } }, '@/n', { 'lib/n.ts': three }],
    [
      'the longest pattern',
      { paths: { '@/*': ['./a/*'], '@/x/*': ['./b/*'] } },
      '@/x/n',
      { 'a/x/n.ts': five, 'b/n.ts': three },
    ],
    [
      'an exact name before a pattern',
      { paths: { '@/*': ['./a/*'], '@/n': ['./b.ts'] } },
      '@/n',
      { 'a/n.ts': five, 'b.ts': three },
    ],
    [
      'an alias of an alias, in the imported file',
      { paths: { '@/*': ['./lib/*'] } },
      '@/n',
      { 'lib/n.ts': "export { n } from '@/deep/m'", 'lib/deep/m.ts': three },
    ],
    ['a name with a dollar sign', { paths: { '$lib/*': ['./lib/*'] } }, '$lib/$&', { 'lib/$&.ts': three }],
  ])('means %s', async (_, options, name, files) => {
    const spec = specOf(`import { n } from '${name}'`, 'n')
    expect(await statesOf({ 'spec.ts': spec, 'tsconfig.json': configOf({ strict: true, ...options }), ...files })).toBe(
      3,
    )
  })

  test('is looked up in the tsconfig.json nearest to the importing file, with what it extends', async () => {
    const base = configOf({ strict: true, paths: { '@/*': ['./lib/*'] } })
    const files = {
      'base.json': base,
      'tsconfig.json': configOf({}, { extends: './base.json' }),
      'lib/n.ts': three,
      'specs/tsconfig.json': configOf({}, { extends: '../tsconfig.json' }),
      'specs/spec.ts': specOf("import { n } from '@/n'", 'n'),
    }
    expect(await statesOf(files, 'specs/spec.ts')).toBe(3)
  })

  test('does not hide packages, builtin modules or this package', async () => {
    const spec = specOf(
      "import { produce } from 'immer'\nimport { sep } from 'node:path'",
      'sep.length + produce({ n: 2 }, () => {}).n',
    )
    const paths = { '*': ['./lib/*'] }
    expect(
      await statesOf({ 'spec.ts': spec, 'tsconfig.json': configOf({ strict: true, paths }), 'lib/path.ts': five }),
    ).toBe(3)
  })

  test('is one module with the same file by its path, and is loaded again with the spec', async () => {
    const imports = "import { count } from '@/c'\nimport { count as same } from './lib/c.ts'"
    const spec = specOf(imports, 'count === same ? 3 : 5')
    const files = {
      'lib/c.ts': 'export const count = { n: 0 }',
      'tsconfig.json': configOf({ strict: true, paths: { '@/*': ['./lib/*'] } }),
    }
    expect(await statesOf({ 'spec.ts': spec, ...files })).toBe(3)
    const counting = specOf("import { count } from '@/c'", '3').replace('s.n = ', 'count.n++; s.n = count.n > 9 ? 0 : ')
    const cwd = folderWith({ 'spec.ts': counting, ...files })
    const ran = await interleave(['check', 'spec.ts', '--no-types'], { cwd })
    expect(ran.code).toBe(3)
  })
})
