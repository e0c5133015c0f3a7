/** What a step comes to on plain copies of a state, where no draft of immer stands between it and the data. */

import { canonical, NotPlain } from '../base/plain.ts'
import { nextScript } from '../language/control.ts'
import { DirectRunner } from './direct-run.ts'
import { type Machine, moverAt, type State } from './machine.ts'
import { stepOf } from './reference.ts'
import { settle } from './settle.ts'

/**
 * The end of each way of a mover's step, in the form of {@link endTexts}; at most the first `most`. Undefined where one of them is
 * for the reference to judge.
 */
export function plainEnds(machine: Machine, state: State, mover: number, most: number): string[] | undefined {
  const step = stepOf(moverAt(machine, mover), state)
  const runner = new DirectRunner(machine)
  const ends: string[] = []
  let script: readonly number[] | undefined = step === undefined ? undefined : []
  for (let ways = 0; step !== undefined && script !== undefined && ways < most; ways++) {
    const run = runner.run(state, mover, step, script, 'all')
    if (run.end === 'unclear') return undefined
    const end = run.end === 'taken' ? stateText(machine, runner, state) : run.end
    if (end === undefined) return undefined
    if (end !== 'disabled') ends.push(`${run.script} ${end}`)
    script = nextScript(run.script, run.widths)
  }
  return ends
}

/** The state that a run has left; undefined where it is not plain data. */
function stateText(machine: Machine, { scratch }: DirectRunner, before: State): string | undefined {
  try {
    return canonical(settle({ ...machine, origins: undefined, storedSets: undefined }, { ...scratch.root }, before))
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}
