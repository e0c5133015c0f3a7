import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type GraphOptions,
  type StateGraph,
  streamStateGraph,
  wholeStateGraph,
} from '../../../src/analyse/state-graph.ts'
import { ModelError } from '../../../src/base/errors.ts'
import { assert, choose, model, oneOf } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import { keyOf, successors } from '../../../src/machine/reference.ts'
import { explore } from '../../../src/search/explore.ts'
import { searchReference } from '../../../src/search/reference-search.ts'
import philosophers from '../../classic/dining-philosophers.ts'
import peterson from '../../classic/peterson.ts'
import twoPhaseCommit from '../../classic/two-phase-commit.ts'
import qrcu from '../../rcu/qrcu.ts'
import { rejectionOf } from '../base/thrown-by.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'
import { buildModel, randomModel } from '../random/random-models.ts'

async function graphOf(
  source: AnyModel,
  variant: string | null = null,
  options: GraphOptions = {},
): Promise<StateGraph> {
  return wholeStateGraph(instantiate(source, { variant }), options)
}

describe('the state graph', () => {
  it.each([
    ['peterson', peterson, null],
    ['peterson without turn', peterson, 'without turn'],
    ['peterson with the turn before the flag', peterson, 'turn before flag'],
    ['qrcu 1x1', qrcu, '1x1'],
    ['qrcu 1x1 without re-summation', qrcu, 'no re-summation, 1x1'],
    ['two-phase commit', twoPhaseCommit, null],
    ['dining philosophers', philosophers, null],
  ])('of %s has as many states and transitions as the census of a check', async (_, source, variant) => {
    const { census, stop } = await explore(instantiate(source, { variant }), { allClaims: true })
    const graph = await graphOf(source, variant)
    expect(stop).toBe('exhausted')
    expect(graph.end).toEqual({
      stop: 'exhausted',
      census,
      leftOut: { transitions: 0, initialStates: 0, unexplored: 0 },
    })
    expect(countedIn(graph)).toEqual(census)
  })

  it('of QRCU with one reader and one updater has the states that other checkers find', async () => {
    expect(countedIn(await graphOf(qrcu, '1x1'))).toEqual({ states: 285, transitions: 472, depth: 24 })
  })

  it('of a random model is the relation of its steps, with the census of the reference', async () => {
    let whole = 0
    const property = fc.asyncProperty(randomModel, async random => {
      const machine = instantiate(buildModel(random))
      const limits = { maxStates: 300, allClaims: true }
      const outcome = await searchReference(machine, limits).catch((error: unknown) => error as ModelError)
      if (outcome instanceof Error || outcome.stop !== 'exhausted') return
      whole++
      const graph = await wholeStateGraph(machine)
      expect(graph.end.census).toEqual(outcome.census)
      expect(countedIn(graph)).toEqual(outcome.census)
      expectRelation(machine, graph)
    })
    const numRuns = numberOfRuns(100)
    await fc.assert(property, { numRuns })
    expect(whole).toBeGreaterThan(numRuns / 4)
  })

  it('rejects the models that the reference engine rejects, with the same messages', async () => {
    const impure = model('m').action('a', () => {
      throw new ModelError('async', 'not this one')
    })
    const machine = instantiate(impure)
    const expected = await rejectionOf(searchReference(machine, {}))
    expect(await rejectionOf(wholeStateGraph(machine))).toEqual(expected)
  })

  it('is listed in breadth-first order, state by state, and every state once', async () => {
    const graph = await graphOf(twoPhaseCommit)
    expect(graph.states.map(({ number }) => number)).toEqual(graph.states.map((_, i) => i))
    expect(new Set(graph.states.map(({ state }) => keyOf(state))).size).toBe(graph.states.length)
    const depths = graph.states.map(({ depth }) => depth)
    expect(depths).toEqual([...depths].sort((a, b) => a - b))
    for (const { depth, transitions } of graph.states) {
      for (const { to } of transitions) expect(graph.states[to as number]?.depth).toBeLessThanOrEqual(depth + 1)
    }
  })
})

describe('a violation', () => {
  it('is marked on the states that break an invariant', async () => {
    const { states } = await graphOf(peterson, 'turn before flag')
    const both = states.filter(({ state }) => (state.process as { pc: string }[]).every(({ pc }) => pc === 'critical'))
    expect(both.length).toBeGreaterThan(0)
    expect(states.filter(({ breaks }) => breaks.length > 0)).toEqual(both)
    expect(both[0]?.breaks).toEqual(['at most one process is inside'])
  })

  it('is marked on the states that are deadlocks, and only on these', async () => {
    const { states } = await graphOf(peterson, 'without turn')
    const stuck = states.filter(({ breaks }) => breaks.includes('no deadlock'))
    expect(stuck.map(({ transitions }) => transitions.length)).toEqual([0])
    const resting = await graphOf(model('m').process('p', { steps: { a: () => 'done' } }))
    expect(resting.states.map(({ breaks }) => breaks)).toEqual([[], []])
  })

  it('is marked on the transitions that lead to no state, and on those that break a claim of transitions', async () => {
    const source = model('m')
      .shared(() => ({ n: 0 }))
      .action('pick', s => {
        s.n = choose(1, 2, 3)
        assert(s.n !== 2, 'not two')
        if (s.n === 3) throw new Error('nor three')
      })
      .transition('n does not grow', (before, after) => after.n <= before.n)
    const { states } = await graphOf(source)
    expect(states[0]?.transitions).toEqual([
      {
        from: 0,
        to: 1,
        process: null,
        instance: 0,
        step: 'pick',
        choices: [1],
        script: [0],
        breaks: ['n does not grow'],
      },
      { ...fails, choices: [2], script: [1], breaks: ['no assertion fails'], message: 'not two' },
      { ...fails, choices: [3], script: [2], breaks: ['no step throws'], message: 'nor three' },
    ])
    expect(states[1]?.transitions.map(({ to, breaks }) => [to, breaks])).toEqual([
      [1, []],
      [null, ['no assertion fails']],
      [null, ['no step throws']],
    ])
  })
})

const fails = { from: 0, to: null, process: null, instance: 0, step: 'pick' }

describe('a graph that is cut', () => {
  it('at a number of states has these states, every transition between them, and a count of the others', async () => {
    const whole = await graphOf(qrcu, '1x1')
    for (const maxStates of [1, 2, 17, 284, 285]) {
      const cut = await graphOf(qrcu, '1x1', { maxStates })
      const inside = (to: number | null): boolean => to === null || to < maxStates
      const expected = whole.states.slice(0, maxStates).map(listed => {
        const transitions = listed.transitions.filter(({ to }) => inside(to))
        return { ...listed, transitions, leftOut: listed.transitions.length - transitions.length }
      })
      expect(cut.states).toEqual(expected)
      const leftOut = expected.reduce((sum, listed) => sum + listed.leftOut, 0)
      expect(cut.end.leftOut).toEqual({ transitions: leftOut, initialStates: 0, unexplored: 0 })
      expect(cut.end.stop).toBe(maxStates === 285 ? 'exhausted' : 'state limit')
      expect(countedIn(cut)).toEqual(cut.end.census)
    }
  })

  it('says how many initial states are missing', async () => {
    const many = model('m').shared(() => oneOf([{ n: 0 }, { n: 1 }, { n: 2 }]))
    const { end, states } = await graphOf(many.mayDeadlock(), null, { maxStates: 2 })
    expect(states.map(({ isInitial }) => isInitial)).toEqual([true, true])
    expect(end).toMatchObject({ stop: 'state limit', leftOut: { initialStates: 1 } })
  })

  it('by an interruption lists every state that a transition leads to', async () => {
    const controller = new AbortController()
    const machine = instantiate(qrcu, { set: { readers: 2, updaters: 2 } })
    const graph = await wholeStateGraph(machine, { signal: controller.signal, onProgress: () => controller.abort() })
    expect(graph.end.stop).toBe('interrupted')
    const explored = graph.states.filter(({ isExplored }) => isExplored).length
    expect(explored).toBeGreaterThan(0)
    expect(graph.end.leftOut.unexplored).toBe(graph.states.length - explored)
    expect(graph.end.leftOut.unexplored).toBeGreaterThan(0)
    expect(countedIn(graph)).toEqual(graph.end.census)
    for (const { transitions } of graph.states) {
      for (const { to } of transitions) expect(to === null || to < graph.states.length).toBe(true)
    }
  })

  it('requires a valid limit', () => {
    expect(() => streamStateGraph(instantiate(peterson), { maxStates: 0 })).toThrow('maxStates is 0')
  })
})

function countedIn({ states }: StateGraph) {
  return {
    states: states.length,
    transitions: states.reduce((sum, { transitions }) => sum + transitions.length, 0),
    depth: Math.max(...states.map(({ depth }) => depth)),
  }
}

/** Every transition listed is one of the reference's, in its order, and leads where that one does; none leaves the bounds. */
function expectRelation(machine: Machine, { states }: StateGraph): void {
  for (const listed of states) {
    const isOutside = machine.claims.some(
      claim => claim.kind === 'bound' && !claim.holds(listed.state as never, machine.constants as never),
    )
    const expected = (isOutside ? [] : successors(machine, listed.state)).map(({ step, script, effect }) => {
      return { from: listed.number, step, script, to: effect.kind === 'state' ? effect.key : null }
    })
    const found = listed.transitions.map(({ from, step, script, to }) => {
      const target = to === null ? undefined : states[to]
      return { from, step, script, to: target === undefined ? null : keyOf(target.state) }
    })
    expect(found).toEqual(expected)
  }
}
