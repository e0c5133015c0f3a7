/** Models that nobody tuned, and that were too slow: small settings of them, with the counts that both engines find. */

import { describe, expect, it } from 'vitest'
import type { AnyModel } from '../../../src/machine/instantiate.ts'
import { instantiate, type Setting } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { type EngineName, engines, explore } from '../../../src/search/explore.ts'
import type { ExploreOptions } from '../../../src/search/options.ts'
import klotski from '../fixtures/klotski.ts'
import life from '../fixtures/life.ts'
import paxosCommit from '../fixtures/paxos-commit.ts'
import termVote from '../fixtures/term-vote-sets.ts'

interface Case {
  readonly of: AnyModel
  readonly setting?: Setting
  readonly options?: ExploreOptions
  readonly census: Partial<Outcome['census']>
}

const cases: { readonly [name: string]: Case } = {
  'Klotski, 12 moves': { of: klotski, options: { maxDepth: 12 }, census: { states: 271, transitions: 914 } },
  'the game of life, 3 by 3': { of: life, setting: { variant: '3' }, census: { states: 512, transitions: 512 } },
  'Paxos commit, 1 manager': {
    of: paxosCommit,
    setting: { variant: '1 manager' },
    census: { states: 1461, transitions: 9347, depth: 14 },
  },
  'a vote, 2 nodes': { of: termVote, setting: { variant: '2 nodes' }, census: { states: 734, transitions: 2614 } },
  'a vote, 1 term': { of: termVote, setting: { variant: 'term 1' }, census: { states: 2470, transitions: 10437 } },
}

describe.each(engines)('with the %s engine', (engine: EngineName) => {
  it.each(Object.entries(cases))('%s has its states and transitions', async (_, { of, setting, options, census }) => {
    const outcome = await explore(instantiate(of, setting), { ...options, engine })
    expect(outcome.census).toMatchObject(census)
  })
})

describe('where no footprint repeats', () => {
  it('hardly any runs are recorded', async () => {
    const { effort } = await explore(instantiate(life, { variant: '3' }))
    expect(effort?.recipeRuns).toBeLessThan(512 / 4)
  })

  it('there is the same shortest run, though its steps were run directly', async () => {
    const goal = klotski.reachable('left column down', s => JSON.stringify(s.board).includes('[[0,1],[0,2]]'))
    const [reference, footprint] = await Promise.all(
      (['reference', 'footprint'] as const).map(engine => explore(instantiate(goal), { engine, maxDepth: 14 })),
    )
    expect(footprint?.claims).toEqual(reference?.claims)
    expect(footprint?.claims.find(({ name }) => name === 'left column down')?.run?.moves).toHaveLength(3)
  })
})
