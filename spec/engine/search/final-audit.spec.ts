import { describe, expect, it } from 'vitest'
import { model, when } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { State } from '../../../src/machine/machine.ts'
import { withReplaceableClock } from '../../../src/machine/strange-clock.ts'
import type { ClaimEvidence } from '../../../src/search/claim-evidence.ts'
import { auditEnd, sampleOf } from '../../../src/search/final-audit.ts'
import { looksAt } from '../../../src/search/look.ts'

const countingFrom = (n: number) =>
  model('counting')
    .shared(() => ({ n }))
    .action('count', s => {
      s.n = (s.n + 1) % 3
    })
const counting = countingFrom(0)
const machine = instantiate(
  counting
    .invariant('never two', s => s.n !== 2)
    .reachable('two', s => s.n === 2)
    .transition('up', (before, after) => after.n > before.n),
)
const fail = (): never => {
  throw new Error('it failed')
}
const states = [0, 1, 2].map(n => ({ n }) as unknown as State)

/** Audits what a search would say that had found nothing in the first states, their number for each claim. */
function audit(...before: readonly number[]): void {
  const evidence = machine.claims.map((_, i): ClaimEvidence => ({ shown: undefined, before: before[i] ?? 0 }))
  auditEnd(machine, { states, late: looksAt(machine, states, 'late'), evidence, fresh: undefined })
}

describe('the sample of the final audit', () => {
  it('is every state of a few, and the first and the last of many', () => {
    expect(sampleOf(1)).toEqual([0])
    expect(sampleOf(3)).toEqual([0, 1, 2])
    expect(sampleOf(1000).slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5])
    expect(sampleOf(1000)).toHaveLength(12)
    expect(sampleOf(1000).at(-1)).toBe(999)
  })
})

describe('the final audit', () => {
  it('accepts a search that found nothing in the states where there was nothing', () => {
    expect(() => audit(2, 2, 3)).not.toThrow()
  })

  it.each([
    ['never two', [3]],
    ['two', [0, 3]],
  ])("rejects a search that found nothing where claim '%s' now says something", (name, before) => {
    expect(() => audit(...before)).toThrow(`claim '${name}' gave two different results`)
  })

  it('rejects a violation that does not show again', () => {
    const evidence = machine.claims.map((): ClaimEvidence => ({ shown: undefined, before: 0 }))
    const shown = { state: states[0] as State, move: undefined }
    const wrong = evidence.map((one, i) => (i === 0 ? { ...one, shown } : one))
    const late = looksAt(machine, states, 'late')
    expect(() => auditEnd(machine, { states, late, evidence: wrong, fresh: undefined })).toThrow(
      "claim 'never two' gave two",
    )
  })

  it.each([
    ['an invariant', counting.invariant('fails at 2', s => s.n !== 2 || fail())],
    ['a transition claim', counting.transition('fails at 2', s => s.n !== 2 || fail())],
  ])('rejects a search that did not find out that %s fails in a state, unless it was decided before', (_, source) => {
    const failing = instantiate(source)
    const late = looksAt(failing, states, 'late')
    const undecided = failing.claims.map((): ClaimEvidence => ({ shown: undefined, before: 0 }))
    const against = (evidence: readonly ClaimEvidence[]) => () =>
      auditEnd(failing, { states, late, evidence, fresh: undefined })
    expect(against(undecided)).toThrow("claim 'fails at 2' threw an error: it failed")
    const shown = { state: states[0] as State, move: undefined }
    expect(against([{ ...(undecided[0] as ClaimEvidence), shown }, ...undecided.slice(1)])).not.toThrow('it failed')
  })

  it('rejects a copy of the model that does something else', () => {
    const evidence = machine.claims.map((): ClaimEvidence => ({ shown: undefined, before: 0 }))
    const late = looksAt(machine, states, 'late')
    const inCopy = (claim: (s: { readonly n: number }) => boolean, last: number) =>
      instantiate(
        model('counting')
          .shared(() => ({ n: 0 }))
          .action('count', s => {
            s.n = (s.n + 1) % last
          })
          .invariant('never two', claim)
          .reachable('two', s => s.n === 2)
          .transition('up', (before, after) => after.n > before.n),
      )
    const against = (fresh: typeof machine) => () => auditEnd(machine, { states, late, evidence, fresh })
    expect(against(inCopy(s => s.n !== 2, 3))).not.toThrow()
    expect(against(inCopy(s => s.n !== 1, 3))).toThrow("claim 'never two' behaves differently in a fresh copy")
    expect(against(inCopy(s => s.n !== 2, 4))).toThrow("action 'count' behaves differently in a fresh copy")
  })

  it('rejects a claim that changes its answer after some evaluations, up to the last one', () => {
    const auditOf = (limit: number): number => {
      let times = 0
      const counted = instantiate(counting.invariant('early', () => ++times <= limit))
      const evidence = [{ shown: undefined, before: states.length }]
      auditEnd(counted, { states, late: looksAt(counted, states, 'late'), evidence, fresh: undefined })
      return times
    }
    const all = auditOf(Number.POSITIVE_INFINITY)
    for (const times of [1, states.length, states.length + 1])
      expect(() => auditOf(all - times)).toThrow("claim 'early' gave two different results")
  })

  it.each([
    ['early', (now: () => number) => now() !== 0],
    ['late', (now: () => number) => now() < 1e15],
  ])('rejects a copy of the model that has kept a clock and differs %s in time', (_, claim) => {
    // As it is replaced where a copy is loaded.
    const kept = withReplaceableClock(() => Date.now)
    const [usual, copy] = [() => true, () => claim(kept)].map(holds => instantiate(counting.invariant('now', holds)))
    const evidence = [{ shown: undefined, before: states.length }]
    const machine = usual as typeof copy & object
    const audit = () => auditEnd(machine, { states, late: looksAt(machine, states, 'late'), evidence, fresh: copy })
    expect(audit).toThrow("claim 'now' gave two different results")
  })

  it.each([
    ['the initial state is different', countingFrom(1)],
    ['its claims are different', counting.invariant('more', () => true)],
    ['its processes and actions are different', counting.action('more', s => when(s.n < 0))],
  ])('rejects a copy of which %s, although it does the same', (says, other) => {
    const usual = instantiate(counting)
    const late = looksAt(usual, states, 'late')
    const audit = () => auditEnd(usual, { states, late, evidence: [], fresh: instantiate(other) })
    expect(audit).toThrow(`${says} in a fresh copy`)
  })

  it.each(['early', 'late'] as const)('rejects a call for a random number %s in time, whatever comes of it', end => {
    const claimed = instantiate(counting.invariant('drawn', () => Math.random() >= 0))
    expect(() => looksAt(claimed, states, end)).toThrow("claim 'drawn' calls Math.random")
    const stepping = instantiate(counting.action('draw', s => when(Math.random() > 1 || s.n < 0)))
    expect(() => looksAt(stepping, states, end)).toThrow("action 'draw' calls Math.random")
  })
})
