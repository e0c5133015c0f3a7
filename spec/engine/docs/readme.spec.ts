import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { witnessToLanes } from '../../../src/report/run/witness-lanes.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import { checkout, folderWith, interleave, run } from '../cli/run-command.ts'

/** README.md and the pages of `docs`, apart from the tutorial, which shows one file several times. */
const readme = ['README.md', ...readdirSync(join(checkout, 'docs')).map(name => `docs/${name}`)]
  .filter(file => file.endsWith('.md') && file !== 'docs/tutorial.md')
  .map(file => readFileSync(join(checkout, file), 'utf8'))
  .join('\n')

/** The files that they show, by the name in their first line. */
const files = Object.fromEntries(
  [...readme.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(match => [match[1] as string, match[2] as string]),
)

/** The parts of a command's output that the pages show, in order, with `...` for omitted parts. */
function shownFor(command: string): string[] {
  const block = readme.split('```').find(text => text.startsWith(`console\n$ npx interleave ${command}\n`)) as string
  const output = block.slice(block.indexOf('\n', block.indexOf('$')) + 1)
  return output.split(/^\.\.\.$/m).map(normal)
}

/** Without what differs from run to run, and without empty lines. */
function normal(text: string): string {
  return text
    .replace(/[\d.]+ s,/g, '? s,')
    .replace(/\n{2,}/g, '\n')
    .trim()
}

/** The pictures in the pages: their names, the commands that draw them, and their claims. */
const gallery = [
  {
    picture: 'dax-clear-d1',
    args: ['spec/mappers/dax-clear.ts', '--variant', 'only D1, NP'],
    json: 'spec/mappers/dax-clear/only-d1-np/atomic-depth-is-balanced.json',
  },
  {
    picture: 'dax-clear-d2',
    args: ['spec/mappers/dax-clear.ts', '--variant', 'only D2, NP'],
    json: 'spec/mappers/dax-clear/only-d2-np/no-store-to-an-unmapped-address.json',
  },
  {
    picture: 'axonram-d6',
    args: ['spec/drivers/axonram.ts'],
    json: 'spec/drivers/axonram/base/no-store-to-an-unmapped-address.json',
  },
  {
    picture: 'unbind-waits-forever',
    args: ['spec/drivers/unbind-ends.ts', '--variant', 'V5, PRE'],
    json: 'spec/drivers/unbind-ends/v5-pre/unbinding-ends-though-the-lock-of-the-file-system-is-never-given-back.json',
    code: 13,
  },
] as const

describe('the README and the pages of docs', () => {
  let folder: string

  beforeAll(async () => {
    folder = folderWith(files)
    await mkdir(join(folder, 'out'))
    const found = gallery.map(({ args }) =>
      interleave(['check', ...args, '--all-claims', '--out', join(folder, 'out')]),
    )
    expect((await Promise.all(found)).map(({ code }) => code)).toEqual(
      gallery.map(shown => ('code' in shown ? shown.code : 12)),
    )
  })

  it('has a model from daily work that is as it expects, also in vitest', async () => {
    const ran = await interleave(['verify', 'queue.ts', '--no-types'], { cwd: folder })
    expect(ran.stdout).toContain('2 settings of 2 checked')
    expect(ran.code).toBe(0)
    await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'))
    const source = (file: string): string => JSON.stringify(join(checkout, 'src', file))
    const alias = `[{ find: /^interleave-checker\\/vitest$/, replacement: ${source('vitest.ts')} },
      { find: /^interleave-checker$/, replacement: ${source('index.ts')} }]`
    await writeFile(join(folder, 'vitest.config.ts'), `export default { resolve: { alias: ${alias} } }`)
    const tested = await run('npx', ['vitest', 'run'], { cwd: folder })
    expect(tested.stdout).toContain('15 passed')
    expect(tested.code).toBe(0)
  })

  it.each([
    'check lock.ts',
    'check spinlock.ts',
    'render out/spec/mappers/dax-clear/only-d1-np/atomic-depth-is-balanced.json --width 72',
  ])('shows what `interleave %s` prints', async command => {
    const ran = await interleave(command.split(' '), { cwd: folder })
    let rest = normal(ran.stdout)
    for (const part of shownFor(command)) {
      expect(rest).toContain(part)
      rest = rest.slice(rest.indexOf(part) + part.length)
    }
  })

  it.each([
    ['stop.ts', 0, /✓ holds +the second is never stopped/],
    ['symmetric-lock.ts', 0, /orbits are states that differ by the names of 'worker'|orbits/],
    ['spinlock.ts', 13, /✗ violated +a waiting worker gets in +in 2 steps, the last 2 forever/],
  ])('has a whole file %s to paste, that is checked as it says', async (file, code, shown) => {
    const ran = await interleave(['check', file, '--all-claims'], { cwd: folder })
    expect(ran.stdout).toMatch(shown)
    expect(ran.stdout).not.toContain('never ran')
    expect(ran.code).toBe(code)
  })

  it('gives every file of code its imports', () => {
    const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text = '']) => text)
    expect(blocks.length).toBeGreaterThan(6)
    expect(blocks.filter(text => !/^import .* from '/m.test(text))).toEqual([])
  })

  it('has claims about whole runs that are as the page expects', async () => {
    const ran = await interleave(['verify', 'spinlock.ts'], { cwd: folder })
    expect(ran.stdout).toContain('every verdict as expected')
    expect(ran.code).toBe(0)
  })

  it('shows a spec that extends a model and meets its expectations', async () => {
    const ran = await interleave(['verify', 'my-spec.ts'], { cwd: folder })
    expect(ran.stdout).toContain('every verdict as expected')
    expect(ran.code).toBe(0)
  })

  it.each(gallery)('shows the picture $picture as the tool draws it now', ({ picture, json }) => {
    const drawn = witnessToLanes(readWitness(readFileSync(join(folder, 'out', json), 'utf8')))
    const file = `spec/gallery/${picture}.svg`
    // Drawn anew on purpose only: UPDATE_GALLERY=1 npx vitest run spec/engine/docs/readme.spec.ts
    if (process.env.UPDATE_GALLERY === '1') writeFileSync(join(checkout, file), drawn)
    expect(drawn).toBe(readFileSync(join(checkout, file), 'utf8'))
    expect(readme).toContain(`](../${file})`)
  })

  it('has a lock in a dozen lines, with its picture as it is drawn now', async () => {
    const ran = await interleave(['check', 'two-steps.ts'], { cwd: folder })
    expect(ran.code).toBe(12)
    const drawn = readFileSync(join(folder, 'out/two-steps/base/at-most-one-holds-the-lock.svg'), 'utf8')
    const file = 'spec/gallery/two-steps.svg'
    if (process.env.UPDATE_GALLERY === '1') writeFileSync(join(checkout, file), drawn)
    expect(drawn).toBe(readFileSync(join(checkout, file), 'utf8'))
    expect(readFileSync(join(checkout, 'README.md'), 'utf8')).toContain(`](${file})`)
  })
})
