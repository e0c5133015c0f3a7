/** The procedures of `models/kernel/`, and some of `models/mappers` and `models/drivers`, by specs: small, and in both engines. */

import { describe, expect, test } from 'vitest'
import * as charDevice from '../../../../spec/drivers/char-device.ts'
import * as deviceWork from '../../../../spec/drivers/device-work.ts'
import * as moduleExit from '../../../../spec/drivers/module-exit.ts'
import * as unbindLock from '../../../../spec/drivers/unbind-lock.ts'
import * as callbacks from '../../../../spec/kernel/callbacks.ts'
import * as kernfs from '../../../../spec/kernel/kernfs.ts'
import * as lockdep from '../../../../spec/kernel/lockdep.ts'
import * as preemptReader from '../../../../spec/kernel/preempt-reader.ts'
import * as waitQueue from '../../../../spec/kernel/wait-queue.ts'
import * as workqueue from '../../../../spec/kernel/workqueue.ts'
import * as daxFault from '../../../../spec/mappers/dax-fault.ts'
import * as gup from '../../../../spec/mappers/gup.ts'
import * as blockDevice from '../../../../spec/modes/block-device.ts'
import type { Expectations } from '../../../../src/language/expectations.ts'
import { type AnyModel, instantiate } from '../../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../../src/temporal/explore-runs.ts'
import { compareWithExpectation } from '../../../../src/verdicts/compare-with-expectation.ts'

const specs: { readonly [name: string]: { readonly default: AnyModel; readonly expected: Expectations } } = {
  callbacks,
  'block-device': blockDevice,
  'char-device': charDevice,
  'device-work': deviceWork,
  'module-exit': moduleExit,
  kernfs,
  lockdep,
  'dax-fault': daxFault,
  gup,
  'preempt-reader': preemptReader,
  'unbind-lock': unbindLock,
  'wait-queue': waitQueue,
  workqueue,
}

/** Of models that are too large to be checked here whole. */
const some: { readonly [name: string]: readonly string[] } = {
  'block-device': ['VS or VO, a page without a bio', 'VM, a page without a bio'],
  'dax-fault': ['D9 repaired', 'all but X4, NP', 'all but X4, without i_mmap_lock'],
  gup: ['VO', 'VO on 4.5, only the leak of X23', 'VO, X22 and X23 repaired'],
  'unbind-lock': ['V5a, a fault in the copy, PRE', 'V5c, a fault before the copy', 'X27, PRE'],
}

const settings = Object.entries(specs).flatMap(([name, { default: spec, expected }]) => {
  const chosen = Object.entries(expected).filter(([setting]) => some[name]?.includes(setting) ?? true)
  return chosen.map(([setting, expectation]) => ({ name, spec, setting, expectation }))
})

describe.each(['footprint', 'reference'] as const)('the %s engine', engine => {
  test.each(settings)('finds $name, $setting as expected', async ({ spec, setting, expectation }) => {
    const machine = instantiate(spec, { variant: setting === 'base' ? null : setting })
    expect(compareWithExpectation(await exploreRuns(machine, { allClaims: true, engine }), expectation)).toEqual([])
  })
})
