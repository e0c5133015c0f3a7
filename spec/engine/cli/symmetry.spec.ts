import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const spec = `
import { idOf, model, when } from 'interleave-checker'
import type { Id } from 'interleave-checker'
export default model('lock', { nodes: 4, bad: false })
  .shared(() => ({ owner: null as Id<'node'> | null, total: 0 }))
  .process('node', {
    count: c => c.nodes,
    symmetric: true,
    steps: {
      take: (s, me, c) => {
        when(s.owner === null)
        s.owner = idOf('node', me.id)
        if (c.bad && me.id === 1) s.total = 1
      },
      release: s => { s.owner = null },
    },
  })
  .invariant('one at a time', s => s.node.filter(n => n.pc === 'release').length <= 1)
  .variant('special', { bad: true })
`

function check(...args: string[]) {
  return interleave(['check', 'spec.ts', '--no-types', ...args], { cwd: folderWith({ 'spec.ts': spec }) })
}

describe('check of a symmetric process', () => {
  it('counts orbits, and the states that they stand for', async () => {
    const { code, stdout } = await check()
    expect(code).toBe(0)
    expect(stdout).toContain('9 orbits, 14 transitions, depth 8')
    expect(stdout).toContain('orbits are states that differ by the names of node (4) alone, and stand for 48 states')
  })

  it('visits all states on request', async () => {
    const { stdout } = await check('--reduce', 'none', '--json')
    expect(JSON.parse(stdout).census.states).toBe(48)
    expect(JSON.parse(stdout)).not.toHaveProperty('reduction')
  })

  it('has the reduction in JSON', async () => {
    const { stdout } = await check('--json')
    expect(JSON.parse(stdout)).toMatchObject({
      census: { states: 9 },
      reduction: { by: 'symmetry', of: ['node (4)'], states: 48 },
    })
  })

  it('ends with an error that names step, cell and ids where an instance is special', async () => {
    const { code, stderr } = await check('--variant', 'special')
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /node 0 and node 1 are not alike: .*step 'take' of node \d leads to states that differ in 'total'/,
    )
    expect((await check('--variant', 'special', '--reduce', 'none')).code).toBe(0)
  })

  it('finds out what is alike, and what is in the way, in text and in JSON', async () => {
    const silent = spec.replace('symmetric: true,', '')
    const cwd = folderWith({ 'spec.ts': silent })
    const find = (...args: string[]) =>
      interleave(['check', 'spec.ts', '--no-types', '--symmetry', 'find', ...args], { cwd })
    const { code, stdout } = await find()
    expect(code).toBe(0)
    expect(stdout).toContain('  node (4): alike\n    ids are in: owner\n    Write symmetric: true to use it')
    const { symmetries } = JSON.parse((await find('--variant', 'special', '--json')).stdout)
    expect(symmetries).toMatchObject({
      alike: [],
      different: [{ name: 'node', count: 4, ids: ['node 0', 'node 1'], step: 'node: take', cell: 'total' }],
    })
    expect((await find('--reduce', 'order')).code).toBe(2)
    expect((await find('--simulate')).code).toBe(2)
  })

  it('says that symmetry is not used beside a view, nor a view beside symmetry', async () => {
    const viewed = spec.replace(".variant('special'", ".view(({ total: _, ...s }) => s).variant('special'")
    const cwd = folderWith({ 'spec.ts': viewed })
    const both = (...args: string[]) => interleave(['check', 'spec.ts', '--no-types', ...args], { cwd })
    expect((await both()).stdout).toContain("symmetry is not used beside a view; '--reduce symmetry' uses it")
    expect((await both('--reduce', 'symmetry')).stdout).toContain('the view is not used beside symmetry')
    const ignoring = await both('--reduce', 'symmetry', '--ignore', 'total')
    expect(ignoring.code).toBe(2)
    expect(ignoring.stderr).toContain('--ignore is about a view, which --reduce symmetry does not use')
    const { reduction } = JSON.parse((await both('--json')).stdout)
    expect(reduction).toMatchObject({ by: 'view', unused: 'symmetry' })
  })

  it('refuses an unknown reduction', async () => {
    expect((await check('--reduce', 'all')).code).toBe(2)
  })
})
