import { expectations } from 'interleave-checker'
import { asV5, asV5a, locksRcu } from '../../models/drivers/dax-version.ts'
import { neverUnmapsUsed } from '../../models/kernel/address-space.ts'
import { eachConfig } from '../../models/kernel/config.ts'
import {
  atomicDepthIsBalanced,
  neverGoesBeyondMapping,
  neverTouchesUnplugged,
  rcuDepthIsBalanced,
  tasksOutsideDirectAccess,
} from '../../models/kernel/rules.ts'
import { daxFault } from '../../models/mappers/dax-fault.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  load: 'no load from an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  driverData: 'no read of freed driver data', // I6
  atomicDepth: 'atomic depth is balanced', // I7
  rcuDepth: 'RCU depth is balanced', // I8
  sleepInReader: 'no sleep in an RCU reader', // I9
  sleepInAtomic: 'no sleep in atomic context', // I10
  provenance: 'each address used was given by a look-up', // I12
  extent: 'each access lies in the page that is mapped', // I13
  unmap: 'unmap gets the address that was mapped', // I15
  used: 'no address is unmapped that somebody was given', // I16 of those without a record
  balanced: 'each reference of the queue is given back', // I33
  insert: 'no PTE is inserted for a frame that its driver has left', // I18
  unplugged: 'no store to a frame that was unplugged', // I19
  owner: 'what is reached belongs to the owner that gave the frame out', // I20
  faults: 'a fault is handled',
  copies: 'a private mapping gets a copy',
  refused: 'a fault on an unbound device is SIGBUS',
  unbinds: 'unbind completes',
} as const

const repaired = { repairX4: true, repairD9: true, repairX2: true, repairX5: true }
/** Linux 4.5 requires a whole page in bdev_direct_access(). */
const vm = { version: 'VM', repairX5: true } as const
/** October, where pmem has no struct pages. */
const inVo = { version: 'VO', config: 'PRE', pageMapped: false } as const
/** What follows the unbind. */
const unbound = { then: 'nothing' } as const
const boundAgain = { then: 'rebind' } as const
const aShortPage = { short: 1 }
/** Where a grace period waits for a sleeping reader. */
const inPre = { ...repaired, config: 'PRE' } as const

/**
 * Faults on a DAX mapping, shared or private, and stores through the PTE, while the driver is unbound. The findings are in
 * `dax-fault.md`.
 *
 * Exhaustive for one task and one page, up to 1,441 states, and for two tasks, 43,955; later versions, up to 671 states, and
 * for two tasks in VM 11,324.
 *
 * Some steps cannot run: look-ups and teardown in V0; the arm of kmap_atomic_pfn_t() for pages, as pmem has none; the
 * look-up of kunmap where D1 is repaired; the steps after a mapping where D3 or X5's repair prevents it; 'rebind' and
 * 'unplug' where the variant chooses the other.
 */
const spec = daxFault
  // The effect of D2 on the grace period is claimed by dax-clear.
  .without('a grace period covers its readers')
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  // Except in the reader that repairs X2.
  .invariant(claim.rcuDepth, (s, c) => {
    if (!locksRcu(c)) return s.tasks.every(task => task.rcu_read_lock_nesting === 0)
    return rcuDepthIsBalanced(tasksOutsideDirectAccess(s, s.fault))
  })
  .invariant(claim.extent, neverGoesBeyondMapping)
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
  .invariant(claim.unplugged, neverTouchesUnplugged)

  .reachable(claim.faults, s => s.fault.some(f => f.rc === 'VM_FAULT_NOPAGE'))
  .reachable(claim.copies, s => s.fault.some(f => f.rc === 'VM_FAULT_LOCKED'))
  .reachable(claim.refused, s => s.fault.some(f => f.rc === 'VM_FAULT_SIGBUS'))
  .reachable(claim.unbinds, s => s.unbind.every(u => u.pc === 'done'))

  // The base is V5c under NP, with the frames removed from the machine.
  .variants({ V5: asV5, V5a: asV5a, VO: { version: 'VO' }, 'X4 and D9 repaired': repaired }, eachConfig)
  .variants(
    { 'V0 or V4': { version: 'V0' }, VS: { version: 'VS' } },
    { 'only unbound': unbound, unplugged: {}, 'bound again': boundAgain, 'a short page': aShortPage },
  )
  .variants(
    { V5c: {} },
    { PRE: { config: 'PRE' }, 'only unbound': unbound, 'bound again': boundAgain, 'a short page': aShortPage },
  )
  .variants(
    { V5d: { repairX2: true }, VM: vm },
    {
      '': {},
      'a short page': aShortPage,
      'private mappings': { kinds: ['private'] },
      'private mappings, two tasks': { kinds: ['private'], faults: 2 },
    },
  )
  .variant('V5d and X5 repaired, a short page', { repairX2: true, repairX5: true, ...aShortPage })
  .variant('X4 repaired', { repairX4: true, repairX2: true })
  .variant('D9 repaired', { repairD9: true, repairX2: true })
  .variants(
    { 'X4 and D9 repaired': inPre },
    { 'bound again': boundAgain, 'two tasks': { faults: 2 }, 'teardown does not wait': { waitsForReaders: false } },
  )
  .variant('all but D1', { ...inPre, repairD1: false })
  .variant('all but D3', { ...inPre, repairD3: false })
  .variant('all but X2', { ...inPre, repairX2: false })
  .variant('all but X4', { ...inPre, repairX4: false })
  .variant('all but X4, NP', { ...repaired, repairX4: false })
  .variant('all but X4, NPC', { ...repaired, repairX4: false, config: 'NPC' })
  .variant('all but X4, bound again, two tasks', { ...repaired, ...boundAgain, repairX4: false, faults: 2 })
  .variant('all but X4, without i_mmap_lock', { ...inPre, repairX4: false, locksMapping: false })
  .variant('all but D9', { ...inPre, repairD9: false })
  .variant('all but X5, a short page', { ...inPre, repairX5: false, ...aShortPage })
  .variants({ 'VO, PRE': inVo }, { 'without pages': {}, 'a short page': aShortPage })
  .variants(
    { VM: vm },
    { 'bound again': boundAgain, 'two tasks': { faults: 2 }, 'unbind does not wait': { waits: false } },
  )

export default spec

/** Broken in v5 in every configuration. */
const asPosted = {
  store: 5,
  load: 5,
  record: 17,
  driverData: 16,
  atomicDepth: 9,
  rcuDepth: 10,
  provenance: 5,
  unmap: 6,
  insert: 28,
  unplugged: 31,
  copies: 'never',
  refused: 'never',
} as const

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'V5c, PRE'], fails: { driverData: 16, insert: 30, unplugged: 33 }, census: [943, 1729, 34] },
      {
        where: ['V5, NP', 'V5, NPC'],
        fails: asPosted,
        census: [689, 1246, 33],
      },
      {
        where: ['V5a, NP', 'V5a, NPC', 'V5a, PRE'],
        fails: { driverData: 16, atomicDepth: 17, insert: 32, unplugged: 35 },
        census: [1241, 2234, 36],
      },
      {
        where: ['VO, NP', 'VO, NPC', 'VO, PRE'],
        fails: { store: 12, load: 12, lookup: 9, used: 9, insert: 24, unplugged: 27, 'no deadlock': 12 },
        census: [660, 1156, 28],
      },
      {
        where: ['X4 and D9 repaired, PRE', 'X4 and D9 repaired, bound again'],
        fails: { sleepInReader: 10 },
        census: [891, 1614, 36],
      },
      { where: ['VS, unplugged', 'VM'], fails: { insert: 19, unplugged: 22 }, census: [378, 663, 23] },
      { where: ['VS, bound again', 'VM, bound again'], fails: { insert: 19, owner: 22 }, census: [378, 663, 23] },
      { where: ['D9 repaired', 'all but X4', 'all but X4, NP', 'all but X4, NPC'], census: [923, 1678, 36] },
    ],
  },
  {
    'V5, PRE': {
      fails: asPosted,
      census: [688, 1245, 33],
    },
    'X4 and D9 repaired, NP': { fails: { sleepInReader: 10, used: 21 }, census: [1055, 1900, 36] },
    'X4 and D9 repaired, NPC': { fails: { sleepInReader: 10, sleepInAtomic: 10, used: 21 }, census: [1055, 1900, 36] },
    'V0 or V4, only unbound': {
      fails: { store: 9, load: 9, driverData: 9, used: 7, insert: 16, refused: 'never' },
      census: [352, 613, 19],
    },
    'V0 or V4, unplugged': {
      fails: { store: 9, load: 9, driverData: 9, used: 7, insert: 16, unplugged: 19, refused: 'never' },
      census: [418, 718, 20],
    },
    'V0 or V4, bound again': {
      fails: { store: 9, load: 9, driverData: 9, used: 7, insert: 16, owner: 19, refused: 'never' },
      census: [430, 727, 20],
    },
    'V0 or V4, a short page': {
      fails: { load: 9, driverData: 9, extent: 5, used: 7, faults: 'never' },
      census: [272, 481, 17],
    },
    'VS, only unbound': { fails: { insert: 19 }, census: [337, 598, 22] },
    'VS, a short page': { fails: { extent: 5, insert: 19, unplugged: 22 }, census: [378, 663, 23] },
    'V5c, only unbound': { fails: { driverData: 16, insert: 30 }, census: [868, 1598, 33] },
    'V5c, bound again': { fails: { driverData: 16, insert: 30, owner: 33 }, census: [960, 1744, 34] },
    'V5c, a short page': { fails: { driverData: 16, extent: 9, insert: 30, unplugged: 33 }, census: [943, 1729, 34] },
    V5d: { fails: { insert: 30, unplugged: 33 }, census: [913, 1657, 34] },
    'V5d, a short page': { fails: { extent: 9, insert: 30, unplugged: 33 }, census: [913, 1657, 34] },
    'V5d, private mappings': { fails: { faults: 'never' }, census: [257, 445, 30] },
    'V5d, private mappings, two tasks': { fails: { faults: 'never' }, census: [3823, 9670, 43] },
    'VM, a short page': { fails: { faults: 'never', copies: 'never' }, census: [205, 371, 17] },
    'VM, private mappings': { fails: { faults: 'never' }, census: [92, 150, 20] },
    'VM, private mappings, two tasks': { fails: { faults: 'never' }, census: [688, 1629, 28] },
    'V5d and X5 repaired, a short page': { fails: { faults: 'never', copies: 'never' }, census: [307, 561, 22] },
    'X4 repaired': { fails: { sleepInReader: 10, used: 21, insert: 27, unplugged: 33 }, census: [1055, 1893, 34] },
    'X4 and D9 repaired, two tasks': { fails: { sleepInReader: 10 }, census: [41267, 111266, 52] },
    'X4 and D9 repaired, teardown does not wait': {
      fails: {
        store: 18,
        load: 18,
        lookup: 16,
        record: 14,
        driverData: 14,
        sleepInReader: 10,
        used: 16,
        'no deadlock': 22,
      },
      census: [1441, 2560, 34],
    },
    'all but D1': { fails: { atomicDepth: 18, sleepInReader: 10 }, census: [1129, 2018, 38] },
    'all but D3': {
      fails: { store: 5, load: 5, rcuDepth: 9, provenance: 5, unmap: 8, copies: 'never', 'no deadlock': 20 },
      census: [512, 931, 32],
    },
    'all but X2': { fails: { driverData: 16, sleepInReader: 10 }, census: [946, 1726, 36] },
    'all but X4, bound again, two tasks': { census: [43955, 119010, 52] },
    'all but X4, without i_mmap_lock': { fails: { insert: 33, unplugged: 36 }, census: [1033, 1878, 37] },
    'all but D9': { fails: { sleepInReader: 10, unplugged: 33 }, census: [853, 1555, 34] },
    'all but X5, a short page': { fails: { sleepInReader: 10, extent: 9 }, census: [895, 1617, 37] },
    'VO, PRE, without pages': { fails: { insert: 21, unplugged: 24 }, census: [429, 759, 25] },
    'VO, PRE, a short page': { fails: { extent: 6, insert: 21, unplugged: 24 }, census: [429, 759, 25] },
    'VM, two tasks': { fails: { insert: 19, unplugged: 22 }, census: [11324, 29100, 34] },
    'VM, unbind does not wait': {
      fails: { store: 11, load: 11, lookup: 9, driverData: 11, used: 9, insert: 19, unplugged: 22 },
      census: [671, 1147, 23],
    },
  },
)
