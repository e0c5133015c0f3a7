/** The schemas that the package ships are those of its formats, and what it writes is as they say. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { checkout, folderWith, interleave } from '../cli/run-command.ts'
import { type FormatName, formats, jsonSchemaOf } from './formats.ts'
import { faultsOf } from './validators.ts'

const folder = join(checkout, 'src/report/schemas')
const names = Object.keys(formats) as FormatName[]

describe('the schemas of the package', () => {
  it.each(names)('have that of %s as its format is', name => {
    const text = `${JSON.stringify(jsonSchemaOf(name), null, 2)}\n`
    const file = join(folder, `${name}.schema.json`)
    if (process.env.UPDATE_SCHEMAS === '1') {
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, text)
    }
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it.each(names)('have one of %s in which strict validators find nothing to warn of', name => {
    const warned: unknown[] = []
    const log = (...words: unknown[]) => void warned.push(...words)
    const { $id: _, ...schema } = jsonSchemaOf(name) as { $id?: string }
    new Ajv2020({ strict: true, logger: { log, warn: log, error: log } }).compile(schema)
    expect(warned).toEqual([])
  })

  it('are no more than these, and are shipped', () => {
    expect(readdirSync(folder).sort()).toEqual(names.map(name => `${name}.schema.json`).sort())
    const { files, exports } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
    expect(files).toContain('src/report/schemas/*.json')
    expect(exports['./schemas/*']).toBe('./src/report/schemas/*')
  })

  it('find what is missing, and what nobody has described', () => {
    const good = { format: 'interleave/1', spec: 'a.ts', error: 'no', exitCode: 3 }
    expect(faultsOf('verify', good)).toEqual([])
    expect(faultsOf('verify', { ...good, exitCode: undefined })).not.toEqual([])
    expect(faultsOf('verify', { ...good, more: 1 })).not.toEqual([])
    expect(faultsOf('witness', {})).not.toEqual([])
  })
})

const imports = "import { assert, choose, model, when } from 'interleave-checker'\n"
const counter = ".shared(() => ({ x: 0, list: [] as number[] })).action('go', s => { s.x = (s.x + choose(1, 2)) % 5 })"

/** Specs that together have every part of an outcome. */
const specs: { readonly [file: string]: string } = {
  'good.ts': `${imports}export default model('good')${counter}.reachable('two', s => s.x === 2).variant('v', {})
  .glossary({ caveat: 'alone' })`,
  'bad.ts': `${imports}export default model('bad', { n: 2 })${counter}.invariant('small', (s, c) => s.x < c.n)
  .invariant('vacuous', { given: s => s.x > 9, then: () => true }).reachable('nine', s => s.x === 9).glossary({ constants: { n: 'most' } })`,
  'lasso.ts': `${imports}export default model('lasso').shared(() => ({ at: 0 }))
  .process('p', { count: 2, steps: { a: (s, me) => { s.at = me.id; return 'a' } } })
  .fair({ weak: ['p'] }).eventually('three', s => s.at === 3).infinitelyOften('one', s => s.at === 1, { fair: {} })
  .canAlways('four', s => s.at === 4)`,
  'stuck.ts': `${imports}export default model('stuck').process('p', { count: 2, steps: { a: () => {}, b: () => when(false) } })
  .span('p', 'inside', (_s, me) => me.pc === 'b')`,
  'throws.ts': `${imports}export default model('throws')${counter.replace('s.x =', "if (s.x > 2) throw new Error('no'); s.x =")}`,
  'asserts.ts': `${imports}export default model('asserts')${counter.replace('s.x =', "assert(s.x < 3, 'small'); s.x =")}`,
  'grows.ts': `${imports}export default model('grows')${counter.replace('% 5', '+ 1')}.within('small', s => s.x < 50)`,
  'wrong.ts': `${imports}export default model('wrong')${counter}.invariant('i', s => s.nope.x as never)`,
  'gone.ts': 'export default 1',
}

const objectsIn = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

describe('what the package writes is as its schemas say', () => {
  it('by check and its files', async () => {
    const cwd = folderWith(specs)
    const files = Object.keys(specs)
    for (const more of [
      ['--all-claims'],
      ['--symmetry', 'find'],
      ['--simulate', '--runs', '50'],
      ['--max-states', '3'],
      ['--engine', 'reference'],
    ]) {
      const args = ['check', ...files, '--no-types', '--json', '--reporter', 'json=report.json', ...more]
      const { stdout } = await interleave(args, { cwd })
      const objects = objectsIn(stdout)
      expect(objects.length).toBeGreaterThanOrEqual(files.length)
      for (const object of objects) expect(faultsOf('check', object)).toEqual([])
      expect(faultsOf('report', JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')))).toEqual([])
    }
    await interleave(['check', ...files, '--no-types', '--all-claims', '--witnesses', '2'], { cwd })
    const written = readdirSync(join(cwd, 'out'), { recursive: true, encoding: 'utf8' })
    const witnesses = written.filter(name => /[^/]\.json$/.test(name) && !name.includes('.interleave'))
    expect(witnesses.length).toBeGreaterThan(6)
    for (const name of witnesses) {
      expect(faultsOf('witness', JSON.parse(readFileSync(join(cwd, 'out', name), 'utf8')))).toEqual([])
      const { stdout } = await interleave(['render', join('out', name), '--format', 'itf'], { cwd })
      expect(faultsOf('itf', JSON.parse(stdout))).toEqual([])
    }
  })

  it('by verify', async () => {
    const cwd = folderWith(specs)
    const args = ['verify', ...Object.keys(specs), '--no-types', '--json', '--reporter', 'json=report.json']
    const { stdout } = await interleave(args, { cwd })
    const objects = objectsIn(stdout)
    for (const object of objects) expect(faultsOf('verify', object)).toEqual([])
    expect(objects.at(-1)).toMatchObject({ summary: { notLoaded: 1 } })
    expect(faultsOf('report', JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')))).toEqual([])
  })

  it('by diff', async () => {
    const cwd = folderWith(specs)
    for (const more of [[], ['--other-set', 'n=3'], ['--max-states', '1']]) {
      const args = ['diff', 'bad.ts', 'bad.ts', '--no-types', '--json', ...more]
      const { stdout } = await interleave(args, { cwd })
      expect(faultsOf('diff', JSON.parse(stdout))).toEqual([])
    }
    const { stdout } = await interleave(['diff', 'good.ts', 'grows.ts', '--no-types', '--json'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'different' })
    expect(faultsOf('diff', JSON.parse(stdout))).toEqual([])
  })

  it('where types are wrong', async () => {
    const cwd = folderWith({ 'wrong.ts': specs['wrong.ts'] as string })
    mkdirSync(join(cwd, 'node_modules'))
    const { stdout } = await interleave(['check', 'wrong.ts', '--json'], { cwd })
    for (const object of objectsIn(stdout)) expect(faultsOf('check', object)).toEqual([])
  })
})
