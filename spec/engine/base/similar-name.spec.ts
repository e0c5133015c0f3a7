import { describe, expect, test } from 'vitest'
import { didYouMean, similarName } from '../../../src/base/similar-name.ts'

describe('the name that may have been meant', () => {
  test.each([
    ['exclusiv', 'exclusive'],
    ['Exclusive', 'exclusive'],
    ['the jobs is done at most one', 'the job is done at most once'],
    ['lok', 'lock'],
    ['no fence', undefined],
    ['loud', undefined],
    ['', undefined],
  ])('for %j is %j', (name, meant) => {
    expect(similarName(name, ['exclusive', 'lock', 'the job is done at most once'])).toBe(meant)
  })

  test('is the nearest', () => {
    expect(similarName('at most one iside', ['at most two inside', 'at most one inside'])).toBe('at most one inside')
  })

  test('follows a sentence, if there is one', () => {
    expect(didYouMean('lok', ['lock'])).toBe(" Did you mean 'lock'?")
    expect(didYouMean('lok', ['semaphore'])).toBe('')
  })
})
