/** The files that a run leaves in the folder of results, and a verdict that cannot be written there. */

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout, folderWith, interleave, run } from './run-command.ts'

/** A counter that claims not to get as far as each of the limits given. */
function counting(limits: readonly number[], rest = ''): string {
  const claims = limits.map(limit => `.invariant('below ${limit}', s => s.n < ${limit})`)
  return `
import { model } from 'interleave-checker'
export default model('counter', { most: 5, s: '' })
  .shared(() => ({ n: 0 }))
  .action('count', (s, c) => { s.n = (s.n + 1) % (c.most + 1) })
  ${claims.join('\n  ')}${rest}
`
}

/** All files below a folder, by their paths in it, without folders. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** The same without the lists that Interleave keeps. */
function resultsBelow(folder: string): string[] {
  return filesBelow(folder).filter(file => !file.endsWith('.interleave.json'))
}

const kinds = ['dot', 'html', 'json', 'svg']

describe('the folder of a setting', () => {
  it('has the results of the last run, and none of earlier ones', async () => {
    const cwd = folderWith({ 'spec.ts': counting([3, 4]) })
    await interleave(['check', '--no-types', 'spec.ts', '--all-claims', '--no-graph'], { cwd })
    const below = (n: number) => kinds.map(kind => `spec/base/below-${n}.${kind}`)
    expect(resultsBelow(join(cwd, 'out'))).toEqual([...below(3), ...below(4)])

    writeFileSync(join(cwd, 'spec.ts'), counting([9, 4]))
    await interleave(['verify', '--no-types', 'spec.ts'], { cwd })
    expect(resultsBelow(join(cwd, 'out/spec'))).toEqual(below(4).map(file => file.slice(5)))

    writeFileSync(join(cwd, 'spec.ts'), counting([9]))
    expect((await interleave(['check', '--no-types', 'spec.ts'], { cwd })).code).toBe(0)
    expect(existsSync(join(cwd, 'out/spec/base'))).toBe(false)
  })

  it('is emptied by a run that was cut and found nothing', async () => {
    const cwd = folderWith({ 'spec.ts': counting([4]) })
    await interleave(['check', '--no-types', 'spec.ts'], { cwd })
    expect((await interleave(['check', '--no-types', 'spec.ts', '--max-depth', '1'], { cwd })).code).toBe(4)
    expect(filesBelow(join(cwd, 'out'))).toEqual([])
  })

  it('keeps files of the user, of other settings, and of a graph', async () => {
    const others = ['spec/base/notes.html', 'spec/base/old.json', 'spec/base/deep/below-4.svg']
    const cwd = folderWith({
      'spec.ts': counting([4], ".variant('far', { most: 7 })"),
      ...Object.fromEntries(others.map(file => [`out/${file}`, 'mine'])),
    })
    await interleave(['graph', 'spec.ts'], { cwd })
    await interleave(['check', '--no-types', 'spec.ts', '--all-variants', '--no-graph'], { cwd })
    await interleave(['check', '--no-types', 'spec.ts', '--set', 'most=6', '--no-graph'], { cwd })
    expect((await interleave(['check', '--no-types', 'spec.ts', '--set', 'most=2'], { cwd })).code).toBe(0)
    writeFileSync(join(cwd, 'spec.ts'), counting([9]))
    await interleave(['check', '--no-types', 'spec.ts'], { cwd })
    expect(resultsBelow(join(cwd, 'out'))).toEqual(
      [
        ...others,
        'spec/base/state_graph.dot',
        'spec/base/state_graph.svg',
        ...kinds.map(kind => `spec/far/below-4.${kind}`),
        ...kinds.map(kind => `spec/base--most=6/below-4.${kind}`),
      ].sort(),
    )
    for (const file of others) expect(readFileSync(join(cwd, 'out', file), 'utf8')).toBe('mine')
  })

  it('is unchanged if a run fails', async () => {
    const cwd = folderWith({ 'spec.ts': counting([4]) })
    await interleave(['check', '--no-types', 'spec.ts', '--no-graph'], { cwd })
    const before = filesBelow(join(cwd, 'out'))
    writeFileSync(join(cwd, 'spec.ts'), counting([4]).replace('s.n < 4', 's.no.n < 4'))
    expect((await interleave(['check', '--no-types', 'spec.ts'], { cwd })).code).toBe(3)
    expect(filesBelow(join(cwd, 'out'))).toEqual(before)
  })

  it('has the files of one of two concurrent runs, and no incomplete file after a kill', async () => {
    const cwd = folderWith({ 'spec.ts': counting([2, 3, 4]), 'other.ts': counting([5]) })
    const args = ['check', 'spec.ts', '--all-claims', '--no-graph', '--set', 'most=5']
    const runs = [...Array(3)].flatMap(() => [
      interleave(args, { cwd }),
      interleave(['check', '--no-types', 'spec.ts', '--no-graph', '--set', 'most=5'], { cwd }),
    ])
    for (const { code } of await Promise.all(runs)) expect(code).toBe(12)
    const found = resultsBelow(join(cwd, 'out/spec/base--most=5'))
    expect([kinds.length, 3 * kinds.length]).toContain(found.length)
    for (const file of found.filter(name => name.endsWith('.json'))) {
      expect(JSON.parse(readFileSync(join(cwd, 'out/spec/base--most=5', file), 'utf8'))).toHaveProperty('format')
    }

    const child = spawn(process.execPath, [join(checkout, 'out/build/src/cli/main.js'), ...args], { cwd })
    await new Promise(resolve => child.stdout.once('data', resolve))
    child.kill('SIGKILL')
    await new Promise(resolve => child.once('close', resolve))
    await interleave(['check', '--no-types', 'spec.ts', '--no-graph', '--set', 'most=5'], { cwd })
    expect(resultsBelow(join(cwd, 'out/spec/base--most=5'))).toEqual(kinds.map(kind => `below-2.${kind}`))
  })
})

describe('specs and settings with similar names', () => {
  const files = [
    'my_lock.ts',
    'my-lock.ts',
    'My Lock.ts',
    'MY-LOCK.ts',
    'замок.ts',
    'дверь.ts',
    'lock.mts',
    'lock.ts',
    'spec/lock.ts',
    'lock/base.ts',
    `${'x'.repeat(200)}.ts`,
    `${'x'.repeat(199)}y.ts`,
    'con.ts',
  ]

  it('keep their own counterexamples, and are linked by the page of verdicts', async () => {
    const sources = files.map((file, i): [string, string] => [file, counting([1 + (i % 5)])])
    const cwd = folderWith({ ...Object.fromEntries(sources), 'sub/inner.ts': '' })
    const ran = await interleave(['verify', '--no-types', '--jobs', '1', ...files, '--graphs'], { cwd })
    expect(ran.code).toBe(1)
    const witnesses = resultsBelow(join(cwd, 'out')).filter(file => file.endsWith('.json'))
    const read = (file: string) => JSON.parse(readFileSync(join(cwd, 'out', file), 'utf8'))
    expect(witnesses.map(file => read(file).spec).sort()).toEqual([...files].sort())
    expect(new Set(witnesses.map(file => file.toLowerCase())).size).toBe(files.length)
    expect(witnesses).toContain('lock/base/below-3.json')

    const page = readFileSync(join(cwd, 'out/verdicts.html'), 'utf8')
    const links = [...page.matchAll(/href="([^"]+)\.svg"/g)].map(([, link]) => `${decodeURIComponent(link!)}.json`)
    expect(new Set(links)).toEqual(new Set(witnesses))
  })

  it('have their results inside the folder of results, even if the spec is outside the working directory', async () => {
    const folder = folderWith({ 'spec.ts': counting([4]), 'in/spec.ts': counting([4]), 'in/up/spec.ts': counting([4]) })
    const cwd = join(folder, 'in')
    for (const file of ['../spec.ts', join(folder, 'spec.ts'), 'spec.ts', 'up/spec.ts']) {
      await interleave(['check', '--no-types', file, '--no-graph'], { cwd })
    }
    expect(resultsBelow(join(cwd, 'out')).filter(file => file.endsWith('.html'))).toEqual([
      '_up/spec/base/below-4.html',
      'spec/base/below-4.html',
      'up/spec/base/below-4.html',
    ])
    expect(filesBelow(folder).filter(file => !file.startsWith('in/'))).toEqual(['spec.ts'])
  })

  it('have folders of their own for constants, variants and claims', async () => {
    const names = ['a b', 'a-b', 'A b', '..', '.', '../../up', 'a/b', 'x'.repeat(300), `${'x'.repeat(299)}y`, 'con']
    const variants = names.map((name, i) => `.variant(${JSON.stringify(name)}, { most: ${5 + (i % 2)} })`).join('')
    const claims = names.map(name => `.invariant(${JSON.stringify(name)}, s => s.n < 4)`).join('')
    const cwd = folderWith({ 'spec.ts': counting([], claims + variants) })
    await interleave(['check', '--no-types', 'spec.ts', '--all-variants', '--all-claims', '--no-graph'], { cwd })
    const witnesses = resultsBelow(join(cwd, 'out')).filter(file => file.endsWith('.json'))
    expect(witnesses.every(file => file.split('/').length === 3 && file.startsWith('spec/'))).toBe(true)
    expect(new Set(witnesses.map(file => file.toLowerCase())).size).toBe(names.length * (names.length + 1))
    const read = (file: string) => JSON.parse(readFileSync(join(cwd, 'out', file), 'utf8'))
    const found = witnesses.map(file => `${read(file).variant}: ${read(file).claim.name}`)
    expect(new Set(found).size).toBe(names.length * (names.length + 1))
    expect(filesBelow(cwd).filter(file => !file.startsWith('out/'))).toEqual(['spec.ts'])

    const long = 'x'.repeat(400)
    const sets = [`s=${long}`, `s=${long}y`, 's=A', 's=a', 's=1--most=6', 's=../..']
    for (const set of sets) {
      const ran = await interleave(['check', '--no-types', 'spec.ts', '--set', set, '--no-graph'], { cwd })
      expect(ran).toMatchObject({ code: 12, stderr: '', stdout: expect.stringContaining('Open it') })
    }
    await interleave(['check', '--no-types', 'spec.ts', '--no-graph', '--set', 's=1', '--set', 'most=6'], { cwd })
    await interleave(['check', '--no-types', 'spec.ts', '--no-graph', '--set', 'most=6', '--set', 's=1'], { cwd })
    const folders = readdirSync(join(cwd, 'out/spec')).filter(name => name.startsWith('base--') && name.includes('='))
    expect(folders).toContain('base--s=a')
    expect(folders).toContain('base--most=6--s=1')
    const of = new Set(readdirSync(join(cwd, 'out/spec')).map(name => name.toLowerCase()))
    expect(of.size).toBe(names.length + 1 + sets.length + 1)
  })
})

describe('a verdict that cannot be written', () => {
  // Permissions do not restrict root, so there is a file in place of a folder.
  const spec = counting([4])

  it.each([
    ['where out is a file', 'out', "results cannot be written to 'out'"],
    ['where the folder of the spec is a file', 'out/spec', "counterexamples were not written: 'out/spec/base' cannot"],
    ['where the folder of the setting is a file', 'out/spec/base', "'out/spec/base' cannot be written"],
  ])('is printed, with its exit code, %s', async (_, file, says) => {
    const cwd = folderWith({ 'spec.ts': spec, [file]: 'precious' })
    const before = filesBelow(cwd)
    const ran = await interleave(['check', '--no-types', 'spec.ts'], { cwd })
    expect(ran.code).toBe(12)
    expect(ran.stdout).toMatch(/✗ violated +below 4 +in 4 steps/)
    expect(ran.stdout).toContain('!! VIOLATED: below 4')
    expect(ran.stdout).not.toContain('Open it')
    expect(ran.stdout).toContain('Reproduce      npx interleave check spec.ts\n')
    expect(ran.stderr).toContain(says)
    expect(ran.stderr.match(/^interleave: counterexamples were not written: /gm)).toHaveLength(1)
    expect(filesBelow(cwd)).toEqual(before)
    expect(readFileSync(join(cwd, file), 'utf8')).toBe('precious')

    const json = await interleave(['check', '--no-types', 'spec.ts', '--json'], { cwd })
    expect(json.code).toBe(12)
    expect(JSON.parse(json.stdout)).toMatchObject({
      notWritten: expect.stringContaining('cannot be written'),
      witness: { claim: { name: 'below 4' } },
    })

    const verified = await interleave(['verify', '--no-types', 'spec.ts'], { cwd })
    expect(verified.code).toBe(1)
    expect(verified.stdout).toContain("'below 4' fails in 4 steps, expected holds")
    expect(verified.stdout).toContain('1 not as expected; counterexamples of 1 setting not written')
    expect(verified.stderr).toContain('interleave: counterexamples were not written: ')
  })

  it('is not an error of verify if only its pages cannot be written', async () => {
    const cwd = folderWith({ 'spec.ts': counting([9]), 'out/verdicts.html/here': '' })
    const ran = await interleave(['verify', '--no-types', 'spec.ts'], { cwd })
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('every verdict as expected')
    expect(ran.stderr).toContain("interleave: the verdict pages were not written: 'out/verdicts.html' cannot be")
    expect(filesBelow(join(cwd, 'out'))).toEqual(['verdicts.html/here'])
  })

  it('leaves the earlier files on a full disk, and no incomplete ones', async context => {
    const cwd = folderWith({ 'spec.ts': counting([3, 4]) })
    mkdirSync(join(cwd, 'out'))
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', join(cwd, 'out')])
    // Only root may mount.
    if (mounted.code !== 0) return context.skip()
    try {
      await interleave(['check', '--no-types', 'spec.ts', '--no-graph'], { cwd })
      const before = filesBelow(join(cwd, 'out'))
      expect(before).toContain('spec/base/below-3.html')
      writeFileSync(join(cwd, 'out/filler'), 'x'.repeat(100_000))
      const ran = await interleave(['check', '--no-types', 'spec.ts', '--no-graph', '--all-claims'], { cwd })
      expect(ran.code).toBe(12)
      expect(ran.stdout).toContain('!! VIOLATED: below 3')
      expect(ran.stderr).toMatch(/^interleave: counterexamples were not written: .*ENOSPC.*\n$/)
      expect(filesBelow(join(cwd, 'out'))).toEqual(['filler', ...before])
    } finally {
      await run('umount', [join(cwd, 'out')])
    }
  })

  it('lists the written files for programs', async () => {
    const cwd = folderWith({ 'spec.ts': spec })
    const { stdout } = await interleave(['check', '--no-types', 'spec.ts', '--json'], { cwd })
    const { files } = JSON.parse(stdout)
    expect(files).toHaveLength(6)
    for (const file of files) expect(existsSync(join(cwd, file))).toBe(true)
  })
})
