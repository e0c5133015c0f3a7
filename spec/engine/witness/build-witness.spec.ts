import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from '../../../src/base/plain.ts'
import { assert, choose, model, oneOf, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { State } from '../../../src/machine/machine.ts'
import { successors } from '../../../src/machine/reference.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import {
  contextSwitches,
  endsInStep,
  moverName,
  statesOf,
  stepTitle,
  type Witness,
} from '../../../src/witness/witness.ts'
import { allShortestRuns, movesOnward, moveText, switchesOf, wandering } from '../search/all-runs.ts'
import { forks } from './forks.ts'

/** The witness of the claim `name`, or of the only claim that has a run. */
async function witnessOf(source: AnyModel, name?: string, variant: string | null = null): Promise<Witness> {
  const machine = instantiate(source, { variant })
  const { claims } = await explore(machine, { allClaims: true })
  const found = claims.filter(claim => (name === undefined ? claim.run !== undefined : claim.name === name))
  expect(found).toHaveLength(1)
  return buildWitness(machine, found[0] as ClaimOutcome)
}

describe('the witness of a deadlock', () => {
  test('has the whole run, and the waiting instances', async () => {
    const { slice: _slice, blocked: _blocked, spans: _spans, ...witness } = await witnessOf(forks)
    expect(witness).toEqual({
      format: 'interleave-witness/1',
      model: 'forks',
      tried: [],
      variant: null,
      constants: { seats: 2 },
      spec: null,
      claim: { name: 'no deadlock', kind: 'deadlock', verdict: 'violated' },
      processes: [
        { name: 'eater', count: 2 },
        { name: 'guest', count: 1 },
      ],
      initial: {
        fork: [null, null],
        eater: [
          { pc: 'left', meals: [] },
          { pc: 'left', meals: [] },
        ],
        guest: [{ pc: 'sit' }],
      },
      steps: [
        {
          process: 'eater',
          instance: 0,
          step: 'left',
          choices: [],
          script: [],
          changes: [
            { path: ['fork', 0], before: null, after: 0 },
            { path: ['eater', 0, 'pc'], before: 'left', after: 'right' },
          ],
        },
        {
          process: 'eater',
          instance: 1,
          step: 'left',
          choices: [],
          script: [],
          changes: [
            { path: ['fork', 1], before: null, after: 1 },
            { path: ['eater', 1, 'pc'], before: 'left', after: 'right' },
          ],
        },
      ],
      others: [
        [{ process: 'eater', instance: 1, step: 'left', choices: [], script: [], away: false }],
        [
          { process: 'eater', instance: 0, step: 'right', choices: ['rice'], script: [0], away: true },
          { process: 'eater', instance: 0, step: 'right', choices: ['fish'], script: [1], away: true },
        ],
        [],
      ],
      pending: [],
      waiting: [
        {
          process: 'eater',
          instance: 0,
          step: 'right',
          needs: [{ path: ['fork', 1], values: [null], freedBy: [{ process: 'eater', instance: 1, step: 'eat' }] }],
        },
        {
          process: 'eater',
          instance: 1,
          step: 'right',
          needs: [{ path: ['fork', 0], values: [null], freedBy: [{ process: 'eater', instance: 0, step: 'eat' }] }],
        },
        { process: 'guest', instance: 0, step: 'sit', needs: [], rests: true },
      ],
      hinges: [],
      broken: [],
    })
  })

  test('does not name those that have ended as waiting', async () => {
    const source = model('m')
      .process('p', { steps: { a: () => {} } })
      .process('q', { count: 2, steps: { b: () => when(false) } })
    expect((await witnessOf(source)).waiting).toEqual([
      { process: 'q', instance: 0, step: 'b', needs: [] },
      { process: 'q', instance: 1, step: 'b', needs: [] },
    ])
  })
})

describe('a witness', () => {
  test('states its origin, if given', async () => {
    const machine = instantiate(forks.variant('three', { seats: 3 }), { variant: 'three' })
    const claim = (await explore(machine)).claims.find(one => one.run !== undefined) as ClaimOutcome
    const witness = buildWitness(machine, claim, { spec: 'spec/forks.ts', reproduce: 'again' })
    expect(witness).toMatchObject({
      variant: 'three',
      constants: { seats: 3 },
      spec: 'spec/forks.ts',
      reproduce: 'again',
    })
  })

  test('of a failed assertion ends with the step and its message, and no state after it', async () => {
    const source = model('m')
      .shared(() => ({ n: 0 }))
      .process('p', {
        steps: {
          a: s => {
            s.n = choose(1, 2)
          },
          b: s => assert(s.n !== 2, 'not two'),
        },
      })
    const witness = await witnessOf(source)
    expect(witness).toMatchObject({
      claim: { kind: 'assertion', verdict: 'violated' },
      message: 'not two',
      steps: [
        { step: 'a', choices: [2] },
        { step: 'b', changes: [] },
      ],
    })
    expect(witness).not.toHaveProperty('stack')
    expect(witness).not.toHaveProperty('waiting')
    expect(endsInStep(witness)).toBe(true)
    expect(statesOf(witness).map(state => state.n)).toEqual([0, 2])
    expect(witness.others).toHaveLength(2)
  })

  test('of a thrown error has its stack too', async () => {
    const source = model('m').action('boom', () => {
      throw new RangeError('too far')
    })
    const witness = await witnessOf(source)
    expect(witness).toMatchObject({
      claim: { kind: 'error' },
      message: 'too far',
      steps: [{ process: null, instance: 0, step: 'boom' }],
    })
    expect(witness.stack).toContain('RangeError: too far\n')
  })

  test('of a reachable claim shows the state', async () => {
    const source = forks.reachable('a meal', s => s.eater.some(eater => eater.meals.length > 0))
    const witness = await witnessOf(source, 'a meal')
    expect(witness.claim).toEqual({ name: 'a meal', kind: 'reachable', verdict: 'witnessed' })
    expect(witness).not.toHaveProperty('message')
    expect(witness.steps.map(stepTitle)).toEqual(['eater 0: left', 'eater 0: right ["rice"]'])
  })

  test('of a claim that the initial state breaks has no steps', async () => {
    const source = model('m')
      .shared(() => oneOf([{ n: 0 }, { n: 1 }]))
      .action('go', s => {
        s.n = 0
      })
      .invariant('not one', s => s.n !== 1)
    const witness = await witnessOf(source)
    expect(witness).toMatchObject({ initial: { n: 1 }, steps: [], others: [[{ step: 'go', away: false }]] })
    expect(statesOf(witness)).toEqual([{ n: 1 }])
  })

  test('of a transition claim ends in the state after the transition', async () => {
    const source = forks.transition('nobody takes two', (_b, _a, step) => step.step !== 'right')
    const witness = await witnessOf(source, 'nobody takes two')
    expect(witness.steps).toHaveLength(2)
    expect(statesOf(witness)).toHaveLength(3)
    // Both options break the claim, so that neither leads away.
    expect(witness.others[1]).toMatchObject([
      { step: 'right', choices: ['fish'], away: false },
      { instance: 1, step: 'left', away: true },
    ])
  })

  test('has the correct states even if the initial state has the same object in several places', async () => {
    const source = model('m')
      .shared(() => ({ cells: Array(2).fill({ n: 0 }) as { n: number }[] }))
      .action('go', s => {
        const [, second] = s.cells as [{ n: number }, { n: number }]
        when(second.n < 2)
        second.n++
      })
      .mayDeadlock()
      .invariant('c', s => (s.cells[1]?.n ?? 0) < 2)
    const witness = await witnessOf(source)
    expect(statesOf(witness)).toEqual([0, 1, 2].map(n => ({ cells: [{ n: 0 }, { n }] })))
  })

  test('shows choices that were parts of the state', async () => {
    const source = model('m')
      .shared(() => ({ sent: [{ to: 1 }, { to: 2 }], got: 0 }))
      .action('receive', s => {
        s.got = choose(...s.sent).to
      })
      .invariant('not two', s => s.got !== 2)
    expect((await witnessOf(source)).steps).toMatchObject([{ choices: [{ to: 2 }], script: [1] }])
  })
})

test.each(['invariant', 'reachable', 'transition', 'deadlock', 'assertion'] as const)(
  'on random small models, the witness of a claim about the %s is whole, and marks what leads away',
  async kind => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(wandering, async machine => {
        const { claims } = await explore(machine, { allClaims: true })
        const claim = claims.find(one => one.kind === kind) as ClaimOutcome
        if (claim.run === undefined) return
        found++
        const witness = buildWitness(machine, claim)
        const runs = allShortestRuns(machine, kind)
        const texts = claim.run.moves.map(moveText).join(' ')
        const run = runs.find(
          one => one.transitions.map(moveText).join(' ') === texts && one.initial === claim.run?.initial,
        )
        if (run === undefined) throw new Error('the run is none of the shortest')

        expect(statesOf(witness).map(canonical)).toEqual(run.states.map(canonical))
        expect(contextSwitches(witness)).toBe(switchesOf(run.transitions))
        expect(readWitness(JSON.stringify(witness))).toEqual(witness)

        const onward = movesOnward(run, runs)
        const marks = witness.others.map(others =>
          others.map(({ instance, script, away }) => `${moveText({ mover: instance, script })} ${away}`),
        )
        const wanted = run.states.map((state: State, k) => {
          const taken = run.transitions[k]
          return successors(machine, state)
            .map(moveText)
            .filter(move => taken === undefined || move !== moveText(taken))
            .map(move => `${move} ${taken !== undefined && !onward[k]?.includes(move)}`)
        })
        expect(marks).toEqual(wanted)
      }),
      { numRuns: 80 },
    )
    expect(found).toBeGreaterThan(5)
  },
)

describe('the names in texts and pictures', () => {
  const taken = { instance: 1, script: [0], choices: [] }
  test('are those of the process with its number, or of the action', () => {
    expect(moverName({ ...taken, process: 'reader', step: 'enter' })).toBe('reader 1')
    expect(moverName({ ...taken, process: null, step: 'tick' })).toBe('tick')
  })

  test('of steps are followed by their choices', () => {
    expect(stepTitle({ ...taken, process: 'reader', step: 'enter' })).toBe('reader 1: enter')
    expect(stepTitle({ ...taken, process: 'p', step: 'a', choices: [1, 'x', { y: null }] })).toBe(
      'p 1: a [1, "x", {"y":null}]',
    )
    expect(stepTitle({ ...taken, process: null, step: 'tick', choices: [true] })).toBe('tick [true]')
  })
})
