import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunSource } from '../../../src/witness/source.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import { folderWith, interleave } from './run-command.ts'

const helper = `import type { SetOf } from 'interleave-checker'
export interface Bag { readonly all: readonly number[] }
export function total(bag: Bag): number {
  return bag.all.reduce((sum, one) => sum + one, 0)
}
export type Ids = SetOf<number>
`

const spec = `import { choose, model, setOf } from 'interleave-checker'
import { total } from './bag.ts'

// Types, a helper in another file, lines that do not run, a choice, a set that is filtered.
export default model('bags', { most: 4 })
  .shared(() => ({ bag: { all: [1] as number[] }, isOpen: true as boolean, ids: setOf<number>(1, 2) }))
  .process('filler', {
    count: 2,
    locals: () => ({ seen: null as number | null }),
    steps: {
      look: (s, me) => {
        me.seen = total(s.bag)
        if (me.seen! > 9) return 'done'
      },
      fill: (s, me, c) => {
        const id = choose(...[...s.ids].filter(one => one > 1))
        if (me.seen! < c.most) {
          s.bag.all.push(id + 1)
        } else {
          s.isOpen = false
        }
        if (!s.isOpen) s.bag.all.pop(); else me.seen = null
      },
    },
  })
  .invariant('not too much', (s, c) => total(s.bag) <= c.most)
`

/** The text that ran of a step's first excerpt, and what it read, line by line. */
function linesOf({ excerpts }: RunSource, runs: RunSource['claim'], number = 0): string[] {
  const run = runs[number]!
  return excerpts[run.excerpt]!.text.split('\n').map((text, line) => {
    const ran = [...text].filter((_, at) => !run.idle.some(i => i.line === line && i.from <= at && at < i.to)).join('')
    const read = run.reads
      .filter(one => one.line === line)
      .map(({ path, value }) => `${path.join('.')}=${JSON.stringify(value)}`)
    return [ran.trim(), ...read].join(' | ')
  })
}

describe('beside a run, check keeps the source', () => {
  let witness: Witness
  let source: RunSource
  let page: string

  beforeAll(async () => {
    const cwd = folderWith({ 'spec.ts': spec, 'bag.ts': helper })
    const ran = await interleave(['check', 'spec.ts'], { cwd })
    expect(ran.code, ran.stderr).toBe(12)
    const folder = join(cwd, 'out/spec/base')
    const [json] = readdirSync(folder).filter(name => name.endsWith('too-much.json'))
    witness = JSON.parse(readFileSync(join(folder, json!), 'utf8'))
    page = readFileSync(join(folder, json!.replace(/json$/, 'html')), 'utf8')
    source = witness.source!
  })

  it('of each step as it is written, with its types, its file and its line', () => {
    const [first] = source.steps[0]!
    const excerpt = source.excerpts[first!.excerpt]!
    expect([excerpt.file, excerpt.line]).toEqual(['spec.ts', 11])
    expect(spec).toContain(excerpt.text.split('\n')[1])
    expect(source.steps).toHaveLength(witness.steps.length)
  })

  it('with what each line read, and without what did not run', () => {
    const fill = witness.steps.findIndex(({ step }) => step === 'fill')
    const id = witness.steps[fill]!.instance
    expect(linesOf(source, source.steps[fill]!)).toEqual([
      'fill: (s, me, c) => {',
      'const id = choose(...[...s.ids].filter(one => one > 1)) | ids.0=1 | ids.1=2',
      `if (me.seen! < c.most) { | filler.${id}.seen=1`,
      's.bag.all.push(id + 1)',
      '}',
      '',
      '}',
      `if (!s.isOpen)  else me.seen = null | isOpen=true`,
      '},',
    ])
  })

  it('of the functions of other files that it calls', () => {
    const called = source.steps[0]!.map(({ excerpt }) => source.excerpts[excerpt]!)
    expect(called.map(({ file, line }) => [file, line])).toEqual([
      ['spec.ts', 11],
      ['bag.ts', 3],
    ])
    expect(linesOf(source, source.steps[0]!, 1)[1]).toBe(
      'return bag.all.reduce((sum, one) => sum + one, 0) | bag.all.0=1',
    )
  })

  it('of the claim, first as it is stated', () => {
    expect(linesOf(source, source.claim)).toEqual([".invariant('not too much', (s, c) => total(s.bag) <= c.most)"])
    expect(linesOf(source, source.claim, 1)[1]).toContain('bag.all.')
  })

  it('and shows it on the page', () => {
    expect(page).toContain('(s, c) =&gt; total(s.bag) &lt;= c.most')
  })
})

describe('a run', () => {
  it('of a claim about a step, with which of its states each value is of', async () => {
    const counting = `import { model } from 'interleave-checker'
export default model('counting', {})
  .shared(() => ({ x: 0 }))
  .action('jump', s => { s.x = 2 })
  .transition('by one', (before, after) => after.x <= before.x + 1)
`
    const cwd = folderWith({ 'spec.ts': counting })
    expect((await interleave(['check', 'spec.ts'], { cwd })).code).toBe(12)
    const { source } = JSON.parse(readFileSync(join(cwd, 'out/spec/base/by-one.json'), 'utf8')) as Witness
    const reads = source?.claim[0]?.reads.map(({ path, value, when }) => [path.join('.'), value, when])
    expect(reads).toEqual([
      ['x', 2, 'after'],
      ['x', 0, 'before'],
    ])
  })

  it('is shown without its source where the modules cannot be loaded once more', async () => {
    const once = `const count = Symbol.for('loads')
const loads = ((process as { [count]?: number })[count] ?? 0) + 1
Object.assign(process, { [count]: loads })
if (loads > 2) throw new Error('twice is enough')
`
    const cwd = folderWith({ 'spec.ts': spec.replace('// Types', `${once}// Types`), 'bag.ts': helper })
    const ran = await interleave(['check', 'spec.ts', '--no-types'], { cwd })
    expect(ran.code, ran.stderr).toBe(12)
    const page = readFileSync(join(cwd, 'out/spec/base/not-too-much.html'), 'utf8')
    expect(page).toContain('not too much')
    expect(page).not.toContain('&lt;= c.most')
  })
})
