/** Which states agree with what was observed. */

import { expect, test } from 'vitest'
import { agrees, samePartOf } from '../../../src/conform/observed.ts'

const state = {
  owner: null,
  queue: [
    { job: 1, at: 0 },
    { job: 2, at: 5 },
  ],
  seen: { a: 1, b: 2 },
}

test.each([
  [{}, true],
  [{ owner: null }, true],
  [{ owner: 0 }, false],
  [{ queue: [{ job: 1 }, { job: 2 }] }, true],
  [{ queue: [{ job: 1 }] }, false],
  [{ queue: [{ job: 1 }, { job: 2 }, { job: 3 }] }, false],
  [{ queue: [] }, false],
  [{ queue: {} }, true],
  [{ queue: { 1: { at: 5 } } }, true],
  [{ queue: { 1: { at: 4 } } }, false],
  [{ queue: { 2: {} } }, false],
  [{ seen: { b: 2 } }, true],
  [{ seen: { c: undefined } }, false],
  [{ seen: [1, 2] }, false],
  [{ owner: {} }, false],
])('%j agrees with the state: %j', (part, doesAgree) => {
  expect(agrees(part, state)).toBe(doesAgree)
})

test('of a state, what was observed is shown, and lists of another length as they are', () => {
  expect(samePartOf({ owner: 1, seen: { b: 0 } }, state)).toEqual({ owner: null, seen: { b: 2 } })
  expect(samePartOf({ queue: [{ job: 0 }, { job: 0 }] }, state)).toEqual({ queue: [{ job: 1 }, { job: 2 }] })
  expect(samePartOf({ queue: [] }, state)).toEqual({ queue: state.queue })
})
