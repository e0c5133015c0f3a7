import { ModelError } from '../base/errors.ts'
import type { Constants } from '../language/constants.ts'
import type { ModelDescription, ProcessDescription } from '../language/model-description.ts'
import type { SymmetricSet } from './machine.ts'

interface Counted {
  readonly process: ProcessDescription
  readonly count: number
}

/** The symmetric sets under these constants, of two or more members each, since a single one has no counterpart. */
export function symmetriesOf(
  description: ModelDescription,
  processes: readonly Counted[],
  constants: Constants,
): SymmetricSet[] {
  const sets = new Map<string, { count: number; processes: string[] }>()
  for (const { name, count } of description.idSets ?? []) {
    sets.set(name, { count: checkedCount(description, name, count(constants)), processes: [] })
  }
  for (const { process, count } of processes) {
    if (process.symmetric === undefined) continue
    const set = sets.get(process.symmetric) ?? { count, processes: [] }
    if (set.count !== count)
      throw new ModelError(
        'bad-count',
        `model '${description.name}': process '${process.name}' has ${count} instances, but its set of ids '${process.symmetric}' has ${set.count}. Each id names one instance of it.`,
      )
    sets.set(process.symmetric, { count, processes: [...set.processes, process.name] })
  }
  return [...sets].map(([name, set]) => ({ name, ...set })).filter(({ count }) => count > 1)
}

function checkedCount({ name: model }: ModelDescription, set: string, count: unknown): number {
  if (Number.isInteger(count) && (count as number) >= 0) return count as number
  throw new ModelError(
    'bad-count',
    `model '${model}': the set of ids '${set}' has a count of ${count}. It must be a whole number of at least 0.`,
  )
}
