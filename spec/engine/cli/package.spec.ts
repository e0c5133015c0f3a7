import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkout, type Ran, run, temporaryFolder } from './run-command.ts'

/** What somebody would write who has read the README and nothing else. */
const userSpec = `
import { model, when } from 'interleave-checker'
import { qrcu } from 'interleave-checker/models/rcu/qrcu'
import { critical } from './sections.js'

export const lock = model('lock', { workers: 2 })
  .shared(() => ({ owner: null as number | null }))
  .process('worker', {
    count: c => c.workers,
    steps: {
      acquire: (s, me) => { when(s.owner === null); s.owner = me.id },
      release: s => { s.owner = null; return 'acquire' },
    },
  })
  .invariant('exclusion', s => critical(s.worker.map(w => w.pc)) <= 1)

export default qrcu.invariant('mine: no counter above one a reader, one an updater, and one', (s, c) =>
  s.ctr.every(n => n <= c.readers + c.updaters + 1))
  .variant('small', { readers: 1, updaters: 1 })
`
const helper = `
export function critical(pcs: readonly string[]): number { return pcs.filter(pc => pc === 'release').length }
`

describe('the packed package, installed into an empty folder', () => {
  let folder: string
  let installed: Ran

  beforeAll(async () => {
    folder = temporaryFolder()
    const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder])
    expect(packed.code, packed.stderr).toBe(0)
    const archive = readdirSync(folder).find(name => name.endsWith('.tgz')) as string
    writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
    writeFileSync(join(folder, 'mine.ts'), userSpec)
    writeFileSync(join(folder, 'sections.ts'), helper)
    installed = await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${archive}`], {
      cwd: folder,
    })
  }, 120_000)

  it('installs without running anything', () => {
    expect(installed.code, installed.stderr).toBe(0)
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>
    }
    expect(Object.keys(lock.packages).filter(name => lock.packages[name]?.hasInstallScript)).toEqual([])
  })

  it('gives a working command for a TypeScript spec of the user, who imports a model and extends it', async () => {
    const ran = await run('npx', ['interleave', 'check', 'mine.ts', '--variant', 'small'], { cwd: folder })
    // npm itself may warn of its own settings here.
    expect(ran.stderr).not.toContain('interleave')
    expect(ran.stdout).toContain('285 states, 472 transitions, depth 24')
    expect(ran.stdout).toMatch(/✓ holds +mine: no counter/)
    expect(ran.code).toBe(0)
  })

  it('ships the specs of its models, to be checked by name and to be imported', async () => {
    const name = 'interleave-checker/spec/mappers/dax-clear'
    const ran = await run('npx', ['interleave', 'check', name, '--all-claims', '--variant', 'teardown does not wait'], {
      cwd: folder,
    })
    expect(ran.stdout).toMatch(/✗ violated +no read of a freed kmap record +in 12 steps/)
    expect(ran.code).toBe(12)
    writeFileSync(join(folder, 'theirs.ts'), `export { default, expected } from '${name}'`)
    const theirs = await run('npx', ['interleave', 'check', 'theirs.ts', '--variant', 'all repaired, NP'], {
      cwd: folder,
    })
    expect(theirs.stdout).toContain('413 states, 785 transitions, depth 23')
    expect(theirs.code).toBe(0)
  })

  it('gives models that claim the rules of what they are made of', async () => {
    writeFileSync(
      join(folder, 'dax.ts'),
      `export { daxClear as default } from 'interleave-checker/models/mappers/dax-clear'`,
    )
    const repaired = ['repairD1=true', 'repairD2=true', 'repairX1=true'].flatMap(constant => ['--set', constant])
    const ran = await run('npx', ['interleave', 'check', 'dax.ts', ...repaired, '--set', 'waitsForReaders=false'], {
      cwd: folder,
    })
    expect(ran.stdout).toMatch(/✗ violated +no read of a freed kmap record +in 12 steps/)
    expect(ran.code).toBe(12)
  })

  it('ships no tests', () => {
    const shipped = join(folder, 'node_modules/interleave-checker/out/build/spec')
    const files = readdirSync(shipped, { recursive: true }).map(String)
    expect(files).toContain(join('mappers', 'dax-clear.d.ts'))
    expect(files.filter(file => /\.spec\.|engine/.test(file))).toEqual([])
  })

  it('writes the page of a counterexample, which needs files that are no modules', async () => {
    const spec = `export { qrcu as default } from 'interleave-checker/models/rcu/qrcu'`
    writeFileSync(join(folder, 'broken.ts'), spec)
    const ran = await run('npx', ['interleave', 'check', 'broken.ts', '--set', 'resum=false'], { cwd: folder })
    expect(ran.code).not.toBe(70)
    const file = /^Open it +(.*)$/m.exec(ran.stdout)?.[1] ?? ''
    expect(readFileSync(join(folder, file), 'utf8')).toContain('What raced')
  })

  it('gives typed imports: the spec compiles under strict, and a misspelt label does not', async () => {
    const config = {
      compilerOptions: { module: 'nodenext', target: 'es2022', lib: ['es2023'], strict: true, noEmit: true, types: [] },
      files: ['mine.ts'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(checkout, 'node_modules/typescript/bin/tsc')
    expect(await run(process.execPath, [tsc, '-p', '.'], { cwd: folder })).toMatchObject({ code: 0, stdout: '' })

    writeFileSync(join(folder, 'mine.ts'), userSpec.replace("return 'acquire'", "return 'aquire'"))
    const broken = await run(process.execPath, [tsc, '-p', '.'], { cwd: folder })
    expect(broken.stdout).toContain('aquire')
    expect(broken.code).not.toBe(0)
  })
})
