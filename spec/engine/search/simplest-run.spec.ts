import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choose, model, when } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine, State } from '../../../src/machine/machine.ts'
import { type Transition, take } from '../../../src/machine/reference.ts'
import type { Run } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { allShortestRuns, movesOnward, moveText, switchesOf, type WholeRun, wandering } from './all-runs.ts'

const kinds = ['invariant', 'reachable', 'transition', 'deadlock', 'assertion'] as const
// The reference engine's graph gives its transitions state by state, the other by whole blocks.
const engines = ['footprint', 'reference'] as const

function follow(machine: Machine, run: Run): WholeRun {
  const states = [machine.initialStates[run.initial] as State]
  const transitions = run.moves.map(({ mover, script }) => {
    const transition = take(machine, states.at(-1) as State, mover, script) as Transition
    if (transition.effect.kind === 'state') states.push(transition.effect.state)
    return transition
  })
  return { initial: run.initial, states, transitions }
}

describe('on random small models, compared with all shortest runs,', () => {
  test.each(kinds.flatMap(kind => engines.map(engine => ({ kind, engine }))))(
    'a claim about the $kind has a run of the least length, of the fewest switches, with the other ways ($engine engine)',
    async ({ kind, engine }) => {
      let found = 0
      await fc.assert(
        fc.asyncProperty(wandering, async machine => {
          const runs = allShortestRuns(machine, kind)
          const outcome = await explore(machine, { allClaims: true, engine })
          const claim = outcome.claims.find(one => one.kind === kind)
          expect(claim?.run !== undefined).toBe(runs.length > 0)
          if (claim?.run === undefined) return
          found++
          const run = follow(machine, claim.run)
          const texts = runs.map(one => one.transitions.map(moveText).join(' '))
          expect(claim.steps).toBe(runs[0]?.transitions.length)
          expect(claim.run.moves).toHaveLength(claim.steps ?? -1)
          expect(texts).toContain(claim.run.moves.map(moveText).join(' '))
          expect(switchesOf(claim.run.moves)).toBe(Math.min(...runs.map(one => switchesOf(one.transitions))))
          expect(claim.run.shortest?.map(moves => moves.map(moveText).sort())).toEqual(movesOnward(run, runs))
        }),
        { numRuns: 50 },
      )
      expect(found).toBeGreaterThan(5)
    },
  )
})

test('the run of fewest switches is taken even where it is found last', async () => {
  // Three steps of each process, in any order: only the order of choice shows that one goes to its end first.
  const source = model('m')
    .process('p', { count: 3, steps: { a: () => {}, b: () => {}, c: () => {} } })
    .invariant('not all', s => s.p.some(one => one.pc !== 'done'))
  const [claim] = (await explore(instantiate(source))).claims
  expect(claim).toMatchObject({ verdict: 'violated', steps: 9 })
  expect(switchesOf(claim?.run?.moves ?? [])).toBe(2)
})

test('the move before the last counts where the last one fails', async () => {
  const source = model('m')
    .shared(() => ({ ready: 0 }))
    .process('p', { count: 2, steps: { set: s => void s.ready++, hit: s => void choose(...(s.ready > 1 ? [1] : [])) } })
    .transition('none hits', (_b, _a, step) => step.step !== 'hit')
  const [claim] = (await explore(instantiate(source))).claims
  expect(claim).toMatchObject({ verdict: 'violated', steps: 3 })
  expect(switchesOf(claim?.run?.moves ?? [])).toBe(1)
})

test('the moves of actions count as switches among each other', async () => {
  const source = model('m')
    .shared(() => ({ x: 0, y: 0 }))
    .action('x', s => void s.x++)
    .action('y', s => {
      when(s.x > 0)
      s.y++
    })
    .invariant('not two each', s => s.x < 2 || s.y < 2)
  const [claim] = (await explore(instantiate(source))).claims
  expect(claim).toMatchObject({ verdict: 'violated', steps: 4 })
  expect(claim?.run?.moves.map(move => move.mover)).toEqual([0, 0, 1, 1])
})
