/** The bench compares two descriptions of one machine: here, that they do describe one. */

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout } from '../../../bench/folders.ts'
import { isInstalled } from '../../../bench/install-tools.ts'
import {
  daxClear,
  diningPhilosophers,
  filterLock,
  leaderRing,
  type MachineInBoth,
  qrcu,
  slidingWindow,
} from '../../../bench/machines.ts'
import { compilePromela, runPan } from '../../../bench/spin.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'

const missing = ['spin', 'gcc'].filter(command => !isInstalled(command))
const why = missing.length === 0 ? '' : ` (skipped: ${missing.join(' and ')} not installed, which 'npm run bench' does)`

const spin = { maxDepth: 10_000, hashBits: 16 }
const machines = [
  qrcu(1, 1, spin),
  qrcu(2, 1, spin),
  diningPhilosophers(2, spin),
  diningPhilosophers(4, spin),
  filterLock(3, spin),
  daxClear(1, 2, spin),
  daxClear(2, 1, spin),
  leaderRing('3 1 5 2', spin),
  slidingWindow(2, 2, spin),
]

describe.skipIf(missing.length > 0)(`SPIN counts the states and transitions of the reference${why}`, () => {
  test.each(machines)('$title', async machine => {
    const { census } = await explore(instantiate(await modelOf(machine), { set: machine.constants }), {
      engine: 'reference',
    })
    const pan = compilePromela(`spec-${machine.title.replaceAll(/\W+/g, '-')}`, machine.promela)
    const { states, transitions } = await runPan(pan, machine.spin)
    expect({ states, transitions }).toEqual({ states: census.states, transitions: census.transitions })
  })
})

async function modelOf({ model }: MachineInBoth): Promise<AnyModel> {
  const file = join(checkout, model.file)
  const module = (await import(/* @vite-ignore */ file)) as { readonly [name: string]: AnyModel }
  return module[model.exportName]!
}
