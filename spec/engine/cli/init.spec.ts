/** `interleave init` in empty folders and in projects: it asks nothing, and overwrites nothing. */

import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout, folderWith, interleave, run } from './run-command.ts'

const contentOf = (cwd: string, file: string): string => readFileSync(join(cwd, file), 'utf8')

async function initIn(files: { readonly [path: string]: string }): Promise<{ cwd: string; stdout: string }> {
  const cwd = folderWith(files)
  const ran = await interleave(['init'], { cwd })
  expect(ran).toMatchObject({ code: 0, stderr: '' })
  symlinkSync(join(checkout, 'node_modules'), join(cwd, 'node_modules'))
  return { cwd, stdout: ran.stdout }
}

/** Vitest with this checkout in place of the installed package. */
function withFaces(cwd: string): string[] {
  const source = (file: string): string => JSON.stringify(join(checkout, 'src', file))
  const alias = `[{ find: /^interleave-checker\\/vitest$/, replacement: ${source('vitest.ts')} },
    { find: /^interleave-checker$/, replacement: ${source('index.ts')} }]`
  writeFileSync(join(cwd, 'faces.config.mts'), `export default { resolve: { alias: ${alias} } }`)
  return ['vitest', 'run', '--config', 'faces.config.mts']
}

describe('interleave init', () => {
  test('writes into an empty folder what then runs', async () => {
    const { cwd, stdout } = await initIn({})
    expect(stdout).toMatch(/^wrote +interleave\/lock\.ts +a lock/)
    expect(stdout).toContain('Next   npm install\n')
    const manifest = JSON.parse(contentOf(cwd, 'package.json')) as {
      devDependencies: object
      scripts: object
      type: string
    }
    expect(manifest).toMatchObject({ type: 'module', scripts: { interleave: 'interleave verify', test: 'vitest run' } })
    expect(Object.keys(manifest.devDependencies)).toEqual(['interleave-checker', 'typescript', 'vitest'])

    const verified = await interleave(['verify'], { cwd })
    expect(verified).toMatchObject({ code: 0, stderr: '' })
    expect(verified.stdout).toContain('2 settings of 2 checked')
    // The example itself has nothing that never runs.
    expect((await interleave(['check', 'interleave/lock.ts'], { cwd })).stdout).not.toContain('never')
    const [, command] = /npx interleave (check .* --variant 'no second look')/.exec(stdout) ?? []
    const checked = await interleave(
      (command ?? '')
        .replace("'no second look'", 'no-second-look')
        .split(' ')
        .map(word => (word === 'no-second-look' ? 'no second look' : word)),
      { cwd },
    )
    expect(checked.code).toBe(12)
    expect(checked.stdout).toContain('interleave/out/interleave/lock/no-second-look/at-most-one-holds-the-lock.html')
    const tested = await run('npx', withFaces(cwd), { cwd })
    expect(tested.stdout).toContain('11 passed')
    expect(tested.code).toBe(0)
    writeFileSync(
      join(cwd, 'fails.test.ts'),
      `import { expect, test } from 'vitest'
import 'interleave-checker/vitest'
import lock from './interleave/lock.js'
test('fails', () => expect(lock).toHold({ variant: 'no second look' }))`,
    )
    const failed = await run('npx', [...withFaces(cwd), 'fails.test.ts'], { cwd })
    expect(failed.stderr).toMatch(
      /page: file:\S+\/interleave\/out\/lock\/no-second-look\S*\/at-most-one-holds-the-lock\S*\.html/,
    )
    expect(existsSync(join(cwd, 'out'))).toBe(false)
  })

  test('adds to a project only what it does not have, and keeps its style', async () => {
    const manifest = `{
    "name": "shop",
    "version": "1.2.3",
    "scripts": { "test": "node --test" },
    "devDependencies": { "vitest": "^3.2.0", "zod": "^4.0.0" }
}`
    const files = {
      'package.json': manifest,
      'pnpm-lock.yaml': '',
      'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" }, "include": ["src"] }',
      'interleave.config.mts': "export default { specs: ['interleave'] }",
    }
    const { cwd, stdout } = await initIn(files)
    const after = contentOf(cwd, 'package.json')
    expect(JSON.parse(after)).toEqual({
      name: 'shop',
      version: '1.2.3',
      scripts: { test: 'node --test', interleave: 'interleave verify' },
      devDependencies: {
        'interleave-checker': expect.any(String),
        typescript: expect.any(String),
        vitest: '^3.2.0',
        zod: '^4.0.0',
      },
    })
    expect(after).toMatch(/^\{\n {4}"name"[\s\S]*\}$/)
    expect(contentOf(cwd, 'interleave.config.mts')).toBe(files['interleave.config.mts'])
    expect(stdout).toMatch(/^kept +interleave\.config\.mts/m)
    expect(stdout).toMatch(/^wrote +interleave\/lock\.mts/m)
    expect(stdout).toContain('Next   pnpm install\n')
    // Its modules are CommonJS, so the names of the new ones say that they are not.
    expect(existsSync(join(cwd, 'interleave/lock.ts'))).toBe(false)
    const verified = await interleave(['verify'], { cwd })
    expect(verified).toMatchObject({ code: 0, stderr: '' })
    expect((await run('npx', withFaces(cwd), { cwd })).stdout).toContain('11 passed')
  })

  test('leaves the build of a project and its tests alone', async () => {
    const tsconfig = (more: object) =>
      JSON.stringify({ compilerOptions: { strict: true, module: 'commonjs', outDir: 'dist', rootDir: 'src' }, ...more })
    const { cwd, stdout } = await initIn({
      'package.json': '{ "scripts": { "test": "node --test" } }',
      'src/main.ts': 'export const n: number = 1',
      'tsconfig.json': tsconfig({}),
      'interleave.config.ts': "export default { specs: ['models'] }",
    })
    expect(readdirSync(cwd).filter(name => name.startsWith('interleave.config'))).toEqual(['interleave.config.ts'])
    expect(stdout).toContain("interleave.config.ts says where specs are. Add 'interleave' to its specs")
    // `node --test` takes *.test.*, of which vitest needs none.
    expect(readdirSync(join(cwd, 'interleave')).filter(name => name.includes('.test.'))).toEqual([])
    const [, exclude = ''] = /^ +("exclude": \[.*?\])/m.exec(stdout) ?? []
    expect(exclude).toContain('interleave')
    rmSync(join(cwd, 'interleave.config.ts'))
    const again = await interleave(['init'], { cwd })
    expect(again.stdout).toMatch(/^wrote +interleave\.config\.mjs/m)
    writeFileSync(
      join(cwd, 'tsconfig.json'),
      tsconfig(JSON.parse(`{ ${exclude.replace(']', ', "dist"]')} }`) as object),
    )
    const built = await run('npx', ['tsc'], { cwd })
    expect(built).toMatchObject({ code: 0, stdout: '' })
    expect(readdirSync(join(cwd, 'dist'))).toEqual(['main.js'])
    // The files themselves are well typed, by the options beside them.
    expect(await interleave(['verify'], { cwd })).toMatchObject({ code: 0, stderr: '' })
    const before = await interleave(['init'], { cwd: folderWith({ 'tsconfig.json': tsconfig({ include: ['src'] }) }) })
    expect(before.stdout).not.toContain('exclude')
  })

  test('run again, changes nothing, and installs nothing that is there', async () => {
    const { cwd } = await initIn({ 'interleave/lock.ts': '// mine' })
    const before = contentOf(cwd, 'package.json')
    const again = await interleave(['init'], { cwd })
    expect(again.stdout).not.toMatch(/^(wrote|added)/m)
    expect(contentOf(cwd, 'package.json')).toBe(before)
    expect(contentOf(cwd, 'interleave/lock.ts')).toBe('// mine')
    expect(again.stdout).toContain('Next   npx interleave verify interleave')
  })

  test('refuses a package.json that it cannot read, and writes nothing', async () => {
    const cwd = folderWith({ 'package.json': '{ "name": ' })
    const ran = await interleave(['init'], { cwd })
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('package.json is not a JSON object.')
    expect(existsSync(join(cwd, 'interleave'))).toBe(false)
  })
})
