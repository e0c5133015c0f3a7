/** Reading interleave.config.ts, in the thread that runs authors' code, and saying what is wrong in it. */

import * as v from 'valibot'
import { messageOf, UsageError } from '../base/errors.ts'
import type { InterleaveConfig } from '../config/config.ts'
import { reporterNames } from '../config/reporter-names.ts'
import { importAuthorsModule } from './load-spec.ts'
import { readMemory } from './memory.ts'
import { readReporters } from './read-reporters.ts'

const folder = v.pipe(v.string('must be a path'), v.nonEmpty('must not be empty'))
const whole = (least: number) =>
  v.pipe(
    v.number(`must be a whole number of at least ${least}`),
    v.integer(`must be a whole number of at least ${least}`),
    v.minValue(least, `must be a whole number of at least ${least}`),
  )
const seconds = v.pipe(v.number('must be a number above 0'), v.gtValue(0, 'must be a number above 0'))
const anAmount = "must be a number of bytes, or an amount such as '8G'"
const memory = v.union([whole(1), v.pipe(v.string(), v.check(isAmount, anAmount))], anAmount)
const reporter = v.pipe(
  v.string(`must be one of: ${reporterNames.join(', ')}; or one of them with '=file'`),
  v.check(isReporter, `must be one of: ${reporterNames.join(', ')}; or one of them with '=file'`),
)

const parts = {
  specs: v.optional(v.array(folder, 'must be a list of files, folders or patterns')),
  limits: v.optional(
    v.strictObject(
      {
        maxStates: v.optional(whole(1)),
        maxDepth: v.optional(whole(0)),
        maxSeconds: v.optional(seconds),
        maxMemory: v.optional(memory),
      },
      unknownOr('must be an object with limits'),
    ),
  ),
  reporters: v.optional(v.array(reporter, 'must be a list of reporters')),
  out: v.optional(folder),
  jobs: v.optional(whole(1)),
  types: v.optional(v.boolean('must be true or false')),
}
const schema = v.strictObject(parts, unknownOr('must be an object'))

/** Valibot reports an unknown key as an object whose key should not be there. */
function unknownOr(otherwise: string): (issue: v.StrictObjectIssue) => string {
  return ({ expected }) => (expected === 'never' ? 'is not an option' : otherwise)
}

/** Loads a configuration. Throws {@link UsageError} `bad-config` with each thing that is wrong. */
export async function loadConfig(file: string): Promise<InterleaveConfig> {
  const module = await importAuthorsModule(file).catch(error => {
    throw new UsageError('bad-config', messageOf(error), { cause: error })
  })
  if (module.default === undefined)
    throw new UsageError(
      'bad-config',
      `${file} has no default export. It ends in: export default defineConfig({ ... })`,
    )
  const parsed = v.safeParse(schema, module.default)
  if (parsed.success) return parsed.output as InterleaveConfig
  throw new UsageError('bad-config', parsed.issues.map(issue => inWords(file, issue)).join('\n'))
}

function inWords(file: string, issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  if (path === null) return `${file}: its default export ${issue.message}.`
  const known = path.includes('.') ? ['maxStates', 'maxDepth', 'maxSeconds', 'maxMemory'] : Object.keys(parts)
  const advice =
    issue.message === 'is not an option' ? ` There are: ${known.join(', ')}.` : ` It is ${shown(issue.input)}.`
  return `${file}: '${path}' ${issue.message}.${advice}`
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}

function isAmount(text: string): boolean {
  return doesNotThrow(() => readMemory(text))
}

function isReporter(text: string): boolean {
  return doesNotThrow(() => readReporters([text]))
}

function doesNotThrow(action: () => unknown): boolean {
  try {
    action()
    return true
  } catch {
    return false
  }
}
