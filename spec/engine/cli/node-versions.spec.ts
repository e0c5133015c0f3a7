/**
 * Commands print nothing but their report, on every version of Node that is supported. The version at hand is always tried; others
 * where OTHER_NODES has their binaries, separated by colons, as `OTHER_NODES=~/node22/bin/node:~/node24/bin/node`.
 */

import { describe, expect, test } from 'vitest'
import { calmingFlags } from '../../../src/cli/calm-compiler.ts'
import { builtMain, folderWith, run } from './run-command.ts'

const spec = `import { model } from 'interleave-checker'
export default model('counter').shared(() => ({ n: 0 }))
  .action('count', s => { s.n = (s.n + 1) % 4 })
  .invariant('small', s => s.n <= 3)
`
const nodes = [process.execPath, ...(process.env.OTHER_NODES ?? '').split(':').filter(node => node !== '')]

describe.each(nodes)('with %s', node => {
  test.each([
    [['check', 'spec.ts', '--no-types']],
    [['verify', 'spec.ts', '--no-types']],
    [['list', 'spec.ts']],
    [['graph', 'spec.ts', '--no-types', '--format', 'dot']],
    [['diff', 'spec.ts', 'spec.ts', '--no-types']],
    [['accept', 'spec.ts', 'log.jsonl', '--map', 'map.mjs', '--no-types']],
    [['init']],
    [['--version']],
  ])('%j prints nothing on stderr', async args => {
    const cwd = folderWith({
      'spec.ts': spec,
      'map.mjs': 'export default state => ({ state })',
      'log.jsonl': '{"n":2}',
    })
    expect(await run(node, [builtMain, ...args], { cwd })).toMatchObject({ code: 0, stderr: '' })
  })
})

test('V8 is given only flags that it has', () => {
  expect(calmingFlags('20.12.0')).toEqual(['--interrupt-budget=400000', '--max-inlined-bytecode-size-cumulative=100'])
  expect(calmingFlags('22.12.0')).toEqual([])
  expect(calmingFlags('24.1.0')).toEqual([])
})
