/**
 * One word, one idea: no two files of `src` declare a type of the same name, and a file that exports a single value is named
 * after it.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const src = fileURLToPath(new URL('../../../src/', import.meta.url))

/** By name, why more than one file may declare it. */
const allowed: { readonly [name: string]: string } = {
  Props: 'Every component calls what it takes so, as is the custom with Preact, and none exports it.',
}

/** By file, why it is not named after the only value that it exports. */
const namedOtherwise: { readonly [file: string]: string } = {
  'fast-check.ts': 'the API for fast-check',
  'base/webassembly.ts': 'It has the types of WebAssembly, which is wasm in code.',
  'footprint/code/reduced-tree.ts': 'It is what a Reducer makes of a tree.',
  'footprint/packed-writes.ts': 'Packed writes are what packWrites makes.',
  'report/run/loop-rows.ts': 'It says how often the loop is drawn, on which its rows depend.',
  'search/end-audit.ts': 'It is the audit at the end of a search, by auditSample.',
  'search/search-outcome.ts': 'It is the outcome of a search, by outcomeOf.',
  'search/vacuity.ts': 'Vacuity is the concept, whyVacuous its explanation.',
  'temporal/can-always.ts': 'It decides claims of this kind, by the shortest run to a state of no return.',
  'vitest.ts': 'It is the public API for vitest, which gets its matchers by being imported.',
}

const texts = new Map(
  readdirSync(src, { recursive: true })
    .map(String)
    .filter(file => /\.tsx?$/.test(file))
    .map(file => [file.replaceAll('\\', '/'), readFileSync(join(src, file), 'utf8')]),
)

const declared = new Map<string, Set<string>>()
for (const [file, text] of texts)
  for (const name of typesIn(text)) declared.set(name, (declared.get(name) ?? new Set()).add(file))

test('a declaration of a type is read', () => {
  const text = [
    'export interface A {',
    'type B<T> = T',
    'export abstract class C extends A {',
    'export type { D }',
    '  type E = 1',
    'export const enum F {',
  ].join('\n')
  expect(typesIn(text)).toEqual(['A', 'B', 'C', 'F'])
})

test('every type of src has a name of its own', () => {
  expect(declared.size).toBeGreaterThan(300)
  const shared = [...declared].filter(([name, files]) => files.size > 1 && !Object.hasOwn(allowed, name))
  expect(shared.map(([name, files]) => `${name}: ${[...files].join(', ')}`)).toEqual([])
})

test('every name that may be declared more than once is', () => {
  expect(Object.keys(allowed).filter(name => (declared.get(name)?.size ?? 0) < 2)).toEqual([])
})

test('the exports of a module are read', () => {
  const text = [
    'export interface A {',
    'export const b = 1',
    'export async function cOf() {',
    'export abstract class D {',
    'const e = 1',
  ].join('\n')
  expect(exportsIn(text)).toEqual({ names: ['A', 'b', 'cOf', 'D'], values: ['b', 'cOf', 'D'] })
})

test.each([
  ['state/linear-store.ts', ['LinearStore'], true],
  ['witness/spans.ts', ['Span', 'spansOf'], true],
  ['report/graph/mermaid.ts', ['pictureToMermaid'], true],
  ['ui/front/keys.ts', ['Shortcut', 'useShortcuts'], false],
])('whether %s is named after %j', (file, names, isNamed) => {
  expect(isNamedAfter(file, names)).toBe(isNamed)
})

test('a file of src that exports a single value is named after it, or after its type', () => {
  const single = [...texts].map(([file, text]) => ({ file, ...exportsIn(text) })).filter(one => one.values.length === 1)
  expect(single.length).toBeGreaterThan(150)
  const off = single.filter(({ file, names }) => !isNamedAfter(file, names))
  expect(
    off.map(({ file, names }) => (file in namedOtherwise ? file : `${file} exports ${names.join(', ')}`)).sort(),
  ).toEqual(Object.keys(namedOtherwise).sort())
})

/** Whether each word of a file's name, in the singular, occurs in a name that it exports. */
function isNamedAfter(file: string, names: readonly string[]): boolean {
  const exported = names.join(' ').toLowerCase()
  const words = basename(file)
    .replace(/\.tsx?$/, '')
    .split('-')
  return words.every(word => exported.includes(word.replace(/(?:e?s)$/, '')))
}

/** All names that a module exports, and those of values among them. */
function exportsIn(text: string): { readonly names: string[]; readonly values: string[] } {
  const found = [...text.matchAll(/^export (?:abstract |async )*(const|let|function\*?|class|interface|type) (\w+)/gm)]
  const values = found.filter(([, kind]) => kind !== 'interface' && kind !== 'type')
  return { names: found.map(([, , name]) => name as string), values: values.map(([, , name]) => name as string) }
}

/** The names of the types that a module declares, not counting those inside functions. */
function typesIn(text: string): string[] {
  const declaration = /^(?:export )?(?:declare )?(?:abstract |const )?(?:interface|type|class|enum) (\w+)/gm
  return [...text.matchAll(declaration)].map(([, name]) => name as string)
}
