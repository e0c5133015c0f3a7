import { choose, model, type Outcome, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { expectAgreement } from './expect-agreement.ts'
import { randomRefinements } from './random-refinements.ts'
import { compareRefinement } from './refinements-judged-naively.ts'

/** A lamp that is on and off, again and again. */
const lamp = model('lamp')
  .shared(() => ({ on: false }))
  .action('switch on', s => {
    when(!s.on)
    s.on = true
  })
  .action('switch off', s => {
    when(s.on)
    s.on = false
  })

const fairLamp = lamp
  .fair({ weak: ['switch on', 'switch off'] })
  .infinitelyOften('it is on again and again', s => s.on)
  .temporal('it is switched off again and again', f => f.always(f.eventually(f.taken('switch off'))))

/** Takes some steps for each that the lamp takes; may wait forever in between, or break. */
const counter = model('counter', { breaks: false, idles: false })
  .shared(() => ({ n: 0, broken: false }))
  .action('count', s => {
    when(!s.broken)
    s.n = (s.n + 1) % 4
  })
  .action('break', (s, c) => {
    when(c.breaks && s.n === 1 && !s.broken)
    s.broken = true
  })
  .action('idle', (_s, c) => when(c.idles))

type Counting = { readonly n: number }
const isOn = ({ n }: Counting) => ({ on: n >= 2 })

async function verdicts(spec: unknown, engine: 'footprint' | 'reference', set = {}): Promise<Record<string, unknown>> {
  const machine = instantiate(spec as never, { set })
  const { claims }: Outcome = await exploreRuns(machine, { engine, allClaims: true, reportsUnknownReads: false })
  for (const claim of claims) if (claim.run !== undefined) buildWitness(machine, claim)
  return Object.fromEntries(
    claims.map(({ name, verdict, steps, loop }) => [
      name,
      verdict === 'violated' ? [steps, ...(loop === undefined ? [] : [loop])] : verdict,
    ]),
  )
}

describe.each(['footprint', 'reference'] as const)('under the %s engine', engine => {
  const spec = counter.fair({ weak: ['count'] }).refines('it is a lamp', fairLamp, isOn)

  test('a model carries the claims and the fairness of the model that it refines', async () => {
    expect(await verdicts(spec, engine)).toEqual({
      'it is a lamp': 'holds',
      'it is a lamp: initial states': 'holds',
      'it is a lamp: no deadlock': 'holds',
      'it is a lamp: weak fairness of switch on': 'holds',
      'it is a lamp: weak fairness of switch off': 'holds',
      'it is a lamp: it is on again and again': 'holds',
      'it is a lamp: it is switched off again and again': 'holds',
      'no deadlock': 'holds',
      'no assertion fails': 'holds',
      'no step throws': 'holds',
    })
  })

  test('a model that may stop breaks what must happen in the end, and not what its steps are', async () => {
    const unfair = counter.refines('it is a lamp', fairLamp, isOn)
    expect(await verdicts(unfair, engine, { idles: true })).toMatchObject({
      'it is a lamp': 'holds',
      'it is a lamp: no deadlock': 'holds',
      'it is a lamp: weak fairness of switch on': [1, 1],
      'it is a lamp: weak fairness of switch off': [3, 1],
      'it is a lamp: it is on again and again': [1, 1],
      'it is a lamp: it is switched off again and again': [1, 1],
    })
  })

  test('a run that ends where the refined model goes on is a deadlock of the refinement alone', async () => {
    expect(await verdicts(counter.mayDeadlock().refines('it is a lamp', lamp, isOn), engine, { breaks: true })).toEqual(
      {
        'it is a lamp': 'holds',
        'it is a lamp: initial states': 'holds',
        'it is a lamp: no deadlock': [2],
        'no assertion fails': 'holds',
        'no step throws': 'holds',
      },
    )
  })

  test('a process that ends may end too early for the refined model', async () => {
    const once = model('once')
      .shared(() => ({ lit: false }))
      .process('hand', {
        steps: {
          light: s => {
            s.lit = true
          },
        },
      })
      .refines('it is a lamp', lamp, s => ({ on: s.lit }))
    expect(await verdicts(once, engine)).toMatchObject({ 'it is a lamp: no deadlock': [1], 'no deadlock': 'holds' })
  })

  test('fairness to each choice is carried for each choice', async () => {
    const served = model('served')
      .shared(() => ({ last: 0 }))
      .action('serve', s => {
        s.last = choose(0, 1, 2)
      })
      .fair({ weak: [{ eachChoiceOf: 'serve' }] })
    const inTurn = model('in turn', { clients: 3 })
      .shared(() => ({ next: 0 }))
      .action('serve the next', (s, c) => {
        s.next = (s.next + 1) % c.clients
      })
      .refines('it serves everyone', served, s => ({ last: s.next }))
    const name = 'it serves everyone: weak fairness of each choice of serve'
    expect(await verdicts(inTurn, engine)).toMatchObject({ [name]: 'holds' })
    expect(await verdicts(inTurn, engine, { clients: 2 })).toMatchObject({
      'it serves everyone': 'holds',
      [name]: [2, 2],
    })
  })

  test('a claim with fairness of its own is carried with it as its premise', async () => {
    const claimed = lamp
      .infinitelyOften('it is on again and again', s => s.on, { fair: { weak: ['switch on'] } })
      .infinitelyOften('it is on', s => s.on)
    const name = 'it is a lamp: it is on again and again'
    const stops = counter.refines('it is a lamp', claimed, isOn)
    expect(await verdicts(stops, engine, { idles: true })).toMatchObject({
      [name]: 'holds',
      'it is a lamp: it is on': [1, 1],
    })
  })

  test('instances are those of the refined model', async () => {
    const two = model('two').process('half', {
      count: 2,
      steps: { low: () => 'high' as const, high: () => 'low' as const },
    })
    const spec = two
      .fair({ weak: ['half'] })
      .infinitelyOften('it is high again and again', (_s, me) => me.pc === 'high', { of: 'half' })
    const one = model('one', { turns: true })
      .shared(() => ({ turn: 0, high: [false, false] }))
      .action('turn', (s, c) => {
        s.high[s.turn] = !s.high[s.turn]
        if (c.turns) s.turn = 1 - s.turn
      })
      .refines('both', spec, s => ({ half: s.high.map(high => ({ pc: high ? ('high' as const) : ('low' as const) })) }))
    expect(await verdicts(one, engine)).toMatchObject({
      both: 'holds',
      'both: weak fairness of half': 'holds',
      'both: it is high again and again': 'holds',
    })
    expect(await verdicts(one, engine, { turns: false })).toMatchObject({
      both: 'holds',
      'both: weak fairness of half': [2, 2],
      'both: it is high again and again': [2, 2],
    })
  })
})

test('both engines and the naive judge agree on random models that are to refine random models', async () => {
  await expectAgreement(randomRefinements, compareRefinement, 100)
}, 600_000)
