import { expect, test } from 'vitest'
import { InternalError, ModelError, messageOf, UsageError, unreachable } from '../../../src/base/errors.ts'
import { thrownBy } from './thrown-by.ts'

test('an error of the author and one of the caller carry a code, a name and a cause', () => {
  const cause = new Error('why')
  expect(new ModelError('bad-name', 'what', { cause })).toMatchObject({
    name: 'ModelError',
    code: 'bad-name',
    message: 'what',
    cause,
  })
  expect(new UsageError('bad-limit', 'what', { cause })).toMatchObject({
    name: 'UsageError',
    code: 'bad-limit',
    message: 'what',
    cause,
  })
  expect(new ModelError('impure', '')).not.toBeInstanceOf(UsageError)
})

test('a case that should not exist is an internal error that shows the value', () => {
  const error = thrownBy(() => unreachable({ kind: 'odd' } as never))
  expect(error).toBeInstanceOf(InternalError)
  expect(error).toMatchObject({ name: 'InternalError', message: 'a case that should not exist: {"kind":"odd"}' })
})

test.each([
  [new TypeError('no'), 'no'],
  ['text', 'text'],
  [undefined, 'undefined'],
  [7, '7'],
])('the message of the thrown %s is %s', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message)
})
