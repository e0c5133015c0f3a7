/**
 * Where the time of a small check goes, by subtraction: each command does what the one before does, and one thing more.
 * Small models take as long as loading does, so this is what they feel like.
 */

import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { checkout, scratchFolder } from './folders.ts'
import { command } from './interleave.ts'
import { runMeasured } from './measured-process.ts'
import { log } from './progress.ts'
import { table } from './show.ts'
import { medianOf } from './spread.ts'

const spec = 'spec/mappers/dax-clear.ts'
const variant = 'all repaired, NP'

export interface StartUp {
  /** What is checked, and its median seconds from start to exit. */
  readonly title: string
  readonly seconds: number
  /** The parts, each with its median seconds; they add up. */
  readonly parts: readonly { readonly name: string; readonly seconds: number }[]
}

export async function measureStartUp(engine: string, rounds: number): Promise<StartUp> {
  const stages = [
    { name: "Node's own start", args: ['-e', '0'] },
    { name: 'loading our modules', args: [command, '--version'] },
    { name: "loading the user's TypeScript", args: [command, 'list', folderWithSpec()] },
    { name: 'exploring and reporting', args: checkArguments(engine) },
  ]
  const totals: number[][] = stages.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, { name, args }] of stages.entries()) {
      const ran = await runMeasured(process.execPath, args)
      if (ran.code !== 0) throw new Error(`measuring '${name}', 'node ${args.join(' ')}' failed:\n${ran.stderr}`)
      totals[i]!.push(ran.seconds)
    }
  }
  const medians = totals.map(seconds => medianOf(seconds, s => s))
  const parts = stages.map(({ name }, i) => ({ name, seconds: medians[i]! - (medians[i - 1] ?? 0) }))
  const seconds = medians.at(-1)!
  log(`start-up: ${Math.round(seconds * 1000)} ms`)
  return { title: `interleave check ${spec} --variant '${variant}'`, seconds, parts }
}

function checkArguments(engine: string): string[] {
  const out = scratchFolder('counterexamples')
  return [command, 'check', spec, '--variant', variant, '--engine', engine, '--json', '--out', out]
}

/** A folder with just this one spec, for `list` to load. */
function folderWithSpec(): string {
  const folder = scratchFolder('start-up')
  const source = relative(folder, join(checkout, spec))
  writeFileSync(join(folder, 'spec.ts'), `import spec from '${source}'\n\nexport default spec\n`)
  return relative(checkout, folder)
}

export function startUpTable({ parts, seconds }: StartUp): string {
  const rows = [...parts, { name: 'all', seconds }].map(part => [part.name, String(Math.round(part.seconds * 1000))])
  return table(['part', 'ms'], rows)
}
