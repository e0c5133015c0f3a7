import { expectations } from 'interleave'
import { daxLifetime } from '../../models/drivers/dax-lifetime.ts'
import {
  gracePeriodsCoverReaders,
  neverReadsFreedDriverData,
  neverSleepsInReader,
  neverStoresToUnmapped,
} from '../../models/kernel/rules.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  driverData: 'no read of driver data that was freed', // I6
  sleepInReader: 'no sleep in an RCU reader', // I9
  gracePeriod: 'a grace period covers its readers', // I11
  balanced: 'each reference of the queue is given back', // I33
  completes: 'a copy completes',
  refused: 'a copy on an unbound device returns -EIO',
  unbinds: 'unbind completes',
} as const

/**
 * The schemes that followed v5, each with the least of a DAX user: enter, find the address, copy, leave. Exhaustive for one user,
 * up to 148 states, and for two, 1,116 (VX).
 * 'VX, NP' holds for five as well (`--set readers=5`), in 27,657,264 (134,163,568 transitions, depth 47).
 *
 * VS, VM and VX keep all claims, with users that sleep while they copy. For VX that makes what the analysis takes for a
 * hypothesis a result, as far as one step for each statement goes: SRCU readers that look whether the device is alive need
 * nothing else of the driver but that it calls kill_dax() first. axonram does not call blk_cleanup_queue(), and is
 * as it was (X15).
 *
 * VO waits for RCU readers, where it should wait for references: a user that has entered the queue and has not locked RCU
 * yet is waited for by nobody (X22). In PRE, where a reader that sleeps is waited for, that is all there is to it; in NP and
 * NPC the sleep in the reader would be enough. It breaks the claim on driver data as well, for the same reason.
 *
 * X21 is a reference that is not given back, for which unbind waits for good: it is 'no deadlock' that shows it.
 */
const spec = daxLifetime
  .invariant(claim.store, neverStoresToUnmapped)
  .invariant(claim.driverData, neverReadsFreedDriverData)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.gracePeriod, gracePeriodsCoverReaders)
  .invariant(claim.balanced, {
    given: s => s.dax.every(d => d.pc === 'done' && d.rc !== null) && s.tasks.every(task => task.broke.length === 0),
    then: s => s.queue.references === 0 && s.dax_srcu.sections.every(section => section === null),
  })

  .reachable(claim.completes, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.refused, s => s.dax.some(d => d.rc === -5))
  .reachable(claim.unbinds, s => s.unbind.every(u => u.pc === 'done'))

  // VM under NP is the base.
  .variant('VM, PRE', { config: 'PRE' })
  .variant('VM, two readers', { readers: 2 })
  .variant('VM, axonram', { driver: 'axonram' })
  .variant('VM, unbind does not wait', { waits: false })
  .variant('VS', { scheme: 'VS' })
  .variant('VS, axonram', { scheme: 'VS', driver: 'axonram' })
  .variant('VS, with X21', { scheme: 'VS', fallbackUnmaps: false })
  .variant('VO, NP', { scheme: 'VO' })
  .variant('VO, NPC', { scheme: 'VO', config: 'NPC' })
  .variant('VO, PRE', { scheme: 'VO', config: 'PRE' })
  .variant('VX, NP', { scheme: 'VX' })
  .variant('VX, NPC', { scheme: 'VX', config: 'NPC' })
  .variant('VX, PRE', { scheme: 'VX', config: 'PRE' })
  .variant('VX, two readers', { scheme: 'VX', readers: 2 })
  .variant('VX, kill_dax does not wait', { scheme: 'VX', waits: false })
  .variant('VX, nobody looks whether it is alive', { scheme: 'VX', looks: false })

export default spec

export const expected = expectations(spec, {
  base: { census: [50, 78, 13] },
  'VM, PRE': { census: [50, 78, 13] },
  'VM, two readers': { census: [372, 848, 20] },
  'VM, axonram': { fails: { [claim.store]: 7, [claim.driverData]: 6, [claim.refused]: 'never' }, census: [49, 76, 11] },
  'VM, unbind does not wait': { fails: { [claim.store]: 8, [claim.driverData]: 7 }, census: [65, 101, 12] },
  VS: { census: [50, 78, 13] },
  'VS, axonram': { fails: { [claim.store]: 7, [claim.driverData]: 6, [claim.refused]: 'never' }, census: [49, 76, 11] },
  'VS, with X21': { fails: { [claim.balanced]: 5, 'no deadlock': 7 }, census: [56, 88, 13] },
  'VO, NP': {
    fails: { [claim.store]: 12, [claim.driverData]: 10, [claim.sleepInReader]: 5, [claim.gracePeriod]: 9 },
    census: [148, 241, 17],
  },
  'VO, NPC': {
    fails: { [claim.store]: 12, [claim.driverData]: 10, [claim.sleepInReader]: 5, [claim.gracePeriod]: 9 },
    census: [148, 241, 17],
  },
  'VO, PRE': { fails: { [claim.store]: 12, [claim.driverData]: 10, [claim.sleepInReader]: 5 }, census: [118, 195, 17] },
  'VX, NP': { census: [76, 124, 15] },
  'VX, NPC': { census: [76, 124, 15] },
  'VX, PRE': { census: [76, 124, 15] },
  'VX, two readers': { census: [1116, 2672, 23] },
  'VX, kill_dax does not wait': { fails: { [claim.store]: 9, [claim.driverData]: 8 }, census: [75, 119, 13] },
  'VX, nobody looks whether it is alive': {
    fails: { [claim.store]: 11, [claim.driverData]: 10, [claim.refused]: 'never' },
    census: [86, 141, 15],
  },
})
