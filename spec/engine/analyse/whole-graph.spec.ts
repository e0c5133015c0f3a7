/** The fates of real machines, compared with the reference semantics walked by hand. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exploreFates, type FatedGraph } from '../../../src/analyse/whole-graph.ts'
import { model, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { isStuck } from '../../../src/machine/judge.ts'
import type { InstanceState, Machine, State } from '../../../src/machine/machine.ts'
import { keyOf, successors, type Transition } from '../../../src/machine/reference.ts'
import type { Fate } from '../../../src/outcome/fate.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildModel, randomModel } from '../random/random-models.ts'
import { wandering } from '../search/all-runs.ts'
import { violates } from './violates.ts'

interface Edge {
  readonly transition: Transition
  readonly to: number
  readonly breaks: boolean
}

/** States in the order of the search, the transitions out of each, and which are outside the bounds, where no step is taken. */
interface Whole {
  readonly states: State[]
  readonly out: Edge[][]
  readonly isOutside: boolean[]
}

function reachable(machine: Machine, { name, kind }: ClaimOutcome): Whole {
  const ids = new Map<string, number>()
  const states: State[] = []
  const enter = (state: State): number => {
    const known = ids.get(keyOf(state))
    if (known !== undefined) return known
    ids.set(keyOf(state), states.length)
    return states.push(state) - 1
  }
  machine.initialStates.forEach(enter)
  const claim = machine.claims.find(one => one.name === name)
  const out: Edge[][] = []
  const isOutside: boolean[] = []
  for (let id = 0; id < states.length; id++) {
    const before = states[id] as State
    isOutside[id] = machine.claims.some(one => one.kind === 'bound' && !one.holds(before, machine.constants))
    out[id] = []
    if (isOutside[id]) continue
    out[id] = successors(machine, before).map(transition => {
      const { effect } = transition
      if (effect.kind !== 'state') return { transition, to: -1, breaks: effect.kind === kind }
      return { transition, to: enter(effect.state), breaks: violates(machine, claim, before, transition) }
    })
  }
  return { states, out, isOutside }
}

/** The definitions, by going over all states until nothing changes any more. */
function fatesBySweeping(machine: Machine, outcome: ClaimOutcome, { states, out, isOutside }: Whole): Fate[] {
  const claim = machine.claims.find(one => one.name === outcome.name)
  const isBroken = states.map((state, s) => {
    if (claim?.kind === 'invariant')
      return claim.given?.(state, machine.constants) !== false && !claim.holds(state, machine.constants)
    return claim?.kind === 'deadlock' && out[s]?.length === 0 && !isOutside[s] && isStuck(machine, state)
  })
  const breaks = (e: Edge) => e.breaks || isBroken[e.to] === true
  const least = (is: (s: number, known: readonly boolean[]) => boolean): boolean[] => {
    const known = states.map(() => false)
    for (let changed = true; changed; ) {
      changed = false
      for (const s of known.keys()) {
        if (known[s] || isBroken[s] || !is(s, known)) continue
        known[s] = changed = true
      }
    }
    return known
  }
  const edges = (s: number) => out[s] as Edge[]
  const canBreak = least((s, known) => edges(s).some(e => breaks(e) || known[e.to]))
  const doomed = least((s, known) => edges(s).length > 0 && edges(s).every(e => breaks(e) || known[e.to]))
  const goesOn = (s: number) => (isBroken[s] ? [] : edges(s).filter(e => !breaks(e) && e.to >= 0))
  const reach = states.map((_, s) => {
    const seen = new Set([s])
    for (const at of seen) for (const e of goesOn(at)) seen.add(e.to)
    return seen
  })
  const mayStay = (s: number, index: number): boolean => {
    const mover = machine.movers[index] as Machine['movers'][number]
    if (mover.kind === 'action' || !edges(s).some(e => e.transition.mover === index)) return true
    const { pc } = ((states[s] as State)[mover.process] as InstanceState[])[mover.instance] as InstanceState
    return machine.processes.find(({ name }) => name === mover.process)?.mayRest.has(pc) === true
  }
  const lasts = states.map((_, s) => {
    const part = [...(reach[s] as Set<number>)].filter(t => reach[t]?.has(s))
    const inner = part.flatMap(t => goesOn(t).filter(e => part.includes(e.to)))
    if (inner.length === 0) return false
    return machine.movers.every((_, m) => inner.some(e => e.transition.mover === m) || part.some(t => mayStay(t, m)))
  })
  const canAvoid = least((s, known) => {
    const fails = edges(s).some(e => e.to === -1 && !e.breaks)
    return !canBreak[s] || lasts[s] === true || fails || goesOn(s).some(e => known[e.to])
  })
  return states.map((_, s) => {
    if (isBroken[s]) return 'broken'
    if (!canBreak[s]) return 'safe'
    return doomed[s] ? 'doomed' : canAvoid[s] ? 'endangered' : 'cornered'
  })
}

async function compare(machine: Machine, met: Set<string>): Promise<void> {
  const { claims } = await explore(machine, { allClaims: true, maxStates: 300 })
  const failing = claims.filter(({ verdict }) => verdict === 'violated')
  const found = await exploreFates(
    machine,
    failing.map(({ name }) => name),
    { maxStates: 150 },
  )
  if (found.kind === 'unknown') return
  for (const outcome of failing) {
    const graph = found.graphs.get(outcome.name) as FatedGraph
    const whole = reachable(machine, outcome)
    const expected = fatesBySweeping(machine, outcome, whole)
    expect(expected.map((_, s) => graph.fateOf(s))).toEqual(expected)
    for (const [s, edges] of whole.out.entries()) {
      for (const { transition, to, breaks } of edges) {
        const fate = breaks ? 'broken' : to < 0 ? 'safe' : expected[to]
        expect(graph.follow(s, transition)).toEqual({ state: to < 0 ? undefined : to, fate })
        met.add(`${outcome.kind} ${fate}`)
      }
    }
  }
}

describe('the fates of all states and steps are those of the reference', () => {
  test('on random models', async () => {
    const met = new Set<string>()
    await fc.assert(
      fc.asyncProperty(randomModel, async random => {
        let machine: Machine
        try {
          machine = instantiate(buildModel(random) as AnyModel)
          await explore(machine, { allClaims: true, maxStates: 300 })
        } catch {
          // One in some has something wrong with it, which other tests are about.
          return
        }
        await compare(machine, met)
      }),
      { numRuns: 50 },
    )
    expect(met.size).toBeGreaterThan(3)
  })

  test('within bounds, outside of which no state is a deadlock', async () => {
    const bounded = model('bounded')
      .shared(() => ({ n: 0, isOver: false }))
      .action('up', s => {
        when(!s.isOver)
        s.n++
      })
      .action('stop', s => {
        when(s.n === 1 && !s.isOver)
        s.isOver = true
      })
      .within('small', s => s.n < 3)
      .invariant('less than two', s => s.n < 2)
    const machine = instantiate(bounded)
    const met = new Set<string>()
    await compare(machine, met)
    expect([...met].sort()).toEqual([
      'deadlock broken',
      'deadlock endangered',
      'deadlock safe',
      'invariant broken',
      'invariant endangered',
      'invariant safe',
    ])
  })

  test('on random machines with circles', async () => {
    const met = new Set<string>()
    await fc.assert(
      fc.asyncProperty(wandering, async machine => compare(machine, met)),
      { numRuns: 100 },
    )
    for (const kind of ['invariant', 'transition', 'assertion', 'deadlock'])
      for (const fate of ['endangered', 'broken']) expect([...met]).toContain(`${kind} ${fate}`)
    for (const fate of ['safe', 'cornered', 'doomed']) expect([...met].join()).toContain(fate)
  })
})

describe('if the whole graph cannot be explored, the reason is given', () => {
  const counting = (limit: number, wrongAt: number) =>
    instantiate(
      model('counting')
        .shared(() => ({ n: 0 }))
        .process('p', {
          steps: {
            count: s => {
              s.n++
              return (s.n === wrongAt ? 'nowhere' : s.n === limit ? 'done' : 'count') as 'count'
            },
          },
        })
        .invariant('small', s => s.n < 3),
    )

  test('because of too many states', async () => {
    const found = await exploreFates(counting(4000, -1), ['small'], { maxStates: 2000 })
    expect(found).toEqual({ kind: 'unknown', why: 'there are 2,000 states or more' })
    expect(await exploreFates(counting(1998, -1), ['small'], { maxStates: 2000 })).toMatchObject({ kind: 'known' })
  })

  test('because a later state has an error', async () => {
    const found = await exploreFates(counting(9, 5), ['small'])
    expect(found).toMatchObject({ kind: 'unknown', why: expect.stringContaining("'nowhere'") })
  })

  test('because it was interrupted', async () => {
    const found = await exploreFates(counting(100_000, -1), ['small'], { signal: { aborted: true } })
    expect(found).toMatchObject({ kind: 'unknown', why: expect.stringContaining('stopped') })
  })
})
