import { expectations } from 'interleave-checker'
import { locksRcu } from '../../models/drivers/dax-version.ts'
import { neverUnmapsUsed } from '../../models/kernel/address-space.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import {
  atomicDepthIsBalanced,
  neverGoesBeyondMapping,
  neverTouchesUnplugged,
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
/** October, where pmem has no struct pages. */
const inVo = { version: 'VO', config: 'PRE', pageMapped: false } as const
/** What follows the unbind. */
const unbound = { then: 'nothing' } as const
const boundAgain = { then: 'rebind' } as const
const aShortPage = { short: 1 }
/** Where a reader that sleeps is waited for. */
const inPre = { ...repaired, config: 'PRE' } as const

/**
 * Faults on a DAX mapping, shared or private, and stores through the PTE, while the driver is unbound. What was found is in
 * `dax-fault.md`.
 *
 * Exhaustive for one task and one page, up to 1,290 states, and for two tasks, 34,247; 'X4 and D9 repaired, two tasks' says
 * the same with three (`--set faults=3`), in 1,637,673. What followed v5: up to 583 states, for two tasks in VM 8,860 (for
 * three, 254,864; in VO, 1,024,783).
 *
 * Some steps do not run for a reason: look-ups and teardown in V0; the arm of kmap_atomic_pfn_t() for pages, as pmem has
 * none; the look-up of kunmap where D1 is repaired; what follows a mapping where D3 or X5's repair does not let it come to
 * that; 'rebind' and 'unplug' where the other is asked for.
 */
const spec = daxFault
  // What comes of D2 for the grace period is claimed by dax-clear.
  .without('a grace period covers its readers')
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  // But for the reader by which X2 is repaired.
  .invariant(claim.rcuDepth, (s, c) => {
    if (!locksRcu(c)) return s.tasks.every(task => task.rcu_read_lock_nesting === 0)
    return rcuDepthIsBalanced({ tasks: s.tasks.filter((_, task) => !s.fault[task]?.pc.endsWith('direct_access')) })
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

  // V5c under NP, with the frames taken out of the machine, is the base.
  .variants({ V5: v5, V5a: { repairD1: false }, VO: { version: 'VO' }, 'X4 and D9 repaired': repaired }, eachConfig)
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
  .variant('all but D9', { ...inPre, repairD9: false })
  .variant('all but X5, a short page', { ...inPre, repairX5: false, ...aShortPage })
  .variants({ 'VO, PRE': inVo }, { 'without pages': {}, 'a short page': aShortPage })
  .variants(
    { VM: vm },
    { 'bound again': boundAgain, 'two tasks': { faults: 2 }, 'unbind does not wait': { waits: false } },
  )

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { kinds: ['private'] }, fails: { faults: 'never' } },
      { where: { repairD3: false }, fails: { store: 4, load: 5, provenance: 4, copies: 'never' } },
      { where: ['base', 'V5c, PRE'], fails: { driverData: 16, insert: 28, unplugged: 31 }, census: [834, 1520, 32] },
      {
        where: inEachConfig('V5'),
        fails: {
          record: 16,
          driverData: 16,
          atomicDepth: 8,
          rcuDepth: 9,
          unmap: 5,
          insert: 26,
          unplugged: 29,
          refused: 'never',
        },
      },
      // The page that a private mapping is copied to is mapped by kmap_atomic(), which is a reader there.
      { where: ['V5, NP', 'V5, NPC'], census: [602, 1079, 31] },
      { where: ['V5, PRE'], census: [601, 1078, 31] },
      {
        where: inEachConfig('V5a'),
        fails: { driverData: 16, atomicDepth: 16, insert: 30, unplugged: 33 },
        census: [1116, 1996, 34],
      },
      { where: ['D9 repaired', 'all but X4'], fails: { insert: 28, unplugged: 31 }, census: [803, 1452, 32] },
      {
        where: ['X4 and D9 repaired, PRE', 'X4 and D9 repaired, bound again'],
        fails: { sleepInReader: 9 },
        census: [747, 1358, 31],
      },
      { where: ['VS, unplugged', 'VM'], fails: { insert: 17, unplugged: 20 }, census: [320, 553, 21] },
      { where: ['VS, bound again', 'VM, bound again'], fails: { insert: 17, owner: 20 }, census: [320, 553, 21] },
      {
        where: inEachConfig('VO'),
        fails: { store: 11, load: 12, lookup: 9, used: 9, insert: 22, unplugged: 25, 'no deadlock': 11 },
        census: [583, 1009, 26],
      },
      {
        where: ['X4 repaired', 'X4 and D9 repaired, NP'],
        fails: { sleepInReader: 9, used: 20, insert: 25, unplugged: 31 },
      },
    ],
  },
  {
    'V0 or V4, only unbound': {
      fails: { store: 8, load: 9, driverData: 9, used: 7, insert: 14, refused: 'never' },
      census: [292, 501, 17],
    },
    'V0 or V4, unplugged': {
      fails: { store: 8, load: 9, driverData: 9, used: 7, insert: 14, unplugged: 17, refused: 'never' },
      census: [356, 602, 18],
    },
    'V0 or V4, bound again': {
      fails: { store: 8, load: 9, driverData: 9, used: 7, insert: 14, owner: 17, refused: 'never' },
      census: [368, 611, 18],
    },
    'V0 or V4, a short page': {
      fails: { load: 9, driverData: 9, extent: 5, used: 7, faults: 'never' },
      census: [222, 388, 16],
    },
    'V5c, a short page': { fails: { driverData: 16, extent: 8, insert: 28, unplugged: 31 }, census: [834, 1520, 32] },
    'V5c, only unbound': { fails: { driverData: 16, insert: 28 }, census: [763, 1397, 31] },
    'V5c, bound again': { fails: { driverData: 16, insert: 28, owner: 31 }, census: [850, 1534, 32] },
    V5d: { fails: { insert: 28, unplugged: 31 }, census: [807, 1454, 32] },
    'V5d, private mappings': { census: [245, 424, 29] },
    'V5d, private mappings, two tasks': { census: [3679, 9310, 42] },
    'V5d, a short page': { fails: { extent: 8, insert: 28, unplugged: 31 }, census: [807, 1454, 32] },
    'V5d and X5 repaired, a short page': { fails: { faults: 'never', copies: 'never' }, census: [224, 401, 20] },
    'X4 repaired': { census: [937, 1668, 32] },
    'X4 and D9 repaired, NP': { census: [929, 1664, 32] },
    'X4 and D9 repaired, NPC': {
      fails: { sleepInReader: 9, sleepInAtomic: 9, used: 20, insert: 25, unplugged: 31 },
      census: [929, 1664, 32],
    },
    'X4 and D9 repaired, two tasks': { fails: { sleepInReader: 9 }, census: [34247, 92470, 46] },
    'X4 and D9 repaired, teardown does not wait': {
      fails: {
        store: 17,
        load: 18,
        lookup: 16,
        record: 14,
        driverData: 14,
        sleepInReader: 9,
        used: 16,
        insert: 23,
        unplugged: 29,
      },
      census: [1290, 2264, 30],
    },
    'all but D1': { fails: { atomicDepth: 18, sleepInReader: 9 }, census: [957, 1718, 33] },
    'all but D3': { fails: { rcuDepth: 8, unmap: 7, insert: 21, unplugged: 27 }, census: [427, 767, 28] },
    'all but X2': { fails: { driverData: 16, sleepInReader: 9 }, census: [774, 1424, 31] },
    'all but D9': { fails: { sleepInReader: 9, unplugged: 31 }, census: [751, 1360, 32] },
    'all but X5, a short page': { fails: { sleepInReader: 9, extent: 8 }, census: [749, 1359, 32] },
    'VS, only unbound': { fails: { insert: 17 }, census: [282, 494, 20] },
    'VS, a short page': { fails: { extent: 4, insert: 17, unplugged: 20 }, census: [320, 553, 21] },
    'VO, PRE, without pages': { fails: { insert: 19, unplugged: 22 }, census: [368, 643, 23] },
    'VO, PRE, a short page': { fails: { extent: 5, insert: 19, unplugged: 22 }, census: [368, 643, 23] },
    'VM, a short page': { fails: { faults: 'never', copies: 'never' }, census: [144, 255, 15] },
    'VM, private mappings': { census: [86, 140, 19] },
    'VM, private mappings, two tasks': { census: [652, 1545, 27] },
    'VM, two tasks': { fails: { insert: 17, unplugged: 20 }, census: [8860, 22383, 31] },
    'VM, unbind does not wait': {
      fails: { store: 10, load: 11, lookup: 9, driverData: 11, used: 9, insert: 17, unplugged: 20 },
      census: [574, 967, 21],
    },
  },
)
