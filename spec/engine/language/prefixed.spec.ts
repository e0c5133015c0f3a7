import { expect, test } from 'vitest'
import { model, prefixed } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { successors } from '../../../src/machine/reference.ts'

/** A procedure with a loop of its own, a way out to its caller, and an end. */
const attempt = {
  try: (s: { tries: number }, me: { failed: number }): 'check' | 'fail' => (s.tries > me.failed ? 'check' : 'fail'),
  check: (s: { tries: number }): 'try' | 'done' | undefined => {
    s.tries++
    return s.tries === 1 ? 'try' : s.tries === 2 ? 'done' : undefined
  },
}

test('the labels of a procedure get the prefix, in their order', () => {
  expect(Object.keys(prefixed('first ', attempt))).toEqual(['first try', 'first check'])
})

test('the procedure itself keeps its labels', () => {
  prefixed('first ', attempt)
  expect(Object.keys(attempt)).toEqual(['try', 'check'])
  expect(attempt.try({ tries: 1 }, { failed: 0 })).toBe('check')
})

test('a label of the procedure that a step returns gets the prefix too', () => {
  const steps = prefixed('first ', attempt)
  expect(steps['first try']({ tries: 1 }, { failed: 0 })).toBe('first check')
  expect(steps['first check']({ tries: 0 })).toBe('first try')
})

test("other labels, 'done' and undefined stay unchanged", () => {
  const steps = prefixed('first ', attempt)
  expect(steps['first try']({ tries: 0 }, { failed: 0 })).toBe('fail')
  expect(steps['first check']({ tries: 1 })).toBe('done')
  expect(steps['first check']({ tries: 2 })).toBeUndefined()
})

test('a step gets the state, its instance and the constants of its caller', () => {
  const seen: unknown[] = []
  const steps = prefixed('x ', { go: (s: string, me: string, c: string) => void seen.push(s, me, c) })
  steps['x go']('state', 'me', 'constants')
  expect(seen).toEqual(['state', 'me', 'constants'])
})

test('prefixes add up', () => {
  const steps = prefixed('a ', prefixed('b ', { go: () => 'go' as const }))
  expect(steps['a b go']()).toBe('a b go')
})

test('a process runs the same procedure in two places', () => {
  const add = {
    add: (s: { n: number }) => void s.n++,
    twice: (s: { n: number }) => {
      s.n *= 2
    },
  }
  const machine = instantiate(
    model('m')
      .shared(() => ({ n: 1 }))
      .process('p', { steps: { ...prefixed('first ', add), ...prefixed('second ', add) } }),
  )
  const states = [machine.initialStates[0]]
  for (;;) {
    const [next] = successors(machine, states.at(-1) ?? {})
    if (next?.effect.kind !== 'state') break
    states.push(next.effect.state)
  }
  expect(states).toEqual([
    { n: 1, p: [{ pc: 'first add' }] },
    { n: 2, p: [{ pc: 'first twice' }] },
    { n: 4, p: [{ pc: 'second add' }] },
    { n: 5, p: [{ pc: 'second twice' }] },
    { n: 10, p: [{ pc: 'done' }] },
  ])
})
