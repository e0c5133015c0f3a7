/** The small inputs that version 0.1 got wrong, each with the right answer, as users would run them. */

import { describe, expect, it } from 'vitest'
import { checkout, interleave, temporaryFolder } from './run-command.ts'

interface Right {
  readonly fixture: string
  readonly code: number
  /** What is printed, on stdout or on stderr. */
  readonly says: RegExp
  readonly options?: readonly string[]
}

const rights: readonly Right[] = [
  { fixture: 'F2-process-exit', code: 3, says: /F2-process-exit\.ts.*(ended|process\.exit)/ },
  { fixture: 'F6-me-identity', code: 0, says: /20 states, 24 transitions/ },
  { fixture: 'F6b-me-identity', code: 0, says: /15 states, 18 transitions/ },
  { fixture: 'F9-control-chars', code: 12, says: /\\u001b/ },
  { fixture: 'duplicate-label', code: 3, says: /kfree|has no 'label'/ },
  { fixture: 'duplicate-label', code: 3, says: /has no 'label'/, options: ['--no-types'] },
  { fixture: 'f1-key-order', code: 3, says: /step 'look' of c 0 depends on the order in which the keys/ },
  { fixture: 'f1b-lru', code: 3, says: /step 'evict' of evictor 0 depends on the order in which the keys/ },
  { fixture: 'f1c-key-order-engines', code: 0, says: /✓ holds +a is first/ },
  { fixture: 'f2-no-deadlock-without-process', code: 11, says: /✗ violated +no deadlock +in 2 steps/ },
  { fixture: 'f4-endless-step', code: 4, says: /step 'a'|'a' of p 0/, options: ['--max-seconds', '1'] },
  {
    fixture: 'f5-identity',
    code: 3,
    says: /claim 'what is taken is queued no more'.* compares objects of the state by identity/,
  },
  {
    fixture: 'f5b-identity-message',
    code: 3,
    says: /claim 'what is taken is queued'.* compares objects of the state by identity/,
  },
  { fixture: 'f6-getter', code: 3, says: /twice is a getter/ },
  { fixture: 'f7-throws-draft', code: 14, says: /✗ violated +no step throws/ },
  { fixture: 'f7b-throws-null-proto', code: 14, says: /✗ violated +no step throws/ },
  { fixture: 'f8-json-and-console', code: 0, says: /^\{"format"/, options: ['--json'] },
  { fixture: 'f10-max-memory', code: 4, says: /memory limit/, options: ['--set', 'n=500', '--max-memory', '100M'] },
  { fixture: 'f11-mover-names', code: 3, says: /'worker 0'/ },
  {
    fixture: 'f12-hidden-state',
    code: 3,
    says: /step 'read' of r 0 behaves differently in a fresh copy of its module/,
  },
  { fixture: 'hidden-from-claim-1', code: 3, says: /claim 'i'/ },
  { fixture: 'hidden-from-claim-2', code: 3, says: /claim 'i'/ },
  { fixture: 'hidden-from-claim-3', code: 3, says: /claim 'i'/ },
  { fixture: 'f13-count-zero', code: 0, says: /✓ holds +no deadlock +\S/ },
  { fixture: 'set-edit', code: 0, says: /2 states, 1 transition/ },
  { fixture: 'set-order', code: 0, says: /20 states, 36 transitions/ },
  { fixture: 'set-order', code: 0, says: /20 states, 36 transitions/, options: ['--variant', 'by words'] },
]

describe.each(['footprint', 'reference'])('with the %s engine', engine => {
  it.each(rights)('$fixture $options ends with $code', async ({ fixture, code, says, options }) => {
    const file = `spec/engine/fixtures/${fixture}.ts`
    const args = ['check', file, '--engine', engine, '--out', temporaryFolder(), '--no-graph', ...(options ?? [])]
    const ran = await interleave(args, { cwd: checkout })
    expect(ran.stdout + ran.stderr).toMatch(says)
    expect(ran.code).toBe(code)
    if (options?.includes('--json')) expect(JSON.parse(ran.stdout)).toBeDefined()
  })
})
