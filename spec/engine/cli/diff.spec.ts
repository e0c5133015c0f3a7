/** `interleave diff`: what one model can do and another cannot, from the command line. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkout, folderWith, interleave, type Ran } from './run-command.ts'

const queue = readFileSync(join(checkout, 'examples/job-queue/model.ts'), 'utf8')
let cwd: string
const diff = (...args: readonly string[]): Promise<Ran> => interleave(['diff', ...args, '--no-types'], { cwd })

describe('interleave diff', () => {
  beforeAll(() => {
    cwd = folderWith({
      'queue.ts': queue,
      'other.ts': `import { model } from 'interleave-checker'
export default model('other').shared(() => ({ n: 0 })).action('add', s => { s.n += 1 })`,
      'steps.ts': `import { model, when } from 'interleave-checker'
export default model('steps', { most: 2 }).shared(() => ({ n: 0 }))
  .action('add', (s, c) => { when(s.n < c.most); s.n += 1 }).mayDeadlock()`,
      'once.ts': `import { model, when } from 'interleave-checker'
export default model('once', { by: 1 }).shared(() => ({ n: 0 }))
  .action('add', (s, c) => { when(s.n === 0); s.n += c.by }).mayDeadlock()`,
    })
  })

  it('exits with 0 where both can show the same', async () => {
    const { stdout, code } = await diff('queue.ts', 'queue.ts')
    expect(stdout).toContain('compared in holder, token, results, worker[].token')
    expect(stdout).toContain('Whatever the first shows, the second can show.')
    expect(stdout).toContain('Whatever the second shows, the first can show.')
    expect(code).toBe(0)
  })

  it('shows the shortest run that only one has, and exits with 1', async () => {
    const { stdout, code } = await diff('queue.ts', 'queue.ts', '--other-variant', 'no fence')
    // With the fence, a late worker gives up and takes the job again; without it, it finishes a job that is done.
    expect(stdout).toMatch(/Only the first can show this, in 6 steps:\n\n[\s\S]*^ +4 +finish +back to take/m)
    expect(stdout).toMatch(/Only the second can show this, in 5 steps:\n\n[\s\S]*^ +5 .*results: 1 -> 2/m)
    expect(code).toBe(1)
    const same = await diff('queue.ts', 'queue.ts', '--variant', 'no fence', '--other-variant', 'base')
    expect(same.stdout).toContain('Only the first can show this, in 5 steps:')
  })

  it('exits with 4 where the limit leaves it open, and with 2 where there is nothing to compare', async () => {
    const cut = await diff('queue.ts', 'queue.ts', '--max-states', '2')
    expect(cut.stdout).toMatch(/Undecided: within \d+ pairs? of states/)
    expect(cut.code).toBe(4)
    const nothing = await diff('queue.ts', 'other.ts')
    expect(nothing.stderr).toContain('the two models have no cell of the same name')
    expect(nothing.code).toBe(2)
  })

  it('compares labels on request', async () => {
    const { stdout } = await diff('queue.ts', 'queue.ts', '--labels')
    expect(stdout).toContain('worker[].pc')
  })

  it('sets constants of both, of the one that has them, and of the other alone', async () => {
    expect((await diff('steps.ts', 'steps.ts', '--set', 'most=3')).code).toBe(0)
    const { stdout } = await diff('steps.ts', 'steps.ts', '--set', 'most=3', '--other-set', 'most=1')
    expect(stdout).toContain('Only the first can show this, in 2 steps:')
    expect(stdout).toContain('Whatever the second shows, the first can show.')
    expect((await diff('steps.ts', 'once.ts', '--set', 'most=1')).code).toBe(0)
    expect((await diff('steps.ts', 'once.ts', '--set', 'most=1', '--set', 'by=2')).code).toBe(1)
  })

  it('refuses constants that no model has, and those given twice', async () => {
    const unknown = await diff('steps.ts', 'once.ts', '--set', 'least=1')
    expect(unknown.stderr).toContain("'least'")
    expect(unknown.code).toBe(2)
    const twice = await diff('steps.ts', 'steps.ts', '--other-set', 'most=1', '--other-set', 'most=2')
    expect(twice.stderr).toContain("'--other-set most' is given twice")
    expect(twice.code).toBe(2)
  })

  it('prints JSON on request', async () => {
    const args = ['steps.ts', 'steps.ts', '--other-set', 'most=1', '--json']
    const { stdout, code } = await diff(...args)
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'interleave-diff/1',
      first: { spec: 'steps.ts', model: 'steps', variant: null, constants: { most: 2 } },
      second: { constants: { most: 1 } },
      cells: ['n'],
      verdict: 'different',
      onlyFirst: { found: 'run', run: { steps: [{ step: 'add' }, { step: 'add' }] } },
      onlySecond: { found: 'nothing' },
    })
    expect(code).toBe(1)
    const cut = await diff('queue.ts', 'queue.ts', '--max-states', '2', '--json')
    expect(JSON.parse(cut.stdout)).toMatchObject({ verdict: 'unknown', onlyFirst: { found: 'undecided' } })
    expect(cut.code).toBe(4)
  })
})
