/** `isEnabled` in the predicates of claims; under both engines. */

import { type AnyModel, add, assert, choose, isEnabled, model, remove, setOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'

const engines = ['reference', 'footprint'] as const

const lock = model('lock')
  .shared(() => ({ owner: null as number | null, msgs: setOf<number>(), isOn: true }))
  .process('worker', {
    count: 2,
    locals: () => ({ wants: false }),
    steps: {
      lock: (s, me) => {
        when(s.owner === null)
        s.owner = me.id
        add(s.msgs, me.id)
      },
      unlock: (s, me) => {
        s.owner = null
        remove(s.msgs, me.id)
        return 'lock'
      },
    },
  })
  .action('take', s => {
    const taken = choose(0, 1)
    when(taken === 1 && [...s.msgs].includes(taken))
    assert(taken === 1)
    remove(s.msgs, taken)
  })

async function verdictOf(made: AnyModel, engine: (typeof engines)[number]) {
  const { claims } = await exploreRuns(instantiate(made), { engine, allClaims: true })
  return claims[0]?.verdict
}

describe.each(engines)('under the %s engine', engine => {
  test('a step is enabled where its guards let it go on', async () => {
    const made = lock.invariant('free or not', s => isEnabled(s, 'worker: lock') === (s.owner === null))
    expect(await verdictOf(made, engine)).toBe('holds')
    const wrong = lock.invariant('always', s => isEnabled(s, 'worker: lock'))
    expect(await verdictOf(wrong, engine)).toBe('violated')
  })

  test('of one instance, it asks about that one, also where a claim is made for each', async () => {
    const first = lock.invariant('the owner', s => s.owner !== 0 || isEnabled(s, 'worker: unlock', 0))
    expect(await verdictOf(first, engine)).toBe('holds')
    const other = lock.invariant('the other', s => s.owner !== 0 || isEnabled(s, 'worker: unlock', 1))
    expect(await verdictOf(other, engine)).toBe('violated')
    const each = lock.leadsTo(
      'who can lock does',
      (s, me) => isEnabled(s, 'worker: lock', me.id),
      (_s, me) => me.pc === 'unlock',
      { of: 'worker', fair: { strong: ['worker: lock'], weak: ['worker'] } },
    )
    expect(await verdictOf(each, engine)).toBe('holds')
  })

  test('a step is enabled if it is so for some of its options', async () => {
    const made = lock.invariant('what is there can be taken', s => isEnabled(s, 'take') === [...s.msgs].includes(1))
    expect(await verdictOf(made, engine)).toBe('holds')
  })

  test('it says what the same operator says in a formula', async () => {
    const made = lock.temporal('the same', f =>
      f.always(
        f.and(
          f.implies(f.enabled('worker: unlock'), s => isEnabled(s, 'worker: unlock')),
          f.implies(s => isEnabled(s, 'worker: unlock'), f.enabled('worker: unlock')),
        ),
      ),
    )
    expect(await verdictOf(made, engine)).toBe('holds')
  })

  test('a name that the model does not have is refused, with the claim that asks', async () => {
    const made = lock.invariant('misspelt', s => isEnabled(s, 'worker: loock'))
    await expect(verdictOf(made, engine)).rejects.toThrow(
      /claim 'misspelt': isEnabled names 'worker: loock', which model 'lock' does not have.*'worker', 'take'/,
    )
    const nobody = lock.invariant('nobody', s => isEnabled(s, 'worker', 2))
    await expect(verdictOf(nobody, engine)).rejects.toThrow(/'worker' with instance 2/)
  })

  test('a step cannot ask', async () => {
    const made = lock.action('ask', s => {
      when(isEnabled(s, 'take'))
    })
    const { claims } = await exploreRuns(instantiate(made), { engine }).catch(error => ({ claims: [error.code] }))
    expect(claims[0]).toBe('out-of-claim')
  })
})
