import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../../src/outcome/outcome.ts'
import type { ClaimResult, SettingResult } from '../../../../src/report/ci/ci-report.ts'
import { verdictChanges } from '../../../../src/report/ci/verdict-changes.ts'

function setting(verdicts: { readonly [claim: string]: Verdict }, more: Partial<SettingResult> = {}): SettingResult {
  const claims = Object.entries(verdicts).map(
    ([name, verdict]): ClaimResult => ({ name, kind: 'invariant', verdict, status: 'open', says: '' }),
  )
  return { spec: 'a.ts', setting: 'base', seconds: 0, claims, differences: [], warnings: [], json: {}, ...more }
}

describe('what changed since an earlier run', () => {
  it('are verdicts, new claims and those that are gone', () => {
    const before = [setting({ a: 'holds', b: 'violated', c: 'holds' })]
    const now = [setting({ a: 'violated', b: 'violated', d: 'holds' })]
    expect(verdictChanges(before, now)).toEqual([
      "a.ts: 'a' was: holds; is: violated",
      "a.ts: 'd' is new: holds",
      "a.ts: 'c' is gone",
    ])
    expect(verdictChanges(now, now)).toEqual([])
  })

  it('is not that claims are open where another is decided, but is if nothing else changed', () => {
    const held = [setting({ a: 'holds', b: 'holds' })]
    expect(verdictChanges(held, [setting({ a: 'violated', b: 'unknown' })])).toEqual([
      "a.ts: 'a' was: holds; is: violated",
    ])
    expect(verdictChanges(held, [setting({ a: 'holds', b: 'unknown' })])).toEqual(["a.ts: 'b' was: holds; is: unknown"])
  })

  it('is a spec that has become wrong or right again, and a setting that is new', () => {
    const wrong = [setting({}, { error: { message: 'no', isWrong: true } })]
    const right = [setting({ a: 'holds' })]
    expect(verdictChanges(right, wrong)).toEqual(['a.ts: has no verdict now'])
    expect(verdictChanges(wrong, right)).toEqual(['a.ts: has verdicts again'])
    expect(verdictChanges(wrong, wrong)).toEqual([])
    expect(verdictChanges([], [setting({}, { setting: 'x\u001b' })])).toEqual(["a.ts, variant 'x\\u001b': is new"])
  })

  it('counts the steps of a run', () => {
    const violatedIn = (n: number) => {
      const [one] = setting({ a: 'violated' }).claims
      const steps = Array.from({ length: n }, () => ({ title: '' }))
      return [setting({}, { claims: [{ ...(one as ClaimResult), run: { text: '', steps } }] })]
    }
    expect(verdictChanges(violatedIn(1), violatedIn(2))).toEqual([
      "a.ts: 'a' was: violated in 1 step; is: violated in 2 steps",
    ])
  })
})
