import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout, interleave, temporaryFolder } from './run-command.ts'

const built = join(checkout, 'out/build/src')

function filesWith(text: RegExp): string[] {
  const scripts = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js'))
  return scripts.filter(file => text.test(readFileSync(join(built, file), 'utf8')))
}

describe('the bundle of the command', () => {
  it.each(['ModelBuilder', 'ModelError', 'UsageError'])('has one class %s only', name => {
    expect(filesWith(new RegExp(`\\bclass _?${name}\\b|\\b${name} = class\\b`))).toHaveLength(1)
  })

  it('is in ASCII, so that V8 reads one byte for each character', () => {
    expect(filesWith(/[\u0080-\uffff]/).filter(file => file.startsWith('cli/'))).toEqual([])
  })

  it('loads the engine in threads alone: the main thread of a command does not wait for it', () => {
    const scripts = readdirSync(join(built, 'cli')).filter(file => file.endsWith('.js'))
    const starts = scripts.filter(file => /^(?:main|program|command|supervise|check-specs|verify-command)\b/.test(file))
    expect(starts.length).toBeGreaterThan(3)
    const loaded = new Set(starts)
    for (const file of loaded) {
      const imports = readFileSync(join(built, 'cli', file), 'utf8').matchAll(/^import .*?"\.\/([^"]+)";$/gm)
      for (const [, imported = ''] of imports) loaded.add(imported)
    }
    expect([...loaded].filter(file => file.startsWith('common'))).toHaveLength(1)
    expect([...loaded].filter(file => file.startsWith('engine'))).toEqual([])
  })

  it('gives a spec the language of the command, even if another package of that name is beside it', async () => {
    const folder = temporaryFolder()
    writeFileSync(
      join(folder, 'one.ts'),
      `import { model } from 'interleave-checker'
export default model('one').shared(() => ({ n: 0 })).action('end', s => { s.n = 1 }).invariant('small', s => s.n < 2)
`,
    )
    const ran = await interleave(['check', 'one.ts', '--no-types'], { cwd: folder })
    expect(ran.stderr).toBe('')
    expect(ran.stdout).toMatch(/✓ holds +small/)
  })
})
