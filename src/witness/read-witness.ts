import * as v from 'valibot'
import { messageOf, UsageError } from '../base/errors.ts'
import { canonical, describe, type Plain } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import { statesOf, type Witness, witnessFormat } from './witness.ts'

const plain: v.GenericSchema<Plain> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(plain), v.record(v.string(), plain)]),
)
const path = v.array(v.union([v.string(), v.number()]))
const change = v.object({ path: v.pipe(path, v.minLength(1)), before: v.optional(plain), after: v.optional(plain) })
const stepTaken = {
  process: v.nullable(v.string()),
  instance: v.number(),
  step: v.string(),
  choices: v.array(plain),
  script: v.array(v.number()),
}
const fate = v.picklist(['safe', 'endangered', 'cornered', 'doomed', 'broken'])
// valibot accepts an array as a record.
const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const state = v.pipe(v.custom<Record<string, unknown>>(isRecord, 'Expected an object'), v.record(v.string(), plain))

const index = v.pipe(v.number(), v.integer(), v.minValue(0))
const read = v.object({ path, member: v.optional(plain), value: plain, writer: v.nullable(index) })
const role = v.picklist(['value', 'decision', 'violation'])
const stretch = { from: index, to: index }

const phrases = v.record(v.string(), v.string())
const cellWords = v.object({
  is: v.optional(v.string()),
  values: v.optional(phrases),
  index: v.optional(v.string()),
  isBookkeeping: v.optional(v.boolean()),
})

const schema = v.object({
  format: v.literal(witnessFormat),
  model: v.string(),
  variant: v.nullable(v.string()),
  constants: state,
  spec: v.nullable(v.string()),
  claim: v.object({
    name: v.string(),
    kind: v.picklist([
      'invariant',
      'transition',
      'reachable',
      'temporal',
      'canAlways',
      'deadlock',
      'assertion',
      'error',
    ]),
    verdict: v.picklist(['violated', 'witnessed']),
  }),
  me: v.optional(v.object({ process: v.string(), instance: index })),
  loop: v.optional(
    v.object({
      from: index,
      form: v.picklist(['eventually', 'leadsTo', 'infinitelyOften', 'eventuallyAlways', 'temporal']),
      since: v.optional(index),
      fairness: v.array(
        v.object({
          strength: v.picklist(['weak', 'strong']),
          process: v.nullable(v.string()),
          instance: index,
          step: v.nullable(v.string()),
          by: v.picklist(['taken', 'impossible']),
          at: index,
        }),
      ),
      heldUp: v.array(
        v.object({ process: v.nullable(v.string()), instance: index, step: v.string(), isAlways: v.boolean() }),
      ),
    }),
  ),
  refined: v.optional(
    v.object({
      model: v.string(),
      processes: v.array(v.object({ name: v.string(), count: v.number() })),
      before: state,
      changes: v.array(change),
      possible: v.array(v.object({ ...stepTaken, changes: v.array(change) })),
    }),
  ),
  message: v.optional(v.string()),
  stack: v.optional(v.string()),
  processes: v.array(v.object({ name: v.string(), count: v.number() })),
  sets: v.optional(v.array(path)),
  initial: state,
  steps: v.array(v.object({ ...stepTaken, changes: v.array(change) })),
  others: v.array(v.array(v.object({ ...stepTaken, away: v.optional(v.boolean()), fate: v.optional(fate) }))),
  waiting: v.optional(
    v.array(
      v.object({
        process: v.string(),
        instance: v.number(),
        step: v.string(),
        needs: v.optional(v.array(v.object({ path, member: v.optional(plain), values: v.array(plain) }))),
        rests: v.optional(v.literal(true)),
      }),
    ),
  ),
  slice: v.optional(
    v.object({
      steps: v.array(v.object({ reads: v.array(read), role: v.optional(role) })),
      claim: v.array(read),
    }),
  ),
  blocked: v.optional(
    v.array(
      v.object({
        process: v.nullable(v.string()),
        instance: index,
        step: v.string(),
        ...stretch,
        reads: v.array(read),
      }),
    ),
  ),
  spans: v.optional(v.array(v.object({ process: v.string(), instance: index, name: v.string(), ...stretch }))),
  hinges: v.optional(
    v.array(
      v.object({
        constant: v.string(),
        value: plain,
        steps: v.array(
          v.object({
            step: index,
            effect: v.picklist(['waits', 'fails', 'differs']),
            to: v.optional(v.string()),
            changes: v.optional(v.array(change)),
            isSkipped: v.optional(v.literal(true)),
          }),
        ),
      }),
    ),
  ),
  broken: v.optional(v.array(v.object({ claim: v.string(), step: index }))),
  usual: v.optional(state),
  words: v.optional(
    v.object({
      steps: v.optional(v.record(v.string(), phrases)),
      actions: v.optional(phrases),
      cells: v.optional(v.record(v.string(), cellWords)),
      claims: v.optional(phrases),
      constants: v.optional(phrases),
    }),
  ),
  reproduce: v.optional(v.string()),
  fates: v.optional(v.array(fate)),
  fatesUnknown: v.optional(v.string()),
})

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
  const result = v.safeParse(schema, JSON.parse(text))
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
