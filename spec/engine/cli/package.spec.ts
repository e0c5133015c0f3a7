import { cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkout, type Ran, run, temporaryFolder } from './run-command.ts'

/** A spec by an author who has read only the README. */
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
  })

  it('installs without running anything', () => {
    expect(installed.code, installed.stderr).toBe(0)
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>
    }
    expect(Object.keys(lock.packages).filter(name => lock.packages[name]?.hasInstallScript)).toEqual([])
  })

  it("gives a working command for a user's TypeScript spec that imports a model and extends it", async () => {
    // Whose types are checked as well, against the declarations of the package.
    symlinkSync(join(checkout, 'node_modules/typescript'), join(folder, 'node_modules/typescript'))
    const ran = await run('npx', ['interleave', 'check', 'mine.ts', '--variant', 'small'], { cwd: folder })
    // npm itself may warn of its own settings here.
    expect(ran.stderr).not.toContain('interleave')
    expect(ran.stdout).toContain('285 states, 472 transitions, depth 24')
    expect(ran.stdout).toMatch(/✓ holds +mine: no counter/)
    expect(ran.code).toBe(0)
  })

  it("also has its command under the package's name, so that npx finds it without a project", async () => {
    const ran = await run('npx', ['interleave-checker', '--version'], { cwd: folder })
    const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }
    expect(ran).toMatchObject({ code: 0, stdout: `${version}\n` })
  })

  it('has every file that its pages link to', () => {
    const root = join(folder, 'node_modules/interleave-checker')
    const pages = filesBelow(root).filter(file => file.endsWith('.md'))
    expect(pages).toContain('README.md')
    const missing = pages.flatMap(page => {
      const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(
        ([, link]) => link as string,
      )
      const local = links.filter(link => !/^(https?:|#)/.test(link)).map(link => link.replace(/#.*/, ''))
      return local.filter(link => !existsSync(join(root, dirname(page), link))).map(link => `${page}: ${link}`)
    })
    expect(missing).toEqual([])
  })

  it('has the sources of all source maps', () => {
    const root = join(folder, 'node_modules/interleave-checker')
    const built = filesBelow(join(root, 'out/build')).map(file => join('out/build', file))
    const naming = built.filter(file => /\.(js|d\.ts)$/.test(file))
    const maps = naming.flatMap(file => {
      const [, map] = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(join(root, file), 'utf8')) ?? []
      return map === undefined ? [] : [join(dirname(file), map)]
    })
    expect(maps).toContain('out/build/src/index.d.ts.map')
    expect(maps).toContain('out/build/src/cli/main.js.map')
    const missing = maps.flatMap(map => {
      if (!existsSync(join(root, map))) return [map]
      const { sources } = JSON.parse(readFileSync(join(root, map), 'utf8')) as { sources: string[] }
      return sources.filter(source => !existsSync(join(root, dirname(map), source))).map(source => `${map}: ${source}`)
    })
    expect(missing).toEqual([])
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

  it('has models that claim the rules of their procedures', async () => {
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

  it('adds its matchers to the vitest that a project has', async () => {
    symlinkSync(join(checkout, 'node_modules/vitest'), join(folder, 'node_modules/vitest'))
    writeFileSync(
      join(folder, 'lock.test.ts'),
      `import { expect, test } from 'vitest'
import 'interleave-checker/vitest'
import { peterson } from 'interleave-checker/models/classic/peterson'
test('sound', () => expect(peterson).toHold())
test('broken', () => expect(peterson).toHold({ variant: 'without turn' }))
`,
    )
    const ran = await run('npx', ['vitest', 'run', '--dir', folder], { cwd: folder })
    expect(ran.stderr).toContain("'no deadlock' is violated in 2 steps")
    expect(ran.stdout).toContain('1 failed | 1 passed')
    expect(ran.code).toBe(1)
  })

  it('drives an implementation by fast-check, as the example of a job queue does', async () => {
    const example = join(folder, 'job-queue')
    cpSync(join(checkout, 'examples/job-queue'), example, { recursive: true })
    symlinkSync(join(checkout, 'node_modules/fast-check'), join(folder, 'node_modules/fast-check'))
    const ran = await run('npx', ['vitest', 'run', '--dir', example], { cwd: folder })
    expect(ran.stdout).toContain('18 passed')
    expect(ran.code).toBe(0)
    const verified = await run('npx', ['interleave', 'verify', 'model.ts', '--no-types'], { cwd: example })
    expect(verified.stdout).toContain('2 settings of 2 checked')
  })

  it('stays whole when npm prepares it where it is installed', async () => {
    const cwd = join(folder, 'node_modules/interleave-checker')
    expect((await run('npm', ['run', 'prepare'], { cwd })).code).toBe(0)
    expect(existsSync(join(cwd, 'out/build/src/cli/main.js'))).toBe(true)
  })

  it('ships no tests', () => {
    const shipped = join(folder, 'node_modules/interleave-checker/out/build/spec')
    const files = readdirSync(shipped, { recursive: true }).map(String)
    expect(files).toContain(join('mappers', 'dax-clear.d.ts'))
    expect(files.filter(file => /\.spec\.|engine/.test(file))).toEqual([])
  })

  it('writes the page of a counterexample, which needs files that are not modules', async () => {
    const spec = `export { qrcu as default } from 'interleave-checker/models/rcu/qrcu'`
    writeFileSync(join(folder, 'broken.ts'), spec)
    const ran = await run('npx', ['interleave', 'check', 'broken.ts', '--set', 'resum=false'], { cwd: folder })
    expect(ran.code).not.toBe(70)
    const file = /^Open it +(.*)$/m.exec(ran.stdout)?.[1] ?? ''
    expect(readFileSync(join(folder, file), 'utf8')).toContain('What raced')
  })

  it('gives typed imports: the spec compiles under strict, and a misspelt label does not', async () => {
    const tsc = join(checkout, 'node_modules/typescript/bin/tsc')
    for (const module of [{ module: 'esnext', moduleResolution: 'bundler' }, { module: 'nodenext' }]) {
      const config = {
        compilerOptions: { ...module, target: 'es2022', lib: ['es2023'], strict: true, noEmit: true, types: [] },
        files: ['mine.ts'],
      }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
      expect(await run(process.execPath, [tsc, '-p', '.'], { cwd: folder })).toMatchObject({ code: 0, stdout: '' })
    }

    writeFileSync(join(folder, 'mine.ts'), userSpec.replace("return 'acquire'", "return 'aquire'"))
    const broken = await run(process.execPath, [tsc, '-p', '.'], { cwd: folder })
    expect(broken.stdout).toContain('aquire')
    expect(broken.code).not.toBe(0)
  })
})

describe('the built command', () => {
  it('is executable, also after a second build', () => {
    // It does not keep the mode of the file that it replaces, and npm sets the mode only at the install.
    expect(statSync(join(checkout, 'out/build/src/cli/main.js')).mode & 0o111).toBe(0o111)
    const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
      scripts: { build: string }
    }
    expect(scripts.build).toMatch(/&& tsc && .*chmodSync\('out\/build\/src\/cli\/main\.js',0o755\)/)
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    file => !file.startsWith('node_modules') && statSync(join(folder, file)).isFile(),
  )
}
