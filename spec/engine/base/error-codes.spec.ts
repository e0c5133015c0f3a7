/** The codes of errors: each is explained, each can occur, and the page agrees with the table. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type ErrorHelp, errorCodes } from '../../../src/base/error-codes.ts'
import { InternalError, ModelError, UsageError } from '../../../src/base/errors.ts'
import { exitCodeOfError } from '../../../src/cli/exit-codes.ts'
import { errorsPage } from './errors-page.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const entries = Object.entries<ErrorHelp>(errorCodes)
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file) && !file.endsWith('error-codes.ts'))
  .map(file => readFileSync(join(root, 'src', file), 'utf8'))

describe('the table of codes', () => {
  test.each(entries)('has a sentence for meaning, cause and advice of %s', (_, { meaning, cause, advice }) => {
    for (const text of [meaning, cause, advice]) expect(text).toMatch(/^[A-Z`].{15,}\.$/)
  })

  test('has exactly the codes that the sources use', () => {
    expect(entries.map(([code]) => code).filter(code => !sources.some(text => text.includes(`'${code}'`)))).toEqual([])
  })

  test('groups codes by class, like the page', () => {
    const classes = entries.map(([, { thrownAs }]) => thrownAs)
    expect(classes.filter((name, i) => i === 0 || name !== classes[i - 1])).toEqual([
      'ModelError',
      'UsageError',
      'InternalError',
    ])
  })

  test('is documented in ERRORS.md', () => {
    const file = join(root, 'ERRORS.md')
    if (process.env.UPDATE_API === '1') writeFileSync(file, errorsPage())
    expect(readFileSync(file, 'utf8')).toBe(errorsPage())
  })
})

test.each([
  [new ModelError('impure', ''), 3],
  [new UsageError('bad-limit', ''), 2],
  [new InternalError(''), 70],
])('%s has the exit code %i that ERRORS.md gives for its class', (error, exitCode) => {
  expect(exitCodeOfError(error)).toBe(exitCode)
  const [section = ''] = errorsPage().split(`## ${error.name}\n`).slice(1)
  expect(section.split('\n## ')[0]).toContain(`exits with ${exitCode}.`)
  expect(section.split('\n## ')[0]).toContain(`| \`${error.code}\` |`)
})
