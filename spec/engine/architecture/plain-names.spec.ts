/**
 * Names use the words that the trade uses: code evaluates, reads and reports; it does not ask, say and tell. The same for names
 * of files.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './house.ts'
import { identifiersIn, wordsIn } from './identifiers.ts'

/** What to write instead. */
const unusual = new Map([
  ['ask', 'evaluate, read, query, request'],
  ['asked', 'evaluated, read; projection'],
  ['asker', 'evaluator'],
  ['asking', 'evaluating'],
  ['asks', 'evaluates'],
  ['said', 'reported, answers, result'],
  ['say', 'print, report'],
  ['tell', 'report'],
  ['telling', 'significant'],
  ['tells', 'reports'],
  ['told', 'reported'],
  ['unsaid', 'unreported, missing'],
  ['who', 'mover, process, caller'],
  ['whoever', 'mover, process, caller'],
  ['whom', 'mover, process, caller'],
])

/** Finds one as a word or a part of a name; whole lines of comments are passed over. */
const anywhere = new RegExp(
  [...unusual.keys()]
    .map(word => `(?<![a-z])${word}(?![a-z])|${word[0]?.toUpperCase()}${word.slice(1)}(?![a-z])`)
    .join('|'),
)
const commentLines = /^ *(?:\*|\/\/|\/\*).*$/gm

/** By file, words of what its models describe: hosts and clients that ask each other. */
const ofTheSubject: { readonly [file: string]: readonly string[] } = {
  'spec/engine/language/glossary.spec.ts': ['asks'],
  'spec/engine/report/run/stories/cold.ts': ['ask'],
  'spec/engine/report/run/stories/services.ts': ['asked'],
}

const files = ['src', 'spec/engine', 'bench'].flatMap(filesBelow)

describe('a search for names', () => {
  test.each([
    ['export const isTold = 1', ['isTold']],
    ['class A { private askState(): void {} }', ['askState']],
    ['const { said } = result', ['said']],
    ['type AskClaim = 1', ['AskClaim']],
    ['const x = <p class="who">{told}</p>', ['told']],
    ['// as told\nconst text = "said", task = mask', []],
    ['const task = masked(forgotten, untold)', []],
  ])('looks at %j', (text, found) => {
    expect(identifiersIn('a.tsx', text).filter(name => instead(name) !== undefined)).toEqual(found)
  })
})

describe('names', () => {
  test('are looked at', () => {
    expect(files.length).toBeGreaterThan(700)
  })

  test('have no word that is listed above: use what the list offers', () => {
    const found = files.flatMap(file => {
      const text = readFileSync(join(root, file), 'utf8')
      // Parsing takes a hundred times as long as looking for letters.
      const names = anywhere.test(text.replace(commentLines, '')) ? identifiersIn(file, text) : []
      return [...names, basename(file).replace(/\..*/, '')].flatMap(name => {
        const better = instead(name, ofTheSubject[file])
        return better === undefined ? [] : [`${file}: ${name} → ${better}`]
      })
    })
    expect(found).toEqual([])
  })

  test('of a subject are still used', () => {
    const unused = Object.entries(ofTheSubject).filter(([file, words]) => {
      const used = identifiersIn(file, readFileSync(join(root, file), 'utf8')).flatMap(wordsIn)
      return words.some(word => !used.includes(word))
    })
    expect(unused).toEqual([])
  })
})

/** What to write in place of a name's first unusual word. */
function instead(name: string, allowed: readonly string[] = []): string | undefined {
  const word = wordsIn(name).find(one => unusual.has(one) && !allowed.includes(one))
  return word === undefined ? undefined : unusual.get(word)
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
}
