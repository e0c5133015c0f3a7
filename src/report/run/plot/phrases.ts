/** The words that a model gives, looked up for what a run shows. */

import { type Path, type Plain, showPath } from '../../../base/plain.ts'
import type { CellWords } from '../../../language/glossary.ts'
import type { Witness, WitnessStep } from '../../../witness/witness.ts'
import { harmless, showValue } from '../../text/value.ts'

/** The words for a cell: those for its own path before those for any place of its lists. */
export function wordsOfCell({ words }: Witness, path: Path): CellWords | undefined {
  const cells = words?.cells ?? {}
  const own = showPath(path)
  const anywhere = own.replace(/\[\d+\]/g, '[]')
  const found = [own, anywhere].find(name => Object.hasOwn(cells, name))
  return found === undefined ? undefined : cells[found]
}

/** A value in the words for its cell: `range #0`, `none`, `mapped`; undefined where there are none for it. */
export function wordOfValue(witness: Witness, path: Path, value: Plain | undefined): string | undefined {
  const words = wordsOfCell(witness, path)
  const own = words?.values?.[value === undefined ? 'undefined' : showValue(value)]
  if (own !== undefined) return harmless(own)
  if (words?.index === undefined) return undefined
  if (value === null) return 'none'
  return typeof value === 'number' ? `${harmless(words.index)} #${value}` : undefined
}

/** What a step does, in the words for it. */
export function wordsOfStep({ words }: Witness, { process, step }: WitnessStep): string | undefined {
  const found = process === null ? words?.actions?.[step] : words?.steps?.[process]?.[step]
  return found === undefined ? undefined : harmless(found)
}

export function wordsOfConstant({ words }: Pick<Witness, 'words'>, constant: string): string | undefined {
  const found = words?.constants?.[constant]
  return found === undefined ? undefined : harmless(found)
}

/** The words for a constant beside a value of it: those for a switch say what it means that it is true. */
export function wordsOfSwitch(witness: Pick<Witness, 'words'>, constant: string, value: Plain): string | undefined {
  const words = wordsOfConstant(witness, constant)
  return words !== undefined && value === false ? `true: ${words}` : words
}

export function wordsOfClaim({ words }: Witness, claim: string): string | undefined {
  const found = words?.claims?.[claim]
  return found === undefined ? undefined : harmless(found)
}
