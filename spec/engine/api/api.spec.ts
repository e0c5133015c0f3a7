/**
 * The public API is a contract: nothing of it is forgotten, undocumented, or changed unseen. It is read from `out/build`,
 * so build first; after a change of the API: UPDATE_API=1 npx vitest run spec/engine/api
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { errorCodes } from '../../../src/base/error-codes.ts'
import {
  callsOf,
  codesIn,
  type Entry,
  isNumber,
  membersOf,
  namesOf,
  optionsOf,
  releases,
  summaryOf,
  tagsOf,
} from './docs.ts'
import { forgottenTypes, readPublicApi } from './public-api.ts'
import { reportOf } from './report.ts'

const publicApi = readPublicApi()
const root = fileURLToPath(new URL('../../..', import.meta.url))

const namesWhere = (entries: readonly Entry[], isWrong: (entry: Entry) => boolean): string[] =>
  entries.filter(isWrong).map(({ name }) => name)

describe('the public API', () => {
  test('exports every type that one of its declarations names', () => {
    expect(forgottenTypes(publicApi)).toEqual([])
  })

  test('is what the API report says', () => {
    const file = join(fileURLToPath(new URL('.', import.meta.url)), 'interleave.api.md')
    const report = reportOf(publicApi)
    if (process.env.UPDATE_API === '1') writeFileSync(file, report)
    expect(readFileSync(file, 'utf8')).toBe(report)
  })

  test('does not show how models and tables store their descriptions', () => {
    expect(reportOf(publicApi)).not.toMatch(/description|Machine\b|class (?!\w*Error|OneOf|NotHolding|NotAllowed)/)
  })
})

describe('the docstrings of the API', () => {
  test('give the meaning of each name', () => {
    expect(namesWhere(namesOf(publicApi), entry => summaryOf(entry).length < 20)).toEqual([])
  })

  test('give the meaning of each member', () => {
    expect(namesWhere(membersOf(publicApi), entry => summaryOf(entry).length < 10)).toEqual([])
  })

  test('give the release that added each name and each method', () => {
    const methods = callsOf(publicApi).filter(({ name }) => name.includes('.'))
    const isDated = (entry: Entry): boolean => {
      const [since = '', ...more] = tagsOf(entry, 'since')
      return releases.includes(since) && more.length === 0
    }
    expect(namesWhere([...namesOf(publicApi), ...methods], entry => !isDated(entry))).toEqual([])
  })

  test('are of the release that the package is on its way to', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    expect(version.replace(/-.*$/, '')).toBe(releases.at(-1))
  })

  test('give the default of each option', () => {
    expect(optionsOf(publicApi).length).toBeGreaterThan(25)
    expect(namesWhere(optionsOf(publicApi), entry => !/\bDefault: \S/.test(summaryOf(entry)))).toEqual([])
  })

  test('give the unit of each numeric option', () => {
    const units = /\b(?:states|transitions|seconds|bytes|columns|pixels|ms|characters|steps|instances)\b/
    expect(namesWhere(optionsOf(publicApi), entry => isNumber(entry) && !units.test(summaryOf(entry)))).toEqual([])
  })

  test('list the errors of each call that throws', () => {
    const nothing = ['drop', 'get', 'orderedMap', 'put', 'renderSvg', 'size', 'Model.extend', 'Model.mayDeadlock']
    const silent = namesWhere(callsOf(publicApi), entry => tagsOf(entry, 'throws').length === 0)
    expect(silent.sort()).toEqual([...nothing].sort())
  })

  test('name only existing codes, each with its class', () => {
    const table: { readonly [code: string]: { readonly thrownAs: string } } = errorCodes
    const wrong = callsOf(publicApi).flatMap(entry =>
      tagsOf(entry, 'throws').flatMap(text =>
        codesIn(text)
          .filter(code => !text.includes(table[code]?.thrownAs ?? 'no such code'))
          .map(code => `${entry.name}: ${code}`),
      ),
    )
    expect(wrong).toEqual([])
  })
})

describe('a code in a docstring', () => {
  test.each([
    ['ModelError `bad-name`: the name is empty', ['bad-name']],
    ['ModelError `impure`: it chose; `no-spec`, `bad-count`.', ['impure', 'no-spec', 'bad-count']],
    ['ModelError `bad-name`: `count` is wrong', ['bad-name']],
  ])('is distinguished from other words: %s', (text, codes) => {
    expect(codesIn(text)).toEqual(codes)
  })
})
