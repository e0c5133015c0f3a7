import { assert, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../../src/cli/exit-codes.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'

const counter = model('counter')
  .shared(() => ({ n: 0 }))
  .action('up', s => {
    s.n = (s.n + 1) % 4
  })

const stuck = model('stuck').process('p', { steps: { wait: () => when(false) } })

describe.each(['reference', 'footprint'] as const)('the exit code, by the %s engine, is', engine => {
  it.each([
    ['0 when all hold and are witnessed', counter.invariant('small', s => s.n < 4).reachable('3', s => s.n === 3), 0],
    ['12 when a reachable claim is never witnessed', counter.reachable('never', s => s.n > 3), 12],
    ['12 when an invariant fails', counter.invariant('small', s => s.n < 3), 12],
    ['12 when a transition claim fails', counter.transition('grows', (a, b) => b.n > a.n), 12],
    ['13 when a temporal claim fails', counter.eventually('4', s => s.n === 4), 13],
    ['13 when something cannot always come', stuck.mayDeadlock().canAlways('done', s => s.p[0]?.pc === 'done'), 13],
    ['14 when an assertion fails', counter.action('no', s => assert(s.n < 2)), 14],
    ['11 at a deadlock', stuck, 11],
  ] as const)('%s', async (_, built, code) => {
    expect(exitCodeOf(await exploreRuns(instantiate(built), { engine, allClaims: true }))).toBe(code)
  })

  it('4 when a limit leaves a claim undecided, whatever else holds', async () => {
    const machine = instantiate(counter.invariant('small', s => s.n < 4))
    expect(exitCodeOf(await explore(machine, { engine, maxDepth: 1 }))).toBe(4)
  })
})
