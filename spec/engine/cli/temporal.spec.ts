/** Temporal claims as users meet them: the command, its exit code and its files, under both engines. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const fixture = new URL('../fixtures/hangs-unseen.ts', import.meta.url).pathname

/** A reader that never leaves, as it was filed: nothing in it was violated. */
const hangs = `
import spec from '${fixture}'
export default spec
  .fair({ weak: ['reader', 'unbind'] })
  .eventually('unbind completes in the end', s => s.unbind.every(u => u.pc === 'done'))
  .leadsTo('the reader leaves', (s, me) => me.pc === 'rcu_read_lock', (s, me) => me.pc === 'done', { of: 'reader' })
  .canAlways('unbind can complete', s => s.unbind.every(u => u.pc === 'done'))
`

const lamp = `
import { model, when } from 'interleave-checker'
const spec = model('lamp')
  .shared(() => ({ on: false }))
  .process('switch', { steps: { flip: s => { s.on = !s.on; return 'flip' } } })
  .process('reader', { steps: { read: s => { when(s.on) } } })
  .eventually('the reader reads', s => s.reader[0].pc === 'done')
  .variant('weakly fair', {}, { fair: { weak: ['switch', 'reader'] } })
  .variant('strongly fair', {}, { fair: { strong: ['reader'] } })
export default spec
export const expected = EXPECTED
`

const allHold = "{ base: {}, 'weakly fair': {}, 'strongly fair': {} }"

describe.each(['footprint', 'reference'])('with the %s engine', engine => {
  it('a reader that never leaves is found, and the run that goes on forever is shown', async () => {
    const cwd = folderWith({ 'spec.ts': hangs })
    const { code, stdout } = await interleave(
      ['check', 'spec.ts', '--engine', engine, '--all-claims', '--no-types', '--no-graph', '--width', '72'],
      { cwd },
    )
    expect(code).toBe(13)
    expect(stdout).toMatch(/✓ witnessed +unbind completes +in 5 steps/)
    expect(stdout).toMatch(/✗ violated +unbind completes in the end +in 5 steps, the last one forever/)
    expect(stdout).toContain('violated even if every step is strongly fair')
    expect(stdout).toMatch(/✗ violated +the reader leaves +in \d+ steps, the last one forever/)
    expect(stdout).toMatch(/✗ violated +unbind can complete +in 2 steps/)
    const file = join(cwd, 'out/spec/base/unbind-completes-in-the-end.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      claim: { kind: 'temporal' },
      loop: {
        from: 4,
        form: 'eventually',
        fairness: [
          { by: 'taken', at: 4 },
          { by: 'impossible', at: 4 },
        ],
      },
    })
    const text = await interleave(['render', file, '--format', 'text', '--width', '72'], { cwd })
    expect(text.stdout).toContain('┌── then forever')
    expect(text.stdout).toContain('└── and back to step 5')
  })

  it('fairness of a variant decides, and what is missing is named', async () => {
    const cwd = folderWith({ 'spec.ts': lamp.replace('EXPECTED', allHold) })
    const check = (...args: string[]) =>
      interleave(['check', 'spec.ts', '--engine', engine, '--no-types', '--no-graph', ...args], { cwd })
    const unfair = await check()
    expect(unfair.code).toBe(13)
    expect(unfair.stdout).toContain("no fairness is stated; holds if 'reader: read' is strongly fair")
    const weak = await check('--variant', 'weakly fair', '--json')
    expect(weak.code).toBe(13)
    expect(JSON.parse(weak.stdout)).toMatchObject({
      claims: [{ steps: 2, loop: 2, holdsIf: [[{ strength: 'strong', process: 'reader', step: 'read' }]] }, {}, {}, {}],
      witness: { loop: { from: 0 } },
    })
    expect((await check('--variant', 'strongly fair')).code).toBe(0)
  })

  it('a predicate that does not return is named, beside what the search has found', async () => {
    const endless = `import { model, when } from 'interleave-checker'
export default model('m').shared(() => ({ x: 0 }))
  .action('up', s => { when(s.x < 5); s.x++ })
  .mayDeadlock()
  .eventually('i', s => { while (s.x === 3) {} return s.x === 5 })
`
    const cwd = folderWith({ 'spec.ts': endless })
    const { code, stdout, stderr } = await interleave(
      ['check', 'spec.ts', '--engine', engine, '--no-types', '--max-seconds', '1'],
      { cwd },
    )
    expect(code).toBe(4)
    expect(stderr).toContain(`spec.ts:5: model 'm': claim 'i' had not returned at the time limit, in the state {"x":3}`)
    expect(stdout).toContain('6 states, 5 transitions, depth 5')
  })

  it('a search that is cut leaves them undecided', async () => {
    const cwd = folderWith({ 'spec.ts': lamp.replace('EXPECTED', allHold) })
    const { code, stdout } = await interleave(
      ['check', 'spec.ts', '--engine', engine, '--no-types', '--max-states', '1'],
      { cwd },
    )
    expect(code).toBe(4)
    expect(stdout).toMatch(/\? unknown +the reader reads/)
  })
})

it('verify holds stem and loop against what a spec expects', async () => {
  const right = `{
    base: { fails: { 'the reader reads': [0, 2] } },
    'weakly fair': { fails: { 'the reader reads': 2 } },
    'strongly fair': {},
  }`
  const cwd = folderWith({ 'right.ts': lamp.replace('EXPECTED', right), 'wrong.ts': lamp.replace('EXPECTED', allHold) })
  const verify = (file: string) => interleave(['verify', file, '--no-types'], { cwd })
  expect((await verify('right.ts')).code).toBe(0)
  const wrong = await verify('wrong.ts')
  expect(wrong.code).toBe(1)
  expect(wrong.stdout).toContain("'the reader reads' fails in a stem of 0 and a loop of 2 steps, expected holds")
})
