/** Formulas about the past; under both engines. */

import { type AnyModel, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import type { TemporalClaim } from '../../../src/language/claims.ts'
import { eventually } from '../../../src/language/formula.ts'
import { endlessRun, truthAlong } from '../../../src/machine/endless-run.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { State } from '../../../src/machine/machine.ts'
import { type Transition, transitionsOf } from '../../../src/machine/reference.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'

const engines = ['reference', 'footprint'] as const

/** A door that is opened with a key, and a key that comes and goes. */
const door = model('door')
  .shared(() => ({ hasKey: false, isOpen: false }))
  .action('take or lose the key', s => {
    s.hasKey = !s.hasKey
  })
  .action('open', s => {
    when(s.hasKey && !s.isOpen)
    s.isOpen = true
  })
  .action('close', s => {
    when(s.isOpen)
    s.isOpen = false
  })

async function verdictOf(made: AnyModel, engine: (typeof engines)[number]): Promise<unknown> {
  const machine = instantiate(made)
  const { claims } = await exploreRuns(machine, { engine, allClaims: true })
  const [claim] = claims
  if (claim?.verdict !== 'violated') return claim?.verdict
  // Confirmed by the definition on the replayed run.
  const { steps, loop } = buildWitness(machine, claim)
  return [loop?.from, steps.length - (loop?.from ?? 0)]
}

describe.each(engines)('under the %s engine', engine => {
  test('once is true from the first time on', async () => {
    const made = door.temporal('a key came first', f =>
      f.always(
        f.implies(
          s => s.isOpen,
          f.once(s => s.hasKey),
        ),
      ),
    )
    expect(await verdictOf(made, engine)).toBe('holds')
    const other = door.temporal('it was open before', f =>
      f.always(
        f.implies(
          s => s.hasKey,
          f.once(s => s.isOpen),
        ),
      ),
    )
    expect(await verdictOf(other, engine)).toBeInstanceOf(Array)
  })

  test('historically is true up to the first time at which its part is not', async () => {
    const made = door.temporal('never closed', f =>
      f.always(
        f.implies(
          f.historically(s => !s.hasKey),
          s => !s.isOpen,
        ),
      ),
    )
    expect(await verdictOf(made, engine)).toBe('holds')
    const other = door.temporal('always without', f => f.always(f.historically(s => !s.hasKey)))
    expect(await verdictOf(other, engine)).toBeInstanceOf(Array)
  })

  test('since asks that its left part was true ever after its right part, and not at that time', async () => {
    const opened = door.temporal('open since it was opened with a key', f =>
      f.always(
        f.implies(
          s => s.isOpen,
          f.since(
            s => s.isOpen,
            f.and(s => s.hasKey, f.taken('open')),
          ),
        ),
      ),
    )
    expect(await verdictOf(opened, engine)).toBe('holds')
    const kept = door.temporal('the key was kept since', f =>
      f.always(
        f.implies(
          s => s.isOpen,
          f.since(s => s.hasKey, f.taken('open')),
        ),
      ),
    )
    expect(await verdictOf(kept, engine)).toBeInstanceOf(Array)
    const closed = door.temporal('closed since', f =>
      f.always(
        f.or(
          s => s.isOpen,
          f.since(
            s => !s.isOpen,
            f.or(
              f.taken('close'),
              f.historically(s => !s.isOpen),
            ),
          ),
        ),
      ),
    )
    expect(await verdictOf(closed, engine)).toBe('holds')
  })

  test('the past may be another one in each round: what is once true stays so', async () => {
    const made = door.temporal('a key for the first time again and again', f =>
      f.always(f.eventually(f.and(s => s.hasKey, f.not(f.once(f.taken('open')))))),
    )
    expect(await verdictOf(made, engine)).toBeInstanceOf(Array)
  })

  test('a formula about the past that is too large is refused', async () => {
    const made = door.temporal('large', f =>
      f.and(...Array.from({ length: 10 }, (_, i) => f.always(f.once(s => s.hasKey || i > 20)))),
    )
    await expect(verdictOf(made, engine)).rejects.toThrow(/'large' has a formula that is too large to judge/)
  })
})

test('in the first round of a loop there may be less past than in each later one', () => {
  const machine = instantiate(door)
  const [start] = machine.initialStates as [State]
  const taken = transitionsOf(machine, start, 0)[0] as Transition
  const held = (taken.effect as { state: State }).state
  const back = transitionsOf(machine, held, 0)[0] as Transition
  const round = endlessRun(machine, [start, held, start], [taken, back], 0)
  const formula = eventually({
    op: 'and',
    parts: [
      { op: 'state', holds: s => !(s as { hasKey: boolean }).hasKey },
      { op: 'since', left: { op: 'true' }, right: { op: 'state', holds: s => (s as { hasKey: boolean }).hasKey } },
    ],
  })
  const claim: TemporalClaim = { kind: 'temporal', name: 'lost', form: 'temporal', formula, of: null }
  expect(truthAlong(round, claim, undefined, formula)).toEqual([true, true])
})
