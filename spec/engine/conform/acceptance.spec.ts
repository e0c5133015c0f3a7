/** Logs and runs: what is accepted, held to a naive search over all orders and all unseen steps. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { RandomNumbers } from '../../../src/base/random-numbers.ts'
import { type Acceptance, type AcceptanceOptions, acceptance } from '../../../src/conform/acceptance.ts'
import { isSeenState, isSeenStep, type LogSighting } from '../../../src/conform/log-map.ts'
import { LogSource } from '../../../src/conform/log-source.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { moverAt, type State } from '../../../src/machine/machine.ts'
import { successors, type Transition } from '../../../src/machine/reference.ts'

const machine = instantiate(
  model('exchange')
    .shared(() => ({ box: 0, sum: 0 }))
    .process('giver', {
      count: 2,
      steps: {
        put: s => {
          when(s.box === 0)
          s.box = choose(1, 2)
          return 'put'
        },
      },
    })
    .action('get', s => {
      when(s.box > 0)
      s.sum = (s.sum + s.box) % 5
      s.box = 0
    }),
)

const options = { unseen: 1, states: 10_000, signal: new AbortController().signal, onProgress: () => undefined }

function accepted(
  logs: readonly (readonly LogSighting[])[],
  more: Partial<AcceptanceOptions> = {},
): Promise<Acceptance> {
  const sources = logs.map((log, i) => new LogSource(`log ${i}`, batches(log)))
  return acceptance(machine, sources, { ...options, isUnseen: ({ step }) => step === 'get', ...more })
}

async function* batches(log: readonly LogSighting[]): AsyncGenerator<readonly LogSighting[]> {
  for (let i = 0; i < log.length; i += 3) yield log.slice(i, i + 3)
}

function isUnseen({ step }: Transition): boolean {
  return step === 'get'
}

/** The same question by trying everything: an unseen step, or the next event of any log. */
function naively(
  logs: readonly (readonly LogSighting[])[],
  state: State,
  taken: readonly number[],
  unseen = 0,
): boolean {
  if (taken.every((count, i) => count === logs[i]?.length)) return true
  const steps = successors(machine, state)
  const goesOn = (after: Transition, now: readonly number[], count: number) =>
    after.effect.kind === 'state' && naively(logs, after.effect.state, now, count)
  if (unseen < options.unseen && steps.some(step => isUnseen(step) && goesOn(step, taken, unseen + 1))) return true
  return logs.some((log, i) => {
    const seen = log[taken[i] as number]
    if (seen === undefined) return false
    const now = taken.map((count, j) => (j === i ? count + 1 : count))
    if (seen.step === undefined) return isSeenState(seen, state) && naively(logs, state, now)
    return steps.some(step => isSeenStep(machine, seen, step) && goesOn(step, now, 0))
  })
}

/** A random run as logs: what each giver did, some of what was got, and now and then cells; sometimes not quite true. */
function randomLogs(seed: number): LogSighting[][] {
  const random = new RandomNumbers(seed, 0)
  const logs: LogSighting[][] = [[], []]
  let state = machine.initialStates[0] as State
  for (let i = 0; i < 9; i++) {
    const steps = successors(machine, state)
    const step = steps[random.below(steps.length)] as Transition
    if (step.effect.kind === 'state') state = step.effect.state
    const log = logs[random.below(2)] as LogSighting[]
    const at = { log: '', line: log.length + 1, event: null }
    const lie = random.below(12) === 0 ? 1 : 0
    const { process, instance } = moverAt(machine, step.mover)
    const cells = { sum: ((state.sum as number) + lie) % 5 }
    if (process !== null)
      log.push({ ...at, process, instance, step: step.step, ...(random.below(2) === 0 && { state: cells }) })
    else if (random.below(3) === 0) log.push({ ...at, state: cells })
  }
  return logs
}

const at = { log: 'log 0', line: 1, event: null }
const put = (instance: number, box: number): LogSighting => ({
  ...at,
  process: 'giver',
  instance,
  step: 'put',
  state: { box },
})

describe('logs', () => {
  test('are accepted exactly if some run shows them, in any order between them, with unseen steps', async () => {
    let right = 0
    for (let seed = 0; seed < 300; seed++) {
      const logs = randomLogs(seed)
      const isRight = naively(logs, machine.initialStates[0] as State, [0, 0])
      expect((await accepted(logs)).isAccepted, `seed ${seed}`).toBe(isRight)
      if (isRight) right++
    }
    expect(right).toBeGreaterThan(50)
    expect(right).toBeLessThan(290)
  })

  test('are accepted as far as possible, with every state in which the system may be', async () => {
    const found = await accepted([[put(0, 1), put(1, 2), put(0, 1), { ...at, state: { sum: 1 } }]])
    expect([found.isAccepted, found.events]).toEqual([false, 3])
    const states = found.furthest.flatMap(({ states }) =>
      [...states.values()].map(({ state }) => [state.box, state.sum]),
    )
    expect(states).toEqual([
      [1, 3],
      [0, 4],
    ])
  })

  test('may show no step that always has an event, and no more unseen ones than the limit', async () => {
    const never = await accepted([[put(0, 1), put(0, 2)]], { isUnseen: () => false })
    expect([never.isAccepted, never.wasCut]).toEqual([false, false])
    const cut = await accepted([[{ ...at, state: { sum: 4 } }]], { isUnseen: () => true, unseen: 2 })
    expect([cut.isAccepted, cut.wasCut]).toEqual([false, true])
    expect((await accepted([[{ ...at, state: { sum: 4 } }]], { isUnseen: () => true, unseen: 4 })).isAccepted).toBe(
      true,
    )
  })

  test('of any length need no more memory: events and old steps of a run are forgotten', async () => {
    const log = Array.from({ length: 20_000 }, (_, i) => put(i % 2, 1 + (i % 2)))
    const source = new LogSource('log 0', batches(log))
    const found = await acceptance(machine, [source], { ...options, isUnseen })
    expect(found.isAccepted).toBe(true)
    expect(source.at(0)).toBeUndefined()
    let length = 0
    const [first] = [...(found.furthest[0]?.states.values() ?? [])]
    for (let one = first; one !== undefined; one = one.from) length++
    expect(length).toBeGreaterThan(50)
    expect(length).toBeLessThan(1000)
    // Each put has a get after it, but perhaps the last one.
    expect(first?.steps).toBeGreaterThanOrEqual(2 * 20_000 - 1)
  })

  test('with too many possibilities are undecided', async () => {
    const logs = [0, 1].map(i =>
      Array.from({ length: 20 }, () => ({ ...at, process: 'giver', instance: i, step: 'put' })),
    )
    const { isAccepted, isTooMany } = await accepted(logs, { states: 5 })
    expect([isAccepted, isTooMany]).toEqual([false, true])
  })

  test('end as interrupted at a signal', async () => {
    const found = await accepted([[put(0, 1)]], { signal: AbortSignal.abort() })
    expect([found.isAccepted, found.isInterrupted]).toEqual([false, true])
  })
})
