/** Whatever a check is doing when it is interrupted, it ends, reports what it knows, and has the exit code of that. */

import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const counter = ".action('go', s => { s.x = (s.x + 1) % 5 }).invariant('small', s => s.x < 2)"
const endless = "console.log('begun'); for (;;) ;"

function spec(rest: string, before = '', initial = '({ x: 0 })'): string {
  return `import { model } from 'interleave-checker'
${before}
export default model('m').shared(() => ${initial})
  ${rest}
`
}

/** The phase, a spec that never leaves it, its exit code, the message about it, and the results by then. */
const phases: readonly (readonly [
  phase: string,
  spec: string,
  code: number,
  says: string,
  known: readonly string[],
])[] = [
  ['while the spec loads', spec(counter, endless), 4, 'spec.ts:2: not finished', []],
  ['in an initial state', spec(counter, '', `{ ${endless} }`), 4, 'while computing initial states', []],
  [
    'in a claim',
    spec(`${counter}.invariant('i', s => { if (s.x === 3) { ${endless} } return true })`),
    12,
    "spec.ts:4: model 'm': claim 'i' had not returned",
    ['✗ violated   small', '? unknown    i'],
  ],
  [
    'in a claim about whole runs, after another was violated',
    spec(`${counter}.eventually('nine', s => s.x === 9).eventually('e', s => { ${endless} return true })`),
    12,
    "spec.ts:4: model 'm': claim 'e' had not returned",
    ['✗ violated   small', '✗ violated   nine', '? unknown    e'],
  ],
  [
    'in a claim about whole runs, after none but such was violated',
    spec(
      `.action('go', s => { s.x = 1 - s.x }).canAlways('nine', s => s.x === 9).canAlways('e', s => { ${endless} return true })`,
    ),
    13,
    "spec.ts:4: model 'm': claim 'e' had not returned",
    ['✗ violated   nine', '? unknown    e'],
  ],
]

describe('a check that is interrupted', () => {
  it.each(phases)('%s ends with what is known', async (_, text, code, says, known) => {
    const cwd = folderWith({ 'spec.ts': text })
    for (const [i, signal] of signals.entries()) {
      const engine = i % 2 === 0 ? 'footprint' : 'reference'
      const args = ['check', 'spec.ts', '--no-types', '--all-claims', '--engine', engine]
      const ran = await interleave(args, { cwd, interruptAt: 'begun', signal })
      expect(ran.code).toBe(code)
      expect(ran.stderr).toContain(says)
      for (const line of known) expect(ran.stdout).toContain(line)
      expect(ran.stdout).not.toContain('✓')
    }
    expect(readdirSync(cwd).filter(name => name !== 'out')).toEqual(['spec.ts'])
  })

  it.each(phases)('%s by its time limit ends with what is known', async (_, text, code, says, known) => {
    const args = ['check', 'spec.ts', '--no-types', '--all-claims', '--max-seconds', '1']
    const ran = await interleave(args, { cwd: folderWith({ 'spec.ts': text }) })
    expect(ran.code).toBe(code)
    expect(ran.stderr).toContain(says)
    for (const line of known) expect(ran.stdout).toContain(line)
  })
})
