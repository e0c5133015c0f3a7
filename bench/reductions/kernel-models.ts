/** What `--reduce order` saves on the specs of mappers and drivers, in the setting that each has by itself. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../folders.ts'
import { log } from '../progress.ts'
import { rough, table, whole } from '../show.ts'
import { medianOf } from '../spread.ts'
import { checkSpec } from './reduced-check.ts'

export interface KernelModel {
  readonly spec: string
  readonly all: number
  /** The same number where the reduction is refused. */
  readonly reduced: number
  readonly isRefused: boolean
}

/** More states than this are not visited; a spec that has more is left out. */
const maxStates = 300_000

export async function measureKernelModels(isQuick: boolean): Promise<KernelModel[]> {
  const specs = ['spec/mappers', 'spec/drivers'].flatMap(folder =>
    readdirSync(join(checkout, folder))
      .filter(name => name.endsWith('.ts'))
      .map(name => `${folder}/${name}`),
  )
  const measured: KernelModel[] = []
  for (const spec of isQuick ? specs.slice(0, 3) : specs) {
    const more = ['--all-claims', '--max-states', String(maxStates)]
    const all = await checkSpec(spec, [], [...more, '--reduce', 'none'])
    if (all?.isWhole !== true) continue
    const reduced = await checkSpec(spec, [], [...more, '--reduce', 'order'])
    log(`${spec}: ${whole(all.states)} states, ${reduced === undefined ? 'refused' : whole(reduced.states)} by order`)
    measured.push({
      spec,
      all: all.states,
      reduced: reduced?.states ?? all.states,
      isRefused: reduced === undefined,
    })
  }
  return measured
}

/** By how much the number of states is divided, in the median. */
export function medianSaved(measured: readonly KernelModel[]): number {
  return medianOf(measured, ({ all, reduced }) => all / reduced)
}

export function kernelModelsTable(measured: readonly KernelModel[]): string {
  const saved = ({ all, reduced }: KernelModel): number => all / reduced
  return table(
    ['spec', 'all states', 'by order', 'all by reduced'],
    measured
      .toSorted((a, b) => saved(a) - saved(b))
      .map(one => [one.spec, whole(one.all), one.isRefused ? 'refused' : whole(one.reduced), rough(saved(one))]),
  )
}
