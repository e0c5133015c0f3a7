/**
 * Expectations by rule and exception: a spec states once what its settings share, and then how single settings differ.
 */

import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { canonical } from '../base/plain.ts'
import { didYouMean } from '../base/similar-name.ts'
import { isObject, requireArgument, requireObject } from './arguments.ts'
import { checkExpectation } from './check-expectation.ts'
import { type BuiltInClaim, builtInClaims } from './claims.ts'
import type { Constants, SomeOf } from './constants.ts'
import type { Expectation, ExpectedCensus, LassoLength } from './expectations.ts'
import type { ModelDescription } from './model-description.ts'

/**
 * How a claim ends in a setting: as in {@link Expectation}. `'holds'` takes back what a rule expects.
 *
 * @since 0.2.0
 */
export type ExpectedVerdict = number | 'never' | LassoLength | 'holds'

/**
 * An {@link Expectation} that may use the short names `K` of claims, and may take back what a rule expects.
 *
 * @since 0.2.0
 */
export interface ExpectationException<K extends string> {
  /**
   * The claims that do not hold, each with the length of its shortest run in transitions, or the lengths of stem and loop.
   * Default: what the rules say.
   */
  readonly fails?: { readonly [claim in K | BuiltInClaim]?: ExpectedVerdict }
  /** Whether claims hold only within the bounds of the model. Default: what the rules say, or else false. */
  readonly within?: boolean
  /** States, transitions and depth. Default: those of the rules. */
  readonly census?: ExpectedCensus
}

/**
 * The expectation for several settings of a model with the constants `C` and the variants `V`.
 *
 * @since 0.2.0
 */
export interface ExpectationRule<C, V extends string, K extends string> extends ExpectationException<K> {
  /** The settings that it applies to: their names, or values of constants that they have. */
  readonly where: readonly (V | 'base')[] | SomeOf<C>
}

/**
 * What the settings of a spec share; `Q` are the names of its claims.
 *
 * @since 0.2.0
 */
export interface SharedExpectations<C, V extends string, K extends string, Q extends string = string> {
  /** Short names of claims, which rules and exceptions then use. */
  readonly claims?: { readonly [short in K]: Q }
  /** If several rules apply, the last one that names a claim decides it. */
  readonly rules?: readonly ExpectationRule<C, V, NoInfer<K>>[]
}

/** A setting, with all its constants. */
interface FullSetting {
  readonly name: string
  readonly constants: Constants
}

type AnyException = {
  readonly fails?: { readonly [claim: string]: ExpectedVerdict }
  readonly within?: boolean
  readonly census?: ExpectedCensus
}
type AnyRule = AnyException & { readonly where: readonly string[] | Constants }

/**
 * The expectation for each setting of a model: the rules that apply to it in order, then its exception. Throws {@link
 * ModelError} if a rule applies to no setting, if `'holds'` takes nothing back, or if a setting has no expectation,
 * since each of these would hide a mistake.
 */
export function expectedByRule(
  model: ModelDescription,
  shared: unknown,
  exceptions: Readonly<Record<string, unknown>>,
): Record<string, Expectation> {
  const names = shortNames(model, shared)
  const rules = rulesOf(shared)
  const settings: FullSetting[] = [{ name: 'base', constants: {} }, ...model.variants].map(({ name, constants }) => {
    return { name, constants: { ...model.constants, ...constants } }
  })
  for (const [i, rule] of rules.entries()) {
    checkWhere(model, settings, rule, i)
    if (!settings.some(setting => applies(rule, setting))) throw wrong(model, `rule ${i + 1} applies to no setting.`)
  }
  return Object.fromEntries(
    settings.map(setting => {
      const own = exceptions[setting.name] as AnyException | undefined
      const parts = [...rules.filter(rule => applies(rule, setting)), ...(own === undefined ? [] : [own])]
      if (parts.length === 0)
        throw wrong(model, `there is no expectation for '${setting.name}'. Add one, or a rule that applies to it.`)
      return [setting.name, merged(model, setting.name, names, parts)]
    }),
  )
}

function rulesOf(shared: unknown): readonly AnyRule[] {
  requireObject('expectations', '{ claims, rules }', shared)
  const { claims: _, rules = [], ...others } = shared as Record<string, unknown>
  const [other] = Object.keys(others)
  requireArgument(other === undefined, 'expectations', "nothing but 'claims' and 'rules' before the exceptions", other)
  requireArgument(Array.isArray(rules), 'expectations', "a list as 'rules'", rules)
  for (const rule of rules as unknown[]) checkRule(rule)
  return rules as readonly AnyRule[]
}

function checkRule(rule: unknown): void {
  requireObject('a rule of expectations', 'an object', rule)
  const { where: _, ...expectation } = rule as AnyRule
  checkExpectation('a rule of expectations', expectation, ['never', 'holds'])
}

/** The claims by their short names, if there are any. */
function shortNames(model: ModelDescription, shared: unknown): Readonly<Record<string, string>> | undefined {
  const { claims } = (isObject(shared) ? shared : {}) as { claims?: unknown }
  if (claims === undefined) return undefined
  requireObject('expectations', "an object from short names to claims as 'claims'", claims)
  const known = model.claims.map(claim => claim.name)
  for (const name of Object.values(claims as Record<string, string>))
    if (!known.includes(name)) throw wrong(model, `there is no claim '${name}'.${didYouMean(name, known)}`)
  return claims as Record<string, string>
}

function checkWhere(
  model: ModelDescription,
  settings: readonly FullSetting[],
  { where }: AnyRule,
  index: number,
): void {
  const what = `rule ${index + 1}`
  const isList = Array.isArray(where)
  requireArgument(
    isList || isObject(where),
    `expectations, ${what}`,
    "names of settings or constants as 'where'",
    where,
  )
  const known = isList ? settings.map(({ name }) => name) : Object.keys(model.constants)
  const unknown = (isList ? (where as readonly string[]) : Object.keys(where)).find(name => !known.includes(name))
  if (unknown !== undefined)
    throw wrong(
      model,
      `${what} names ${isList ? 'a variant' : 'a constant'} '${unknown}' that the model does not have.`,
    )
}

function applies({ where }: AnyRule, { name, constants }: FullSetting): boolean {
  if (Array.isArray(where)) return (where as readonly string[]).includes(name)
  return Object.entries(where as Constants).every(([constant, value]) => {
    return canonical(constants[constant]) === canonical(value)
  })
}

function merged(
  model: ModelDescription,
  setting: string,
  names: Readonly<Record<string, string>> | undefined,
  parts: readonly AnyException[],
): Expectation {
  const fails: Record<string, Exclude<ExpectedVerdict, 'holds'>> = {}
  for (const { fails: lengths = {} } of parts) {
    for (const [short, length] of Object.entries(lengths)) {
      const claim = nameOf(model, names, short)
      if (length !== 'holds') fails[claim] = length
      else if (claim in fails) delete fails[claim]
      else
        throw wrong(
          model,
          `'${claim}' is stated to hold in '${setting}', where no rule expects it to fail. Leave it out.`,
        )
    }
  }
  const census = parts.findLast(one => one.census !== undefined)?.census
  const within = parts.findLast(one => one.within !== undefined)?.within
  return { fails, ...(within !== undefined && { within }), ...(census !== undefined && { census }) }
}

function nameOf(model: ModelDescription, names: Readonly<Record<string, string>> | undefined, short: string): string {
  if (names === undefined || (Object.values(builtInClaims) as string[]).includes(short)) return short
  if (Object.hasOwn(names, short)) return names[short] as string
  throw wrong(
    model,
    `there is no short name '${short}' of a claim. There are: ${Object.keys(names).join(', ')}.${didYouMean(short, Object.keys(names))}`,
  )
}

function wrong({ name }: ModelDescription, what: string): ModelError {
  return new ModelError('bad-expectation', `the expectations of model '${name}': ${what}`, { where: callerLocation() })
}
