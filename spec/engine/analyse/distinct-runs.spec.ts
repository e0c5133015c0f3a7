/** Distinct shortest runs, compared with all shortest runs, sorted into classes by swapping neighbours. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DistinctRuns, distinctRuns } from '../../../src/analyse/distinct-runs.ts'
import { type StepCells, StepCellsOf } from '../../../src/footprint/step-cells.ts'
import { assert, choose, model, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { boundLeft, isStuck } from '../../../src/machine/judge.ts'
import type { Machine, State } from '../../../src/machine/machine.ts'
import { successors, type Transition, take } from '../../../src/machine/reference.ts'
import type { ClaimOutcome, Move } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildModel, randomModel } from '../random/random-models.ts'
import { moveText, switchesOf, wandering } from '../search/all-runs.ts'
import { violates } from './violates.ts'

interface Whole {
  readonly initial: number
  readonly states: readonly State[]
  readonly transitions: readonly Transition[]
}

const tooMany = 1000

/** Every run of this length that shows the violation; undefined if there are too many runs. */
function allRuns(machine: Machine, outcome: ClaimOutcome): Whole[] | undefined {
  let runs: Whole[] = machine.initialStates.map((state, initial) => ({ initial, states: [state], transitions: [] }))
  for (let length = 0; length < (outcome.steps ?? 0); length++) {
    runs = runs.flatMap(({ initial, states, transitions }) => {
      const end = states.at(-1) as State
      // No step is taken outside the bounds of the model.
      if (states.length <= transitions.length || boundLeft(machine, end) !== undefined) return []
      return successors(machine, end).map(transition => ({
        initial,
        states: transition.effect.kind === 'state' ? [...states, transition.effect.state] : states,
        transitions: [...transitions, transition],
      }))
    })
    if (runs.length > tooMany) return undefined
  }
  return runs.filter(run => shows(machine, outcome, run))
}

function shows(machine: Machine, { name, kind }: ClaimOutcome, { states, transitions }: Whole): boolean {
  const claim = machine.claims.find(one => one.name === name)
  const last = transitions.at(-1)
  const end = states.at(-1) as State
  if (last !== undefined && last.effect.kind !== 'state') return last.effect.kind === kind
  if (claim?.kind === 'invariant')
    return claim.given?.(end, machine.constants) !== false && !claim.holds(end, machine.constants)
  if (claim?.kind === 'reachable') return claim.holds(end, machine.constants)
  if (claim?.kind === 'deadlock')
    return boundLeft(machine, end) === undefined && successors(machine, end).length === 0 && isStuck(machine, end)
  return last !== undefined && violates(machine, claim, states.at(-2) as State, last)
}

/** The class of each run, by its text: runs are in one class if swaps of independent neighbours lead from one to the other. */
function classesOf(machine: Machine, { kind }: ClaimOutcome, runs: readonly Whole[]): Map<string, string> {
  const cells = new StepCellsOf(
    machine,
    runs.flatMap(run => run.states),
  )
  const classes = new Map(runs.map(run => [textOf(run.initial, run.transitions), textOf(run.initial, run.transitions)]))
  for (const run of runs) {
    const at = run.transitions.map((t, i) => cells.of(run.states[i] as State, t.mover, t.script))
    const swappable = kind === 'transition' ? run.transitions.length - 1 : run.transitions.length
    for (let i = 0; i + 1 < swappable; i++) {
      const [a, b] = [run.transitions[i] as Transition, run.transitions[i + 1] as Transition]
      if (a.mover === b.mover || !isFree(at[i], at[i + 1])) continue
      const swapped = textOf(run.initial, run.transitions.with(i, b).with(i + 1, a))
      const [mine, other] = [classes.get(textOf(run.initial, run.transitions)), classes.get(swapped)]
      expect(other).toBeDefined()
      for (const [text, name] of classes) if (name === other) classes.set(text, mine as string)
    }
  }
  return classes
}

/** Neither reads or writes a cell that the other writes. */
function isFree(a: StepCells | undefined, b: StepCells | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const meets = (written: ReadonlySet<number>, ...others: ReadonlySet<number>[]) =>
    others.some(other => [...written].some(cell => other.has(cell)))
  return !meets(a.writes, b.reads, b.writes) && !meets(b.writes, a.reads)
}

function textOf(initial: number, moves: readonly Move[]): string {
  return [initial, ...moves.map(moveText)].join(' ')
}

async function found(
  machine: Machine,
  claim: string,
  wanted: number,
  allClaims = true,
): Promise<[ClaimOutcome, DistinctRuns]> {
  const { claims } = await explore(machine, { allClaims, keepShortestRuns: true })
  const outcome = claims.find(({ name }) => name === claim) as ClaimOutcome
  return [outcome, distinctRuns(machine, outcome, wanted)]
}

/** How many claims were compared, and how many of them had some runs that are the same, and some that are not. */
async function compare(machine: Machine): Promise<{ claims: number; distinguishing: number }> {
  const { claims } = await explore(machine, { allClaims: true, keepShortestRuns: true, maxStates: 2000 })
  const compared = { claims: 0, distinguishing: 0 }
  for (const outcome of claims) {
    if (outcome.run === undefined) continue
    const runs = allRuns(machine, outcome)
    if (runs === undefined || runs.length > 200) continue
    const classes = classesOf(machine, outcome, runs)
    const names = new Set(classes.values())
    const all = distinctRuns(machine, outcome, Number.POSITIVE_INFINITY)
    const texts = all.runs.map(run => textOf(run.initial, run.moves))
    expect(all.isAll).toBe(true)
    expect(all.found).toBe(names.size)
    expect(texts).toHaveLength(names.size)
    expect(new Set(texts.map(text => classes.get(text)))).toEqual(names)
    expect(all.runs[0]).toEqual(outcome.run)
    compared.claims++
    if (names.size > 1 && names.size < runs.length) compared.distinguishing++
  }
  return compared
}

const cell = fc.nat(2)
const program = fc.array(fc.record({ reads: cell, writes: cell, isBlind: fc.boolean(), options: fc.nat(1) }), {
  minLength: 1,
  maxLength: 2,
})

/** Three processes whose steps read one cell and write one, some without looking, some with a choice. */
const tangled: fc.Arbitrary<Machine> = fc
  .record({ programs: fc.tuple(program, program, program), goal: fc.tuple(cell, cell, cell) })
  .map(({ programs, goal }) =>
    instantiate(
      model('tangled')
        .shared(() => ({ cells: [0, 0, 0] }))
        .process('p', {
          count: 3,
          locals: () => ({ at: 0 }),
          steps: {
            go: (s, me) => {
              const { reads, writes, isBlind, options } = programs[me.id]?.[me.at] ?? fail()
              const read = isBlind ? 0 : (s.cells[reads] ?? 0)
              s.cells[writes] = (read + choose(...[1, 2].slice(0, options + 1))) % 3
              me.at++
              return me.at < (programs[me.id]?.length ?? 0) ? 'go' : 'done'
            },
          },
        })
        .invariant('not there', s => goal.some((value, i) => s.cells[i] !== value))
        .transition('no going back', (before, after) =>
          goal.some((value, i) => before.cells[i] !== value || after.cells[i] === value),
        )
        .invariant('not over', s => s.p.some(one => one.pc !== 'done')),
    ),
  )

function fail(): never {
  throw new Error('a process continues after its end')
}

describe('each class of runs is found once', () => {
  test('on random models', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(randomModel, async random => {
        let machine: Machine
        try {
          machine = instantiate(buildModel(random) as AnyModel)
          await explore(machine, { allClaims: true, maxStates: 2000 })
        } catch {
          // One in some has something wrong with it, which other tests are about.
          return
        }
        compared += (await compare(machine)).claims
      }),
      { numRuns: 80 },
    )
    expect(compared).toBeGreaterThan(10)
  })

  test('on random models whose steps meet here and there', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(tangled, async machine => {
        compared += (await compare(machine)).distinguishing
      }),
      { numRuns: 30 },
    )
    expect(compared).toBeGreaterThan(5)
  })

  test('on random models with a single cell', async () => {
    await fc.assert(
      fc.asyncProperty(wandering, async machine => {
        await compare(machine)
      }),
      { numRuns: 60 },
    )
  })
})

/** Workers that take their own steps, and record the order in which they come. */
const workers = (own: number) =>
  model('workers', { workers: 3 })
    .shared(() => ({ board: [] as number[] }))
    .process('worker', {
      count: c => c.workers,
      locals: () => ({ n: 0 }),
      steps: {
        work: (_s, me) => {
          me.n++
          return me.n < own ? 'work' : 'write'
        },
        write: (s, me) => {
          s.board = [...s.board, me.id]
        },
      },
    })

describe('by hand', () => {
  test('independent steps are one run in any order', async () => {
    const source = workers(4).invariant('not all', s => s.worker.some(w => w.pc === 'work'))
    const [, { runs, found: number, isAll }] = await found(instantiate(source), 'not all', 10)
    expect({ runs: runs.length, number, isAll }).toEqual({ runs: 1, number: 1, isAll: true })
  })

  test('three writers of one cell have six orders', async () => {
    const source = workers(2).invariant('not all', s => s.board.length < 3)
    const machine = instantiate(source)
    const [outcome, all] = await found(machine, 'not all', 10)
    expect(all).toMatchObject({ found: 6, isAll: true })
    const boards = all.runs.map(run => {
      const end = run.moves.reduce((state, { mover, script }) => {
        const effect = take(machine, state, mover, script)?.effect
        return effect?.kind === 'state' ? effect.state : state
      }, machine.initialStates[run.initial] as State)
      return String(end.board)
    })
    expect(new Set(boards).size).toBe(6)
    // Each in one stretch after the other.
    expect(all.runs.map(run => switchesOf(run.moves))).toEqual([2, 2, 2, 2, 2, 2])
    expect(all.runs[0]).toEqual(outcome.run)
    const [, two] = await found(machine, 'not all', 2)
    expect(two.runs).toEqual(all.runs.slice(0, 2))
    expect(two.found).toBe(6)
  })

  test('runs with different steps come before runs in a different order', async () => {
    const source = model('m')
      .shared(() => ({ x: 0, log: '' }))
      .action('a', s => {
        when(s.x < 3)
        s.log += 'a'
        s.x++
      })
      .action('b', s => {
        when(s.x < 3)
        s.log += 'b'
        s.x++
      })
      .invariant('small', s => s.x < 3)
    const [, { runs, found: number }] = await found(instantiate(source), 'small', 3)
    expect(number).toBe(8)
    expect(runs.map(run => run.moves.map(({ mover }) => 'ab'[mover]).join(''))).toEqual(['aaa', 'bbb', 'aab'])
  })

  test('a last step that breaks a claim about transitions stays last', async () => {
    const source = workers(1)
      .transition('none writes second', (before, after) => !(before.board.length === 0 && after.board.length === 1))
      .invariant('never two', s => s.board.length < 2)
    const [, { found: number }] = await found(instantiate(source), 'none writes second', 10)
    expect(number).toBe(3)
  })

  test('limits are respected and reported if there are too many runs', async () => {
    const source = workers(2).invariant('not all', s => s.board.length < 3)
    const machine = instantiate(source)
    const [outcome] = await found(machine, 'not all', 10)
    expect(distinctRuns(machine, outcome, 10, { maxRuns: 2 })).toMatchObject({ isAll: false })
    expect(distinctRuns(machine, outcome, 10, { maxFollowed: 20 })).toMatchObject({ isAll: false })
    expect(distinctRuns(machine, outcome, 10, { maxSteps: 5 })).toMatchObject({ found: 1, isAll: false })
    const none = distinctRuns(machine, outcome, 10, { maxEdges: 10 })
    expect(none).toEqual({ runs: [outcome.run], found: 1, isAll: false })
  })

  test('a failed assertion is reached in each relevant order', async () => {
    const source = workers(1).process('judge', {
      steps: {
        look: s => assert(s.board.length < 2, 'two have written'),
      },
    })
    const [, { found: number, isAll }] = await found(instantiate(source), 'no assertion fails', 10)
    expect({ number, isAll }).toEqual({ number: 6, isAll: true })
  })

  test('a run of thousands of steps is shown alone', async () => {
    const source = model('m')
      .shared(() => ({ n: 0 }))
      .action('count', s => {
        s.n++
      })
      .invariant('small', s => s.n < 15_000)
    const [{ run }, all] = await found(instantiate(source), 'small', 3, false)
    expect(all).toEqual({ runs: [run], found: 1, isAll: false })
  })
})
