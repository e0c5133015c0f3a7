/**
 * An operation that only the end of the process can end, a pipe that nobody writes to, does not prevent the command
 * from ending.
 */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

// Before Node.js 22.15, a process with a hanging thread can only kill itself, and then has no exit code.
const code = 'execve' in process ? 4 : null

/** A folder with a pipe, and a model whose step, or whose module, may read it. */
function withPipe({ step = '', before = '' }: { readonly step?: string; readonly before?: string }): string {
  const cwd = folderWith({
    'spec.ts': `import { readFileSync, writeSync } from 'node:fs'
import { model } from 'interleave-checker'
${before}
export default model('m').shared(() => ({ x: 0 })).action('go', s => {
  ${step}
  s.x = (s.x + 1) % 9
})
`,
  })
  execFileSync('mkfifo', [join(cwd, 'pipe')])
  return cwd
}

describe('an operation that never ends', () => {
  it.each(['footprint', 'reference'])('in a step is left at the limit of time, with the %s engine', async engine => {
    const cwd = withPipe({ step: "if (s.x === 2) readFileSync('pipe')" })
    const ran = await interleave(['check', 'spec.ts', '--engine', engine, '--max-seconds', '1'], { cwd })
    expect(ran.code).toBe(code)
    expect(ran.stdout).toContain('? unknown')
    expect(ran.stderr).toContain('inside one long operation')
  })

  it('while the module loads is abandoned at Ctrl-C', async () => {
    const cwd = withPipe({ before: "writeSync(2, 'reads')\nreadFileSync('pipe')" })
    const ran = await interleave(['list', 'spec.ts'], { cwd, interruptAt: 'reads' })
    expect(ran.code).toBe(code)
    expect(ran.stdout).toContain('while loading spec.ts')
  })
})
