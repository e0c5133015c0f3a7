/** Words that explanations use instead of identifiers, for steps, cells, values, claims and constants. */

import { ModelError } from '../base/errors.ts'
import { requireArgument, requireObject } from './arguments.ts'
import type { ModelDescription } from './model-description.ts'

/**
 * Words for a cell of the state, and for its values.
 *
 * @since 0.2.0
 */
export interface CellWords {
  /** What the cell is: `the list of ranges`. Default: its path alone. */
  readonly is?: string
  /** Words for values, by how they are written: `{ null: 'empty' }`. Default: none. */
  readonly values?: { readonly [value: string]: string }
  /** What its numbers count: `range` makes `range #0` of 0, and `none` of null. Default: numbers as they are. */
  readonly index?: string
  /** Whether only claims read it, so that the modelled system has no counterpart. Default: no. */
  readonly isBookkeeping?: boolean
  /**
   * Of a list of words: what a step did that added some, so that they end a sentence: `broke a rule: it`, of a list with
   * `sleeps in a reader`. Default: it added them to the cell.
   */
  readonly added?: string
}

/**
 * Words of a model, its types erased: plain data, as a witness carries it. In paths of cells `[]` stands for any place
 * of a list.
 *
 * @since 0.2.0
 */
export interface Words {
  /** For steps, by process and label. */
  readonly steps?: { readonly [process: string]: { readonly [label: string]: string } }
  /** For actions. */
  readonly actions?: { readonly [action: string]: string }
  /** For cells, by path. */
  readonly cells?: { readonly [path: string]: CellWords }
  /** For claims: the whole sentence. */
  readonly claims?: { readonly [claim: string]: string }
  /** For constants. */
  readonly constants?: { readonly [constant: string]: string }
  /** What every ✓ of the model rests on, or leaves out, to be read after 'holds'. */
  readonly caveat?: string
}

/**
 * Words for what a model names: constants `C`, state `S`, actions `A`. All are optional, and are used by explanations; no
 * verdict depends on them. A name that the model does not have does not compile.
 *
 * @since 0.2.0
 */
export interface Glossary<C, S, A extends string> {
  /** For steps, by process and label: `{ reader: { enter: 'begins its section' } }`. Default: their labels. */
  readonly steps?: {
    readonly [N in keyof S & string]?: S[N] extends readonly { readonly pc: infer K extends string }[]
      ? { readonly [label in Exclude<K, 'done'>]?: string }
      : never
  }
  /** For actions. Default: their names. */
  readonly actions?: { readonly [N in A]?: string }
  /** For cells, by path; `[]` stands for any place of a list: `{ 'tasks[].broke': { isBookkeeping: true } }`. Default: none. */
  readonly cells?: { readonly [path in `${keyof S & string}${string}`]?: CellWords }
  /** For claims: the whole sentence. Default: none. */
  readonly claims?: { readonly [claim: string]: string }
  /** For constants. Default: none. */
  readonly constants?: { readonly [N in keyof C & string]?: string }
  /**
   * What every ✓ of the model rests on, or leaves out, to be read after 'holds': `under sequential consistency`. Reports say
   * it where a claim holds. Default: nothing.
   */
  readonly caveat?: string
}

/** Adds words to those of a model; throws {@link ModelError} for malformed words, and for names that it does not have. */
export function withMoreWords(description: ModelDescription, where: string, more: Words): Words {
  requireObject(where, 'an object with words', more)
  checkWords(where, more)
  checkNames(description, where, more)
  const known = description.words ?? {}
  const steps = Object.keys({ ...known.steps, ...more.steps }).map(process => {
    return [process, { ...known.steps?.[process], ...more.steps?.[process] }]
  })
  return {
    steps: Object.fromEntries(steps),
    actions: { ...known.actions, ...more.actions },
    cells: { ...known.cells, ...more.cells },
    claims: { ...known.claims, ...more.claims },
    constants: { ...known.constants, ...more.constants },
    ...caveatOf(more.caveat ?? known.caveat),
  }
}

function caveatOf(caveat: string | undefined): Pick<Words, 'caveat'> {
  return caveat === undefined ? {} : { caveat }
}

const parts = ['steps', 'actions', 'cells', 'claims', 'constants', 'caveat']

function checkWords(where: string, words: Words): void {
  const unknown = Object.keys(words).find(part => !parts.includes(part))
  if (unknown !== undefined)
    throw new ModelError('bad-name', `${where} has no part '${unknown}'. Its parts are: ${parts.join(', ')}.`)
  if (words.caveat !== undefined)
    requireArgument(typeof words.caveat === 'string', where, 'a string as its caveat', words.caveat)
  const plain = [words.actions, words.claims, words.constants, ...Object.values(words.steps ?? {})]
  for (const text of plain.flatMap(part => Object.values(part ?? {})))
    requireArgument(typeof text === 'string', where, 'a string for each name', text)
  for (const cell of Object.values(words.cells ?? {})) requireObject(where, 'an object for each cell', cell)
}

function checkNames({ processes, actions, claims, constants }: ModelDescription, where: string, words: Words): void {
  const known: readonly (readonly [what: string, given: readonly string[], names: readonly string[]])[] = [
    ['process', Object.keys(words.steps ?? {}), processes.map(({ name }) => name)],
    ...processes.map(({ name, steps }) => {
      return [`step of '${name}'`, Object.keys(words.steps?.[name] ?? {}), [...steps.keys()]] as const
    }),
    ['action', Object.keys(words.actions ?? {}), actions.map(({ name }) => name)],
    ['claim', Object.keys(words.claims ?? {}), claims.map(({ name }) => name)],
    ['constant', Object.keys(words.constants ?? {}), Object.keys(constants)],
  ]
  for (const [what, given, names] of known) {
    const unknown = given.find(name => !names.includes(name))
    if (unknown === undefined) continue
    const list = names.join(', ') || 'none'
    throw new ModelError(
      'bad-name',
      `${where} names the ${what} '${unknown}', which does not exist yet. There is: ${list}.`,
    )
  }
}
