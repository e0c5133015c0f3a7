import { expectations } from 'interleave-checker'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { EIO } from '../../models/kernel/errno.ts'
import { atomicDepthIsBalanced, neverAsksForMissingPage, rcuDepthIsBalanced } from '../../models/kernel/rules.ts'
import { daxClear } from '../../models/mappers/dax-clear.ts'
import { teardownPrecedesUnmap } from '../../models/mappers/kmap-teardown.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  page: 'no pfn_to_page on unmapped pmem', // I1
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  atomicDepth: 'atomic depth is balanced', // I7
  rcuDepth: 'RCU depth is balanced', // I8
  sleepInReader: 'no sleep in an RCU reader', // I9
  sleepInAtomic: 'no sleep in atomic context', // I10
  gracePeriod: 'a grace period covers its readers', // I11
  unmap: 'unmap gets the address that was mapped', // I15
  teardown: 'teardown and a grace period precede memunmap', // I16
  completes: 'a clear completes',
  refused: 'a clear of an unbound device returns -EIO',
  unbinds: 'unbind completes',
  waits: 'unbind waits for a reader',
} as const

const repaired = { repairD1: true, repairD2: true, repairX1: true }

/**
 * `dax_clear_blocks()` against unbinding pmem, v5 as posted and repaired, in the kernel's three configurations. The meaning
 * of the claims here and the findings are in `dax-clear.md`.
 *
 * Exhaustive for every range of a device of two pages; 'all repaired, NP' holds for four tasks as well (`--set readers=4`), in
 * 16,110,457 states (76,975,948 transitions, depth 56), and for three on three pages in 3,251,471 (12,841,718 and 45).
 *
 * Some steps cannot run: the arm of kmap_atomic_pfn_t() for pages on pmem, and the one for ranges on brd; the look-up of
 * kunmap where D1 is repaired; 'cond_resched' where D2 is repaired, which moves it elsewhere.
 *
 * The variants after the repaired ones each undo something that is correct in v5, so that every claim is seen to fail.
 */
const spec = daxClear
  .invariant(claim.page, neverAsksForMissingPage)
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  .invariant(claim.rcuDepth, rcuDepthIsBalanced)
  .invariant(claim.teardown, teardownPrecedesUnmap)

  .reachable(claim.completes, s => s.dax_clear.some(r => r.rc === 0))
  .reachable(claim.refused, s => {
    return s.dax_clear.some(r => r.rc === -EIO) && s.unbind.some(u => u.pc === 'done')
  })
  .reachable(claim.unbinds, s => s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.waits, s => s.tasks.some(task => task.gp_waits_for.length > 0))

  // The base is v5 as posted under NP, the configuration of distributions.
  .variants({ 'as posted': {} }, { config: ['NPC', 'PRE'] })
  .variants(
    {
      'only D1': { ...repaired, repairD1: false },
      'only D2': { ...repaired, repairD2: false },
      'only X1': { ...repaired, repairX1: false },
      'D1 repaired': { repairD1: true },
      'D2 repaired': { repairD2: true },
      'X1 repaired': { repairX1: true },
      'all repaired': repaired,
      'all repaired, two calls': { ...repaired, calls: 2 },
      'all repaired, two readers': { ...repaired, readers: 2, pages: 1 },
      'as posted, two calls': { calls: 2 },
    },
    eachConfig,
  )
  .variant('nobody unbinds', { unbinds: 0 })
  .variants({ brd: { device: 'brd', unbinds: 0 } }, { '': {}, NPC: { config: 'NPC' }, PRE: { config: 'PRE' } })
  .variant('brd, all repaired', { ...repaired, device: 'brd', unbinds: 0 })

  .variant('PFN_DEV is 0', { ...repaired, PFN_DEV: false })
  .variants({ 'a failed look-up keeps the lock': { ...repaired, unlocksOnError: false } }, { config: ['NP', 'PRE'] })
  .variant('teardown does not wait', { ...repaired, waitsForReaders: false })
  .variant('registered before memremap', { ...repaired, registersLast: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { unbinds: 0 }, fails: { refused: 'never', unbinds: 'never', waits: 'never' } },
      {
        where: ['base', 'only D2, NP', 'D1 repaired, NP', 'X1 repaired, NP', 'as posted, two calls, NP'],
        fails: { store: 19, sleepInReader: 8, gracePeriod: 15 },
      },
      {
        where: ['as posted, NPC', 'only D2, NPC', 'D1 repaired, NPC', 'X1 repaired, NPC', 'as posted, two calls, NPC'],
        fails: { sleepInReader: 8, sleepInAtomic: 8 },
      },
      {
        where: ['as posted, PRE', 'only D2, PRE', 'D1 repaired, PRE', 'X1 repaired, PRE', 'as posted, two calls, PRE'],
        fails: { sleepInReader: 8 },
      },
      { where: ['as posted, NPC', 'as posted, PRE'], fails: { atomicDepth: 12, unmap: 9 }, census: [541, 1010, 27] },
      { where: inEachConfig('only D1'), fails: { atomicDepth: 14 }, census: [592, 1098, 30] },
      { where: ['only D2, NPC', 'only D2, PRE'], census: [448, 850, 25] },
      { where: inEachConfig('only X1'), fails: { unmap: 8 }, census: [502, 943, 28] },
      { where: ['D1 repaired, NPC', 'D1 repaired, PRE'], fails: { unmap: 9 }, census: [448, 850, 25] },
      { where: inEachConfig('D2 repaired'), fails: { atomicDepth: 11, unmap: 8 }, census: [668, 1229, 30] },
      { where: ['X1 repaired, NPC', 'X1 repaired, PRE'], fails: { atomicDepth: 15 }, census: [571, 1068, 27] },
      { where: inEachConfig('all repaired'), census: [413, 785, 23] },
      { where: inEachConfig('all repaired, two calls'), census: [813, 1585, 34] },
      { where: { readers: 2 }, census: [2041, 5286, 34] },
      {
        where: ['brd', 'brd, NPC', 'brd, PRE'],
        fails: { sleepInReader: 7, sleepInAtomic: 7, unmap: 8 },
        census: [44, 45, 18],
      },
    ],
  },
  {
    base: { fails: { atomicDepth: 12, unmap: 9 }, census: [684, 1265, 27] },
    'only D2, NP': { census: [549, 1027, 25] },
    'D1 repaired, NP': { fails: { unmap: 9 }, census: [549, 1027, 25] },
    'X1 repaired, NP': { fails: { atomicDepth: 15 }, census: [714, 1323, 27] },
    'as posted, two calls, NP': { fails: { atomicDepth: 12, unmap: 9 }, census: [2280, 4286, 42] },
    'as posted, two calls, NPC': {
      fails: { store: 34, atomicDepth: 12, gracePeriod: 30, unmap: 9 },
      census: [1886, 3562, 42],
    },
    'as posted, two calls, PRE': { fails: { atomicDepth: 12, unmap: 9 }, census: [1740, 3302, 42] },
    'nobody unbinds': { fails: { atomicDepth: 12, sleepInReader: 8, unmap: 9 }, census: [46, 46, 16] },
    'brd, all repaired': { census: [32, 33, 11] },
    'PFN_DEV is 0': { fails: { page: 3, store: 6, completes: 'never', refused: 'never' }, census: [253, 468, 18] },
    'a failed look-up keeps the lock, NP': { fails: { rcuDepth: 10, gracePeriod: 14 }, census: [423, 794, 23] },
    'a failed look-up keeps the lock, PRE': { fails: { rcuDepth: 10, 'no deadlock': 13 }, census: [417, 788, 23] },
    'teardown does not wait': {
      fails: { store: 15, lookup: 14, record: 12, teardown: 8, waits: 'never' },
      census: [547, 988, 26],
    },
    'registered before memremap': { fails: { store: 10, lookup: 9, teardown: 3 }, census: [501, 894, 23] },
  },
)
