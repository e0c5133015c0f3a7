/** The procedures of `models/kernel/`, by the specs that check them one by one: small, and in both engines. */

import { describe, expect, test } from 'vitest'
import * as callbacks from '../../../../spec/kernel/callbacks.ts'
import * as kernfs from '../../../../spec/kernel/kernfs.ts'
import * as lockdep from '../../../../spec/kernel/lockdep.ts'
import * as preemptReader from '../../../../spec/kernel/preempt-reader.ts'
import * as waitQueue from '../../../../spec/kernel/wait-queue.ts'
import * as daxFault from '../../../../spec/mappers/dax-fault.ts'
import type { Expectations } from '../../../../src/language/expectations.ts'
import { type AnyModel, instantiate } from '../../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../../src/temporal/explore-runs.ts'
import { compareWithExpectation } from '../../../../src/verdicts/compare-with-expectation.ts'

const specs: { readonly [name: string]: { readonly default: AnyModel; readonly expected: Expectations } } = {
  callbacks,
  kernfs,
  lockdep,
  'dax-fault': daxFault,
  'preempt-reader': preemptReader,
  'wait-queue': waitQueue,
}

/** Of a model that is too large to be checked here whole. */
const some = ['D9 repaired', 'all but X4, NP', 'all but X4, without i_mmap_lock']

const settings = Object.entries(specs).flatMap(([name, { default: spec, expected }]) => {
  const chosen = Object.entries(expected).filter(([setting]) => name !== 'dax-fault' || some.includes(setting))
  return chosen.map(([setting, expectation]) => ({ name, spec, setting, expectation }))
})

describe.each(['footprint', 'reference'] as const)('the %s engine', engine => {
  test.each(settings)('finds $name, $setting as expected', async ({ spec, setting, expectation }) => {
    const machine = instantiate(spec, { variant: setting === 'base' ? null : setting })
    expect(compareWithExpectation(await exploreRuns(machine, { allClaims: true, engine }), expectation)).toEqual([])
  })
})
