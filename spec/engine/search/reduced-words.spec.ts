/** What is said beside verdicts of a reduction that is used, or that is not. */

import { type Id, ids, model, perId, when } from 'interleave-checker'
import { expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { settingResult } from '../../../src/report/ci/setting-result.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'

const counting = model('counting')
  .shared(() => ({ n: 0, seen: 0 }))
  .action('inc', s => {
    when(s.n < 3)
    s.n++
  })
  .action('look', s => {
    s.seen = 1 - s.seen
  })
  .view(({ seen: _, ...s }) => s)
  .invariant('small', s => s.n < 9)
const electing = model('electing')
  .shared(() => ({ leader: null as Id<'node'> | null, votes: perId('node', 2, () => 0) }))
  .symmetric('node', () => 2)
  .action('elect', s => {
    for (const id of ids('node', 2)) if (s.leader === null) s.leader = id
  })

const found = (built: unknown, reduce: 'auto' | 'none' = 'auto') =>
  exploreRuns(instantiate(built as typeof counting), { reduce, allClaims: true })
const textOf = async (built: unknown, reduce?: 'none') => outcomeToText(await found(built, reduce), (_, text) => text)

test('what holds under a view holds given the view, in text and in reports', async () => {
  const text = await textOf(counting)
  expect(text).toContain('✓ holds given the view')
  expect(text).toContain('every reachable state visited that the view tells apart')
  const result = settingResult({ spec: 's.ts', outcome: await found(counting), places: {}, json: {} })
  expect(result.caveat).toBe('given the view')
  expect(await textOf(counting, 'none')).not.toContain('given the view')
})

test('the caveat of a model stands beside the view', async () => {
  const text = await textOf(counting.glossary({ caveat: 'under sequential consistency' } as never))
  expect(text).toContain('✓ holds given the view, under sequential consistency')
})

test('a claim about what can happen is not said to be about endless runs', async () => {
  const can = "not reduced: its claim 'can' is about what can still come of each state"
  const of = (built: typeof counting | typeof electing) =>
    textOf((built as typeof counting).canAlways('can', () => true))
  expect(await of(counting)).toContain(`${can}, and a view may lead there where nothing does`)
  expect(await of(electing)).toContain(`${can}, which is judged in the states themselves`)
  const endless = await textOf(counting.eventually('ever', () => true))
  expect(endless).toContain("not reduced: its claim 'ever' is about endless runs, whose loops")
})
