import { describe, expect, it } from 'vitest'
import { builtMain, folderWith, run } from './run-command.ts'

const spec = `import { model } from 'interleave-checker'
export default model('counter').shared(() => ({ n: 0 })).action('count', s => { s.n = (s.n + 1) % 4 }).invariant('small', s => s.n <= 3)
`
/** Prints, with each message of a thread, how many modules of Node were compiled in it that Node has compiled already. */
const counting = `const { internalBinding } = require('internal/test/binding')
const { parentPort } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const { getCacheUsage } = internalBinding('builtins')
if (parentPort !== null) {
  const post = parentPort.postMessage
  parentPort.postMessage = (...message) => {
    if (getCacheUsage !== undefined) writeSync(2, 'compiled anew: ' + [...getCacheUsage().compiledWithoutCache].length + '.')
    return post.apply(parentPort, message)
  }
}
`

describe('V8 becomes calm', () => {
  it('after the modules of Node are there, which have been compiled under other flags', async () => {
    const cwd = folderWith({ 'spec.ts': spec, 'counting.cjs': counting })
    const { stdout, stderr } = await run(
      process.execPath,
      [
        '--expose-internals',
        '--no-warnings',
        '--require',
        './counting.cjs',
        builtMain,
        'check',
        'spec.ts',
        '--no-types',
      ],
      { cwd },
    )
    expect(stdout).toContain('holds')
    const counts = [...(stdout + stderr).matchAll(/compiled anew: (\d+)\./g)].map(([, count]) => Number(count))
    if (process.versions.node.startsWith('20.')) expect(counts.length).toBeGreaterThan(0)
    expect(Math.max(0, ...counts)).toBe(0)
  })
})
