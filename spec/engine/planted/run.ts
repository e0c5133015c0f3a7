/**
 * Plants each bug of `bugs.ts` in a copy of the tree and runs its tests there, which must go red.
 *
 *   npx tsx spec/engine/planted/run.ts [words of a bug]
 *
 * With words, only the bugs whose file or sentence has them all. Takes some ten seconds for each bug; exits with 1 if one
 * is missed, or can't be planted.
 */

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { plantedBugs } from './bugs.ts'
import { placesOf, plant } from './plant.ts'
import type { PlantedBug } from './planted-bug.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url))
const parts = [
  'src',
  'models',
  'spec',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'rolldown.config.js',
  'README.md',
  'docs',
  'examples',
  'ERRORS.md',
  'out/build',
]

function copyOfTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'interleave-planted-'))
  for (const part of parts) cpSync(join(checkout, part), join(folder, part), { recursive: true })
  symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** Whether all of it is green. Random models are the same for each bug, and are not shrunk. */
function isGreen(folder: string, tests: readonly string[]): boolean {
  const env = { EVERY_TEST: '1', RANDOM_MODELS: '300', RANDOM_SEED: '1', RANDOM_SHRINK: 'no', ...process.env }
  return isDone(folder, ['vitest', 'run', '--bail=1', '--testTimeout=600000', ...tests], env)
}

function isDone(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean {
  return spawnSync('npx', args, { cwd, env, stdio: 'ignore' }).status === 0
}

function build(folder: string): void {
  isDone(folder, ['tsc'])
  for (const part of ['build:command', 'build:pages']) spawnSync('npm', ['run', part], { cwd: folder, stdio: 'ignore' })
}

function fate(bug: PlantedBug, folder: string): 'caught' | 'MISSED' | 'NOT PLANTED' {
  if (placesOf(bug, folder) !== 1) return 'NOT PLANTED'
  const takeOut = plant(bug, folder)
  try {
    // What is planted need not pass the compiler, which writes what it is given.
    if (bug.isBuilt) build(folder)
    return isGreen(folder, bug.tests) ? 'MISSED' : 'caught'
  } finally {
    takeOut()
    if (bug.isBuilt) build(folder)
  }
}

function main(words: readonly string[]): number {
  const chosen = plantedBugs.filter(({ bug, file }) => words.every(word => `${file} ${bug}`.includes(word)))
  const folder = copyOfTree()
  try {
    if (chosen.some(({ isBuilt }) => isBuilt)) build(folder)
    const all = [...new Set(chosen.flatMap(({ tests }) => tests))]
    if (!isGreen(folder, all)) {
      console.error(`The tests are red without a planted bug: ${all.join(', ')}`)
      return 1
    }
    const fates = chosen.map(bug => {
      const startMs = performance.now()
      const found = fate(bug, folder)
      console.log(`${found.padEnd(11)} ${((performance.now() - startMs) / 1000).toFixed(0).padStart(3)} s  ${bug.bug}`)
      return found
    })
    const caught = fates.filter(found => found === 'caught').length
    console.log(`${caught} of ${fates.length} planted bugs caught`)
    return caught === fates.length ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = main(process.argv.slice(2))
