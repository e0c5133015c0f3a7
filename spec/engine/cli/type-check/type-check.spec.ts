import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findSpecs } from '../../../../src/cli/find-specs.ts'
import { findTypeScript } from '../../../../src/cli/type-check/find-typescript.ts'
import { TypeCache } from '../../../../src/cli/type-check/type-cache.ts'
import { startTypeCheck } from '../../../../src/cli/type-check/type-check.ts'
import { checkout, folderWith, temporaryFolder } from '../run-command.ts'
import { compilerRuns, folderWithCompiler, folderWithTypeScript, realCompiler, typescripts } from './typescripts.ts'

const spec = "import { model } from 'interleave-checker'\nexport default model('m').shared(() => ({ n: 0 }))\n"

/** The result for each file, with a new cache unless one is given. */
async function verdictsOf(files: readonly string[], options: { limitMs?: number; cache?: TypeCache } = {}) {
  const { verdicts } = startTypeCheck(files, { cache: new TypeCache(temporaryFolder()), ...options })
  const found = await verdicts
  return files.map(file => found.get(resolve(file)))
}

describe('the types of everything that is shipped or shown', () => {
  it.each(typescripts)('check: the specs in the README and the pages of docs, with %s', async (_, typescript) => {
    const pages = ['README.md', ...readdirSync(join(checkout, 'docs')).map(name => `docs/${name}`)]
    // The tutorial shows one file several times.
    const shown = pages.filter(page => page.endsWith('.md') && page !== 'docs/tutorial.md')
    const text = shown.map(page => readFileSync(join(checkout, page), 'utf8')).join('\n')
    const examples = [...text.matchAll(/```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)```/g)].map(([, name, text]) => ({
      name: name as string,
      text: text as string,
    }))
    expect(examples.length).toBeGreaterThan(1)
    const folder = folderWithTypeScript(typescript, Object.fromEntries(examples.map(({ name, text }) => [name, text])))
    // One of them is a test.
    symlinkSync(join(checkout, 'node_modules/vitest'), join(folder, 'node_modules/vitest'))
    const verdicts = await verdictsOf(examples.map(({ name }) => join(folder, name)))
    expect(verdicts).toEqual(examples.map(() => ({ problems: [] })))
  })

  it('check: every model and every spec', async () => {
    const files = (await findSpecs([join(checkout, 'spec')])).filter(file => !file.includes('spec/engine'))
    expect(files.length).toBeGreaterThan(60)
    const verdicts = await verdictsOf(files)
    expect(files.filter((_, i) => JSON.stringify(verdicts[i]) !== '{"problems":[]}')).toEqual([])
  })
})

describe('a check of types', () => {
  it('is done by the TypeScript of the folder, even if another is beside it', () => {
    const found = typescripts.map(([, name]) => findTypeScript(join(folderWithTypeScript(name, {}), 'a.ts')))
    const [seven, five] = found.map(typescript => {
      const [program = '', ...args] = typescript?.command ?? []
      return spawnSync(program, [...args, '--version'], { encoding: 'utf8' }).stdout
    })
    expect(seven).toBe(`Version ${found[0]?.version}\n`)
    expect(seven).toMatch(/^Version 7/)
    expect(five).toBe(`Version ${found[1]?.version}\n`)
    expect(five).toMatch(/^Version 5\.9/)
  })

  it.each(typescripts)(
    'knows global types that tsconfig.json names from other packages, with %s',
    async (_, typescript) => {
      const folder = folderWithTypeScript(typescript, {
        'tsconfig.json': '{ "compilerOptions": { "strict": true, "types": ["tool/globals", "things"] } }',
        'node_modules/tool/package.json': '{ "name": "tool" }',
        'node_modules/tool/globals.d.ts': 'declare const tool: number',
        'node_modules/@types/things/index.d.ts': 'declare const thing: string',
        'spec/a.ts': `${spec}export const sum: number = tool + thing.length\nexport const wrong: number = thing\n`,
      })
      const [verdict] = await verdictsOf([join(folder, 'spec/a.ts')])
      expect(verdict).toMatchObject({ problems: [{ line: 4, code: 'TS2322' }] })
    },
  )

  it.each(typescripts)('reports no errors inside packages, with %s', async (_, typescript) => {
    const folder = folderWithTypeScript(typescript, {
      'node_modules/sloppy/package.json': '{ "name": "sloppy", "main": "index.ts" }',
      'node_modules/sloppy/index.ts': "export const n: number = 'x'\n",
      'a.ts': `import { n } from 'sloppy'\n${spec}export const m: number = n\n`,
    })
    expect(await verdictsOf([join(folder, 'a.ts')])).toEqual([{ problems: [] }])
  })

  it.each(typescripts)('goes on without a package of types that is not installed, with %s', async (_, typescript) => {
    const folder = folderWithTypeScript(typescript, {
      'wrong.ts': `const n: number = 'text'\n`,
      'right.ts': 'export const n: number = present\n',
      'tsconfig.json': '{ "compilerOptions": { "types": ["missing", "missing/sub", "./globals", "./missing"] } }',
      'globals.d.ts': 'declare var present: number\n',
    })
    const verdicts = await verdictsOf([join(folder, 'wrong.ts'), join(folder, 'right.ts')])
    expect(verdicts).toMatchObject([{ problems: [{ code: 'TS2322' }] }, { problems: [] }])
  })

  it.each(typescripts)('says what is wrong with an option, with %s', async (_, typescript) => {
    const folder = folderWithTypeScript(typescript, {
      'right.ts': 'export const n = 1\n',
      'tsconfig.json': '{ "compilerOptions": { "strict": "yes" } }',
    })
    const [verdict] = await verdictsOf([join(folder, 'right.ts')])
    expect(verdict).toEqual({ unchecked: expect.stringMatching(/^TypeScript .* says: TS5024: .*strict/) })
  })

  it.each(typescripts)(
    'says where an error of syntax keeps other specs from being checked, with %s',
    async (_, typescript) => {
      const folder = folderWithTypeScript(typescript, { 'a.ts': 'const a = = 1\n', 'b.ts': `const b: number = ''\n` })
      const [ofA, ofB] = await verdictsOf([join(folder, 'a.ts'), join(folder, 'b.ts')])
      expect(ofA).toMatchObject({ problems: [{ code: 'TS1109' }] })
      expect(ofB).toEqual({ unchecked: expect.stringMatching(/^TypeScript .* stops at TS1109 in .*a\.ts/) })
    },
  )

  it('reports for each spec the errors in it and its imports only', async () => {
    const folder = folderWithTypeScript('typescript', {
      'a.ts': `import './b.ts'\n${spec}`,
      'b.ts': `import './deep/c.ts'\n${spec}`,
      'deep/c.ts': `${spec}export const c: string = 1\n`,
      'd.ts': `${spec}export const d: string = 1\n`,
      'e.ts': spec,
    })
    const verdicts = await verdictsOf(['a.ts', 'b.ts', 'd.ts', 'e.ts'].map(file => join(folder, file)))
    const inC = { problems: [{ file: join(folder, 'deep/c.ts') }] }
    expect(verdicts).toMatchObject([inC, inC, { problems: [{ file: join(folder, 'd.ts') }] }, { problems: [] }])
  })

  it('stops a TypeScript that does not finish', async () => {
    const folder = folderWithCompiler('setInterval(() => {}, 1000)', { 'a.ts': spec })
    const [verdict] = await verdictsOf([join(folder, 'a.ts')], { limitMs: 300 })
    expect(verdict).toEqual({ unchecked: 'TypeScript 5.9.0 did not finish within 0.3 s' })
    for (const pid of compilerRuns(folder)) await expect.poll(() => isRunning(pid)).toBe(false)
  })

  it('does not fail for anything that is installed as TypeScript', async () => {
    const broken = folderWith({ 'a.ts': spec, 'node_modules/typescript/package.json': '{ "version": ' })
    expect(await verdictsOf([join(broken, 'a.ts')])).toEqual([{ unchecked: expect.any(String) }])
    const empty = folderWith({ 'a.ts': spec, 'node_modules/typescript/package.json': '{ "version": "9.0.0" }' })
    expect(await verdictsOf([join(empty, 'a.ts')])).toEqual([{ unchecked: 'TypeScript 9.0.0 exited with code 1' }])
  })

  it('does not cache files that changed during the check', async () => {
    const cache = new TypeCache(temporaryFolder())
    const folder = folderWithCompiler(realCompiler, { 'a.ts': spec })
    const file = join(folder, 'a.ts')
    const later = new Date(Date.now() + 60_000)
    utimesSync(file, later, later)
    expect(await verdictsOf([file], { cache })).toEqual([{ problems: [] }])
    expect(await verdictsOf([file], { cache })).toEqual([{ problems: [] }])
    expect(compilerRuns(folder)).toHaveLength(2)
  })

  it('works without a writable cache', async () => {
    const folder = folderWithTypeScript('typescript', { 'a.ts': spec, cache: 'a file' })
    const cache = new TypeCache(join(folder, 'cache'))
    expect(await verdictsOf([join(folder, 'a.ts')], { cache })).toEqual([{ problems: [] }])
    writeFileSync(join(folder, 'a.ts'), `${spec}const a: string = 1\n`)
    expect(await verdictsOf([join(folder, 'a.ts')], { cache })).toMatchObject([{ problems: [{ line: 3 }] }])
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
