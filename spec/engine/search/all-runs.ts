/** Shortest runs by trying every run there is: what cleverer ways of finding them are compared with. */

import fc from 'fast-check'
import { assert, choose, model, oneOf, when } from '../../../src/index.ts'
import type { ClaimKind } from '../../../src/language/claims.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine, State } from '../../../src/machine/machine.ts'
import { keyOf, successors, type Transition } from '../../../src/machine/reference.ts'

/** A run by its states and transitions. After a step that fails there is no state. */
export interface WholeRun {
  readonly initial: number
  readonly states: readonly State[]
  readonly transitions: readonly Transition[]
}

const places = 6
const movers = 3

/** For each mover and place the places it may go to, a goal, moves that are forbidden, and moves that fail. */
const map = fc.record({
  starts: fc.uniqueArray(fc.nat(places - 2), { minLength: 1, maxLength: 2 }),
  ways: fc.array(
    fc.array(fc.uniqueArray(fc.nat(places - 1), { maxLength: 2 }), { minLength: places, maxLength: places }),
    { minLength: movers, maxLength: movers },
  ),
  forbidden: fc.array(fc.tuple(fc.nat(places - 1), fc.nat(places - 1)), { maxLength: 4 }),
  failing: fc.array(fc.tuple(fc.nat(movers - 1), fc.nat(places - 1)), { maxLength: 2 }),
})

/** Random small machines with one claim of each kind, each broken in some of them. */
export const wandering: fc.Arbitrary<Machine> = map.map(({ starts, ways, forbidden, failing }) =>
  instantiate(
    model('wandering')
      .shared(() => oneOf(starts.map(at => ({ at }))))
      .process('mover', {
        count: movers,
        steps: {
          go: (s, me) => {
            const to = ways[me.id]?.[s.at] ?? []
            when(to.length > 0)
            assert(!failing.some(([mover, at]) => mover === me.id && at === s.at))
            s.at = choose(...to)
            return 'go'
          },
        },
      })
      .invariant('not at the goal', s => s.at !== places - 1)
      .reachable('at the goal', s => s.at === places - 1)
      .transition('nothing forbidden', (a, b) => !forbidden.some(([from, to]) => a.at === from && b.at === to)),
  ),
)

/** All runs of the least length that end in what breaks, or witnesses, the only claim of `kind`; none if there is none. */
export function allShortestRuns(machine: Machine, kind: ClaimKind): readonly WholeRun[] {
  const transitionsOf = remembering(machine)
  let runs: WholeRun[] = machine.initialStates.map((state, initial) => ({ initial, states: [state], transitions: [] }))
  // A shortest run passes no state twice.
  for (let length = 0; length <= places; length++) {
    const found = runs.filter(run => ends(machine, kind, run, transitionsOf))
    if (found.length > 0) return found
    runs = runs.flatMap(run => {
      if (run.states.length <= run.transitions.length) return []
      return transitionsOf(run.states.at(-1) as State).map(transition => ({
        initial: run.initial,
        states: transition.effect.kind === 'state' ? [...run.states, transition.effect.state] : run.states,
        transitions: [...run.transitions, transition],
      }))
    })
  }
  return []
}

function ends(
  machine: Machine,
  kind: ClaimKind,
  run: WholeRun,
  next: (state: State) => readonly Transition[],
): boolean {
  const last = run.transitions.at(-1)
  const failed = last !== undefined && last.effect.kind !== 'state'
  if (failed) return last.effect.kind === kind
  const [before, end] = [run.states.at(-2), run.states.at(-1) as State]
  const claim = machine.claims.find(one => one.kind === kind)
  switch (claim?.kind) {
    case 'invariant':
      return !claim.holds(end, machine.constants)
    case 'reachable':
      return claim.holds(end, machine.constants)
    case 'transition':
      return before !== undefined && !claim.holds(before, end, {} as never, machine.constants)
    case 'deadlock':
      return next(end).length === 0
    default:
      return false
  }
}

function remembering(machine: Machine): (state: State) => readonly Transition[] {
  const known = new Map<string, readonly Transition[]>()
  return state => {
    const key = keyOf(state)
    const transitions = known.get(key) ?? successors(machine, state)
    known.set(key, transitions)
    return transitions
  }
}

/** How often a step is taken by a different mover than the previous step. */
export function switchesOf(moves: readonly { readonly mover: number }[]): number {
  return moves.filter((move, i) => i > 0 && move.mover !== moves[i - 1]?.mover).length
}

/** A move as text, for comparing. */
export function moveText({ mover, script }: { readonly mover: number; readonly script: readonly number[] }): string {
  return `${mover}:${script.join(',')}`
}

/** At each transition of a run, the moves by which some run of `runs` goes on from the same state at the same time. */
export function movesOnward(run: WholeRun, runs: readonly WholeRun[]): string[][] {
  return run.transitions.map((_, k) => {
    const key = keyOf(run.states[k] as State)
    const onward = runs.filter(other => keyOf(other.states[k] as State) === key)
    return [...new Set(onward.map(other => moveText(other.transitions[k] as Transition)))].sort()
  })
}
