/** What each spec says beside its verdicts. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Expectation } from '../../../src/language/expectations.ts'
import { checkout } from '../cli/run-command.ts'
import { allSpecs } from './all-specs.ts'

const specs = await allSpecs()

describe.each(specs)('$file', ({ file }) => {
  test('states in its comment at which sizes it is exhaustive, and its number of states', () => {
    const comments = readFileSync(join(checkout, file), 'utf8').match(/\/\*\*[\s\S]*?\*\//g) ?? []
    const saying = comments.filter(comment => /exhaustive/i.test(comment))
    expect(saying).not.toEqual([])
    expect(saying.some(comment => /\d/.test(comment))).toBe(true)
  })
})

describe.each(specs.filter(({ file }) => file.startsWith('spec/kernel/')))('$file', ({ expected }) => {
  test('has planted bugs, which make claims fail that hold in its base', () => {
    const failures = ({ fails = {} }: Expectation): unknown[] => Object.values(fails).filter(steps => steps !== 'never')
    expect(failures(expected?.base ?? {})).toEqual([])
    expect(Object.values(expected ?? {}).flatMap(failures)).not.toEqual([])
  })
})
