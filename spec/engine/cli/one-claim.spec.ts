/** `check --claim`, and what is found beside specs in a folder. */

import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const spec = `import { expectations, model } from 'interleave-checker'
const counter = model('counter').shared(() => ({ n: 0, seen: 0 }))
  .action('count', s => { s.n = (s.n + 1) % 4; s.seen = s.seen + 1 })
  .view(({ seen: _, ...state }) => state)
  .invariant('small', s => s.n <= 3)
  .invariant('tiny', s => s.n <= 1)
  .infinitelyOften('back', s => s.n === 0)
export default counter
export const expected = expectations(counter, { base: { fails: { tiny: 2 } } })
`
const check = (cwd: string, ...args: readonly string[]) =>
  interleave(['check', 'spec.ts', '--no-types', ...args], { cwd })

describe('check --claim', () => {
  it('judges the claims that are named, with the view that others are in the way of', async () => {
    const cwd = folderWith({ 'spec.ts': spec })
    const { stdout, code } = await check(cwd, '--claim', 'small')
    expect(stdout).toMatch(/✓ holds +small/)
    expect(stdout).not.toMatch(/tiny|back|no deadlock/)
    expect(stdout).toContain('4 states')
    expect(code).toBe(0)
    const both = await check(cwd, '--claim', 'small', '--claim', 'tiny')
    expect(both.stdout).toMatch(/✗ violated +tiny/)
    expect(both.stdout).toMatch(/Reproduce .*--claim small --claim tiny/)
    expect(both.code).toBe(12)
  })

  it('names the claims where there is none of that name', async () => {
    const { stderr, code } = await check(folderWith({ 'spec.ts': spec }), '--claim', 'smal')
    expect(stderr).toContain("model 'counter' has no claim 'smal'. Its claims are: 'small', 'tiny', 'back'")
    expect(stderr).toContain("Did you mean 'small'?")
    expect(code).toBe(2)
  })
})

describe('a folder with specs', () => {
  const files = {
    'specs/spec.ts': spec
      .replace('.infinitelyOften', '.reachable')
      .replace('.view', '.within("early", s => s.seen < 9).view'),
    'specs/map.ts': 'export default () => null',
  }

  it('may have other modules, which are left out with a note; one that is named is wrong', async () => {
    const cwd = folderWith(files)
    const found = await interleave(['verify', 'specs', '--no-types', '--accept-bounds'], { cwd })
    expect(found.stdout).toContain('left out: specs/map.ts has no model as its default export.')
    expect(found.stdout).toContain("A map for 'interleave accept' is given as its --map.")
    expect(found.code).toBe(0)
    expect((await interleave(['verify', 'specs/map.ts', '--no-types'], { cwd })).code).toBe(3)
  })

  it('may have its configuration in a parent folder, which is named', async () => {
    const cwd = folderWith({ ...files, 'interleave.config.mjs': 'export default {}' })
    const { stderr } = await interleave(['list'], { cwd: `${cwd}/specs` })
    expect(stderr).toContain('../interleave.config.mjs is the configuration of commands in its own folder')
  })
})
