/** Planted bugs in `src/language`. */

import type { PlantedBug } from '../planted-bug.ts'
import { changes, claimsOfRuns, products, publicApi, rules, supervised, types, walking } from '../test-files.ts'

export const languageBugs: readonly PlantedBug[] = [
  // Changes to an imported model.
  {
    bug: 'a step that returns a label does not take the steps inserted before it',
    file: 'src/language/change-process.ts',
    text: 'return next === target.label ? first : next',
    instead: 'return next',
    tests: [changes],
  },
  {
    bug: 'inserted steps come on the wrong side of their label',
    file: 'src/language/change-process.ts',
    text: '[one, ...block]',
    instead: '[...block, one]',
    tests: [changes],
  },
  {
    bug: 'a step in place of another one never gets it',
    file: 'src/language/change-process.ts',
    text: 'if (step.length <= usual) return step',
    instead: 'if (step.length <= usual + 1) return step',
    tests: [changes],
  },
  {
    bug: 'the line of a changed step is that of its process',
    file: 'src/machine/located.ts',
    text: 'mover.changed?.get(label) ?? ',
    instead: '',
    tests: [changes],
  },
  {
    bug: 'the source of a wrapped step is hidden from warnings',
    file: 'src/language/wrapped-step.ts',
    text: 'value: () => String(step)',
    instead: "value: () => ''",
    tests: [changes],
  },
  {
    bug: 'a claim that was left out can be left out again',
    file: 'src/language/model.ts',
    text: 'Model<C, S, V, A, Exclude<Q, T>>',
    instead: 'Model<C, S, V, A, Q>',
    tests: [types],
  },
  {
    bug: 'the labels of inserted steps are not known to claims',
    file: 'src/language/changed-process.ts',
    text: 'I[local] | B : I[local]',
    instead: 'string : I[local]',
    tests: [types],
  },
  // What both engines share, where only the naive explorer can tell.
  {
    bug: 'the last option of a choose is never taken',
    file: 'src/language/control.ts',
    text: 'if (next < (widths[i] ?? 0))',
    instead: 'if (next + 1 < (widths[i] ?? 0))',
    tests: [walking],
  },
  // The public API.
  {
    bug: 'a name of the API has no docstring',
    file: 'src/language/initial.ts',
    text: '/**\n * Several initial states, made by {@link oneOf}.\n *\n * @since 0.1.0\n */\n',
    instead: '',
    tests: [publicApi],
    isBuilt: true,
  },
  {
    bug: 'a signature of the API changes unseen',
    file: 'src/language/ordered-map.ts',
    text: 'value: NoInfer<V>',
    instead: 'value: V',
    tests: [publicApi],
    isBuilt: true,
  },
  {
    bug: 'a docstring names a code that does not exist',
    file: 'src/language/initial.ts',
    text: '`bad-initial-state`: the list is',
    instead: '`no-initial-state`: the list is',
    tests: [publicApi],
    isBuilt: true,
  },
  {
    bug: 'what a model keeps is in its API',
    file: 'src/language/model.ts',
    text: 'readonly [variantNames]: V\n',
    instead: 'readonly [variantNames]: V\n  readonly description: unknown\n',
    tests: [types],
  },
  {
    bug: 'the labels of a list of blocks are not known',
    file: 'src/language/process.ts',
    text: 'ArrayLike<Block<S, Self<L, B>, C, B>>',
    instead: 'ArrayLike<Block<S, Self<L, K>, C, K>>',
    tests: [types],
  },
  {
    bug: 'the steps of actions are not known to transition claims',
    file: 'src/language/claims.ts',
    text: 'readonly step: A }',
    instead: 'readonly step: string }',
    tests: [types],
  },
  // Why a run ends as it does.
  {
    bug: 'more words make those before forgotten',
    file: 'src/language/glossary.ts',
    text: 'steps: Object.fromEntries(steps),',
    instead: 'steps: more.steps ?? {},',
    tests: ['spec/engine/language/glossary.spec.ts'],
  },
  // Variants by product, expectations by rule.
  {
    bug: 'the last value of an axis is dropped',
    file: 'src/language/variant-product.ts',
    text: 'return values.map(value => pointAt',
    instead: 'return values.slice(0, -1).map(value => pointAt',
    tests: [products],
  },
  {
    bug: 'the constants of all axes but the first are ignored',
    file: 'src/language/variant-product.ts',
    text: '{ ...first.constants, ...second.constants }',
    instead: '{ ...first.constants }',
    tests: [products],
  },
  {
    bug: 'a variant that is left out stays',
    file: 'src/language/model-builder.ts',
    text: 'variants.filter(({ name }) => !(names as readonly string[]).includes(name))',
    instead: 'variants',
    tests: [products],
  },
  {
    bug: 'an exception to the rules is ignored',
    file: 'src/language/expectation-rules.ts',
    text: '...(own === undefined ? [] : [own])',
    instead: '...(own === undefined ? [] : [])',
    tests: [rules],
  },
  {
    bug: 'a rule applies to settings that have one of its constants',
    file: 'src/language/expectation-rules.ts',
    text: 'Object.entries(where as Constants).every(',
    instead: 'Object.entries(where as Constants).some(',
    tests: [rules],
  },
  {
    bug: 'what an exception takes back is still expected',
    file: 'src/language/expectation-rules.ts',
    text: 'else if (claim in fails) delete fails[claim]',
    instead: 'else if (claim in fails) continue',
    tests: [rules],
  },
  // Temporal claims.
  {
    bug: 'the premise of what leads to something counts only at the start',
    file: 'src/language/make-temporal-claim.ts',
    text: 'always(implies(p, eventually(q)))',
    instead: 'implies(p, eventually(q))',
    tests: [claimsOfRuns],
  },
  // What a check says of its end.
  {
    bug: 'a promise that a step throws ends the command',
    file: 'src/language/control.ts',
    text: '    disown(error)\n',
    instead: '',
    tests: [supervised],
    isBuilt: true,
  },
  {
    bug: 'a step may catch that it has chosen without end',
    file: 'src/language/control.ts',
    text: '  if (step.fault !== undefined) throw step.fault\n  return {',
    instead: '  return {',
    tests: [supervised],
    isBuilt: true,
  },
]
