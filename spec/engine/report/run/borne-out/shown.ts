/** How what a story shows is held against a state: values by how their paths are written, in the words for them. */

import { expect } from 'vitest'
import { type Path, showPath } from '../../../../../src/base/plain.ts'
import type { CellWords } from '../../../../../src/language/glossary.ts'
import type { Machine, State } from '../../../../../src/machine/machine.ts'
import type { Sentence } from '../../../../../src/report/run/plot/words.ts'
import { harmless, showValue } from '../../../../../src/report/text/value.ts'
import { moverName, type Witness, type WitnessStep } from '../../../../../src/witness/witness.ts'

/** Code in angle brackets that no model uses, steps in curly ones, by their numbers. */
export function marked(sentence: Sentence): string {
  return sentence
    .map(part => (typeof part === 'string' ? part : 'code' in part ? `⟦${part.code}⟧` : `{${part.step + 1}}`))
    .join('')
}

export function expectShown(
  witness: Witness,
  cell: string | undefined,
  value: unknown,
  text: string | undefined,
  why: string,
): void {
  const whole = value === undefined ? '(none)' : showValue(value)
  const parts = (text ?? '').split('...')
  const words = wordsOf(witness, cell)
  const inWords = [words?.values?.[whole], words?.index && (value === null ? 'none' : `${words.index} #${whole}`)]
  const isIt =
    whole === text || inWords.includes(text) || (parts.length > 1 && parts.every(part => whole.includes(part)))
  expect(isIt, `${why}: ${whole}, not ${text}`).toBe(true)
}

/** Whether words are added to a cell when a rule is broken. */
export function isOfRules(witness: Witness, cell: string): boolean {
  return wordsOf(witness, cell)?.added === 'broke a rule: it'
}

export function wordsOf({ words }: Witness, cell = ''): CellWords | undefined {
  return words?.cells?.[cell] ?? words?.cells?.[cell.replace(/\[\d+\]/g, '[]')]
}

/** Every part of a state by how its path is written. */
export function valuesIn(state: State | undefined): Map<string, unknown> {
  const found = new Map<string, unknown>()
  const visit = (value: unknown, path: Path): void => {
    if (path.length > 0) found.set(harmless(showPath(path)), value)
    if (Array.isArray(value)) for (const [i, part] of value.entries()) visit(part, [...path, i])
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) visit(part, [...path, key])
  }
  visit(state ?? {}, [])
  return found
}

/** The label of an instance, by the name of it or of its process. */
export function pcPath(machine: Machine, name: string): string {
  const found = machine.movers.find(one => harmless(one.name) === name) ?? {
    ...machine.movers.find(one => one.process !== null && harmless(one.process) === name)!,
  }
  return harmless(showPath([found.process ?? '', found.instance, 'pc']))
}

export function moverOf(machine: Machine, step: WitnessStep): number {
  return machine.movers.findIndex(({ name }) => name === moverName(step))
}
