import { expectations } from 'interleave'
import {
  neverFindsUnmapped,
  neverInsertsStalePte,
  neverReachesAnotherOwner,
  neverReadsFreedDriverData,
  neverSleepsInReader,
  neverStoresToUnmapped,
  neverTouchesUnplugged,
} from '../../models/kernel/rules.ts'
import { daxFault } from '../../models/mappers/dax-fault.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  driverData: 'no read of driver data that was freed', // I6
  sleepInReader: 'no sleep in an RCU reader', // I9
  insert: 'no PTE is inserted to a frame that its driver has left', // I18
  unplugged: 'no store to a frame that was unplugged', // I19
  owner: 'what is reached belongs to who gave the frame out', // I20
  faults: 'a fault is handled',
  refused: 'a fault on an unbound device is SIGBUS',
  unbinds: 'unbind completes',
} as const

const repaired = { repairX4: true, repairD9: true, repairX2: true }

/**
 * Faults on a DAX mapping, and stores through the PTE, while the driver is unbound. Exhaustive for one task and one page,
 * up to 450 states, and for two tasks, 4,988.
 *
 * X4 and D9 have to be repaired together: as long as a PTE can be inserted after the zap, zapping is in vain ('D9
 * repaired'), and inserting it in time is as long as nobody zaps ('X4 repaired'). In V5 the insertion comes after the
 * whole of unbind (CE-D9), and what it leads to is a frame that was unplugged, or is another owner's.
 *
 * The repair of X4 that suggests itself, to insert the PTE before the frame is unmapped, breaks *no sleep in an RCU
 * reader* in turn, since vm_insert_mixed() may allocate a page table. So no scheme on plain RCU keeps all claims here; one
 * whose readers may sleep is needed, which is what mainline came to.
 */
const spec = daxFault
  .invariant(claim.store, neverStoresToUnmapped)
  .invariant(claim.lookup, neverFindsUnmapped)
  .invariant(claim.driverData, neverReadsFreedDriverData)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.insert, neverInsertsStalePte)
  .invariant(claim.unplugged, neverTouchesUnplugged)
  .invariant(claim.owner, neverReachesAnotherOwner)

  .reachable(claim.faults, s => s.fault.some(f => f.rc === 'VM_FAULT_NOPAGE'))
  .reachable(claim.refused, s => s.fault.some(f => f.rc === 'VM_FAULT_SIGBUS'))
  .reachable(claim.unbinds, s => s.unbind.every(u => u.pc === 'done'))

  // V5c under NP, with the frames taken out of the machine, is the base.
  .variant('V5c, PRE', { config: 'PRE' })
  .variant('V5c, only unbound', { then: 'nothing' })
  .variant('V5c, bound again', { then: 'rebind' })
  .variant('V5d', { repairX2: true })
  .variant('X4 repaired', { repairX4: true, repairX2: true })
  .variant('D9 repaired', { repairD9: true, repairX2: true })
  .variant('X4 and D9 repaired, NP', { ...repaired })
  .variant('X4 and D9 repaired, PRE', { ...repaired, config: 'PRE' })
  .variant('X4 and D9 repaired, bound again', { ...repaired, then: 'rebind' })
  .variant('X4 and D9 repaired, two tasks', { ...repaired, faults: 2 })
  .variant('X4 and D9 repaired, teardown does not wait', { ...repaired, waitsForReaders: false })

export default spec

export const expected = expectations(spec, {
  base: { fails: { [claim.driverData]: 16, [claim.insert]: 27, [claim.unplugged]: 30 }, census: [310, 548, 31] },
  'V5c, PRE': { fails: { [claim.driverData]: 16, [claim.insert]: 27, [claim.unplugged]: 30 }, census: [310, 548, 31] },
  'V5c, only unbound': { fails: { [claim.driverData]: 16, [claim.insert]: 27 }, census: [281, 500, 30] },
  'V5c, bound again': {
    fails: { [claim.driverData]: 16, [claim.insert]: 27, [claim.owner]: 30 },
    census: [316, 553, 31],
  },
  V5d: { fails: { [claim.insert]: 27, [claim.unplugged]: 30 }, census: [309, 538, 31] },
  'X4 repaired': { fails: { [claim.sleepInReader]: 9, [claim.unplugged]: 30 }, census: [290, 509, 31] },
  'D9 repaired': { fails: { [claim.insert]: 27, [claim.unplugged]: 30 }, census: [307, 537, 31] },
  'X4 and D9 repaired, NP': { fails: { [claim.sleepInReader]: 9 }, census: [288, 508, 30] },
  'X4 and D9 repaired, PRE': { fails: { [claim.sleepInReader]: 9 }, census: [288, 508, 30] },
  'X4 and D9 repaired, bound again': { fails: { [claim.sleepInReader]: 9 }, census: [288, 508, 30] },
  'X4 and D9 repaired, two tasks': { fails: { [claim.sleepInReader]: 9 }, census: [4988, 12915, 44] },
  'X4 and D9 repaired, teardown does not wait': {
    fails: {
      [claim.store]: 17,
      [claim.lookup]: 16,
      [claim.driverData]: 14,
      [claim.sleepInReader]: 9,
      [claim.insert]: 22,
      [claim.unplugged]: 28,
    },
    census: [450, 767, 29],
  },
})
