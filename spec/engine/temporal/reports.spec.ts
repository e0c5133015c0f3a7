/** How a run that goes on forever is shown: never as one that ends. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { conclusionOf } from '../../../src/outcome/conclusion.ts'
import type { ClaimOutcome, Outcome } from '../../../src/outcome/outcome.ts'
import { witnessToHtml } from '../../../src/page/witness-html.ts'
import { outcomeToJson } from '../../../src/report/outcome/outcome-json.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import { whyOf } from '../../../src/report/run/why.ts'
import { witnessToDot } from '../../../src/report/run/witness-dot.ts'
import { witnessToItf } from '../../../src/report/run/witness-itf.ts'
import { witnessToLanes } from '../../../src/report/run/witness-lanes.ts'
import { witnessToMermaid } from '../../../src/report/run/witness-mermaid.ts'
import { witnessToText } from '../../../src/report/run/witness-text.ts'
import { plain } from '../../../src/report/text/paint.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { compareWithExpectation } from '../../../src/verdicts/compare-with-expectation.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import spinning from '../../classic/spinlock-starvation.ts'
import { parseSequenceDiagram } from '../report/format-parsers.ts'
import { expectStoryHolds } from '../report/run/borne-out.ts'

/** Two who take a lock in turns, one of whom may be overtaken forever. */
const lock = model('lock')
  .shared(() => ({ owner: null as number | null }))
  .process('worker', {
    count: 2,
    steps: {
      lock: (s, me) => {
        when(s.owner === null)
        s.owner = me.id
      },
      unlock: s => {
        s.owner = null
        return 'lock'
      },
    },
  })
  .fair({ weak: ['worker'] })
  .leadsTo(
    'who waits gets the lock',
    (_s, me) => me.pc === 'lock',
    (_s, me) => me.pc === 'unlock',
    { of: 'worker' },
  )
  .infinitelyOften('somebody has it', s => s.owner !== null)
  .eventually('never', () => false, { fair: {} })
  .variant('strongly fair', {}, { fair: { strong: ['worker'] } })

const stuck = model('stuck')
  .shared(() => ({ n: 0 }))
  .process('p', {
    steps: {
      up: s => {
        s.n = 1
      },
      wait: s => void when(s.n > 1),
    },
  })
  .eventually('done', s => s.p[0]?.pc === 'done')

const machine = instantiate(lock)

async function outcome(): Promise<Outcome> {
  return exploreRuns(machine, { allClaims: true })
}

async function starving(): Promise<Witness> {
  const { claims } = await outcome()
  return buildWitness(machine, claims[0] as Outcome['claims'][number])
}

async function staying(): Promise<Witness> {
  const made = instantiate(stuck)
  const { claims } = await exploreRuns(made, { allClaims: true })
  return buildWitness(made, claims[0] as Outcome['claims'][number])
}

describe('a lasso', () => {
  test('is drawn as a loop in text, in 72 columns, and says why it is fair', async () => {
    const text = witnessToText(await starving(), { width: 72 })
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(72)
    expect(text).toMatchInlineSnapshot(`
      "lock
      2 steps, again and again, 0 context switches

      Initially
        owner     null
        worker 0  at lock
        worker 1  at lock

           worker 0  worker 1
      ┌── forever
      │ 1            lock      owner: null -> 1
      │ 2            unlock    owner: 1 -> null, back to lock
      └── and back to step 1

      !! VIOLATED: who waits gets the lock (worker 0)
      !!   The claim holds if 'worker: lock' is strongly fair.
      !!   worker 0 at lock could go on again and again,
      !!   which would make the claim true, and never does,
      !!   and the fairness assumed does not oblige it to; in between it
      !!   waits, since owner = 1 (left by step 1).
      !!   Steps 1 to 2 repeat forever: worker 1 takes lock (step 1),
      !!   then unlock (step 2).
      !!   What the claim asks to follow from the initial state, with worker 0
      !!   at lock, never comes.
      !!   The run is fair as assumed: worker 0 can't go on after step 1;
      !!   worker 1 takes step 1.
      "
    `)
  })

  test('that stays in its last state is reported as such', async () => {
    expect(witnessToText(await staying(), { width: 72 })).toMatchInlineSnapshot(`
      "stuck
      1 step, and then none forever, 0 context switches

      Initially
        n    0
        p 0  at up

           p 0
        1  up   n: 0 -> 1, now at wait
      └── then forever: no step is possible

      Finally
        n    1
        p 0  at wait

      !! VIOLATED: done
      !!   p waits in wait for n = 2; it is 1 since it set that itself in up
      !!   (step 1).
      !!   No step is possible after step 1: so it stays forever.
      !!   What the claim asks for should become true, and never does.
      "
    `)
  })

  test('keeps its loop in JSON, and one that does not lead back is refused', async () => {
    const witness = await starving()
    expect(readWitness(JSON.stringify(witness))).toEqual(witness)
    const { loop } = witness
    if (loop === undefined) throw new Error('no loop')
    const broken = (change: object) => () => readWitness(JSON.stringify({ ...witness, ...change }))
    expect(broken({ loop: { ...loop, from: 1 } })).toThrow(/does not lead back to state 1/)
    expect(broken({ loop: { ...loop, from: 9 } })).toThrow(/there is no state 9/)
    expect(broken({ loop: undefined })).toThrow(/a run goes round if its claim is temporal/)
  })

  test('has the index of its loop in the Informal Trace Format, and contains the state that it leads back to once', async () => {
    const trace = JSON.parse(witnessToItf(await starving()))
    expect(trace.loop).toBe(0)
    expect(trace.states).toHaveLength(2)
    expect(trace['#meta'].stepBack).toMatchObject({ process: 'worker', instance: 1, step: 'unlock' })
    const stays = JSON.parse(witnessToItf(await staying()))
    expect(stays).toMatchObject({ loop: 1, states: [{ n: expect.anything() }, { n: expect.anything() }] })
  })

  test('has an arrow back, a frame or a note in every picture', async () => {
    const witness = await starving()
    expect(witnessToDot(witness)).toMatch(/s2 -> s0 \[.*the same state as 0: and so on forever/)
    expect(witnessToDot(await staying())).toMatch(/s1 -> s1 \[.*and stays forever/)
    expect(parseSequenceDiagram(witnessToMermaid(witness)).loop).toEqual({ from: 0, to: 2 })
    expect(witnessToLanes(witness)).toContain('After step 2 comes step 1 again, and so on forever')
    expect(witnessToHtml(witness)).toContain('and back to step 1, forever')
    expect(witnessToHtml(await staying())).toContain('now no step is possible, forever')
  })
})

describe('an outcome with temporal claims', () => {
  test('names the fairness beside each verdict that depends on it', async () => {
    expect(outcomeToText(await outcome(), plain).replace(/[\d.]+ s, /, '')).toMatchInlineSnapshot(`
      "lock

        ✗ violated   who waits gets the lock  in 2 steps, the last 2 forever
                     holds if 'worker: lock' is strongly fair
        ✓ holds      somebody has it          if 'worker' is weakly fair
        ✗ violated   never                    in 4 steps, the last 4 forever
                     no fairness is stated; violated even if every step is strongly fair
        ✓ holds      no deadlock
        ✓ holds      no assertion fails
        ✓ holds      no step throws

        3 states, 4 transitions, depth 1; every reachable state visited; footprint engine"
    `)
    const fair = await exploreRuns(instantiate(lock, { variant: 'strongly fair' }), { allClaims: true })
    expect(outcomeToText(fair, plain)).toContain("✓ holds      who waits gets the lock  if 'worker' is strongly fair")
  })

  test('has it as JSON too', async () => {
    expect(outcomeToJson(await outcome())).toMatchObject({
      claims: [
        {
          kind: 'temporal',
          verdict: 'violated',
          steps: 2,
          loop: 2,
          fairness: [{ strength: 'weak', process: 'worker', step: null }],
          holdsIf: [[{ strength: 'strong', process: 'worker', step: 'lock' }]],
        },
        { verdict: 'holds' },
        { verdict: 'violated', holdsIf: [] },
        { kind: 'deadlock' },
        { kind: 'assertion' },
        { kind: 'error' },
      ],
    })
  })

  test('is concluded in a sentence', async () => {
    expect(conclusionOf(await outcome()).reason).toBe(
      "model 'lock': 'who waits gets the lock' is violated in 2 steps, the last 2 forever; 'never' is violated in 4 steps, the last 4 forever.",
    )
  })

  test('is held against what a spec expects: the stem and the loop, or the length of both', async () => {
    const found = await outcome()
    const texts = (fails: object) => compareWithExpectation(found, { fails } as never).map(({ text }) => text)
    expect(texts({ 'who waits gets the lock': [0, 2], never: 4 })).toEqual([])
    expect(texts({ 'who waits gets the lock': [1, 1], never: [0, 4] })).toEqual([
      "'who waits gets the lock' fails in a stem of 0 and a loop of 2 steps, expected fails in a stem of 1 and a loop of 1 step",
    ])
    expect(texts({ never: 3 })).toEqual([
      "'who waits gets the lock' fails in a stem of 0 and a loop of 2 steps, expected holds",
      "'never' fails in 4 steps, expected fails in 3 steps",
    ])
  })
})

test('first of all it is said which step would make the claim true, what it found instead, and that nothing obliges it', async () => {
  const machine = instantiate(spinning)
  const { claims } = await exploreRuns(machine, { allClaims: true })
  const starved = claims.find(({ name }) => name === 'a spinning locker gets the lock')
  const text = witnessToText(buildWitness(machine, starved as ClaimOutcome)).replaceAll(/\s+(!!\s+)?/g, ' ')
  expect(text).toMatch(
    /\(locker \d\) locker \d found mutex = 1 \(left by step \d+\) in "mutex == 0 -> mutex = 1" \(step \d+\); after step \d+, it would make the claim true, but no fairness obliges it to be taken then\./,
  )
})

const door = model('door')
  .shared(() => ({ isOpen: true, in: false }))
  .process('guest', {
    steps: {
      look: s => (s.isOpen ? 'enter' : 'again'),
      again: () => 'look' as const,
      enter: () => undefined,
      sit: s => {
        s.in = true
      },
    },
  })
  .process('porter', {
    steps: {
      close: s => {
        s.isOpen = false
      },
      open: s => {
        s.isOpen = true
        return 'close'
      },
    },
  })
  .fair({ weak: ['guest', 'porter'] })
  .eventually('each guest sits', (_s, me) => me.pc === 'done', { of: 'guest' })

test('of an instance that goes round too, it is said when its step would lead on, and that nothing obliges it to be taken then', async () => {
  const machine = instantiate(door)
  const { claims } = await exploreRuns(machine)
  const witness = buildWitness(machine, claims[0] as ClaimOutcome)
  expect(whyOf(witness)[0]).toMatch(
    /^guest 0 goes round too\. look would lead on to enter (after step \d+|in the initial state), but it is taken only when it does not \(step \d+\): no fairness obliges it to be taken at a certain moment\.$/,
  )
  expectStoryHolds(machine, witness)
})

test('of what waits all round a loop, it is said for what, and where the values come from', async () => {
  const readers = model('readers')
    .shared(() => ({ active: 0 }))
    .process('reader', {
      count: 2,
      steps: {
        enter: s => {
          s.active++
        },
        leave: s => {
          s.active--
          return 'enter'
        },
      },
    })
    .process('writer', { steps: { write: s => when(s.active === 0) } })
    .fair({ weak: ['reader', 'writer'] })
    .eventually('it is written', s => s.writer[0]?.pc === 'done')
  const machine = instantiate(readers)
  const { claims } = await exploreRuns(machine)
  const witness = buildWitness(machine, claims[0] as ClaimOutcome)
  expect(whyOf(witness)[0]).toMatch(
    /^writer (waits in write for active = 0; in the loop active goes to [12] \(step \d\), |0 at write could go on again and again, which would make the claim true, and never does)/,
  )
  expectStoryHolds(machine, witness)
})

test('of what should stay true, it is said which step ends that', async () => {
  const flipping = model('flipping')
    .shared(() => ({ isOn: false }))
    .process('hand', {
      steps: {
        on: s => {
          s.isOn = true
        },
        off: s => {
          s.isOn = false
          return 'on'
        },
      },
    })
    .fair({ weak: ['hand'] })
    .eventuallyAlways('it stays on', s => s.isOn)
  const machine = instantiate(flipping)
  const { claims } = await exploreRuns(machine)
  const witness = buildWitness(machine, claims[0] as ClaimOutcome)
  expect(whyOf(witness)[0]).toMatch(/^hand makes it false each time in off \(step \d\)\.$/)
  expectStoryHolds(machine, witness)
})

test('nothing is said of a moment where the step could have led there when it was taken', async () => {
  const wanders = model('wanders')
    .process('walker', {
      steps: { here: () => choose('left', 'right'), left: () => 'here' as const, right: () => 'here' as const },
    })
    .fair({ weak: ['walker'] })
    .infinitelyOften('it goes right', (_s, me) => me.pc === 'right', { of: 'walker' })
  const machine = instantiate(wanders)
  const { claims } = await exploreRuns(machine)
  const witness = buildWitness(machine, claims[0] as ClaimOutcome)
  expect(witnessToText(witness)).not.toMatch(/goes round too/)
  expect(witness.loop?.missed).toBeUndefined()
})
