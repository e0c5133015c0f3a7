import * as v from 'valibot'
import { messageOf, UsageError } from '../base/errors.ts'
import { canonical, describe } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import { statesOf, type Witness } from './witness.ts'
import { witnessSchema } from './witness-schema.ts'

/**
 * Reads a witness from its JSON, as `check` and `verify` write it to `out/`.
 *
 * @throws UsageError `not-a-witness`: the text is not a witness; the message says what is wrong, and where.
 * @since 0.1.0
 */
export function readWitness(text: string): Witness {
  try {
    const witness = parsed(text)
    checkChanges(witness)
    return witness
  } catch (error) {
    throw new UsageError('not-a-witness', `this is not a witness of Interleave: ${messageOf(error)}.`, { cause: error })
  }
}

function parsed(text: unknown): Witness {
  if (typeof text !== 'string') throw new Error(`expected the text of its JSON, but got ${describe(text)}`)
  const result = v.safeParse(witnessSchema, JSON.parse(text))
  if (result.success) return result.output as Witness
  const [issue] = result.issues
  throw new Error(`${v.getDotPath(issue) ?? 'the whole file'}: ${issue.message}`)
}

/** The changes must fit the states to which they apply, which they may not in a file that was edited by hand. */
function checkChanges(witness: Witness): void {
  const states = statesBy(witness)
  if (witness.others.length !== states.length)
    throw new Error(`others: there are ${states.length} states and ${witness.others.length} lists of other steps`)
  if (witness.fates !== undefined && witness.fates.length !== states.length)
    throw new Error(`fates: there are ${states.length} states and the fates of ${witness.fates.length}`)
  checkLoop(witness, states)
  for (const { name, count } of witness.processes) {
    const broken = states.findIndex(state => !hasInstances(state[name], count))
    if (broken >= 0) throw new Error(`state ${broken} does not have the ${count} instances of process '${name}'`)
  }
  for (const { process, instance } of [...witness.steps, ...witness.others.flat(), ...(witness.waiting ?? [])]) {
    const count = process === null ? 1 : witness.processes.find(({ name }) => name === process)?.count
    if (count === undefined) throw new Error(`processes: there is no '${process}', which takes a step`)
    if (instance < 0 || instance >= count || !Number.isInteger(instance))
      throw new Error(`processes: there is no ${process} ${instance}, which takes a step`)
  }
}

/** An infinite run must lead back to the state where its loop begins. */
function checkLoop({ claim, loop, steps }: Witness, states: readonly State[]): void {
  if ((claim.kind === 'temporal') !== (loop !== undefined))
    throw new Error(`loop: a run goes round if its claim is temporal, and only then`)
  if (loop === undefined) return
  if (loop.from > steps.length) throw new Error(`loop: there is no state ${loop.from}`)
  if (canonical(states[loop.from]) !== canonical(states.at(-1)))
    throw new Error(`loop: the last step does not lead back to state ${loop.from}`)
}

function statesBy(witness: Witness): State[] {
  try {
    const states = statesOf(witness)
    for (const state of states) canonical(state)
    return states
  } catch (error) {
    throw new Error('its changes do not fit its states', { cause: error })
  }
}

function hasInstances(instances: unknown, count: number): boolean {
  return Array.isArray(instances) && instances.length === count && instances.every(one => typeof one?.pc === 'string')
}
