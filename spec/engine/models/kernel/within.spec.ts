import { model, prefixed } from 'interleave-checker'
import { expect, test } from 'vitest'
import { within } from '../../../../models/kernel/within.ts'
import { failing } from '../verdicts-of.ts'

interface Frame {
  sum: number
}

interface Caller extends Frame {
  call: Frame
}

/** Adds one, twice. */
function twice<const R extends string>(goto: { readonly returned: R }) {
  return {
    first: (_s: object, me: Frame) => {
      me.sum++
    },
    second: (_s: object, me: Frame): R => {
      me.sum++
      return goto.returned
    },
  }
}

const nested = model('nested', {})
  .shared(() => ({}))
  .process('caller', {
    locals: (): Caller => ({ sum: 10, call: { sum: 0 } }),
    steps: [
      {
        begin: () => 'call first',
        end: () => 'done',
      },
      within<Caller>()('call', prefixed('call ', twice({ returned: 'end' }))),
    ],
  })

test('a procedure on a frame of its own leaves the locals of its caller alone, and returns to it', async () => {
  const spec = nested
    .invariant('the caller keeps its sum', s => s.caller.every(({ sum }) => sum === 10))
    .invariant('the call counts to 2', {
      given: s => s.caller.every(({ pc }) => pc === 'end'),
      then: s => s.caller.every(({ call }) => call.sum === 2),
    })
    .reachable('it ends', s => s.caller.every(({ pc }) => pc === 'done'))
    .reachable('it gets to 3', s => s.caller.some(({ call }) => call.sum === 3))
  expect(await failing(spec)).toEqual(['it gets to 3'])
})
