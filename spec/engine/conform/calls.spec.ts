/** Overlapping calls: which histories a model allows, held to brute force over all orders. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { RandomNumbers } from '../../../src/base/random-numbers.ts'
import { Calls, type OpenCall } from '../../../src/conform/calls.ts'
import { Implementation, notEnabled, type StepInCode } from '../../../src/conform/implementation.ts'
import { NotAllowed } from '../../../src/conform/not-allowed.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'

/** A register that clients read and increment, and a lock that they may try. */
const register = model('register', { clients: 3 })
  .shared(() => ({ value: 0 }))
  .process('client', {
    count: c => c.clients,
    locals: () => ({ seen: -1 }),
    mayRest: ['use'],
    steps: {
      use: (s, me) => {
        me.seen = s.value
        if (choose('read', 'add') === 'add') s.value += 1
        when(s.value <= 4)
        return 'use'
      },
    },
  })

const handler: StepInCode = {
  run: () => undefined,
  picks: true,
  returns: (_after, me) => (me as { seen: number }).seen,
}
const limits = { unseen: 10, states: 10_000 }

function newCalls(): Calls {
  const parts = { create: () => ({}), steps: { client: { use: handler } }, observe: () => ({}) }
  return new Calls(new Implementation(instantiate(register), parts as never), limits)
}

interface HistoricCall {
  readonly client: number
  readonly kind: 'read' | 'add'
  begins: number
  ends: number
  returns: number
}

/** A history: each client has one call after the other; what they return is nearly right. */
function randomHistory(seed: number): HistoricCall[] {
  const random = new RandomNumbers(seed, 0)
  const calls: HistoricCall[] = []
  const open = new Map<number, HistoricCall>()
  let value = 0
  for (let time = 0; time < 12; time++) {
    const client = random.below(3)
    const call = open.get(client)
    if (call !== undefined) {
      call.ends = time
      open.delete(client)
      continue
    }
    const kind = random.below(2) === 0 ? 'read' : 'add'
    const begun = {
      client,
      kind,
      begins: time,
      ends: 99,
      returns: Math.max(0, value - random.below(2) + random.below(2)),
    } as const
    if (kind === 'add') value += 1
    const made: HistoricCall = { ...begun }
    calls.push(made)
    open.set(client, made)
  }
  return calls.filter(({ ends }) => ends < 99)
}

/** Whether some order that keeps what was over before other calls began gives each what it returned. */
function isLinear(calls: readonly HistoricCall[], value = 0): boolean {
  if (calls.length === 0) return true
  return calls.some(first => {
    if (calls.some(other => other !== first && other.ends < first.begins)) return false
    if (first.returns !== value) return false
    const next = value + (first.kind === 'add' ? 1 : 0)
    return (
      next <= 4 &&
      isLinear(
        calls.filter(call => call !== first),
        next,
      )
    )
  })
}

function isAllowed(history: readonly HistoricCall[]): boolean {
  const calls = newCalls()
  const open = new Map<HistoricCall, OpenCall>()
  try {
    for (let time = 0; time < 12; time++) {
      for (const call of history) {
        if (call.begins === time)
          open.set(call, calls.begin({ process: 'client', instance: call.client, step: 'use' }, [call.kind]))
        if (call.ends === time) calls.end(open.get(call) as OpenCall, call.returns)
      }
    }
    calls.finish(undefined)
    return true
  } catch (error) {
    if (error instanceof NotAllowed) return false
    throw error
  }
}

describe('a history of overlapping calls', () => {
  test('is allowed exactly if some order of the calls is a run of the model', () => {
    const verdicts = Array.from({ length: 400 }, (_, seed) => {
      const history = randomHistory(seed)
      const isRight = isLinear(history)
      expect(isAllowed(history), `seed ${seed}: ${JSON.stringify(history)}`).toBe(isRight)
      return isRight
    })
    expect(verdicts.filter(isRight => isRight).length).toBeGreaterThan(20)
    expect(verdicts.filter(isRight => !isRight).length).toBeGreaterThan(20)
  })
})

/** A lock that waits, and one step in between that nobody sees. */
const lock = model('lock')
  .shared(() => ({ held: false, ready: false }))
  .process('user', {
    count: 2,
    mayRest: ['take'],
    steps: {
      take: s => {
        when(!s.held && s.ready)
        s.held = true
      },
      give: s => {
        s.held = false
        return 'take'
      },
    },
  })
  .action('get ready', s => {
    when(!s.ready)
    s.ready = true
  })

function lockCalls(): Calls {
  const run = () => undefined
  const parts = { create: run, steps: { user: { take: run, give: run } } }
  return new Calls(new Implementation(instantiate(lock), parts as never), limits)
}

const take = (instance: number) => ({ process: 'user', instance, step: 'take' })
const give = (instance: number) => ({ process: 'user', instance, step: 'give' })

describe('a call that does not return', () => {
  test('may wait where the model waits', () => {
    const calls = lockCalls()
    calls.end(calls.begin(take(0), undefined), undefined)
    calls.begin(take(1), undefined)
    expect(() => calls.finish({ held: true })).not.toThrow()
  })

  test('must not wait where every run of the model goes on', () => {
    const calls = lockCalls()
    calls.end(calls.begin(take(0), undefined), undefined)
    const waiting = calls.begin(take(1), undefined)
    calls.end(calls.begin(give(0), undefined), undefined)
    expect(() => calls.finish({ ready: true })).toThrow('user 1: take did not return')
    calls.end(waiting, undefined)
    expect(() => calls.finish({ held: true })).not.toThrow()
  })
})

describe('a call that was not possible', () => {
  test('is allowed only if there was a moment at which the step was not enabled', () => {
    const early = lockCalls()
    early.end(early.begin(take(0), undefined), notEnabled) // before it was ready
    const late = lockCalls()
    late.end(late.begin(take(0), undefined), undefined)
    late.end(late.begin(give(0), undefined), undefined)
    const call = late.begin(take(1), undefined)
    expect(() => late.end(call, notEnabled)).toThrow('user 1: take was not enabled, as in no run of the model')
  })
})

test('only movers without an open call, at a step that may be enabled, can be called', () => {
  const calls = lockCalls()
  expect(calls.callable()).toEqual([take(0), take(1)])
  const first = calls.begin(take(0), undefined)
  expect(calls.callable()).toEqual([take(1)])
  calls.end(first, undefined)
  expect(calls.callable()).toEqual([give(0)])
})
