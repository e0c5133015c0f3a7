import type { Move, Run } from '../outcome/outcome.ts'

/** A step of a run by its label and the values that it chose, so that it can be taken after other steps were left out. */
export interface NamedMove extends Move {
  readonly step: string
  /** The canonical text of the options that it took. */
  readonly options: string
}

/** A run whose steps are known by name. */
export interface NamedRun {
  /** Index of the initial state. */
  readonly initial: number
  readonly moves: readonly NamedMove[]
}

/** The run as engines give it. */
export function runOf({ initial, moves }: NamedRun): Run {
  return { initial, moves: moves.map(({ mover, script }) => ({ mover, script })) }
}
