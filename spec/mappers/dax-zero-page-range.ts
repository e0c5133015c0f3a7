import { expectations } from 'interleave-checker'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { EIO } from '../../models/kernel/errno.ts'
import { atomicDepthIsBalanced, neverGoesBeyondMapping, rcuDepthIsBalanced } from '../../models/kernel/rules.ts'
import { pageSize } from '../../models/mappers/dax-map-bh.ts'
import { daxZeroPageRange } from '../../models/mappers/dax-zero-page-range.ts'
import { teardownPrecedesUnmap } from '../../models/mappers/kmap-teardown.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  atomicDepth: 'atomic depth is balanced', // I7
  rcuDepth: 'RCU depth is balanced', // I8
  sleepInReader: 'no sleep in an RCU reader', // I9
  sleepInAtomic: 'no sleep in atomic context', // I10
  gracePeriod: 'a grace period covers its readers', // I11
  provenance: 'each address used was given by a look-up', // I12
  extent: 'each access lies in the page that is mapped', // I13
  zeroed: 'the range is zeroed, and nothing else is', // I14
  bug: 'no BUG_ON is hit',
  unmap: 'unmap gets the address that was mapped', // I15
  teardown: 'teardown and a grace period precede memunmap', // I16
  truncates: 'a truncate zeroes something',
  refused: 'a truncate on an unbound device returns -EIO',
  unbinds: 'unbind completes',
  waits: 'unbind waits for a reader',
} as const

const v5a = { repairD3: true }
const v5b = { ...v5a, repairD1: true }
const repaired = { ...v5b, repairX5: true }

/**
 * `dax_zero_page_range()` against unbinding pmem, for every range in a page, of a block that was written or not. The
 * findings are in `dax-zero-page-range.md`.
 *
 * Exhaustive for one task, up to 1,537 states, and for two, 134,293.
 * 'V5b, NP' holds for three as well (`--set tasks=3`), in 14,067,877 (51,776,166 transitions, depth 51).
 *
 * Some steps cannot run: look-ups and teardown in V0, on brd, and where D3 prevents them; the arm of kmap_atomic_pfn_t() for
 * pages on pmem; the look-up of kunmap where D1 is repaired; and errors without unbinding.
 */
const spec = daxZeroPageRange
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  .invariant(claim.rcuDepth, rcuDepthIsBalanced)
  .invariant(claim.extent, neverGoesBeyondMapping)
  .invariant(claim.zeroed, s => {
    return s.truncate.every(({ rc, task, offset, length, isWritten }) => {
      const page = s.media.slice(task * pageSize, (task + 1) * pageSize)
      const isAsked = (at: number): boolean => isWritten && at >= offset && at < offset + length
      return page.every((byte, at) => (isAsked(at) ? rc !== 0 || byte === 'zero' : byte === 'file'))
    })
  })
  .invariant(claim.teardown, teardownPrecedesUnmap)

  .reachable(claim.truncates, s => s.truncate.some(t => t.rc === 0) && s.media.includes('zero'))
  .reachable(claim.refused, s => s.truncate.some(t => t.rc === -EIO) && s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.unbinds, s => s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.waits, s => s.tasks.some(task => task.gp_waits_for.length > 0))

  // V5 under NP is the base.
  .variants({ V5: {} }, { config: ['NPC', 'PRE'] })
  .variant('V0 or V4', { version: 'V0' })
  .variant('V0 or V4, a short page', { version: 'V0', short: 1, unbinds: 0 })
  .variants({ V5a: v5a }, eachConfig)
  .variant('V5a, a short page', { ...v5a, short: 1 })
  .variants({ V5b: v5b }, eachConfig)
  .variant('V5b, two tasks', { ...v5b, tasks: 2 })
  .variant('V5b, a short page', { ...v5b, short: 1 })
  .variant('X5 repaired, a short page', { ...repaired, short: 1 })
  .variant('all but D1', { ...repaired, repairD1: false })
  .variant('all but D3', { ...repaired, repairD3: false })
  .variant('brd, V5', { device: 'brd', unbinds: 0 })
  .variant('brd, V5a', { ...v5a, device: 'brd', unbinds: 0 })
  .variant('brd, V5b', { ...v5b, device: 'brd', unbinds: 0 })

  .variant('beyond the page', { ...repaired, beyond: 1 })
  .variant('beyond the page, unchecked', { ...repaired, beyond: 1, checksRange: false, tasks: 2, unbinds: 0 })
  .variant('teardown does not wait', { ...repaired, waitsForReaders: false })
  .variant('registered before memremap', { ...repaired, registersLast: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { unbinds: 0 }, fails: { refused: 'never', unbinds: 'never', waits: 'never' } },
      { where: { repairD3: false }, fails: { refused: 'never', waits: 'never' } },
      {
        where: ['base', 'V5, NPC', 'V5, PRE', 'all but D3'],
        fails: { store: 5, provenance: 5, truncates: 'never' },
        census: [637, 1212, 17],
      },
      {
        where: ['V5a, NP', 'V5a, NPC', 'V5a, PRE', 'all but D1'],
        fails: { atomicDepth: 17 },
        census: [1537, 2784, 27],
      },
      { where: inEachConfig('V5b'), census: [1309, 2418, 25] },
    ],
  },
  {
    'V0 or V4': { fails: { store: 8 }, census: [384, 677, 12] },
    'V0 or V4, a short page': { fails: { extent: 5 }, census: [61, 60, 7] },
    'V5a, a short page': { fails: { atomicDepth: 17, extent: 9 }, census: [1537, 2784, 27] },
    'V5b, two tasks': { census: [134293, 371520, 38] },
    'V5b, a short page': { fails: { extent: 9 }, census: [1309, 2418, 25] },
    'X5 repaired, a short page': { fails: { truncates: 'never', waits: 'never' }, census: [715, 1362, 18] },
    'brd, V5': { fails: { store: 5, provenance: 5, truncates: 'never' }, census: [49, 48, 5] },
    'brd, V5a': { census: [103, 102, 14] },
    'brd, V5b': { census: [97, 96, 13] },
    'beyond the page': { fails: { bug: 2 }, census: [1309, 2418, 25] },
    'beyond the page, unchecked': { fails: { store: 9, extent: 9, zeroed: 9 }, census: [16864, 33468, 26] },
    'teardown does not wait': {
      fails: { store: 17, lookup: 16, record: 14, teardown: 8, waits: 'never' },
      census: [1487, 2656, 23],
    },
    'registered before memremap': { fails: { store: 12, lookup: 11, teardown: 3 }, census: [1477, 2628, 25] },
  },
)
