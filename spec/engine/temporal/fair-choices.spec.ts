/** Fairness that obliges a step to each of its choices; under both engines. */

import { choose, type EachChoice, type Fairness, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import { witnessToText } from '../../../src/report/run/witness-text.ts'
import { plain } from '../../../src/report/text/paint.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'

const engines = ['reference', 'footprint'] as const

/** A server that picks whom to serve, and of whom it then takes something small or large. */
const server = model('server')
  .shared(() => ({ served: 0, how: 'small', isOpen: true }))
  .action('serve', s => {
    when(s.isOpen)
    s.served = choose(0, 1)
    s.how = choose('small', 'large')
  })
  .action('open or close', s => {
    s.isOpen = !s.isOpen
  })

const isServed = (client: number) => (s: { readonly served: number }) => s.served === client

async function outcomeOf(fair: Fairness<'serve' | 'open or close'>, engine: (typeof engines)[number]) {
  const made = server
    .fair(fair)
    .infinitelyOften('each is served', isServed(1))
    .infinitelyOften('large to the other', s => s.served === 1 && s.how === 'large')
  const machine = instantiate(made)
  return { machine, outcome: await exploreRuns(machine, { engine, allClaims: true }) }
}

async function verdicts(fair: Fairness<'serve' | 'open or close'>, engine: (typeof engines)[number]) {
  const { claims } = (await outcomeOf(fair, engine)).outcome
  return claims.slice(0, 2).map(({ verdict }) => verdict)
}

const eachChoice: EachChoice<'serve'> = { eachChoiceOf: 'serve' }

describe.each(engines)('under the %s engine', engine => {
  test('a step that is strongly fair may neglect a choice, unless it is fair to each', async () => {
    expect(await verdicts({ strong: ['serve'] }, engine)).toEqual(['violated', 'violated'])
    expect(await verdicts({ strong: [eachChoice] }, engine)).toEqual(['holds', 'violated'])
  })

  test('choices may be combinations of the first few', async () => {
    expect(await verdicts({ strong: [{ ...eachChoice, choices: 2 }] }, engine)).toEqual(['holds', 'holds'])
    expect(await verdicts({ strong: [{ ...eachChoice, choices: 9 }] }, engine)).toEqual(['holds', 'holds'])
  })

  test('a choice that is possible again and again, and not always, needs strong fairness', async () => {
    expect(await verdicts({ weak: [eachChoice, 'open or close'] }, engine)).toEqual(['violated', 'violated'])
  })

  test('choices of a process are by instance, and those whose options depend on the state are known', async () => {
    const made = model('takers')
      .shared(() => ({ free: [1, 2, 3], last: 0 }))
      .process('taker', {
        count: 2,
        locals: () => ({ got: 0 }),
        steps: {
          take: (s, me) => {
            me.got = choose(...s.free)
            s.last = me.got
            s.free = [...s.free.slice(1), s.free[0]!]
            return 'take'
          },
        },
      })
      .infinitelyOften('gets 3', (_s, me) => me.got === 3, {
        of: 'taker',
        fair: { weak: [{ eachChoiceOf: 'taker: take' }] },
      })
      .infinitelyOften('gets 3, if fair', (_s, me) => me.got === 3, { of: 'taker', fair: { weak: ['taker: take'] } })
    const { claims } = await exploreRuns(instantiate(made), { engine, allClaims: true })
    expect(claims.slice(0, 2).map(({ verdict }) => verdict)).toEqual(['holds', 'violated'])
  })

  test('a step that chooses nothing is reported', async () => {
    const warningsWith = async (each: EachChoice<'serve' | 'open or close'>) => {
      const made = server.infinitelyOften('open', isServed(0), { fair: { weak: [each] } })
      return (await exploreRuns(instantiate(made), { engine, allClaims: true })).warnings
    }
    expect(await warningsWith({ eachChoiceOf: 'serve' })).toEqual([])
    expect(await warningsWith({ eachChoiceOf: 'open or close' })).toEqual([
      'there is fairness of each choice of open or close, but this step chooses nothing',
    ])
  })

  test('the advice on fairness distinguishes choices where the model does', async () => {
    const made = server
      .fair({ weak: [eachChoice] })
      .infinitelyOften('each is served', isServed(1), { fair: { weak: ['serve'] } })
      .infinitelyOften('other', isServed(0))
    const { claims } = await exploreRuns(instantiate(made), { engine, allClaims: true })
    expect((claims[0] as ClaimOutcome).holdsIf).toEqual([
      [{ process: null, step: 'serve', strength: 'strong', choices: 1 }],
    ])
  })

  test('the advice leaves out strong fairness to each choice where weak fairness to the step is enough', async () => {
    const turns = model('turns')
      .shared(() => ({ phase: 0, served: false }))
      .action('serve', s => {
        choose(s.phase)
        s.served = true
      })
      .action('turn', s => {
        s.phase = 1 - s.phase
      })
      .fair({ weak: [eachChoice] })
      .eventually('served', s => s.served, { fair: { weak: ['turn'] } })
      // It uses the fairness of the model, so that advice thinks of choices.
      .eventually('turned', s => s.phase === 1)
    const { claims } = await exploreRuns(instantiate(turns), { engine, allClaims: true })
    expect((claims[0] as ClaimOutcome).holdsIf).toEqual([[{ process: null, step: 'serve', strength: 'weak' }]])
  })

  test('a loop shows how each choice is met', async () => {
    const { machine, outcome } = await outcomeOf({ strong: [eachChoice], weak: ['open or close'] }, engine)
    const large = outcome.claims[1] as ClaimOutcome
    const text = witnessToText(buildWitness(machine, large), { width: 72 })
    expect(text.replace(/\n!! +/g, ' ')).toMatch(/serve with 0 takes step \d+; serve with 1 takes step \d+/)
    const words = outcomeToText(outcome, plain)
    expect(words).toContain("if 'open or close' is weakly fair and 'each choice of serve'")
  })
})
