import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const spec = `
import { model, when } from 'interleave-checker'
export default model('sum', { limit: 4 })
  .shared(() => ({ n: 0 }))
  .action('up', s => { s.n++ })
  .action('down', s => { when(s.n > -100); s.n-- })
  .action('idle', () => when(false))
  .mayDeadlock()
  .invariant('small', (s, c) => s.n < c.limit)
  .variant('far', { limit: 10000 })
`

function simulate(...args: string[]) {
  const cwd = folderWith({ 'spec.ts': spec })
  return interleave(['check', 'spec.ts', '--simulate', '--no-types', ...args], { cwd }).then(ran => ({ cwd, ...ran }))
}

describe('check --simulate', () => {
  it('finds a violation, with its exit code, its files and the command that finds it again', async () => {
    const { cwd, code, stdout } = await simulate('--seed', '5', '--no-graph')
    expect(code).toBe(12)
    expect(stdout).toMatch(/✗ violated +small +in 4 steps\n/)
    expect(stdout).toContain('Reproduce      npx interleave check spec.ts --simulate --seed 5\n')
    expect(existsSync(join(cwd, 'out/spec/base/small.svg'))).toBe(true)
  })

  it('finds nothing with exit code 4, and says what was covered', async () => {
    const { code, stdout } = await simulate('--variant', 'far', '--runs', '200', '--depth', '20')
    expect(code).toBe(4)
    expect(stdout).toMatch(/\? not found +small +in 200 runs\n/)
    expect(stdout).toMatch(/\d+ states met, 4,000 steps taken, the longest run 20; random runs, which prove nothing; /)
    expect(stdout).toMatch(
      /200 random runs \(seed 1\), 200 of them cut after 20 steps; 100 by random priorities, the others uniform/,
    )
    expect(stdout).toMatch(/at least about \d+ states can be met: of the \d+ states met, \d+ were met by one run only/)
    expect(stdout).toContain('no run took: idle')
  })

  it('prints the same facts as JSON', async () => {
    const { stdout } = await simulate('--variant', 'far', '--runs', '10', '--depth', '5', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      claims: [{ name: 'small', verdict: 'not found' }, {}, {}],
      stop: 'runs taken',
      simulation: { runs: 10, depth: 5, seed: 1, byPriorities: 5, cut: 10, notTaken: ['idle'] },
    })
  })

  it('ends at a time limit, even within a step that never returns', async () => {
    const cwd = folderWith({ 'spec.ts': spec.replace('s.n++', 'for (;;) s.n = 1') })
    const args = ['check', 'spec.ts', '--simulate', '--no-types', '--max-seconds', '1']
    const { code, stdout, stderr } = await interleave(args, { cwd })
    expect(code).toBe(4)
    expect(stderr).toContain("model 'sum': action 'up' had not returned at the time limit")
    expect(stdout).toContain('stopped at the time limit')
  })

  it.each([
    [['--runs', '3'], '--runs is about random runs. Give --simulate too.'],
    [['--simulate', '--max-depth', '3'], 'Give --depth instead'],
    [['--simulate', '--engine', 'reference'], '--engine has no meaning for random runs'],
    [['--simulate', '--runs', '0'], 'It must be a whole number of at least 1'],
  ])('refuses %j', async (args, message) => {
    const cwd = folderWith({ 'spec.ts': spec })
    const { code, stderr } = await interleave(['check', 'spec.ts', ...args], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
