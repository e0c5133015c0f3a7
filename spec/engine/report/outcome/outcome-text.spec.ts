import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../../src/machine/instantiate.ts'
import { outcomeToText } from '../../../../src/report/outcome/outcome-text.ts'
import { explore } from '../../../../src/search/explore.ts'
import type { ExploreOptions } from '../../../../src/search/options.ts'

const counter = model('counter')
  .shared(() => ({ n: 0 }))
  .action('up', s => {
    s.n = (s.n + 1) % 4
  })
  .invariant('empty', { given: s => s.n > 9, then: s => s.n < 2 })
  .invariant('small', s => s.n < 4)
  .invariant('tiny', s => s.n < 3)
  .reachable('three', s => s.n === 3)
  .reachable('nine', s => s.n === 9)

/** The line of a claim. */
async function lineOf(claim: string, options: ExploreOptions): Promise<string> {
  const text = outcomeToText(await explore(instantiate(counter), options), (_, part) => part)
  return text.split('\n').find(line => line.includes(`  ${claim}`)) ?? ''
}

describe('the line of a claim', () => {
  it.each([
    ['small', {}, /^ {2}\? unknown/],
    ['small', { allClaims: true }, /^ {2}✓ holds/],
    ['tiny', { allClaims: true }, /^ {2}✗ violated .* in 3 steps$/],
    ['three', { allClaims: true }, /^ {2}✓ witnessed .* in 3 steps$/],
    ['nine', { allClaims: true }, /^ {2}✗ never/],
    ['nine', { maxDepth: 1 }, /^ {2}\? unknown/],
    ['empty', { allClaims: true }, /^ {2}✓ holds .*its premise was never true/],
  ] as const)("of '%s' under %j matches %s", async (claim, options, line) => {
    expect(await lineOf(claim, options)).toMatch(line)
  })
})
