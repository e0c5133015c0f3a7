import { alike, expectations } from 'interleave-checker'
import { locksRcu } from '../../models/drivers/dax-version.ts'
import { neverUnmapsUsed } from '../../models/kernel/address-space.ts'
import {
  atomicDepthIsBalanced,
  neverFindsUnmapped,
  neverGoesBeyondMapping,
  neverInsertsStalePte,
  neverLoadsFromUnmapped,
  neverReachesAnotherOwner,
  neverReadsFreedDriverData,
  neverReadsFreedRecord,
  neverSleepsInAtomic,
  neverSleepsInReader,
  neverStoresToUnmapped,
  neverTouchesUnplugged,
  neverUnmapsElsewhere,
  neverUsesForeignAddress,
  rcuDepthIsBalanced,
} from '../../models/kernel/rules.ts'
import { daxFault } from '../../models/mappers/dax-fault.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  load: 'no load from an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  driverData: 'no read of driver data that was freed', // I6
  atomicDepth: 'atomic depth is balanced', // I7
  rcuDepth: 'RCU depth is balanced', // I8
  sleepInReader: 'no sleep in an RCU reader', // I9
  sleepInAtomic: 'no sleep in atomic context', // I10
  provenance: 'each address used was given by a look-up', // I12
  extent: 'each access lies in the page that is mapped', // I13
  unmap: 'unmap gets the address that was mapped', // I15
  used: 'no address is unmapped that somebody was given', // I16 of those who have no record
  balanced: 'each reference of the queue is given back', // I33
  insert: 'no PTE is inserted to a frame that its driver has left', // I18
  unplugged: 'no store to a frame that was unplugged', // I19
  owner: 'what is reached belongs to who gave the frame out', // I20
  faults: 'a fault is handled',
  copies: 'a private mapping gets a copy',
  refused: 'a fault on an unbound device is SIGBUS',
  unbinds: 'unbind completes',
} as const

const v5 = { repairD1: false, repairD3: false }
const repaired = { repairX4: true, repairD9: true, repairX2: true, repairX5: true }
/** Linux 4.5 asks for a whole page in bdev_direct_access(). */
const vm = { version: 'VM', repairX5: true } as const
/** Where a reader that sleeps is waited for. */
const inPre = { ...repaired, config: 'PRE' } as const

/**
 * Faults on a DAX mapping, shared or private, and stores through the PTE, while the driver is unbound. Exhaustive for one
 * task and one page, up to 1,290 states, and for two tasks, 34,247; 'X4 and D9 repaired, two tasks' says the same with
 * three (`--set faults=3`), in 1,637,673. What followed v5: up to 583 states, for two tasks in VM 8,860 (for three,
 * 254,864; in VO, 1,024,783).
 *
 * X4 and D9 have to be repaired together: as long as a PTE can be inserted after the zap, zapping is in vain ('all but
 * X4'), and inserting it in time is as long as nobody zaps ('all but D9'). In V5 the insertion comes after the
 * whole of unbind (CE-D9), and what it leads to is a frame that was unplugged, or is another owner's.
 *
 * The repair of X4 that suggests itself, to insert the PTE before the frame is unmapped, breaks *no sleep in an RCU
 * reader* in turn, since vm_insert_mixed() may allocate a page table. In PRE that is all ('X4 and D9 repaired, PRE'); in NP
 * and NPC the sleep is a quiescent state, unbind does not wait for the reader, and the PTE is inserted after the zap as
 * before. So no scheme on plain RCU keeps all claims here; one whose readers may sleep is needed, which is what mainline
 * came to.
 *
 * The copy of a private mapping needs neither: it is over when the frame is given back, so that V5d keeps every claim of
 * it ('V5d, private mappings').
 *
 * D3 (V5): a new block is cleared at a wild address, and a private mapping copied from one, which kills the task where it
 * stands; the fault that is most common, on a block that was written before, takes nothing, gives back what it has not
 * taken, and then inserts the right frame. It hides X5, since no mapping is ever held.
 *
 * V4 converts scatterlists to `__pfn_t` and leaves DAX as it is in 4.2, so both are one setting here.
 *
 * What the checker found beyond the analysis of the series:
 *
 * - X5 is not v5's alone. 4.2 asks for a whole page in dax_insert_mapping() only, and copy_user_bh() never did: it breaks
 *   the claim on the extent in 4.2 as well ('V0 or V4, a short page'), where that was expected to hold. Asking in
 *   bdev_direct_access(), as the follow-up does, repairs both.
 *
 * - Of what followed, each inserts the PTE when the reference of the queue was given back (X4), and nobody but October takes
 *   it away (D9), which `page-mapped` shows: what a user reaches by it is unplugged or another owner's in VS and VM as in 4.2
 *   ('VS, bound again', 'VM, bound again'), though *what is reached belongs to who gave the frame out* was expected to hold.
 *   Private mappings are safe ('VM, private mappings').
 * - dax_insert_mapping() lost its check for a whole page in September and in October too, and bdev_direct_access() has one
 *   only since 4.5: X5 is in VS and VO ('VS, a short page', 'VO, PRE, a short page').
 *
 * Some steps do not run for a reason: look-ups and teardown in V0; the arm of kmap_atomic_pfn_t() for pages, as pmem has
 * none; the look-up of kunmap where D1 is repaired; what follows a mapping where D3 or X5's repair does not let it come to
 * that; 'rebind' and 'unplug' where the other is asked for.
 */
const spec = daxFault
  // What comes of D2 for the grace period is claimed by dax-clear.
  .without('a grace period covers its readers')
  .invariant(claim.store, neverStoresToUnmapped)
  .invariant(claim.load, neverLoadsFromUnmapped)
  .invariant(claim.lookup, neverFindsUnmapped)
  .invariant(claim.record, neverReadsFreedRecord)
  .invariant(claim.driverData, neverReadsFreedDriverData)
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  // But for the reader by which X2 is repaired.
  .invariant(claim.rcuDepth, (s, c) => {
    if (!locksRcu(c)) return s.tasks.every(task => task.rcu_read_lock_nesting === 0)
    return rcuDepthIsBalanced({ tasks: s.tasks.filter((_, task) => !s.fault[task]?.pc.endsWith('direct_access')) })
  })
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .invariant(claim.provenance, neverUsesForeignAddress)
  .invariant(claim.extent, neverGoesBeyondMapping)
  .invariant(claim.unmap, neverUnmapsElsewhere)
  .invariant(claim.used, s =>
    neverUnmapsUsed(
      s,
      s.fault.filter(({ pc }) => !pc.startsWith('user')),
    ),
  )
  .invariant(claim.balanced, {
    given: s => s.fault.every(f => f.rc !== null),
    then: s => s.queues.every(queue => queue.references === 0),
  })
  .invariant(claim.insert, neverInsertsStalePte)
  .invariant(claim.unplugged, neverTouchesUnplugged)
  .invariant(claim.owner, neverReachesAnotherOwner)

  .reachable(claim.faults, s => s.fault.some(f => f.rc === 'VM_FAULT_NOPAGE'))
  .reachable(claim.copies, s => s.fault.some(f => f.rc === 'VM_FAULT_LOCKED'))
  .reachable(claim.refused, s => s.fault.some(f => f.rc === 'VM_FAULT_SIGBUS'))
  .reachable(claim.unbinds, s => s.unbind.every(u => u.pc === 'done'))

  .variant('V0 or V4, only unbound', { version: 'V0', then: 'nothing' })
  .variant('V0 or V4, unplugged', { version: 'V0' })
  .variant('V0 or V4, bound again', { version: 'V0', then: 'rebind' })
  .variant('V0 or V4, a short page', { version: 'V0', short: 1 })
  .variant('V5, NP', { ...v5 })
  .variant('V5, NPC', { ...v5, config: 'NPC' })
  .variant('V5, PRE', { ...v5, config: 'PRE' })
  .variant('V5a, NP', { repairD1: false })
  .variant('V5a, NPC', { repairD1: false, config: 'NPC' })
  .variant('V5a, PRE', { repairD1: false, config: 'PRE' })
  .variant('V5c, a short page', { short: 1 })
  // V5c under NP, with the frames taken out of the machine, is the base.
  .variant('V5c, PRE', { config: 'PRE' })
  .variant('V5c, only unbound', { then: 'nothing' })
  .variant('V5c, bound again', { then: 'rebind' })
  .variant('V5d', { repairX2: true })
  .variant('V5d, private mappings', { repairX2: true, kinds: ['private'] })
  .variant('V5d, private mappings, two tasks', { repairX2: true, kinds: ['private'], faults: 2 })
  .variant('V5d, a short page', { repairX2: true, short: 1 })
  .variant('V5d and X5 repaired, a short page', { repairX2: true, repairX5: true, short: 1 })
  .variant('X4 repaired', { repairX4: true, repairX2: true })
  .variant('D9 repaired', { repairD9: true, repairX2: true })
  .variant('X4 and D9 repaired, NP', { ...repaired })
  .variant('X4 and D9 repaired, NPC', { ...repaired, config: 'NPC' })
  .variant('X4 and D9 repaired, PRE', { ...inPre })
  .variant('X4 and D9 repaired, bound again', { ...inPre, then: 'rebind' })
  .variant('X4 and D9 repaired, two tasks', { ...inPre, faults: 2 })
  .variant('X4 and D9 repaired, teardown does not wait', { ...inPre, waitsForReaders: false })
  .variant('all but D1', { ...inPre, repairD1: false })
  .variant('all but D3', { ...inPre, repairD3: false })
  .variant('all but X2', { ...inPre, repairX2: false })
  .variant('all but X4', { ...inPre, repairX4: false })
  .variant('all but D9', { ...inPre, repairD9: false })
  .variant('all but X5, a short page', { ...inPre, repairX5: false, short: 1 })

  .variant('VS, only unbound', { version: 'VS', then: 'nothing' })
  .variant('VS, unplugged', { version: 'VS' })
  .variant('VS, bound again', { version: 'VS', then: 'rebind' })
  .variant('VS, a short page', { version: 'VS', short: 1 })
  .variant('VO, NP', { version: 'VO' })
  .variant('VO, NPC', { version: 'VO', config: 'NPC' })
  .variant('VO, PRE', { version: 'VO', config: 'PRE' })
  .variant('VO, PRE, without pages', { version: 'VO', config: 'PRE', pageMapped: false })
  .variant('VO, PRE, a short page', { version: 'VO', config: 'PRE', pageMapped: false, short: 1 })
  .variant('VM', { ...vm })
  .variant('VM, bound again', { ...vm, then: 'rebind' })
  .variant('VM, a short page', { ...vm, short: 1 })
  .variant('VM, private mappings', { ...vm, kinds: ['private'] })
  .variant('VM, private mappings, two tasks', { ...vm, kinds: ['private'], faults: 2 })
  .variant('VM, two tasks', { ...vm, faults: 2 })
  .variant('VM, unbind does not wait', { ...vm, waits: false })

export default spec

export const expected = expectations(spec, {
  ...alike(['base', 'V5c, PRE'], {
    fails: { [claim.driverData]: 16, [claim.insert]: 28, [claim.unplugged]: 31 },
    census: [834, 1520, 32],
  }),
  'V0 or V4, only unbound': {
    fails: {
      [claim.store]: 8,
      [claim.load]: 9,
      [claim.driverData]: 9,
      [claim.used]: 7,
      [claim.insert]: 14,
      [claim.refused]: 'never',
    },
    census: [292, 501, 17],
  },
  'V0 or V4, unplugged': {
    fails: {
      [claim.store]: 8,
      [claim.load]: 9,
      [claim.driverData]: 9,
      [claim.used]: 7,
      [claim.insert]: 14,
      [claim.unplugged]: 17,
      [claim.refused]: 'never',
    },
    census: [356, 602, 18],
  },
  'V0 or V4, bound again': {
    fails: {
      [claim.store]: 8,
      [claim.load]: 9,
      [claim.driverData]: 9,
      [claim.used]: 7,
      [claim.insert]: 14,
      [claim.owner]: 17,
      [claim.refused]: 'never',
    },
    census: [368, 611, 18],
  },
  'V0 or V4, a short page': {
    fails: { [claim.load]: 9, [claim.driverData]: 9, [claim.extent]: 5, [claim.used]: 7, [claim.faults]: 'never' },
    census: [222, 388, 16],
  },
  ...alike(['V5, NP', 'V5, NPC', 'V5, PRE'], {
    fails: {
      [claim.store]: 4,
      [claim.load]: 5,
      [claim.record]: 16,
      [claim.driverData]: 16,
      [claim.atomicDepth]: 8,
      [claim.rcuDepth]: 9,
      [claim.provenance]: 4,
      [claim.unmap]: 5,
      [claim.insert]: 26,
      [claim.unplugged]: 29,
      [claim.copies]: 'never',
      [claim.refused]: 'never',
    },
    census: [601, 1078, 31],
  }),
  ...alike(['V5a, NP', 'V5a, NPC', 'V5a, PRE'], {
    fails: { [claim.driverData]: 16, [claim.atomicDepth]: 16, [claim.insert]: 30, [claim.unplugged]: 33 },
    census: [1116, 1996, 34],
  }),
  'V5c, a short page': {
    fails: { [claim.driverData]: 16, [claim.extent]: 8, [claim.insert]: 28, [claim.unplugged]: 31 },
    census: [834, 1520, 32],
  },
  'V5c, only unbound': { fails: { [claim.driverData]: 16, [claim.insert]: 28 }, census: [763, 1397, 31] },
  'V5c, bound again': {
    fails: { [claim.driverData]: 16, [claim.insert]: 28, [claim.owner]: 31 },
    census: [850, 1534, 32],
  },
  V5d: { fails: { [claim.insert]: 28, [claim.unplugged]: 31 }, census: [807, 1454, 32] },
  'V5d, private mappings': { fails: { [claim.faults]: 'never' }, census: [245, 424, 29] },
  'V5d, private mappings, two tasks': { fails: { [claim.faults]: 'never' }, census: [3679, 9310, 42] },
  'V5d, a short page': {
    fails: { [claim.extent]: 8, [claim.insert]: 28, [claim.unplugged]: 31 },
    census: [807, 1454, 32],
  },
  'V5d and X5 repaired, a short page': {
    fails: { [claim.faults]: 'never', [claim.copies]: 'never' },
    census: [224, 401, 20],
  },
  'X4 repaired': {
    fails: { [claim.sleepInReader]: 9, [claim.used]: 20, [claim.insert]: 25, [claim.unplugged]: 31 },
    census: [937, 1668, 32],
  },
  ...alike(['D9 repaired', 'all but X4'], {
    fails: { [claim.insert]: 28, [claim.unplugged]: 31 },
    census: [803, 1452, 32],
  }),
  'X4 and D9 repaired, NP': {
    fails: { [claim.sleepInReader]: 9, [claim.used]: 20, [claim.insert]: 25, [claim.unplugged]: 31 },
    census: [929, 1664, 32],
  },
  'X4 and D9 repaired, NPC': {
    fails: {
      [claim.sleepInReader]: 9,
      [claim.sleepInAtomic]: 9,
      [claim.used]: 20,
      [claim.insert]: 25,
      [claim.unplugged]: 31,
    },
    census: [929, 1664, 32],
  },
  'X4 and D9 repaired, PRE': { fails: { [claim.sleepInReader]: 9 }, census: [747, 1358, 31] },
  'X4 and D9 repaired, bound again': { fails: { [claim.sleepInReader]: 9 }, census: [747, 1358, 31] },
  'X4 and D9 repaired, two tasks': { fails: { [claim.sleepInReader]: 9 }, census: [34247, 92470, 46] },
  'X4 and D9 repaired, teardown does not wait': {
    fails: {
      [claim.store]: 17,
      [claim.load]: 18,
      [claim.lookup]: 16,
      [claim.record]: 14,
      [claim.driverData]: 14,
      [claim.sleepInReader]: 9,
      [claim.used]: 16,
      [claim.insert]: 23,
      [claim.unplugged]: 29,
    },
    census: [1290, 2264, 30],
  },
  'all but D1': { fails: { [claim.atomicDepth]: 18, [claim.sleepInReader]: 9 }, census: [957, 1718, 33] },
  'all but D3': {
    fails: {
      [claim.store]: 4,
      [claim.load]: 5,
      [claim.rcuDepth]: 8,
      [claim.provenance]: 4,
      [claim.unmap]: 7,
      [claim.insert]: 21,
      [claim.unplugged]: 27,
      [claim.copies]: 'never',
    },
    census: [427, 767, 28],
  },
  'all but X2': { fails: { [claim.driverData]: 16, [claim.sleepInReader]: 9 }, census: [774, 1424, 31] },
  'all but D9': { fails: { [claim.sleepInReader]: 9, [claim.unplugged]: 31 }, census: [751, 1360, 32] },
  'all but X5, a short page': { fails: { [claim.sleepInReader]: 9, [claim.extent]: 8 }, census: [749, 1359, 32] },
  'VS, only unbound': { fails: { [claim.insert]: 17 }, census: [282, 494, 20] },
  ...alike(['VS, unplugged', 'VM'], { fails: { [claim.insert]: 17, [claim.unplugged]: 20 }, census: [320, 553, 21] }),
  ...alike(['VS, bound again', 'VM, bound again'], {
    fails: { [claim.insert]: 17, [claim.owner]: 20 },
    census: [320, 553, 21],
  }),
  'VS, a short page': {
    fails: { [claim.extent]: 4, [claim.insert]: 17, [claim.unplugged]: 20 },
    census: [320, 553, 21],
  },
  ...alike(['VO, NP', 'VO, NPC', 'VO, PRE'], {
    fails: {
      [claim.store]: 11,
      [claim.load]: 12,
      [claim.lookup]: 9,
      [claim.used]: 9,
      [claim.insert]: 22,
      [claim.unplugged]: 25,
      'no deadlock': 11,
    },
    census: [583, 1009, 26],
  }),
  'VO, PRE, without pages': { fails: { [claim.insert]: 19, [claim.unplugged]: 22 }, census: [368, 643, 23] },
  'VO, PRE, a short page': {
    fails: { [claim.extent]: 5, [claim.insert]: 19, [claim.unplugged]: 22 },
    census: [368, 643, 23],
  },
  'VM, a short page': { fails: { [claim.faults]: 'never', [claim.copies]: 'never' }, census: [144, 255, 15] },
  'VM, private mappings': { fails: { [claim.faults]: 'never' }, census: [86, 140, 19] },
  'VM, private mappings, two tasks': { fails: { [claim.faults]: 'never' }, census: [652, 1545, 27] },
  'VM, two tasks': { fails: { [claim.insert]: 17, [claim.unplugged]: 20 }, census: [8860, 22383, 31] },
  'VM, unbind does not wait': {
    fails: {
      [claim.store]: 10,
      [claim.load]: 11,
      [claim.lookup]: 9,
      [claim.driverData]: 11,
      [claim.used]: 9,
      [claim.insert]: 17,
      [claim.unplugged]: 20,
    },
    census: [574, 967, 21],
  },
})
