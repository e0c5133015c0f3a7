import { expectations } from 'interleave-checker'
import { asV5, asV5a } from '../../models/drivers/dax-version.ts'
import { eachConfig } from '../../models/kernel/config.ts'
import { EIO } from '../../models/kernel/errno.ts'
import {
  atomicDepthIsBalanced,
  neverGoesBeyondMapping,
  neverUnmapsElsewhere,
  rcuDepthIsBalanced,
  tasksOutsideDirectAccess,
  withAccessClaim,
} from '../../models/kernel/rules.ts'
import { daxNested } from '../../models/mappers/dax-nested.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  access: 'no access to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  driverData: 'no read of freed driver data', // I6
  atomicDepth: 'atomic depth is balanced', // I7
  rcuDepth: 'RCU depth is balanced', // I8
  sleepInReader: 'no sleep in an RCU reader', // I9
  sleepInAtomic: 'no sleep in atomic context', // I10
  gracePeriod: 'a grace period covers its readers', // I11
  provenance: 'each address used was given by a look-up', // I12
  extent: 'each access lies in the page that is mapped', // I13
  unmap: 'what is given back was mapped last', // I15
  insert: 'no PTE is inserted for a frame that its driver has left', // I18
  progress: 'a call transfers something or returns an error', // L4, as far as safety goes
  copies: 'a copy completes',
  faults: 'a fault in a copy is handled',
  nests: 'two frames are mapped at once',
  refused: 'a call on an unbound device returns -EIO',
  unbinds: 'unbind completes',
  waits: 'unbind waits for a reader',
} as const

const v5c = { repairD5: true }
const v5d = { ...v5c, repairX2: true }

/**
 * A copy whose buffer is a DAX mapping too, against unbinding pmem, and against removal of the buffer's PTE. The findings
 * are in `dax-nested.md`.
 *
 * Exhaustive for one task with a page of each file and one such removal, up to 5,359 states, and for two without, 22,732;
 * with one removal, 'V5d, NP' gives the same verdicts for two tasks (`--set tasks=2`), in 286,116.
 *
 * Some steps cannot run: the arm of kmap_atomic_pfn_t() for pages, as pmem has none; the look-up of kunmap where D1 is
 * repaired; the steps after a mapping in V5, and a fault in a copy in NPC.
 */
const spec = daxNested
  // A claim below covers addresses from a mapping, whatever they contain.
  .extend(withAccessClaim)
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  // Except in the reader that repairs X2.
  .invariant(claim.rcuDepth, s => rcuDepthIsBalanced(tasksOutsideDirectAccess(s, s.copy)))
  .invariant(claim.extent, neverGoesBeyondMapping)
  .invariant(claim.unmap, neverUnmapsElsewhere)
  .invariant(claim.progress, s => s.copy.every(copy => copy.rc !== 0))

  .reachable(claim.copies, s => s.copy.some(copy => (copy.rc ?? 0) > 0))
  .reachable(claim.faults, s => s.copy.some(copy => copy.pc === 'fault: iret' && copy.addr !== null))
  .reachable(claim.nests, s => s.tasks.some(task => task.maps.length === 2))
  .reachable(claim.refused, s => s.copy.some(copy => copy.rc === -EIO))
  .reachable(claim.unbinds, s => s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.waits, s => s.tasks.some(task => task.gp_waits_for.length > 0))

  // V5b under NP is the base.
  .variants({ V5b: {} }, { config: ['NPC', 'PRE'] })
  .variants({ V5: asV5, V5a: asV5a }, eachConfig)
  .variant('V5c', v5c)
  .variants({ V5d: v5d }, eachConfig)
  .variant('V5d, two tasks', { ...v5d, tasks: 2, zaps: 0, kinds: ['written'] })
  .variant('all but D1', { ...v5d, repairD1: false })
  .variant('all but D3', { ...v5d, repairD3: false })
  .variants({ 'all but D5': { ...v5d, repairD5: false } }, eachConfig)
  .variant('teardown does not wait', { ...v5d, waitsForReaders: false })

export default spec

/** Broken in v5 in every configuration. */
const asPosted = {
  access: 10,
  record: 22,
  driverData: 17,
  atomicDepth: 14,
  rcuDepth: 15,
  provenance: 10,
  unmap: 11,
  insert: 32,
  progress: 27,
  copies: 'never',
  nests: 'never',
  refused: 'never',
} as const

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      {
        where: ['V5, NP', 'V5, NPC'],
        fails: asPosted,
        census: [1297, 2551, 42],
      },
      {
        where: ['V5d, NP', 'V5d, NPC', 'V5d, PRE'],
        fails: { insert: 31, faults: 'never', nests: 'never' },
        census: [3393, 6548, 63],
      },
    ],
  },
  {
    base: {
      fails: { access: 36, driverData: 17, sleepInReader: 10, gracePeriod: 18, insert: 38, progress: 26 },
      census: [2380, 4409, 60],
    },
    'V5b, NPC': {
      fails: { driverData: 17, progress: 13, copies: 'never', faults: 'never', nests: 'never' },
      census: [259, 461, 28],
    },
    'V5b, PRE': { fails: { driverData: 17, sleepInReader: 10, progress: 26 }, census: [1283, 2415, 59] },
    'V5, PRE': {
      fails: { ...asPosted, waits: 'never' },
      census: [1296, 2550, 42],
    },
    'V5a, NP': {
      fails: {
        access: 38,
        driverData: 17,
        atomicDepth: 25,
        sleepInReader: 10,
        gracePeriod: 18,
        insert: 40,
        progress: 28,
      },
      census: [3622, 6775, 66],
    },
    'V5a, NPC': {
      fails: { driverData: 17, atomicDepth: 17, progress: 15, copies: 'never', faults: 'never', nests: 'never' },
      census: [314, 553, 30],
    },
    'V5a, PRE': {
      fails: { driverData: 17, atomicDepth: 25, sleepInReader: 10, progress: 28 },
      census: [1856, 3485, 65],
    },
    V5c: { fails: { driverData: 18, insert: 31, faults: 'never', nests: 'never' }, census: [3225, 6238, 61] },
    'V5d, two tasks': { fails: { insert: 31, faults: 'never', nests: 'never' }, census: [23944, 63472, 73] },
    'all but D1': { fails: { atomicDepth: 19, insert: 33, faults: 'never', nests: 'never' }, census: [4732, 9086, 69] },
    'all but D3': {
      fails: {
        access: 7,
        driverData: 29,
        rcuDepth: 9,
        provenance: 7,
        unmap: 8,
        insert: 27,
        progress: 21,
        copies: 'never',
        faults: 'never',
        nests: 'never',
      },
      census: [3217, 6002, 56],
    },
    'all but D5, NP': {
      fails: { access: 36, sleepInReader: 10, gracePeriod: 18, insert: 38, progress: 17 },
      census: [2239, 4140, 60],
    },
    'all but D5, NPC': {
      fails: { progress: 13, copies: 'never', faults: 'never', nests: 'never' },
      census: [275, 485, 28],
    },
    'all but D5, PRE': { fails: { sleepInReader: 10, progress: 17 }, census: [1577, 2909, 59] },
    'teardown does not wait': {
      fails: {
        access: 20,
        lookup: 18,
        record: 16,
        driverData: 16,
        insert: 29,
        progress: 37,
        faults: 'never',
        nests: 'never',
        waits: 'never',
      },
      census: [5676, 10648, 61],
    },
  },
)
