/** Claims in generated code, which passes over states and transitions: both engines must still say the same. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it, vi } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { footprintSearch, searchFootprint } from '../../../src/search/footprint-search.ts'
import { QuickClaims } from '../../../src/search/quick-claims.ts'
import { referenceSearch } from '../../../src/search/reference-search.ts'
import type { Search } from '../../../src/search/search.ts'
import { agreedVerdicts } from '../random/agreed-verdicts.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

/** Code is made early, and seldom enough that it is used for many states. */
const early = { linearStates: 1, walkedStates: 30, blockStates: 16, roomyStates: 0 }
const small = { ...early, maxCodeBytes: 800 }
const all = { allClaims: true }

interface Counting {
  up: number
  down: number
  queue: number[]
  last: string
}

/** Two counters and a queue, some thousand states, in which nothing happens for a while. */
const counting = () =>
  model('counting')
    .shared((): Counting => ({ up: 0, down: 8, queue: [], last: 'none' }))
    .action('rise', s => {
      when(s.up < 8)
      s.up++
      if (s.up % 4 === 0) s.last = `at ${s.up}`
    })
    .action('fall', s => {
      when(s.down > 0)
      s.down--
    })
    .action('send', s => {
      when(s.queue.length < 2)
      s.queue.push(choose(0, 1, 2))
    })
    .action('receive', s => {
      when(s.queue.length > 0)
      s.queue.shift()
    })

type Model = ReturnType<typeof counting>

const claims: Record<string, (m: Model) => Model> = {
  'an invariant that is violated late': m => m.invariant('a', s => s.up < 5 || s.down > 3),
  'an invariant that reads more only late': m => m.invariant('a', s => s.up < 3 || s.down < 8 || s.queue.length < 2),
  'a premise that is met late': m => m.invariant('a', { given: s => s.up === 6, then: s => s.up > s.down - 8 }),
  'a premise that is never met': m => m.invariant('a', { given: s => s.up === 16, then: () => false }),
  'a state that is reached late': m => m.reachable('a', s => s.up === 6 && s.down === 4 && s.queue[0] === 2),
  'a state that is never reached': m => m.reachable('a', s => s.up + s.down > 20),
  'a bound': m => m.within('a', s => s.up + 8 - s.down < 5).invariant('b', s => s.up < 5),
  'a transition claim that is violated late': m =>
    m.transition('a', (before, after) => after.down >= before.down || before.up < 7),
  'a transition claim about what was before': m =>
    m.transition('a', (before, after) => before.up <= after.up && after.up - before.up < 2),
  'a transition claim about a step': m =>
    m.transition('a', (before, after, step) => step.step !== 'rise' || after.up !== 8 || before.queue.length > 0),
  'a transition claim about another step': m =>
    m.transition('a', (before, after, step) => step.step !== 'fall' || after.down !== 1 || before.up < 5),
  'a transition claim whose premise is met late': m =>
    m.transition('a', {
      given: (before, after) => before.up < after.up && after.up > 6,
      then: (_, after) => after.up < 9,
    }),
  'a transition claim whose premise is never met': m =>
    m.transition('a', { given: (before, after) => before.up > after.up, then: () => false }),
  'claims about lists': m =>
    m
      .invariant('a', s => s.queue.length < 2 || s.queue[0] !== 2 || s.queue.at(-1) !== 1 || s.up < 6)
      .transition('b', (before, after) => before.queue.length < 2 || after.queue.length < 2 || before.down !== 1),
  'claims about values that come late': m =>
    m
      .invariant('a', s => s.last !== 'at 8' || s.down > 2)
      .transition('b', (before, after) => before.last === after.last || after.last !== 'at 4' || after.down > 2),
  'claims of all kinds': m =>
    m
      .transition('a', (before, after) => after.down >= before.down || before.up < 7)
      .invariant('b', s => s.up < 6 || s.down > 3)
      .transition('c', {
        given: before => before.queue.length === 2,
        then: (_, after) => after.queue.length < 2 || after.up > 0,
      })
      .reachable('d', s => s.queue.length === 2 && s.up === 8)
      .invariant('e', { given: s => s.up === 7, then: s => s.last !== 'none' }),
  'more claims than a word has bits': m =>
    Array.from({ length: 40 }, (_, i) => i).reduce<Model>(
      (all, i) => all.invariant(`a ${i}`, s => s.up + 8 - s.down < i - 24 || i < 38 || s.queue.length < 2),
      m,
    ),
}

describe('generated code passes over nothing that a claim says: ', () => {
  it.each(Object.keys(claims))('%s', async name => {
    const machine = instantiate(claims[name]!(counting()))
    await expectSameOutcome(machine, { allClaims: true }, early)
    await expectSameOutcome(machine, {}, small)
  })

  it('a step that goes both ways', async () => {
    const wandering = model('wandering')
      .shared(() => ({ at: 0, other: 0 }))
      .action('wander', s => {
        s.at += choose(-1, 1)
        when(s.at >= 0 && s.at < 10)
      })
      .action('turn', s => {
        s.other = (s.other + 1) % 9
      })
      .transition('nobody turns back late', (before, after) => before.at !== 6 || after.at !== 5 || before.other !== 8)
    await expectSameOutcome(instantiate(wandering), { allClaims: true }, early)
  })

  it('steps of instances that do the same to other cells', async () => {
    const racing = model('racing')
      .shared(() => ({ turns: 0 }))
      .process('runner', {
        count: 3,
        locals: () => ({ at: 0 }),
        steps: {
          run: (s, me) => {
            when(me.at < 6)
            me.at += s.turns === 3 ? 2 : 1
            s.turns = (s.turns + 1) % 4
            return 'run'
          },
        },
      })
      .transition('nobody falls back', (before, after, step) =>
        before.runner.every(
          (b, i) => b.at <= after.runner[i]!.at && (step.instance === i || b.at === after.runner[i]!.at),
        ),
      )
      .transition(
        'the last never jumps at the end',
        (before, after) => after.runner[2]!.at - before.runner[2]!.at < 2 || before.runner[2]!.at < 5,
      )
    await expectSameOutcome(instantiate(racing), { allClaims: true }, early)
  })
})

describe('code of claims', () => {
  /** A list that many cells of one bit leave so few bits that the layout changes again and again. */
  const cramped = model('cramped')
    .shared(() => ({ n: 0, isPadded: false, pads: Array.from({ length: 27 }, () => 0), list: [] as number[] }))
    .action('count', s => {
      when(s.n < 5)
      s.n++
    })
    .action('feed', s => {
      when(s.list.length < 4)
      s.list.push(choose(0, 1, 2))
    })
    .action('pad', s => {
      when(!s.isPadded)
      s.isPadded = true
      s.pads[choose(0, 9, 18)] = 1
    })
    .mayDeadlock()

  it('is dropped where the layout changes, however late', async () => {
    const drop = vi.spyOn(QuickClaims.prototype, 'drop')
    const claimed = cramped
      .invariant('a', s => s.list.length < 4 || s.list[3] !== 2 || s.n < 5)
      .transition('b', (before, after) => after.list.length < 4 || after.list[0] !== 2 || before.n < 4)
    for (const walkedStates of [1, 30]) {
      const sizes = { ...early, walkedStates }
      expect(await agreedVerdicts(claimed, [], [sizes])).toMatchObject({ a: 'violated', b: 'violated' })
    }
    expect(drop.mock.calls.length).toBeGreaterThan(4)
    drop.mockRestore()
  })

  /** Counters of two who take turns as they like: a line of states at each depth, and a claim that breaks in many of them. */
  const racing = model('racing')
    .shared(() => ({ n: 0 }))
    .process('runner', {
      count: 3,
      locals: () => ({ at: 0 }),
      steps: {
        run: (_, me) => {
          when(me.at < 9)
          me.at++
          return 'run'
        },
      },
    })
    .mayDeadlock()

  it('leaves no end of a shortest run out', async () => {
    const claimed = racing
      .invariant('a', s => s.runner.reduce((sum, { at }) => sum + at, 0) < 12)
      .transition('b', (before, after) => before.runner[0]!.at + after.runner[1]!.at + after.runner[2]!.at < 12)
    const machine = instantiate(claimed)
    const [code, reference] = [footprintSearch(machine, all, early), referenceSearch(machine, all)]
    expect(await endsOf(code)).toEqual(await endsOf(reference))
  })

  it('knows at each level what is still wanted: where a claim was violated above, it is passed over', async () => {
    const evaluated = vi.spyOn(QuickClaims.prototype, 'noteEvaluated')
    const times = async (highest: number) => {
      evaluated.mockClear()
      const claimed = racing.invariant('a', s => s.runner[0]!.at + s.runner[1]!.at + s.runner[2]!.at < highest)
      await searchFootprint(instantiate(claimed), all, early)
      return evaluated.mock.calls.length
    }
    // Hundreds of states come after the level of the violation, in all of which the claim is false.
    const [soon, never] = [await times(7), await times(28)]
    expect(2 * soon).toBeLessThan(never)
    evaluated.mockRestore()
  })
})

/** The ends of the shortest runs to each finding, in the order in which they were found. */
async function endsOf(search: Search): Promise<unknown[]> {
  await search.searchLevels()
  return search.machine.claims.map((_, claim) =>
    search.ledger
      .finding(claim)
      ?.ends.map(({ state, move }) => [JSON.stringify(search.engine.stateOf(state)), move?.mover]),
  )
}
