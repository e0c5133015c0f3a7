import { add, choose, model, type SetOf, setOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Profile } from '../../../src/outcome/profile.ts'
import { profileAdvice } from '../../../src/report/outcome/profile-advice.ts'
import { profileToText } from '../../../src/report/outcome/profile-text.ts'
import { explore } from '../../../src/search/explore.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { footprintSearch } from '../../../src/search/footprint-search.ts'
import type { ExploreOptions } from '../../../src/search/options.ts'
import { DistinctCount } from '../../../src/search/profile/distinct-count.ts'

/** Two workers that count, note what they do in a list that nobody reads, and put numbers into a set. */
const workers = model('workers', { workers: 2, steps: 3 })
  .shared(() => ({ total: 0, log: [] as number[], seen: setOf<number>() }))
  .process('worker', {
    count: c => c.workers,
    locals: () => ({ done: 0 }),
    steps: {
      work: (s, me, c) => {
        when(me.done < c.steps)
        me.done += 1
        s.total = Math.max(s.total, me.done)
        s.log.push(me.id)
        return me.done === c.steps ? 'note' : 'work'
      },
      note: s => {
        add(s.seen, choose(1, 2, 3))
        return 'done'
      },
    },
  })
  .invariant('the total is small', s => s.total < 4)

const machine = instantiate(workers)

interface Workers {
  total: number
  log: number[]
  seen: SetOf<number>
  worker: { pc: string }[]
}

async function profiled(options: ExploreOptions = {}, sizes: FootprintSizes = {}) {
  const search = footprintSearch(machine, { profile: true, ...options }, sizes)
  const outcome = await search.explore()
  const states = Array.from(
    { length: outcome.census.states },
    (_, id) => search.engine.stateOf(id) as unknown as Workers,
  )
  return { outcome, profile: outcome.profile as Profile, states }
}

/** The names of the numbers are those of a profile. */
function sum<K extends string>(rows: readonly { readonly [key in K]: number }[], key: K): number {
  return rows.reduce((all, row) => all + row[key], 0)
}

/** How many of the states differ after a change. */
function different(states: readonly Workers[], change: (state: Workers) => void): number {
  return new Set(
    states.map(state => {
      const copy = structuredClone(state)
      change(copy)
      return JSON.stringify(copy)
    }),
  ).size
}

const ways: Record<string, FootprintSizes> = {
  walking: {},
  'generated code': { linearStates: 1, walkedStates: 1, blockStates: 8 },
}

test('a search that ends before it has left a level has a profile, which calls nothing unread', async () => {
  const { profile } = await profiled({ maxStates: 2 })
  expect(profile.parts.length).toBeGreaterThan(0)
  for (const part of profile.parts) expect(part).toMatchObject({ growth: [] })
  expect(profile.parts.filter(part => 'isUnread' in part)).toEqual([])
})

describe.each(Object.entries(ways))('a profile of a search by %s', (_, sizes) => {
  test('counts each transition and each new state for the step that it is of', async () => {
    const { outcome, profile } = await profiled({}, sizes)
    expect(sum(profile.steps, 'transitions')).toBe(outcome.census.transitions)
    expect(sum(profile.steps, 'newStates')).toBe(outcome.census.states - 1)
    expect(sum(profile.steps, 'recordedRuns')).toBe(outcome.effort?.recipeRuns)
    const note = profile.steps.find(({ step }) => step === 'worker: note')!
    const { outcome: withoutNotes } = await profiled({ maxDepth: 3 }, sizes)
    expect(note.transitions).toBeGreaterThan(0)
    expect(withoutNotes.profile?.steps.map(({ step }) => step)).toEqual(['worker: work'])
  })

  test('counts the same without a claim, and with a limit', async () => {
    const bare = footprintSearch(instantiate(workers.without('the total is small')), { profile: true }, sizes)
    const { profile, census } = await bare.explore()
    expect(sum(profile!.steps, 'newStates')).toBe(census.states - 1)
    const limited = await profiled({ maxStates: 50 }, sizes)
    expect(sum(limited.profile.steps, 'newStates')).toBe(limited.outcome.census.states - 1)
    expect(sum(limited.profile.steps, 'transitions')).toBe(limited.outcome.census.transitions)
  })

  test('says how many states differ elsewhere', async () => {
    const { profile, states } = await profiled({}, sizes)
    const without = new Map(profile.parts.map(({ part, statesWithout }) => [part, statesWithout]))
    expect(without.get('log')).toBe(
      different(states, s => {
        s.log = []
      }),
    )
    expect(without.get('total')).toBe(
      different(states, s => {
        s.total = 0
      }),
    )
    expect(without.get('seen')).toBe(
      different(states, s => {
        s.seen = setOf()
      }),
    )
    expect(without.get('worker[*].pc')).toBe(
      different(states, s => {
        for (const worker of s.worker) worker.pc = ''
      }),
    )
    expect(without.get('log')).toBeLessThan(states.length)
  })

  test('says how the values of each part grow, and what is packed anew for them', async () => {
    const { profile, outcome } = await profiled({}, sizes)
    const seen = profile.parts.find(({ part }) => part === 'seen')!
    expect(seen).toMatchObject({ cells: 3, values: 3, isUnread: true })
    expect(seen.growth[0]).toEqual({ depth: 0, values: 0 })
    expect(seen.growth.at(-1)).toEqual({ depth: outcome.census.depth, values: 3 })
    expect(seen.layoutChanges).toBeGreaterThan(0)
  })

  test('names what no step reads', async () => {
    const { profile } = await profiled({}, sizes)
    const unread = profile.parts.filter(({ isUnread }) => isUnread).map(({ part }) => part)
    // Who adds to a list learns its length.
    expect(unread).toEqual(['seen'])
  })
})

describe('a profile', () => {
  test('is kept on request only', async () => {
    expect(await explore(machine)).not.toHaveProperty('profile')
  })

  test('does not change what is found', async () => {
    const { seconds: _, effort: __, profile: ___, ...found } = await explore(machine, { profile: true })
    const { seconds: _s, effort: _e, ...plain } = await explore(machine)
    expect(found).toEqual(plain)
  })

  test('claims nothing of what steps read that are not recorded', async () => {
    const direct = model('direct')
      .shared(() => ({ n: 0, log: [] as number[] }))
      .action('step', s => {
        when(s.n < 20)
        s.n += 1
        s.log = [s.n]
      })
      .mayDeadlock()
    const { profile } = await footprintSearch(instantiate(direct), { profile: true }, { trialRuns: 1 }).explore()
    expect(profile?.steps[0]?.directRuns).toBeGreaterThan(0)
    expect(profile?.parts.every(({ isUnread }) => isUnread === undefined)).toBe(true)
  })

  test('is two tables, the heaviest part first, with a sentence about each part that no step reads', async () => {
    const { outcome, profile } = await profiled()
    const text = profileToText({ ...outcome, profile }, 1000)
    const without = profile.parts.map(part => part.statesWithout)
    expect(without).toEqual([...without].sort((a, b) => a - b))
    expect(text).toMatch(/step +transitions +new states/)
    expect(text).toMatch(/^ {2}worker: note +\d+/m)
    expect(text).toMatch(/^ {2}worker\[\*\]\.pc +2 +3 /m)
    expect(text).toMatch(/No step reads seen: without it there would be about \d+ states of /)
  })

  test('says which parts multiply the states, and which steps take the time', () => {
    const part = { cells: 1, values: 9, growth: [], layoutChanges: 0 }
    const step = { transitions: 1, newStates: 1, recordedRuns: 0, directRuns: 0, seconds: 0 }
    const profile: Profile = {
      steps: [
        { ...step, step: 'p: look', recordedRuns: 7, directRuns: 4_000, seconds: 3 },
        { ...step, step: 'p: count', recordedRuns: 1_234, seconds: 2 },
        { ...step, step: 'p: rest', recordedRuns: 4, seconds: 0.5 },
      ],
      parts: [
        { ...part, part: 'network', statesWithout: 100 },
        { ...part, part: 'log', statesWithout: 300, isUnread: true },
        { ...part, part: 'p[*].pc', statesWithout: 501 },
      ],
    }
    const advice = profileAdvice({ profile, census: { states: 1_000, transitions: 9, depth: 9 }, seconds: 6 })
    expect(advice.map(text => text.replace(/[.:].*/s, ''))).toEqual([
      'No step reads log',
      'Instead of 1,000 states there would be about 100 without network',
      'p',
      'p',
    ])
    expect(advice[2]).toContain('look was run anew in 4,000 states, 3.0 s of 6.0 s')
    expect(advice[3]).toContain('count was run for 1,234 combinations')
    const few = profileAdvice({ profile, census: { states: 999, transitions: 9, depth: 9 }, seconds: 60 })
    expect(few).toHaveLength(1)
    const lines = profileToText({ profile, census: { states: 1_000, transitions: 9, depth: 9 }, seconds: 6 }, 60).split(
      '\n',
    )
    expect(lines).toContain('  - No step reads log: without it there would be about 300')
  })
})

describe('a count of different hashes', () => {
  test('is exact while there are few, and nearly so for many', () => {
    const hash = (i: number, by: number): number => {
      const x = Math.imul(i ^ (i >>> 15), by)
      return Math.imul(x ^ (x >>> 13), 0xc2b2ae35) ^ (x >>> 16)
    }
    const counted = (n: number): number => {
      const counts = new DistinctCount()
      for (let round = 0; round < 2; round++)
        for (let i = 0; i < n; i++) counts.add(hash(i, 0x85ebca6b), hash(i, 0x9e3779b1))
      return counts.count
    }
    expect(counted(60_000)).toBe(60_000)
    expect(Math.abs(counted(1_000_000) / 1_000_000 - 1)).toBeLessThan(0.02)
  })
})
