/**
 * One of the random runs split among processes, one for each core: part k of n takes a share of the runs, with the seed
 * plus k - 1.
 *
 *   npx tsx spec/engine/random/in-parts.ts 2 spec/engine/random/random-run.ts 100000 20261205
 *
 * Exits with 1 where a part fails; each line of output names its part. The script is bundled, and the compiler calmed, as those of the
 * command are: that takes 60 % of the time of a script run by tsx.
 */

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { calmingFlags } from '../../../src/cli/calm-compiler.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url))
/** Most of what a model makes is gone with it, and each part has a core of its own. */
const flags = [...calmingFlags(process.versions.node), '--max-semi-space-size=64', '--single-threaded-gc']

const [count = '1', script = '', runs = '1', seed = '1', ...rest] = process.argv.slice(2)
const parts = Number(count)

/** Written into the checkout, where its packages are found. */
mkdirSync(join(checkout, 'out'), { recursive: true })
const folder = mkdtempSync(join(checkout, 'out/random-'))
const bundle = join(folder, 'script.mjs')
buildSync({
  entryPoints: [script],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
})

function runPart(part: number): Promise<number> {
  const share = Math.floor((Number(runs) * part) / parts) - Math.floor((Number(runs) * (part - 1)) / parts)
  const args = [...flags, bundle, String(share), String(Number(seed) + part - 1), ...rest]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', line => console.log(`part ${part}: ${line}`))
  return new Promise(resolve => child.on('close', code => resolve(code ?? 1)))
}

const codes = await Promise.all(Array.from({ length: parts }, (_, index) => runPart(index + 1)))
rmSync(folder, { recursive: true })
process.exitCode = codes.every(code => code === 0) ? 0 : 1
