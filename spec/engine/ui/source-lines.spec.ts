/** The values beside an author's source: which moment they are of, and which of them come first. */

import { model } from 'interleave-checker'
import { beforeAll, expect, test } from 'vitest'
import { shownSource } from '../../../src/ui/source-lines.ts'
import type { LineRead, LinesRun } from '../../../src/witness/source.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import { find } from '../report/witnesses.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'last']

const many = model('many', {})
  .shared(() => Object.fromEntries(names.map(name => [name, 0])) as Record<string, number> & { last: number })
  .action('count', s => {
    s.last++
  })
  .invariant('the last stays zero', s => names.every(name => s[name]! < 1))

let witness: Witness

beforeAll(async () => {
  witness = await find(many, { claim: 'the last stays zero' })
})

function valuesShown(reads: readonly LineRead[]): readonly string[] | undefined {
  const run: LinesRun = { excerpt: 0, idle: [], reads }
  const source = { excerpts: [{ file: 'a.ts', line: 1, text: 'x' }], steps: [], claim: [run] }
  return shownSource({ ...witness, source }, run)?.lines[0]?.values
}

test('the value that decides comes first, and never hides behind a number of others', () => {
  const read = (name: string, value: number): LineRead => ({ line: 0, path: [name], value })
  const slice = {
    steps: [],
    claim: names.map(name => ({
      path: [name],
      value: name === 'last' ? 1 : 0,
      writer: null,
      ...(name !== 'last' && { isMoot: true as const }),
    })),
  }
  witness = { ...witness, slice }
  const values = valuesShown(names.map(name => read(name, name === 'last' ? 1 : 0)))
  expect(values).toEqual(['last = 1', 'a = 0', 'b = 0', 'c = 0', 'd = 0', 'and 2 more'])
})

test('the values of a claim about a step have their moment before them', () => {
  const values = valuesShown([
    { line: 0, path: ['a'], value: 1, when: 'after' },
    { line: 0, path: ['b'], value: 3, when: 'before' },
    { line: 0, path: ['a'], value: 2, when: 'before' },
  ])
  expect(values).toEqual(['before: b = 3', 'a = 2', 'after: a = 1'])
})
