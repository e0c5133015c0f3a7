import { describe, expect, it } from 'vitest'
import { grouped } from '../../../src/base/grouped.ts'

describe('a whole number for people', () => {
  it('has commas between groups of three digits', () => {
    for (const number of [0, 7, 999, 1000, 12_345, 999_999, 1_370_933, 10 ** 15, -1234, 2n ** 80n])
      expect(grouped(number)).toBe(number.toLocaleString('en-US'))
  })
})
