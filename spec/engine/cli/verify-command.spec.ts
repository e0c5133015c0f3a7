import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const lock = `
import { model, when } from 'interleave-checker'
export default model('lock', { workers: 2, repaired: false })
  .shared(() => ({ locked: false }))
  .process('worker', {
    count: c => c.workers,
    steps: {
      check: s => { when(!s.locked) },
      take: (s, _me, c) => { if (c.repaired) when(!s.locked); s.locked = true },
      leave: s => { s.locked = false; return 'check' },
    },
  })
  .invariant('at most one', s => s.worker.filter(w => w.pc === 'leave').length <= 1)
  .variant('repaired', { repaired: true })
export const expected = { base: { fails: { 'at most one': 4 } }, repaired: {} }
`
const ring = `
import { model } from 'interleave-checker'
export default model('ring').shared(() => ({ at: 0 })).action('go', s => { s.at = (s.at + 1) % 3 }).invariant('small', s => s.at < 3)
`
/** The table, with something in it that may be wrong. */
function table(more: string, specs = './lock.ts'): string {
  return `
import { verdictTable } from 'interleave-checker'
import lock from '${specs}'
export default verdictTable({
  title: 'locks',
  columns: { v1: 'as posted', v2: 'repaired' },
  rows: { safe: 'at most one is inside', live: 'nobody waits for good' },
  defects: { D1: 'looks and takes apart' },
})
  .place(lock, { columns: { v1: ['base'], v2: ['repaired'] }, rows: { safe: 'at most one', live: 'no deadlock' } })
  ${more}
`
}
const right = ".analysis({ safe: { violated: ['v1'], holds: ['v2'] } })"

describe('verify', () => {
  it('writes the verdicts of every spec as pages, whose links lead to the pictures', async () => {
    const cwd = folderWith({ 'spec/lock.ts': lock, 'spec/deep/ring.ts': ring })
    const ran = await interleave(['verify'], { cwd })
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain("verdicts in 'out/verdicts.html' and 'out/verdicts.md'\n")
    const page = readFileSync(join(cwd, 'out/verdicts.html'), 'utf8')
    const markdown = readFileSync(join(cwd, 'out/verdicts.md'), 'utf8')
    for (const spec of ['spec/lock.ts', 'spec/deep/ring.ts']) {
      expect(page).toContain(spec)
      expect(markdown).toContain(spec)
    }
    const links = [...page.matchAll(/href="([^"]+)"/g), ...markdown.matchAll(/\]\(([^)]+)\)/g)].map(match => match[1]!)
    expect(links.length).toBeGreaterThan(1)
    for (const link of links) expect(existsSync(join(cwd, 'out', decodeURIComponent(link)))).toBe(true)
  })

  it('links the page of findings beside a spec, from the tables and from the spec', async () => {
    const files = {
      'spec/lock.ts': lock,
      'spec/lock.md': '# Findings',
      'spec/table.ts': table(right),
      'spec/deep/ring.ts': ring,
    }
    const cwd = folderWith(files)
    expect((await interleave(['verify', '--out', 'out/deep er'], { cwd })).code).toBe(0)
    for (const page of ['verdicts.html', 'verdicts.md', 'verdicts-by-spec.md']) {
      const text = readFileSync(join(cwd, 'out/deep er', page), 'utf8')
      const links = [...text.matchAll(/(?:href="|\]\()([^")]+\.md)[")]/g)].map(([, link]) => link)
      const findings = links.filter(link => link !== 'verdicts-by-spec.md')
      expect([page, findings]).toEqual([page, ['../../spec/lock.md']])
      expect(existsSync(join(cwd, 'out/deep er', findings[0]!))).toBe(true)
    }
  })

  it('refuses a folder without specs, whatever else is named', async () => {
    const cwd = folderWith({ 'spec/lock.ts': lock, 'renamed/README.md': '' })
    const ran = await interleave(['verify', 'spec', 'renamed'], { cwd })
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain("there are no spec files in 'renamed'.")
    const forPrograms = await interleave(['verify', 'spec', 'renamed', '--json'], { cwd })
    expect(JSON.parse(forPrograms.stdout)).toMatchObject({
      error: "there are no spec files in 'renamed'.",
      exitCode: 2,
    })
  })

  it('warns of names that no state has, as check does', async () => {
    const misspelt = lock
      .replace("w.pc === 'leave'", "w.pc === 'leav'")
      .replace("{ fails: { 'at most one': 4 } }", '{}')
    const cwd = folderWith({ 'spec/lock.js': misspelt })
    const ran = await interleave(['verify', '--no-types'], { cwd })
    expect(ran.stdout).toContain("claim 'at most one' compares pc with 'leav', which is not a label")
  })

  it('finds the specs of the package by the names that imports use', async () => {
    const cwd = folderWith({})
    const ran = await interleave(['verify', 'interleave-checker/spec/classic/peterson', '--no-types'], { cwd })
    expect(ran.stdout).toContain('3 settings of 3 checked')
    const listed = await interleave(['list', 'interleave-checker/spec/classic'], { cwd })
    expect(listed.stdout).toMatch(/model +peterson\n/)
  })

  it('shows the marks of verdicts as they are in every page', async () => {
    const cwd = folderWith({ 'spec/lock.ts': lock })
    await interleave(['verify', '--no-types'], { cwd })
    const [folder] = readdirSync(join(cwd, 'out/spec/lock'))
    const [page] = readdirSync(join(cwd, 'out/spec/lock', folder as string)).filter(file => file.endsWith('.html'))
    for (const file of [join('spec/lock', folder as string, page as string), 'verdicts.html']) {
      // Where scripts stand, an escape is no mark.
      const text = readFileSync(join(cwd, 'out', file), 'utf8').replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
      expect(text).not.toMatch(/\\u27/)
      expect(text).toMatch(/[✓✗]/)
    }
  })

  it('fills in the tables beside the specs', async () => {
    const cwd = folderWith({ 'spec/lock.ts': lock, 'spec/table.ts': table(right) })
    const ran = await interleave(['verify'], { cwd })
    expect(ran.stdout).toContain('2 cells reproduced, 0 disputed, 0 differ')
    expect(ran.stdout).toContain('2 settings of 2 checked')
    expect(ran.code).toBe(0)
    expect(readFileSync(join(cwd, 'out/verdicts.md'), 'utf8')).toContain(
      '| **safe** | [✗ 4](spec/lock/base/at-most-one.svg) = | ✓ = |',
    )
    expect(readFileSync(join(cwd, 'out/verdicts-by-spec.md'), 'utf8')).toContain(
      '[✗ 4](spec/lock/base/at-most-one.svg)',
    )
  })

  it.each([
    ['the analysis says something else', ".analysis({ safe: { holds: ['v1'] } })", 'but it is violated'],
    ['a dispute is stale', `${right}.dispute({ rows: ['safe'], columns: ['v2'] }, 'why')`, 'remove the dispute'],
    [
      'a defect is not caught',
      `${right}.mutant('D1', lock, { settings: ['repaired'], caughtBy: ['at most one'] })`,
      "'at most one' does not catch it",
    ],
  ])('exits 1 and says so if %s, although each spec is as expected', async (_, more, says) => {
    const cwd = folderWith({ 'spec/lock.ts': lock, 'spec/table.ts': table(more) })
    const ran = await interleave(['verify'], { cwd })
    expect(ran.stdout).toContain('every verdict as expected')
    expect(ran.stdout).toContain(says)
    expect(ran.code).toBe(1)
    expect(readFileSync(join(cwd, 'out/verdicts.html'), 'utf8')).toMatch(/<td class="differs/)
  })

  it('makes a cell red if its spec expects something else', async () => {
    const cwd = folderWith({
      'spec/lock.ts': lock.replace("'at most one': 4", "'at most one': 3"),
      'spec/table.ts': table(right),
    })
    const ran = await interleave(['verify'], { cwd })
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('1 cell reproduced, 0 disputed, 1 differs')
    expect(readFileSync(join(cwd, 'out/verdicts.html'), 'utf8')).toContain('<td class="differs is-violated">')
  })

  it('finds the table above one spec, whose other cells are not run', async () => {
    const other = lock.replace("model('lock'", "model('other lock'")
    const cwd = folderWith({
      'spec/lock.ts': lock,
      'spec/deep/other.ts': other,
      'spec/table.ts': `${table(right)}`
        .replace('import lock', "import other from './deep/other.ts'\nimport lock")
        .concat(".place(other, { columns: { v2: ['repaired'] }, rows: { live: 'no deadlock' } })"),
    })
    const ran = await interleave(['verify', 'spec/deep/other.ts'], { cwd })
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('2 settings of 2 checked')
    expect(ran.stdout).toContain('4 not run')
  })

  it('continues without a table that was not named and does not load', async () => {
    const cwd = folderWith({ 'spec/lock.ts': lock, 'spec/table.ts': table('', './nowhere.ts') })
    const ran = await interleave(['verify', 'spec/lock.ts'], { cwd })
    expect(ran.stdout).toContain('left out: spec/table.ts could not be loaded')
    expect(ran.code).toBe(0)
    expect((await interleave(['verify'], { cwd })).code).toBe(3)
  })

  it('rejects a table with unknown names', async () => {
    const wrong = ".place(lock, { columns: { v1: ['fixed'] }, rows: { safe: 'at most one' } })"
    const cwd = folderWith({ 'spec/lock.ts': lock, 'spec/table.ts': table(wrong) })
    const ran = await interleave(['verify'], { cwd })
    expect(ran.stdout).toContain("verdict table 'locks': model 'lock' has no variant 'fixed'. It has: base; repaired.")
    expect(ran.code).toBe(3)
  })
})

describe('a verdict table', () => {
  const files = { 'spec/lock.ts': lock, 'spec/table.ts': table(right) }

  it('is listed as a table', async () => {
    const { stdout } = await interleave(['list'], { cwd: folderWith(files) })
    expect(stdout).toContain('spec/table.ts\n  table      locks\n')
    expect(stdout).not.toContain('no model')
  })

  it('is not a spec to check', async () => {
    const ran = await interleave(['check', 'spec/table.ts'], { cwd: folderWith(files) })
    expect(ran.stderr).toContain('spec/table.ts is a verdict table, not a spec')
    expect(ran.code).toBe(3)
  })
})

describe('verify --jobs', () => {
  /** A spec of twenty variants; the state of those that `breaks` names is not plain data. */
  const many = (breaks: string) => `
import { model } from 'interleave-checker'
const spec = model('count', { to: 3, limit: 99, breaks: false })
  .shared(() => ({ n: 0 as unknown }))
  .action('up', (s, c) => { s.n = c.breaks && s.n === 2 ? new Map() : Math.min((s.n as number) + 1, c.to) })
  .invariant('below the limit', (s, c) => (s.n as number) < c.limit)
const variants = Array.from({ length: 20 }, (_, i) => i)
export default variants.reduce((m, i) => m.variant('to ' + (i + 3), { to: i + 3, limit: i % 4 === 0 ? 3 : 99, breaks: ${breaks} }) as never, spec)
export const expected = Object.fromEntries(
  ['base', ...variants.map(i => 'to ' + (i + 3))].map((name, i) => [name, i > 0 && (i - 1) % 4 === 0 ? { fails: { 'below the limit': 3 } } : {}]),
)
`

  it('has the same results on several threads, in the same order', async () => {
    const cwd = folderWith({ 'spec/many.ts': many('false'), 'spec/ring.ts': ring })
    const [alone, threads] = [
      await interleave(['verify', '--jobs', '1', '--out', 'alone'], { cwd }),
      await interleave(['verify', '--jobs', '3', '--out', 'threads'], { cwd }),
    ]
    const withoutTimes = ({ stdout }: { stdout: string }) =>
      stdout.replace(/\d+\.\d\d/g, 'T').replace(/alone|threads/g, 'OUT')
    expect(withoutTimes(threads)).toBe(withoutTimes(alone))
    expect(threads.stdout).toContain('22 settings of 22 checked')
    expect([alone.code, threads.code]).toEqual([0, 0])
    const files = (folder: string) => readdirSync(join(cwd, folder), { recursive: true }).sort()
    expect(files('threads')).toEqual(files('alone'))
    expect(files('threads').length).toBeGreaterThan(20)
  })

  it('says once below all settings what their verdicts rest on, in text and Markdown', async () => {
    const caveat = ".glossary({ caveat: 'under sequential consistency' }).variant('v', {})"
    const cwd = folderWith({ 'spec/ring.ts': `${ring.trimEnd()}${caveat}` })
    const { stdout } = await interleave(['verify', '--reporter', 'text', '--reporter', 'markdown=r.md'], { cwd })
    for (const text of [stdout, readFileSync(join(cwd, 'r.md'), 'utf8')])
      expect(text.split('✓ holds under sequential consistency')).toHaveLength(2)
  })

  it('continues past a setting that is wrong', async () => {
    const cwd = folderWith({ 'spec/many.ts': many('i === 11') })
    const [alone, threads] = [
      await interleave(['verify', '--jobs', '1'], { cwd }),
      await interleave(['verify', '--jobs', '2'], { cwd }),
    ]
    expect(threads.code).toBe(3)
    expect(threads.stdout).toContain('an instance of Map')
    expect(threads.stdout).toContain('20 settings of 21 checked')
    expect(threads.stdout.split('\n')).toHaveLength(alone.stdout.split('\n').length)
  })

  it('reports its progress when it is interrupted', async () => {
    const slow = `
import { model } from 'interleave-checker'
const spec = model('slow', { n: 1 }).shared(() => ({ at: Array<number>(8).fill(0) }))
  .process('p', { count: 8, steps: { go: (s, me) => { s.at[me.id] = ((s.at[me.id] ?? 0) + 1) % 11; return 'go' } } })
export default Array.from({ length: 20 }).reduce((m: typeof spec, _, i) => m.variant('v' + i, { n: i }) as never, spec)
`
    const cwd = folderWith({ 'spec/slow.ts': slow })
    const ran = await interleave(['verify', '--jobs', '2'], { cwd, interruptAt: 'states' })
    expect(ran.code).toBe(4)
    expect(ran.stderr).toContain('interrupted: reporting the results so far')
    expect(ran.stdout).toMatch(/[12] settings? of 21 checked/)
    expect(ran.stdout).toContain('undecided: interrupted')
    expect(ran.stdout).not.toContain('UNEXPECTED')
  })
})
