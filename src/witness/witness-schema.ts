import * as v from 'valibot'
import type { Plain } from '../base/plain.ts'
import { witnessFormat } from './witness.ts'

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
  places: v.optional(v.array(v.nullable(v.number()))),
  script: v.array(v.number()),
}
const fate = v.picklist(['safe', 'endangered', 'cornered', 'doomed', 'broken'])
// valibot accepts an array as a record.
const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const state = v.pipe(v.custom<Record<string, unknown>>(isRecord, 'Expected an object'), v.record(v.string(), plain))

const index = v.pipe(v.number(), v.integer(), v.minValue(0))
const missedWrite = { step: index, value: plain, path, with: plain }
const read = v.object({
  path,
  member: v.optional(plain),
  value: plain,
  writer: v.nullable(index),
  changedBy: v.optional(index),
  isUnseen: v.optional(v.literal(true)),
  isMoot: v.optional(v.literal(true)),
})
const omission = v.object({ path, member: v.optional(plain), value: plain, found: v.optional(v.array(read)) })
const effect = v.picklist(['waits', 'fails', 'differs'])
const forgotten = v.object({
  path,
  member: v.optional(plain),
  value: plain,
  step: index,
  effect,
  to: v.optional(v.string()),
  changes: v.optional(v.array(change)),
})
const role = v.picklist(['value', 'decision', 'violation'])
const stretch = { from: index, to: index }

const linesRun = v.object({
  excerpt: index,
  idle: v.array(v.object({ line: index, ...stretch })),
  reads: v.array(v.object({ line: index, path, value: plain, when: v.optional(v.picklist(['before', 'after'])) })),
})

const phrases = v.record(v.string(), v.string())
const cellWords = v.object({
  is: v.optional(v.string()),
  values: v.optional(phrases),
  index: v.optional(v.string()),
  isBookkeeping: v.optional(v.boolean()),
  added: v.optional(v.string()),
})

const neededCell = v.object({
  path,
  member: v.optional(plain),
  values: v.array(plain),
  freedBy: v.optional(
    v.array(v.object({ process: v.string(), instance: index, step: v.string(), then: v.optional(v.string()) })),
  ),
  missedBy: v.optional(v.object(missedWrite)),
})

/** The form of a witness; `schemas/witness.schema.json` is made of it. */
export const witnessSchema = v.object({
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
      refined: v.optional(
        v.object({
          model: v.string(),
          breaks: v.optional(v.object({ strength: v.picklist(['weak', 'strong']), of: v.string() })),
        }),
      ),
      fairness: v.array(
        v.object({
          strength: v.picklist(['weak', 'strong']),
          process: v.nullable(v.string()),
          instance: index,
          step: v.nullable(v.string()),
          chosen: v.optional(v.array(plain)),
          by: v.picklist(['taken', 'impossible']),
          at: index,
        }),
      ),
      holdsIf: v.optional(
        v.array(
          v.array(
            v.object({
              strength: v.picklist(['weak', 'strong']),
              process: v.nullable(v.string()),
              step: v.nullable(v.string()),
              choices: v.optional(v.number()),
            }),
          ),
        ),
      ),
      holdsIfWithin: v.optional(v.array(v.string())),
      missed: v.optional(v.object({ step: v.string(), at: index, to: v.string(), taken: index })),
      goal: v.optional(
        v.object({
          process: v.nullable(v.string()),
          instance: index,
          step: v.string(),
          at: index,
          taken: v.optional(index),
          found: v.optional(v.array(read)),
        }),
      ),
      lacks: v.optional(neededCell),
      prevented: v.optional(
        v.array(
          v.object({
            process: v.nullable(v.string()),
            instance: index,
            step: v.string(),
            need: neededCell,
            isEnough: v.boolean(),
          }),
        ),
      ),
      spoilt: v.optional(index),
      standing: v.optional(v.array(v.object({ step: index, read }))),
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
        needs: v.optional(v.array(neededCell)),
        rests: v.optional(v.literal(true)),
      }),
    ),
  ),
  reads: v.optional(v.array(v.array(read))),
  slice: v.optional(
    v.object({
      steps: v.array(
        v.object({
          reads: v.array(read),
          role: v.optional(role),
          decides: v.optional(v.literal(true)),
          kept: v.optional(v.array(path)),
          omitted: v.optional(v.array(omission)),
          forgot: v.optional(v.array(forgotten)),
        }),
      ),
      claim: v.array(read),
      missed: v.optional(v.object({ of: path, ...missedWrite })),
    }),
  ),
  pending: v.optional(
    v.array(v.object({ process: v.string(), instance: index, step: v.string(), changes: v.array(change) })),
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
        variant: v.optional(v.string()),
        steps: v.array(
          v.object({
            step: index,
            effect,
            to: v.optional(v.string()),
            changes: v.optional(v.array(change)),
            isSkipped: v.optional(v.literal(true)),
            finds: v.optional(v.array(read)),
          }),
        ),
        begins: v.optional(v.array(change)),
        waits: v.optional(v.object({ step: index, found: v.array(change) })),
        diverts: v.optional(v.object({ step: index, to: v.string(), found: v.array(change) })),
        isElsewhere: v.optional(v.literal(true)),
        round: v.optional(v.picklist(['kept', 'unfair', 'open'])),
        stillBreaks: v.optional(v.array(v.string())),
        everywhere: v.optional(
          v.object({
            verdict: v.picklist(['holds', 'violated']),
            breaks: v.optional(v.array(v.string())),
            misses: v.optional(v.array(v.string())),
          }),
        ),
      }),
    ),
  ),
  tried: v.optional(v.array(v.object({ constant: v.string(), value: plain }))),
  otherOrder: v.optional(
    v.variant('kind', [
      v.object({ kind: v.picklist(['unbroken', 'later']), first: index, last: index }),
      v.object({
        kind: v.literal('before'),
        first: index,
        taken: v.object({ process: v.string(), instance: index, step: v.string() }),
      }),
    ]),
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
      caveat: v.optional(v.string()),
    }),
  ),
  reproduce: v.optional(v.string()),
  source: v.optional(
    v.object({
      excerpts: v.array(v.object({ file: v.string(), line: index, text: v.string() })),
      steps: v.array(v.array(linesRun)),
      claim: v.array(linesRun),
    }),
  ),
  fates: v.optional(v.array(fate)),
  fatesUnknown: v.optional(v.string()),
})
