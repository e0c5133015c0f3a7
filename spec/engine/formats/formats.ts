/** The formats of JSON that the package writes. `src/report/schemas/` is made of them: UPDATE_SCHEMAS=1 npx vitest run spec/engine/formats */

import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { witnessSchema } from '../../../src/witness/witness-schema.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const code = v.pipe(v.number(), v.integer())
const texts = v.array(v.string())
const constants = v.record(v.string(), v.unknown())

const assumption = v.object({
  strength: v.picklist(['weak', 'strong']),
  process: v.nullable(v.string()),
  step: v.nullable(v.string()),
  choices: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

const claim = v.object({
  name: v.string(),
  kind: witnessSchema.entries.claim.entries.kind,
  verdict: v.picklist(['holds', 'holds within', 'violated', 'witnessed', 'never', 'not found', 'unknown']),
  steps: v.optional(count),
  mayBeShorter: v.optional(v.literal(true)),
  loop: v.optional(count),
  fairness: v.optional(v.array(assumption)),
  holdsIf: v.optional(v.array(v.array(assumption))),
  holdsIfWithin: v.optional(v.array(v.string())),
  vacuous: v.optional(v.string()),
})

const rate = v.pipe(v.number(), v.minValue(0))

const simulation = v.object({
  runs: count,
  byPriorities: count,
  cut: count,
  depth: count,
  seed: count,
  runsPerSecond: rate,
  statesPerSecond: rate,
  notTaken: texts,
  estimate: v.optional(v.object({ states: count, once: count, twice: count })),
})

const outcome = {
  format: v.literal('interleave/1'),
  spec: v.optional(v.string()),
  model: v.string(),
  variant: v.nullable(v.string()),
  constants,
  claims: v.array(claim),
  stop: v.picklist([
    'exhausted',
    'violation',
    'state limit',
    'depth limit',
    'time limit',
    'memory limit',
    'interrupted',
    'runs taken',
  ]),
  census: v.object({ states: count, transitions: count, depth: count }),
  neverRan: texts,
  warnings: texts,
  caveat: v.optional(v.string()),
  bounds: v.optional(v.array(v.object({ name: v.string(), states: count }))),
  idleFairness: v.optional(v.array(assumption)),
  growing: v.optional(
    v.array(v.object({ cell: v.string(), values: count, levels: count, longest: v.optional(count) })),
  ),
  reduction: v.optional(
    v.union([
      v.object({
        by: v.literal('symmetry'),
        of: texts,
        states: v.optional(count),
        compared: v.picklist(['all', 'sample']),
        unused: v.optional(v.literal('view')),
      }),
      v.object({ by: v.literal('order'), leftOut: count }),
      v.object({
        by: v.literal('view'),
        merged: count,
        compared: count,
        unused: v.optional(v.literal('symmetry')),
      }),
      v.object({ by: v.literal('none'), why: v.string() }),
    ]),
  ),
  simulation: v.optional(simulation),
  engine: v.string(),
  seconds: rate,
  effort: v.optional(
    v.object({
      recipeRuns: count,
      relayouts: count,
      bytes: count,
      wordsPerState: count,
      kernels: count,
      withoutCode: v.optional(v.string()),
    }),
  ),
  symmetries: v.optional(
    v.object({
      states: count,
      recordings: count,
      declared: texts,
      alike: v.array(v.object({ count, processes: texts, places: texts, ids: texts, initial: v.optional(v.string()) })),
      different: v.array(
        v.object({
          name: v.string(),
          count,
          ids: v.strictTuple([v.string(), v.string()]),
          step: v.optional(v.string()),
          claim: v.optional(v.string()),
          cell: v.optional(v.string()),
          error: v.optional(v.string()),
          renamed: texts,
          tried: count,
          isRuledOut: v.boolean(),
        }),
      ),
      notTried: texts,
    }),
  ),
  profile: v.optional(
    v.object({
      steps: v.array(
        v.object({
          step: v.string(),
          transitions: count,
          newStates: count,
          recordedRuns: count,
          directRuns: count,
          seconds: rate,
        }),
      ),
      parts: v.array(
        v.object({
          part: v.string(),
          cells: count,
          values: count,
          growth: v.array(v.object({ depth: count, values: count })),
          layoutChanges: count,
          statesWithout: count,
          isUnread: v.optional(v.boolean()),
        }),
      ),
    }),
  ),
  unfinished: v.optional(v.string()),
}

const typeError = v.object({ file: v.string(), line: count, column: count, code: v.string(), message: v.string() })

/** A spec without a verdict. */
const failed = v.object({
  format: v.literal('interleave/1'),
  spec: v.optional(v.string()),
  variant: v.optional(v.nullable(v.string())),
  error: v.string(),
  exitCode: code,
})

const checked = v.object({
  ...outcome,
  witness: v.optional(witnessSchema),
  files: v.optional(texts),
  notWritten: v.optional(v.string()),
  typeErrors: v.optional(v.nullable(v.array(typeError))),
})

const checkObject = v.union([
  checked,
  failed,
  v.object({
    format: v.literal('interleave/1'),
    error: v.object({ code: v.string(), message: v.string() }),
    typeErrors: v.optional(v.array(typeError)),
  }),
  v.object({ format: v.literal('interleave/1'), model: v.string(), typeErrors: v.array(typeError) }),
])

const verified = v.object({
  ...outcome,
  spec: v.string(),
  expected: v.boolean(),
  differences: texts,
  cached: v.optional(v.boolean()),
})

const summary = v.object({
  settings: count,
  checked: count,
  states: count,
  unexpected: count,
  undecided: count,
  wrong: count,
  notLoaded: count,
  mistyped: count,
  cached: v.optional(count),
  problems: texts,
  pages: texts,
  exitCode: code,
})

const verifyObject = v.union([verified, failed, v.object({ format: v.literal('interleave/1'), summary })])

const report = v.object({
  format: v.literal('interleave-report/1'),
  command: v.picklist(['check', 'verify']),
  exitCode: code,
  settings: v.array(v.union([checked, verified, failed])),
  summary: v.optional(summary),
})

type Expression = boolean | string | Expression[] | { [key: string]: Expression }
const expression: v.GenericSchema<Expression> = v.lazy(() =>
  v.union([v.boolean(), v.string(), v.array(expression), v.record(v.string(), expression)]),
)
const action = v.object({
  action: v.string(),
  process: v.nullable(v.string()),
  instance: count,
  step: v.string(),
  choices: v.array(v.unknown()),
})

const itf = v.object({
  '#meta': v.object({
    format: v.literal('ITF'),
    'format-description': v.string(),
    description: v.string(),
    source: v.optional(v.string()),
    status: v.picklist(['violation', 'ok']),
    model: v.string(),
    variant: v.nullable(v.string()),
    constants,
    claim: witnessSchema.entries.claim,
    message: v.optional(v.string()),
    stepBack: v.optional(action),
    failingStep: v.optional(action),
    reproduce: v.optional(v.string()),
  }),
  vars: texts,
  states: v.pipe(
    v.array(
      v.objectWithRest(
        {
          '#meta': v.object({
            index: count,
            action: v.optional(v.string()),
            process: v.optional(v.nullable(v.string())),
            instance: v.optional(count),
            step: v.optional(v.string()),
            choices: v.optional(v.array(v.unknown())),
          }),
        },
        expression,
      ),
    ),
    v.minLength(1),
  ),
  loop: v.optional(count),
})

const namedStep = v.object({
  process: v.nullable(v.string()),
  instance: count,
  step: v.string(),
  choices: v.array(v.unknown()),
})
const state = v.record(v.string(), v.unknown())

const accepted = v.object({
  format: v.literal('interleave-acceptance/1'),
  spec: v.string(),
  model: v.string(),
  variant: v.nullable(v.string()),
  constants,
  logs: texts,
  verdict: v.picklist(['accepted', 'refused', 'unknown']),
  events: count,
  unseenSteps: v.optional(count),
  maxUnseen: count,
  wasCut: v.boolean(),
  maxStates: count,
  isTooMany: v.boolean(),
  stateCount: v.optional(count),
  refusedAt: v.optional(v.array(v.object({ log: v.string(), line: count, event: v.unknown() }))),
  states: v.optional(
    v.array(
      v.object({ state, from: state, stepsBefore: count, steps: v.array(namedStep), possible: v.array(namedStep) }),
    ),
  ),
})

const comparedModel = v.object({ spec: v.string(), model: v.string(), variant: v.nullable(v.string()), constants })
const onlyOne = v.union([
  v.object({ found: v.literal('run'), run: witnessSchema }),
  v.object({ found: v.picklist(['nothing', 'undecided']), pairs: count }),
])

const different = v.object({
  format: v.literal('interleave-diff/1'),
  first: comparedModel,
  second: comparedModel,
  cells: texts,
  verdict: v.picklist(['same', 'different', 'unknown']),
  onlyFirst: onlyOne,
  onlySecond: onlyOne,
})

interface Format {
  readonly title: string
  readonly schema: v.GenericSchema
}

/** Each format by the name of its schema. */
export const formats = {
  check: { title: 'An object that interleave check --json prints', schema: checkObject },
  verify: { title: 'An object that interleave verify --json prints', schema: verifyObject },
  accept: { title: 'The object that interleave accept --json prints', schema: accepted },
  diff: { title: 'The object that interleave diff --json prints', schema: different },
  report: { title: 'The document of --reporter json', schema: report },
  witness: { title: 'A counterexample, as check and verify write it', schema: witnessSchema },
  itf: { title: 'A run in the Informal Trace Format, as interleave render --format itf prints it', schema: itf },
} as const satisfies { readonly [name: string]: Format }

export type FormatName = keyof typeof formats

/** The JSON Schema of a format. Fields may be added to a format, so it does not refuse others. */
export function jsonSchemaOf(name: FormatName): object {
  const { title, schema } = formats[name]
  // What JSON Schema cannot say of a record (that it is no array) is said by its type.
  const { $schema, ...rest } = toJsonSchema(schema as v.GenericSchema, { target: 'draft-2020-12', errorMode: 'ignore' })
  return { $schema: $schema ?? 'https://json-schema.org/draft/2020-12/schema', title, ...rest }
}
