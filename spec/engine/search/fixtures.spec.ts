/** The small inputs that version 0.1 broke at, run as users run them. */

import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { folderWith } from '../cli/run-command.ts'

const main = new URL('../../../out/build/src/cli/main.js', import.meta.url).pathname

/** A spec that is as the fixture, but that its runs may come to an end: since 0.1 a model of actions alone has to say so. */
function mayEnd(name: string): string {
  const fixture = new URL(`../fixtures/${name}.ts`, import.meta.url).pathname
  const folder = folderWith({ 'spec.ts': `import spec from '${fixture}'\nexport default spec.mayDeadlock()\n` })
  return `${folder}/spec.ts`
}

async function checked(name: string, ...options: string[]): Promise<{ code: number; stdout: string }> {
  const file = mayEnd(name)
  const command = [main, 'check', file, '--json', '--no-graph', '--no-types', '--out', dirname(file), ...options]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 2 ** 26 })
    return { code: 0, stdout }
  } catch (error) {
    return error as { code: number; stdout: string }
  }
}

describe('checking', () => {
  it.each(['footprint', 'reference'])(
    'a cell of 70,000 values finds all states (%s)',
    async engine => {
      const { code, stdout } = await checked('f3-br-table', '--engine', engine)
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ stop: 'exhausted', census: { states: 280_000 } })
    },
    120_000,
  )

  it('a run of 65,535 steps finds it again', async () => {
    const { code, stdout } = await checked('f3b-br-table-retrace')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).claims[0]).toMatchObject({ verdict: 'witnessed', steps: 65_535 })
  })

  it('a claim that reads most of the state keeps to its memory', async () => {
    const { code, stdout } = await checked('claim-without-bound', '--max-memory', '100M', '--set', 'n=6')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).effort.bytes).toBeLessThan(100 * 2 ** 20)
  })

  it('large values stops at the limit of memory', async () => {
    const { code, stdout } = await checked('f10-max-memory', '--max-memory', '20M')
    expect(code).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({ stop: 'memory limit' })
  })
})
