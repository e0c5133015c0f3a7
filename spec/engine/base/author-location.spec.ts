import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { model } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { callerLocation, stepLocation, thrownLocation } from '../../../src/base/author-location.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { folderWith } from '../cli/run-command.ts'
import { thrownBy } from './thrown-by.ts'

const src = fileURLToPath(new URL('../../../src/', import.meta.url))
const here = process.cwd()

/** A stack of which each line is in one of the files given, from the inside out. */
function stack(...places: string[]): string {
  return ['Error: x', ...places.map((place, i) => `    at f${i} (${place})`)].join('\n')
}

function thrownAt(text: string): string | undefined {
  return thrownLocation(Object.assign(new Error('x'), { stack: text }))
}

describe('the line that called this package', () => {
  test.each([
    [stack(`file://${src}language/model.js:1:2`, `file://${here}/lock.ts:12:4`), 'lock.ts:12'],
    [stack(`file://${here}/a%20b/lock.ts?copy=1:12:4`), 'a b/lock.ts:12'],
    [
      stack('node:internal/modules:1:2', `${here}/node_modules/x/y.js:1:2`, '/elsewhere/lock.ts:7:1'),
      '/elsewhere/lock.ts:7',
    ],
    [`Error: x\n    at file://${here}/lock.ts:3:1`, 'lock.ts:3'],
    [`Error: x\n    at new Lock (file:///C:/x/lock.ts:3:1)`, 'C:/x/lock.ts:3'],
    [stack(`${src}a.ts:1:2`, 'node:internal/x:1:2'), undefined],
    ['Error: x\n    at <anonymous>\n    at native', undefined],
  ])('is found in %j', (text, place) => {
    expect(callerLocation(text)).toBe(place)
  })

  test('is found in the package for a model that comes with it', () => {
    expect(callerLocation(stack(`${src}../models/lock.ts:1:2`.replace('/src/..', '')))).toMatch(/models\/lock\.ts:1$/)
  })
})

describe('the place of an error', () => {
  test('is in the code of the author that this package called', () => {
    const text = stack(`${src}a.ts:1:1`, `${here}/lock.ts:14:9`, `${src}b.ts:1:1`, `${here}/main.ts:1:1`)
    expect(thrownAt(text)).toBe('lock.ts:14:9')
  })

  test('is not that of the call that led to the error', () => {
    expect(thrownAt(stack(`${src}a.ts:1:1`, `${here}/main.ts:14:9`, 'node:internal/x:1:1'))).toBeUndefined()
    const error = thrownBy(() => instantiate(model('m').process('p', { count: -1, steps: { a: () => {} } })))
    expect(error).toHaveProperty('where', expect.stringMatching(/^spec\/engine\/base\/author-location\.spec\.ts:\d+$/))
  })

  test("is known for a stack that was cut off inside the author's code", () => {
    expect(thrownAt(stack(...Array.from({ length: 10 }, (_, i) => `${here}/lock.ts:${i + 1}:9`)))).toBe('lock.ts:1:9')
  })

  test.each([['text'], [undefined], [{ stack: 3 }]])('is not known of %j', thrown => {
    expect(thrownLocation(thrown)).toBeUndefined()
  })
})

describe('the line of a step', () => {
  const text = `model('m')
  .process('p', {
    locals: () => ({ read: 0, write: 1 }),
    steps: {
      read: s => {
        use({ write: s.n })
      },
      write(s) {
      },
      'odd (label)': () => {},
      ...procedure,
    },
  })
  .process('q', { steps: { a: () => {}, b: () => {}, last: () => {} } })
  .process('r', { steps: { last: () => {} } })
`
  const file = `${folderWith({ 'lock.ts': text })}/lock.ts`
  test.each([
    ['read', 2, 5],
    ['write', 2, 8],
    ['odd (label)', 2, 10],
    ['of the procedure', 2, 2],
    ['last', 2, 2],
    ['b', 14, 14],
    ['last', 15, 15],
  ])('%j of the process at line %i is %i', (label, process, line) => {
    expect(stepLocation(`${file}:${process}`, label)).toBe(`${file}:${line}`)
  })

  test('is that of its process if the file cannot be read', () => {
    expect(stepLocation('gone.ts:3', 'read')).toBe('gone.ts:3')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })
})
