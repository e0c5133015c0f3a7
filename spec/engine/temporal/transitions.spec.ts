/** Transitions as words: the target beside the step while both fit. Random models have too few steps for them not to fit. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Transitions } from '../../../src/temporal/transitions.ts'

const states = 2 ** 24 + 5

const transition = fc.record({
  step: fc.oneof(fc.nat(60), fc.nat(200), fc.nat(70_000)),
  to: fc.oneof(fc.constant(-1), fc.nat(states - 1), fc.constant(states - 1)),
})

test('each keeps its step and its target, however many steps there are', () => {
  fc.assert(
    fc.property(fc.array(transition, { maxLength: 40 }), list => {
      const transitions = new Transitions(states, list.length)
      for (const { step, to } of list) transitions.add(step, to)
      expect(transitions.count).toBe(list.length)
      expect(list.map((_, t) => ({ step: transitions.stepOf(t), to: transitions.targetOf(t) }))).toEqual(list)
    }),
  )
})

test.each([1, 2, 3, 4, 255, 256, 2 ** 20])(
  'of %d states each can be a target, beside the largest step that fits',
  count => {
    const transitions = new Transitions(count, 3)
    const step = 2 ** transitions.shift - 1
    transitions.add(step, count - 1)
    transitions.add(0, -1)
    transitions.add(step, 0)
    expect(transitions.shift).toBeGreaterThan(0)
    expect([0, 1, 2].map(t => [transitions.stepOf(t), transitions.targetOf(t)])).toEqual([
      [step, count - 1],
      [0, -1],
      [step, 0],
    ])
  },
)
