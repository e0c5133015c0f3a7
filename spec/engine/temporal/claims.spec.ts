/** What temporal claims mean, on models so small that it can be seen; under both engines. */

import { type AnyModel, choose, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome, Outcome } from '../../../src/outcome/outcome.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'

const engines = ['reference', 'footprint'] as const

async function outcomeOf(made: AnyModel, engine: (typeof engines)[number], variant?: string): Promise<Outcome> {
  return exploreRuns(instantiate(made, { variant: variant ?? null }), { engine, allClaims: true })
}

async function judged(made: AnyModel, engine: (typeof engines)[number], variant?: string) {
  const { claims } = await outcomeOf(made, engine, variant)
  return (name: string): ClaimOutcome => claims.find(claim => claim.name === name) as ClaimOutcome
}

/** `holds`, or stem and loop of the run that violates a claim. */
function short({ verdict, steps = 0, loop }: ClaimOutcome): unknown {
  return verdict === 'violated' && loop !== undefined ? [steps - loop, loop] : verdict
}

/** One process that goes round three places, and one that may end. */
const round = model('round')
  .shared(() => ({ stop: false }))
  .process('goer', {
    steps: {
      a: s => (s.stop ? 'done' : undefined),
      b: () => undefined,
      c: () => 'a' as const,
    },
  })
  .process('stopper', {
    steps: {
      stop: s => {
        s.stop = true
      },
    },
  })

describe.each(engines)('under the %s engine', engine => {
  test('what comes in every run comes eventually, and what need not come does not', async () => {
    const verdict = await judged(
      round
        .eventually('b', s => s.goer[0]?.pc === 'b')
        .eventually('done', s => s.goer[0]?.pc === 'done')
        .eventually('done, if fair', s => s.goer[0]?.pc === 'done', { fair: { weak: ['stopper'] } }),
      engine,
    )
    expect(short(verdict('b'))).toEqual([2, 0])
    expect(short(verdict('done'))).toEqual([0, 3])
    expect(short(verdict('done, if fair'))).toBe('holds')
    expect(verdict('done').holdsIf).toEqual([[{ strength: 'weak', process: 'stopper', step: 'stop' }]])
  })

  test('strong fairness is met on a loop where weak fairness to the same step asks for nothing', async () => {
    const door = model('door')
      .shared(() => ({ isOpen: false, visits: 0 }))
      .action('turn', s => {
        s.isOpen = !s.isOpen
      })
      .action('visit', s => {
        when(s.isOpen)
        s.visits = 1 - s.visits
      })
    const machine = instantiate(
      door.eventually('an end', () => false, { fair: { weak: ['visit'], strong: ['visit', 'turn'] } }),
    )
    const [claim] = (await exploreRuns(machine, { engine, allClaims: true })).claims
    const loop = (claim?.run?.moves ?? []).slice(-(claim?.loop ?? 0)).map(({ mover }) => machine.movers[mover]?.name)
    expect(new Set(loop)).toEqual(new Set(['turn', 'visit']))
  })

  test('each claim has its own fairness', async () => {
    const apart = model('apart')
      .shared(() => ({ a: 0, b: 0 }))
      .action('a', s => {
        s.a = 1
      })
      .action('b', s => {
        s.b = 1
      })
    const verdict = await judged(
      apart
        .eventually('a by a', s => s.a === 1, { fair: { weak: ['a'] } })
        .eventually('a by b', s => s.a === 1, { fair: { weak: ['b'] } })
        .eventually('b by b', s => s.b === 1, { fair: { weak: ['b'] } })
        .eventually('b by a', s => s.b === 1, { fair: { weak: ['a'] } }),
      engine,
    )
    expect(['a by a', 'a by b', 'b by b', 'b by a'].map(name => verdict(name).verdict)).toEqual([
      'holds',
      'violated',
      'holds',
      'violated',
    ])
  })

  test('a run that ends stays in its last state forever', async () => {
    const verdict = await judged(
      round
        .fair({ weak: ['stopper'] })
        .infinitelyOften('a again and again', s => s.goer[0]?.pc === 'a')
        .eventuallyAlways('ended forever', s => s.goer[0]?.pc === 'done')
        .eventuallyAlways('never at c again', s => s.goer[0]?.pc !== 'c'),
      engine,
    )
    expect(short(verdict('a again and again'))).toEqual([2, 0])
    expect(short(verdict('ended forever'))).toBe('holds')
    expect(short(verdict('never at c again'))).toBe('holds')
  })

  test('a deadlock stays forever as well', async () => {
    const stuck = model('stuck')
      .shared(() => ({ open: false }))
      .process('p', { steps: { wait: s => void when(s.open) } })
      .eventually('done', s => s.p[0]?.pc === 'done')
      .temporal('waits forever', f => f.always(s => s.p[0]?.pc === 'wait'))
    const verdict = await judged(stuck, engine)
    expect(short(verdict('done'))).toEqual([0, 0])
    expect(short(verdict('waits forever'))).toBe('holds')
    expect(verdict('done').holdsIf).toEqual([])
  })

  test('the premise of what leads to something counts whenever it is true, not only at the start', async () => {
    const late = model('late')
      .shared(() => ({ x: 0 }))
      .process('p', {
        steps: {
          one: s => {
            s.x = 1
          },
          two: s => {
            s.x = 2
          },
          three: s => {
            s.x = 3
          },
        },
      })
      .leadsTo(
        '2 to 1',
        s => s.x === 2,
        s => s.x === 1,
      )
      .leadsTo(
        '1 to 3',
        s => s.x === 1,
        s => s.x === 3,
      )
      .leadsTo(
        'nothing to 3',
        s => s.x === 9,
        s => s.x === 3,
      )
      .temporal('0 until 2', f =>
        f.until(
          s => s.x === 0,
          s => s.x === 2,
        ),
      )
    const verdict = await judged(late, engine)
    expect(short(verdict('0 until 2'))).toEqual([3, 0])
    expect(short(verdict('2 to 1'))).toEqual([3, 0])
    expect(short(verdict('1 to 3'))).toBe('holds')
    expect(verdict('nothing to 3')).toMatchObject({ verdict: 'holds', vacuous: 'its premise was never true' })
  })

  test('weak fairness does not help a process that can continue only now and then, strong fairness does', async () => {
    const lamp = model('lamp')
      .shared(() => ({ on: false }))
      .process('switch', {
        steps: {
          flip: s => {
            s.on = !s.on
            return 'flip'
          },
        },
      })
      .process('reader', { steps: { read: s => void when(s.on) } })
      .eventually('weak', s => s.reader[0]?.pc === 'done', { fair: { weak: ['switch', 'reader'] } })
      .eventually('strong', s => s.reader[0]?.pc === 'done', { fair: { weak: ['switch'], strong: ['reader'] } })
    const verdict = await judged(lamp, engine)
    expect(short(verdict('weak'))).toEqual([0, 2])
    expect(verdict('weak').holdsIf).toEqual([[{ strength: 'strong', process: 'reader', step: 'read' }]])
    expect(short(verdict('strong'))).toBe('holds')
  })

  test('each instance is fair by itself', async () => {
    const two = model('two')
      .process('worker', {
        count: 2,
        locals: () => ({ turns: 0 }),
        steps: {
          work: (_s, me) => {
            me.turns = 1 - me.turns
            return 'work'
          },
        },
      })
      .fair({ weak: ['worker'] })
      .infinitelyOften('each works', (_s, me) => me.turns === 1, { of: 'worker' })
      .infinitelyOften('each works, without fairness', (_s, me) => me.turns === 1, { of: 'worker', fair: {} })
      .temporal('each takes steps', f => f.always(f.eventually(f.takenByMe('work'))), { of: 'worker' })
      .temporal('each takes steps, without fairness', f => f.always(f.eventually(f.takenByMe())), {
        of: 'worker',
        fair: {},
      })
      .temporal('somebody takes steps', f => f.always(f.eventually(f.taken('worker: work'))), { fair: {} })
    const verdict = await judged(two, engine)
    expect(short(verdict('each works'))).toBe('holds')
    expect(short(verdict('each works, without fairness'))).toEqual([0, 2])
    expect(short(verdict('each takes steps'))).toBe('holds')
    expect(short(verdict('each takes steps, without fairness'))).not.toBe('holds')
    expect(short(verdict('somebody takes steps'))).toBe('holds')
  })

  test('the instance that a violation is about is named', async () => {
    const named = model('named')
      .process('worker', { count: 3, steps: { only: (_s, me) => void when(me.id !== 1) } })
      .eventually('each ends', (_s, me) => me.pc === 'done', { of: 'worker' })
      .canAlways('each can end', (_s, me) => me.pc === 'done', { of: 'worker' })
    const verdict = await judged(named, engine)
    expect(verdict('each ends').run?.me).toEqual({ process: 'worker', instance: 1 })
    expect(verdict('each can end')).toMatchObject({ steps: 0, run: { me: { process: 'worker', instance: 1 } } })
  })

  test('a fair loop inside a part that is not fair as a whole is found', async () => {
    // To go to `trap` again and again makes `catch` stand ready again and again; to stay outside does not.
    const inner = model('inner')
      .shared(() => ({ at: 'yard' }))
      .action('to the yard', s => {
        when(s.at !== 'caught')
        s.at = 'yard'
      })
      .action('to the house', s => {
        when(s.at === 'yard')
        s.at = choose('house', 'trap')
      })
      .action('catch', s => {
        when(s.at === 'trap')
        s.at = 'caught'
      })
      .fair({ strong: ['catch'] })
      .eventually('caught', s => s.at === 'caught')
      .infinitelyOften('not in the house', s => s.at !== 'house')
      .temporal('caught, if in the trap again and again', f =>
        f.implies(
          f.always(f.eventually(s => s.at === 'trap')),
          f.eventually(s => s.at === 'caught'),
        ),
      )
    const verdict = await judged(inner, engine)
    expect(short(verdict('caught'))).toEqual([0, 2])
    expect(short(verdict('not in the house'))).toBe('holds')
    expect(short(verdict('caught, if in the trap again and again'))).toBe('holds')
  })

  test('what can always come again holds, and what cannot is violated', async () => {
    const verdict = await judged(
      round
        .canAlways('back to a', s => s.goer[0]?.pc === 'a')
        .canAlways('stopped', s => s.stop)
        .canAlways('done', s => s.goer[0]?.pc === 'done'),
      engine,
    )
    expect(verdict('back to a')).toMatchObject({ verdict: 'violated', steps: 2 })
    expect(verdict('stopped').verdict).toBe('holds')
    expect(verdict('done').verdict).toBe('holds')
  })

  test('a variant and a claim state fairness in place of that of the model, which adds up', async () => {
    const made = round
      .fair({ weak: ['goer'] })
      .fair({ weak: ['stopper'] })
      .eventually('done', s => s.goer[0]?.pc === 'done')
      .eventually('done anyway', s => s.goer[0]?.pc === 'done', { fair: { strong: ['stopper: stop'] } })
      .variant('nobody is fair', {}, { fair: {} })
    expect(short((await judged(made, engine))('done'))).toBe('holds')
    const unfair = await judged(made, engine, 'nobody is fair')
    expect(short(unfair('done'))).toEqual([0, 3])
    expect(short(unfair('done anyway'))).toBe('holds')
    expect(unfair('done').fairness).toBeUndefined()
    expect(unfair('done anyway').fairness).toEqual([{ strength: 'strong', process: 'stopper', step: 'stop' }])
  })

  test('until and release, enabled and taken mean what they say', async () => {
    const isAt = (pc: string) => (s: { readonly goer: readonly { readonly pc: string }[] }) => s.goer[0]?.pc === pc
    const verdict = await judged(
      round
        .fair({ weak: ['stopper', 'goer'] })
        .temporal('runs until it ends', f => f.until(f.not(isAt('done')), isAt('done')))
        .temporal('at a until at b', f => f.until(isAt('a'), isAt('b')))
        .temporal('stop is possible until it is taken', f => f.release(f.taken('stopper'), f.enabled('stopper: stop')))
        .temporal('stop is taken', f => f.eventually(f.taken('stopper: stop')))
        .temporal('stop is taken twice', f => f.always(f.eventually(f.taken('stopper: stop')))),
      engine,
    )
    expect(short(verdict('runs until it ends'))).toBe('holds')
    // It may end at once.
    expect(short(verdict('at a until at b'))).toEqual([2, 0])
    expect(short(verdict('stop is possible until it is taken'))).toBe('holds')
    expect(short(verdict('stop is taken'))).toBe('holds')
    expect(short(verdict('stop is taken twice'))).toEqual([2, 0])
  })

  test('a search that was cut leaves temporal claims unknown', async () => {
    const made = instantiate(round.eventually('b', s => s.goer[0]?.pc === 'b'))
    const { claims, stop } = await exploreRuns(made, { engine, maxStates: 2 })
    expect(stop).toBe('state limit')
    expect(claims.find(({ name }) => name === 'b')?.verdict).toBe('unknown')
  })

  test('fairness of a step that is never possible is reported, and so is a claim about no instance', async () => {
    const made = round
      .process('nobody', { count: 0, steps: { idle: () => undefined } })
      .fair({ weak: ['stopper', 'nobody'] })
      .eventually('nobody ends', (_s, me) => me.pc === 'done', { of: 'nobody' })
    const outcome = await outcomeOf(made, engine)
    expect(outcome.idleFairness).toEqual([{ strength: 'weak', process: 'nobody', step: null }])
    expect(outcome.claims[0]).toMatchObject({ verdict: 'holds', vacuous: 'there is no instance of nobody' })
  })

  test('a predicate that depends on more than the state is refused', async () => {
    let calls = 0
    const impure = round.eventually('sometimes', () => calls++ % 2 === 0)
    await expect(outcomeOf(impure, engine)).rejects.toThrow(/'sometimes' gave two different results for the same state/)
    const lookup = model('keys')
      .shared(() => ({ seen: {} as Record<string, boolean> }))
      .process('p', {
        count: 2,
        steps: {
          see: (s, me) => {
            s.seen[`k${me.id}`] = true
          },
        },
      })
      .eventually('k0 first', s => Object.keys(s.seen)[0] === 'k0')
    await expect(outcomeOf(lookup, engine)).rejects.toThrow(/order in which the keys/)
  })

  test('a formula that is too large is refused, and not worked at forever', async () => {
    const large = round.temporal('large', f => {
      const parts = Array.from({ length: 12 }, (_, i) =>
        f.implies(f.always(f.eventually(s => s.stop === i > 3)), f.always(f.eventually(s => s.goer[i]?.pc === 'a'))),
      )
      return f.not(f.and(...parts))
    })
    await expect(outcomeOf(large, engine)).rejects.toThrow(/'large' has a formula that is too large to judge/)
  })

  test('a formula is too large only because its predicates are written again, which its message says', async () => {
    type Predicate = (s: { readonly stop: boolean; readonly goer: readonly { readonly pc: string }[] }) => boolean
    const formula = (stop: () => Predicate, atA: () => Predicate) =>
      round.temporal('twice', f =>
        f.or(
          f.release(stop(), f.once(f.implies(atA(), stop()))),
          f.implies(stop(), f.or(f.and(f.enabled('goer: a'), atA()), f.or(f.taken('stopper: stop'), atA()))),
        ),
      )
    const [stop, atA]: Predicate[] = [s => s.stop, s => s.goer[0]?.pc === 'a']
    const again = formula(
      () => s => s.stop,
      () => s => s.goer[0]?.pc === 'a',
    )
    const once = formula(
      () => stop as Predicate,
      () => atA as Predicate,
    )
    await expect(outcomeOf(again, engine)).rejects.toThrow(
      /has the predicate '.*s\.stop' \d+ times and others again, and each function is a predicate/,
    )
    await expect(outcomeOf(once, engine)).resolves.toBeDefined()
  })

  test('a predicate that reads what no state has is reported', async () => {
    const misspelt = round
      .eventually('misspelt', s => (s as { stopp?: boolean }).stopp === undefined)
      .eventually('of each', (_s, me) => (me as { pcc?: string }).pcc === undefined, { of: 'goer' })
    const { warnings } = await outcomeOf(misspelt, engine)
    expect(warnings).toEqual([
      "claim 'misspelt' reads s.stopp, which no state has",
      "claim 'of each' reads s.goer[0].pcc, which no state has",
    ])
  })
})
