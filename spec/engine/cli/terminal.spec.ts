/** Names and errors of a model reach a terminal, and the pages of verdicts, only as visible text. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, interleave, run } from './run-command.ts'

/** Moves the cursor, forges lines, turns the reading direction, ends cells, elements and strings of every format. */
const evil = '\u001b[2J\r\n  ✓ holds      all\n\u0085\u009b31m\u202e\u2066\u2028\u007f|`</script><b>$x$"\'\\@a #1;%%'
/** None of the pieces of it, apart from the line breaks that our own text has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const raw = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

const name = JSON.stringify(evil)
const cell = JSON.stringify(`c${evil}`)
const spec = `
import { model, when } from 'interleave-checker'
export default model(${name}, { [${name}]: ${name} })
  .shared(() => ({ [${cell}]: 0, n: 0 }))
  .process(${name}, { steps: { [${name}]: s => { s[${cell}] = ${name}; s.n++ }, two: s => { if (s.n === 1) throw new Error(${name}) } } })
  .process('never', { steps: { [${name}]: () => when(false) }, mayRest: [${name}] })
  .invariant(${name}, s => s.n < 1)
  .invariant('vacuous', { given: s => s[${cell}] === 2, then: () => true })
  .variant(${name}, { [${name}]: 'x' })
`
const broken = `throw new Error(${name})`
const claiming = `
import { model } from 'interleave-checker'
export default model('m').shared(() => ({ n: 0 })).action('a', s => { s.n = 1 }).invariant(${name}, () => { throw new Error(${name}) })
`
/** Its settings can't be checked. */
const impure = `
import { model } from 'interleave-checker'
export default model('m').shared(() => ({ n: 0 })).action('a', s => { s.n = Math.random() }).variant(${name}, {})
`

const files = { 'spec.ts': spec, 'broken.ts': broken, 'claiming.ts': claiming, 'impure.ts': impure }

describe('names and messages of a model', () => {
  it.each([
    ['check spec.ts --all-variants --all-claims --witnesses 2 --verbose'],
    ['check spec.ts --json --all-claims'],
    ['check spec.ts --engine reference --width 40'],
    ['check broken.ts'],
    ['check claiming.ts'],
    ['verify . --jobs 1'],
    ['list .'],
    ['graph spec.ts --format dot'],
    ['graph spec.ts --format mermaid'],
    ['graph spec.ts --format jsonl'],
    ['graph spec.ts --format graphml'],
    ['graph spec.ts --format aut'],
    ['graph claiming.ts'],
  ])('are harmless on the terminal and forge no line with %s', async args => {
    const cwd = folderWith(files)
    const { stdout, stderr } = await interleave(args.split(' '), { cwd })
    // In .aut they are codes of bytes.
    expect(stdout + stderr).toMatch(/\\u202e|%E2%80%AE/)
    if (args.includes('spec.ts')) expect(stdout).not.toBe('')
    expect(stdout).not.toMatch(raw)
    expect(stderr).not.toMatch(raw)
    expect(stdout + stderr).not.toMatch(/^\s*✓ holds +all/m)
  })

  it('are harmless in every file that is written, and in every form of a counterexample', async () => {
    const cwd = folderWith(files)
    await interleave(['verify', 'spec.ts', '--graphs'], { cwd })
    const written = readdirSync(join(cwd, 'out'), { recursive: true, withFileTypes: true })
      .filter(entry => !entry.isDirectory())
      .map(entry => join(entry.parentPath, entry.name))
    expect(written.length).toBeGreaterThan(8)
    // The bundled scripts of a page are not text of a model.
    const withoutScript = (text: string) => text.replace(/<script[ >][\s\S]*?<\/script>/g, '')
    for (const file of written.filter(path => !path.endsWith('.json'))) {
      expect(withoutScript(readFileSync(file, 'utf8')), file).not.toMatch(raw)
    }
    const witness = written.find(file => file.endsWith('.json') && !file.endsWith('.interleave.json')) as string
    for (const format of ['text', 'mail', 'json', 'itf', 'mermaid', 'dot', 'svg', 'html']) {
      const { stdout, code } = await interleave(['render', witness, '--format', format], { cwd })
      expect(code).toBe(0)
      expect(withoutScript(stdout), format).not.toMatch(raw)
    }
  })

  it('are no Markdown, HTML or end of a cell on the page of verdicts', async () => {
    const cwd = folderWith(files)
    await interleave(['verify', 'spec.ts'], { cwd })
    const markdown = readFileSync(join(cwd, 'out/verdicts.md'), 'utf8')
    expect(markdown).not.toMatch(/<\/?(script|b>\$)|\$x|`<|@a/)
    const rows = markdown.split('\n').filter(line => line.startsWith('| '))
    expect(new Set(rows.map(row => row.split(' | ').length)).size).toBe(1)
    const html = readFileSync(join(cwd, 'out/verdicts.html'), 'utf8')
    expect(html).not.toMatch(/<\/script><b>/)
  })

  it('are quoted correctly for a shell in the command that reproduces a violation', async () => {
    const cwd = folderWith(files)
    const { stdout } = await interleave(['check', 'spec.ts', '--variant', evil], { cwd })
    const again = /^Reproduce +npx interleave (.*)$/m.exec(stdout)?.[1] ?? ''
    const words = await run('bash', ['-c', `for word in ${again}; do printf '<%s>' "$word"; done`], { cwd })
    expect(words.stdout).toBe(`<check><spec.ts><--variant><${evil}>`)
  })
})
