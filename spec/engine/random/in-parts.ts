/**
 * One of the random runs split among processes, one for each core: part k of n takes a share of the runs, with the seed
 * plus k - 1.
 *
 *   npx tsx spec/engine/random/in-parts.ts 2 spec/engine/random/random-run.ts 100000 20261205
 *
 * Exits with 1 where a part fails; each line of output names its part.
 */

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const [count = '1', script = '', runs = '1', seed = '1', ...rest] = process.argv.slice(2)
const parts = Number(count)

function runPart(part: number): Promise<number> {
  const share = Math.floor((Number(runs) * part) / parts) - Math.floor((Number(runs) * (part - 1)) / parts)
  const args = ['--import', 'tsx', script, String(share), String(Number(seed) + part - 1), ...rest]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', line => console.log(`part ${part}: ${line}`))
  return new Promise(resolve => child.on('close', code => resolve(code ?? 1)))
}

const codes = await Promise.all(Array.from({ length: parts }, (_, index) => runPart(index + 1)))
process.exitCode = codes.every(code => code === 0) ? 0 : 1
