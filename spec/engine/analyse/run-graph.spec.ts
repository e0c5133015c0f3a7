/** The graph of all shortest runs, compared with all shortest runs, and drawn. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distinctRuns } from '../../../src/analyse/distinct-runs.ts'
import { type RunGraph, runGraph } from '../../../src/analyse/run-graph.ts'
import { exploreFates } from '../../../src/analyse/whole-graph.ts'
import { model, when } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine, State } from '../../../src/machine/machine.ts'
import { keyOf, type Transition } from '../../../src/machine/reference.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { renderSvg } from '../../../src/report/graphviz/render-svg.ts'
import { runGraphToDot } from '../../../src/report/run/run-graph-dot.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { nasty } from '../report/witnesses.ts'
import { allShortestRuns, moveText, wandering } from '../search/all-runs.ts'

async function graphOf(machine: Machine, claim: string, maxNodes?: number): Promise<RunGraph> {
  const { claims } = await explore(machine, { allClaims: true, keepShortestRuns: true })
  return graph(machine, claims.find(({ name }) => name === claim) as ClaimOutcome, maxNodes)
}

async function graph(machine: Machine, outcome: ClaimOutcome, maxNodes?: number): Promise<RunGraph> {
  const found = await exploreFates(machine, [outcome.name])
  const fates = found.kind === 'known' ? found.graphs.get(outcome.name) : undefined
  const preferred = () => distinctRuns(machine, outcome, 4).runs.slice(1)
  const made = runGraph(machine, outcome, buildWitness(machine, outcome), { fates, maxNodes, preferred })
  if (made === undefined) throw new Error('there are too many runs')
  return made
}

test.each(['invariant', 'transition', 'deadlock', 'assertion'] as const)(
  'has the states, steps and number of all shortest runs to a violation of a claim of kind %s',
  async kind => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(wandering, async machine => {
        const { claims } = await explore(machine, { allClaims: true, keepShortestRuns: true })
        const outcome = claims.find(one => one.kind === kind && one.run !== undefined)
        if (outcome === undefined) return
        found++
        const runs = allShortestRuns(machine, kind)
        const { nodes, steps, states, runs: number } = await graph(machine, outcome)
        // A step that is itself the violation leads to no state of the graph.
        const isStep = kind === 'transition' || kind === 'assertion'
        const passed = runs.flatMap(run => run.states.slice(0, isStep ? run.transitions.length : undefined))
        expect(number).toBe(BigInt(runs.length))
        expect(states).toBe(new Set(passed.map(keyOf)).size)
        expect(nodes).toHaveLength(states)
        const taken = runs.flatMap(run =>
          run.transitions.map((t, i) => `${keyOf(run.states[i] as State)} ${moveText(t as Transition)}`),
        )
        expect(steps).toHaveLength(new Set(taken).size)
        expect(steps.filter(({ to }) => to === undefined).length > 0).toBe(isStep && states > 0)
      }),
      { numRuns: 60 },
    )
    expect(found).toBeGreaterThan(3)
  },
)

/** Two take three steps each, in any order; then one of them goes wrong unless the other comes first. */
const grid = model('grid')
  .shared(() => ({ l: 0, r: 0, wrong: false }))
  .process('left', {
    steps: {
      go: s => {
        s.l++
        return s.l < 3 ? 'go' : 'spoil'
      },
      spoil: s => {
        when(s.r === 3)
        s.wrong = true
      },
      show: () => {},
    },
  })
  .process('right', {
    steps: {
      go: s => {
        s.r++
        return s.r < 3 ? 'go' : 'save'
      },
      save: s => {
        when(!s.wrong)
        s.r++
      },
    },
    mayRest: ['save'],
  })
  .invariant('nothing wrong is shown', s => !(s.wrong && s.left[0]?.pc === 'done'))
  .mayDeadlock()

describe('of two independent processes', () => {
  const shown = () => graphOf(instantiate(grid), 'nothing wrong is shown')

  test('is a grid, and then a line', async () => {
    const { nodes, steps, states, runs, witness } = await shown()
    // 4 by 4 corners, and two states after the last of them.
    expect({ states, nodes: nodes.length, steps: steps.length, runs }).toEqual({
      states: 18,
      nodes: 18,
      steps: 2 * 12 + 2,
      runs: 20n,
    })
    expect(witness.steps).toHaveLength(8)
    expect(nodes.map(({ fate }) => fate).slice(-3)).toEqual(['endangered', 'doomed', 'broken'])
    expect(steps.filter(({ seals }) => seals).map(({ step }) => step)).toEqual(['spoil'])
    expect(nodes.flatMap(({ exits, depth }) => exits.map(exit => ({ ...exit, depth })))).toEqual([
      // A process that has saved is safe.
      { depth: 3, fate: 'safe', count: 1 },
      { depth: 4, fate: 'safe', count: 1 },
      { depth: 5, fate: 'safe', count: 1 },
      { depth: 6, fate: 'safe', count: 1 },
    ])
    expect(nodes[0]?.positions).toEqual([
      { process: 'left', instance: 0, at: 'go' },
      { process: 'right', instance: 0, at: 'go' },
    ])
  })

  test('is drawn with a legend of its contents, the same every time', async () => {
    const dot = runGraphToDot(await shown())
    expect(dot).toBe(runGraphToDot(await shown()))
    expect(dot.match(/^ *s\d+ \[/gm)).toHaveLength(18)
    expect(dot.match(/-> s\d+ \[/g)).toHaveLength(26)
    expect(dot).toContain('20 shortest runs take 8 steps, through a total of 18 states.')
    for (const word of ['endangered', 'doomed', 'broken', '+1 to safety', 'seals it']) expect(dot).toContain(word)
    expect(dot).not.toContain('cornered')
    expect(await renderSvg(dot)).toMatchObject({ kind: 'rendered' })
  })

  test('is bounded, and says what is left out', async () => {
    const graph = await graphOf(instantiate(grid), 'nothing wrong is shown', 10)
    expect(graph.nodes.length).toBeLessThanOrEqual(10)
    expect(graph.nodes.length).toBeGreaterThanOrEqual(9)
    expect(graph.states).toBe(18)
    expect(graph.nodes.some(({ left }) => left > 0)).toBe(true)
    const drawn = new Set(graph.nodes.map(({ id }) => id))
    expect(graph.steps.every(({ from, to }) => drawn.has(from) && to !== undefined && drawn.has(to))).toBe(true)
    expect(runGraphToDot(graph)).toContain(`Only ${graph.nodes.length} of them are drawn`)
    const short = await graphOf(instantiate(grid), 'nothing wrong is shown', 4)
    // The end of the simplest run.
    expect(short.nodes.map(({ depth }) => depth)).toEqual([5, 6, 7, 8])
  })

  test('can be drawn without fates', async () => {
    const machine = instantiate(grid)
    const { claims } = await explore(machine, { keepShortestRuns: true })
    const outcome = claims.find(({ kind }) => kind === 'invariant') as ClaimOutcome
    const dot = runGraphToDot(runGraph(machine, outcome, buildWitness(machine, outcome)) as RunGraph)
    expect(dot).not.toContain('endangered')
    expect(dot).toContain('+1 elsewhere')
    expect(runGraph(machine, { ...outcome, shortestRuns: undefined } as never, buildWitness(machine, outcome))).toBe(
      undefined,
    )
  })
})

test('is drawn for any names', async () => {
  for (const text of nasty) {
    const source = model(text)
      .shared(() => ({ n: 0 }))
      .process(`p ${text}` as 'p', { steps: { [text]: (s: { n: number }) => void s.n++ } as never })
      .invariant(`claim ${text}`, s => s.n < 1)
    const dot = runGraphToDot(await graphOf(instantiate(source as never), `claim ${text}`))
    expect(await renderSvg(dot)).toMatchObject({ kind: 'rendered' })
  }
})
