/** One word, one idea: no two files of `src` declare a type of the same name. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const src = fileURLToPath(new URL('../../../src/', import.meta.url))

/** By name, why more than one file may declare it. */
const allowed: { readonly [name: string]: string } = {
  Props: 'Every component calls what it takes so, as is the custom with Preact, and none exports it.',
}

const declared = new Map<string, Set<string>>()
for (const file of readdirSync(src, { recursive: true }).map(String)) {
  if (!/\.tsx?$/.test(file)) continue
  for (const name of typesIn(readFileSync(join(src, file), 'utf8')))
    declared.set(name, (declared.get(name) ?? new Set()).add(file))
}

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

/** The names of the types that a module declares, not counting those inside functions. */
function typesIn(text: string): string[] {
  const declaration = /^(?:export )?(?:declare )?(?:abstract |const )?(?:interface|type|class|enum) (\w+)/gm
  return [...text.matchAll(declaration)].map(([, name]) => name as string)
}
