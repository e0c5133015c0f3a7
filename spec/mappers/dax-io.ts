import { expectations } from 'interleave-checker'
import { locksRcu } from '../../models/drivers/dax-version.ts'
import { neverUnmapsUsed } from '../../models/kernel/address-space.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { EIO } from '../../models/kernel/errno.ts'
import {
  atomicDepthIsBalanced,
  neverGoesBeyondMapping,
  rcuDepthIsBalanced,
  withAccessClaim,
} from '../../models/kernel/rules.ts'
import { exposesNothing, withTransferClaims } from '../../models/mappers/dax-file.ts'
import { daxIo } from '../../models/mappers/dax-io.ts'
import { pageSize } from '../../models/mappers/dax-map-bh.ts'
import { teardownPrecedesUnmap } from '../../models/mappers/kmap-teardown.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  access: 'no access to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  atomicDepth: 'atomic depth is balanced', // I7
  rcuDepth: 'RCU depth is balanced', // I8
  sleepInReader: 'no sleep in an RCU reader', // I9
  sleepInAtomic: 'no sleep in atomic context', // I10
  gracePeriod: 'a grace period covers its readers', // I11
  provenance: 'each address used was given by a look-up', // I12
  extent: 'each access lies in the extent that is mapped', // I13
  zeroed: 'no stale byte in a block after a write to it', // I14
  own: 'a call writes only to blocks of its file',
  unmap: 'unmap gets the address that was mapped', // I15
  teardown: 'teardown and a grace period precede memunmap', // I16
  used: 'no address is unmapped that somebody was given', // I16 of those without a record
  balanced: 'each reference of the queue is given back', // I33
  progress: 'a call transfers something or returns an error', // L4, as far as safety goes
  honest: 'a call returns what it transferred',
  reads: 'a read completes',
  writes: 'a write completes',
  refused: 'a call on an unbound device returns -EIO',
  unbinds: 'unbind completes',
  waits: 'unbind waits for a task with a mapping',
} as const

/**
 * Rows of the verdict table of the analysis. X1 is only in dax_clear_blocks(): dax_io() unmaps the address that it mapped.
 */
const v5a = { repairD3: true, repairD4: true }
const v5b = { ...v5a, repairD1: true }
const v5c = { ...v5b, repairD5: true }
/** Correct in 4.2: it passes the length on, and has nothing to unmap. */
const v0 = { ...v5a, version: 'V0' } as const
/** An addition of V5c, which its short copies need. */
const repaired = { ...v5c, clearsWhole: true }
/** Later versions: lengths are passed on, and nothing is looked up. X5 became an error only in 4.5. */
const vs = { ...v5a, version: 'VS' } as const
const vo = { ...v5a, version: 'VO' } as const
const vm = { ...v5a, version: 'VM', repairX5: true, returnsEfault: true } as const
const vmRepaired = { clearsWhole: true, initialisesRc: true, unmapsFirst: true }
const aBadBuffer = { badPages: 1, unbinds: 0 }
const aShortPage = { short: 1, unbinds: 0 }
const twoTasks = { tasks: 2, pages: 1, ends: [2], evictions: 0 }
const twoDevices = { bdevs: 2, starts: [0], evictions: 0 }
const fromTheEnd = { readsAtEof: true, starts: [1], ends: [1, 2], evictions: 0, unbinds: 0 }

/**
 * `dax_io()` against unbinding pmem and against reclaim of the user's buffer: 4.2, v5 as posted and repaired, and later
 * versions. The findings are in `dax-io.md`.
 *
 * Exhaustive for one call on a file of two pages of three bytes each, from its first or second byte to its second or fourth,
 * each page of it present or not, and a page of the buffer evicted at any time: up to 71,488 states; and for two tasks on
 * files of their own, 290,758 of all repaired, 87,119 of VM. All repaired holds at larger sizes as well: with every end ([1,
 * 2, 3, 4, 5, 6]) in 130,110 states, with three evictions and the ends [2, 4, 6] in 356,513, and for two tasks with an
 * eviction in 2,343,087; and so does VM, with every start and end and three evictions in 134,588, and for two tasks with
 * every end and an eviction in 2,951,320.
 *
 * VS and VM contain nothing atomic, so their results are the same in every configuration, and they are run only in NP. *No
 * stale byte* holds vacuously where no write completes: with D3, and where X5's repair refuses a short page. The variants
 * 'all but ...' take back one repair each. The last two variants undo something that is correct in v5.
 *
 * Some steps cannot run: the arm of kmap_atomic_pfn_t() for pages on pmem, and the one for ranges on brd; the look-up of
 * kunmap where D1 is repaired; the steps added by D5's repair ('chunk', and continuing within an extent) where it isn't
 * made, and the other two unmappings where it is, since nothing is mapped by then; look-ups where D3 prevents them, and in
 * V0.
 */
const spec = daxIo
  // A claim below covers addresses from a mapping, whatever they contain.
  .extend(withAccessClaim)
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  .invariant(claim.rcuDepth, (s, c) => {
    return locksRcu(c) ? rcuDepthIsBalanced(s) : s.tasks.every(task => task.rcu_read_lock_nesting === 0)
  })
  .invariant(claim.extent, neverGoesBeyondMapping)
  .invariant(claim.zeroed, {
    given: s => s.dax_io.some(io => io.rw === 'WRITE' && (io.rc ?? 0) > 0),
    then: (s, c) => s.dax_io.every(io => io.rc === null || exposesNothing(s.media, io.task, c)),
  })
  .invariant(claim.own, s => s.media.every((byte, at) => byte !== 'user' || s.allocated[Math.floor(at / pageSize)]))
  .invariant(claim.teardown, teardownPrecedesUnmap)
  .invariant(claim.used, s => neverUnmapsUsed(s, s.dax_io))
  .invariant(claim.balanced, {
    given: s => s.dax_io.every(io => io.pc === 'done' && io.rc !== null),
    then: s => s.queues.every(queue => queue.references === 0),
  })

  .extend(withTransferClaims(s => s.dax_io))
  .reachable(claim.refused, s => s.dax_io.some(io => io.rc === -EIO) && s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.unbinds, s => s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.waits, s => {
    return s.tasks.some(task => task.gp_waits_for.length > 0) || s.queues.some(q => q.dying && q.references > 0)
  })

  // The base is V5 under NP, the configuration of distributions.
  .variants({ V5: {} }, { config: ['NPC', 'PRE'] })
  .variant('V5, only D3 repaired', { repairD3: true })
  .variant('V5, only D4 repaired', { repairD4: true })
  .variants(
    {
      V5a: v5a,
      V5b: v5b,
      V5c: v5c,
      'all repaired': repaired,
      'all but D5': { ...repaired, repairD5: false },
      'V0 or V4': v0,
      VO: vo,
    },
    eachConfig,
  )
  .variant('V5a, nobody unbinds', { ...v5a, unbinds: 0 })
  .variant('V5c, a bad buffer', { ...v5c, ...aBadBuffer })
  .variants(
    { 'all repaired': repaired },
    {
      'a bad buffer': { badPages: 1 },
      'two tasks': twoTasks,
      'a short page': aShortPage,
      'the last byte of a short page': { ...aShortPage, starts: [2], ends: [3] },
      'nobody clips': { clips: false, unbinds: 0 },
    },
  )
  .variant('all and X5 repaired, a short page', { ...repaired, repairX5: true, ...aShortPage })
  .variant('all but D1, NP', { ...repaired, repairD1: false })
  .variant('all but D3, NP', { ...repaired, repairD3: false })
  .variant('all but D4, NP', { ...repaired, repairD4: false })
  .variants({ brd: { device: 'brd', unbinds: 0 } }, { V5a: v5a, V5b: v5b, V5c: v5c })

  .variant('V0 or V4, nobody unbinds', { ...v0, unbinds: 0 })
  .variant('V0 or V4, nobody clips', { ...v0, clips: false, unbinds: 0 })
  .variants(
    { 'V0 or V4': v0, VS: vs, VM: vm },
    { 'a bad buffer': aBadBuffer, 'no buffer': { badPages: 2, unbinds: 0 }, 'a short page': aShortPage },
  )
  .variants(
    { VS: vs, VM: vm },
    {
      '': {},
      'X21, two block devices': { ...twoDevices, unbinds: 0 },
      'X21, from the end of the file': fromTheEnd,
    },
  )
  .variant('VS, X21, two block devices, unbound', { ...vs, ...twoDevices })
  .variants(
    { 'VO, PRE': { ...vo, config: 'PRE' } },
    {
      'without pages': { pageMapped: false },
      'a short page': aShortPage,
      'two block devices, X21 and X22 repaired': { ...vmRepaired, ...twoDevices, pageMapped: false },
    },
  )
  .variant('VM, two tasks', { ...vm, ...twoTasks })
  .variant('VM, unbind does not wait', { ...vm, waits: false })
  .variants(
    { 'VM, all repaired': { ...vm, ...vmRepaired } },
    {
      '': {},
      'a bad buffer': { badPages: 1 },
      'two block devices': twoDevices,
      'from the end of the file': fromTheEnd,
    },
  )

  .variant('teardown does not wait', { ...repaired, waitsForReaders: false, ends: [4] })
  .variant('registered before memremap', { ...repaired, registersLast: false, ends: [4] })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { unbinds: 0 }, fails: { refused: 'never', unbinds: 'never', waits: 'never' } },
      { where: { badPages: 1 }, fails: { reads: 'never', writes: 'never' } },
      { where: { badPages: 2 }, fails: { reads: 'never', writes: 'never' } },
      { where: { readsAtEof: true }, fails: { reads: 'never', writes: 'never' } },
      {
        where: { repairD3: false },
        fails: { access: 7, provenance: 7, unmap: 12, writes: 'never', refused: 'never', waits: 'never' },
      },
      {
        where: ['base', 'V5, NPC', 'V5, PRE', 'V5, only D4 repaired'],
        fails: { record: 22, atomicDepth: 15, rcuDepth: 16, progress: 17 },
      },
      {
        where: ['V5, only D3 repaired', 'V5a, NP', 'V5b, NP', 'all but D5, NP'],
        fails: { access: 25, sleepInReader: 14, gracePeriod: 21, used: 24 },
      },
      {
        where: ['V5a, NPC', 'V5b, NPC', 'all but D5, NPC'],
        fails: { sleepInReader: 18, sleepInAtomic: 18, gracePeriod: 25, used: 28 },
      },
      { where: ['V5a, PRE', 'V5b, PRE', 'all but D5, PRE'], fails: { sleepInReader: 14 } },
      { where: inEachConfig('VO'), fails: { access: 14, lookup: 12, used: 12, 'no deadlock': 15 } },
      { where: ['base', 'V5, NPC', 'V5, PRE'], census: [17800, 44422, 39] },
      { where: ['V5b, PRE', 'all but D5, PRE'], census: [26249, 63528, 53] },
      { where: inEachConfig('V5c'), fails: { zeroed: 36 }, census: [43453, 97683, 62] },
      { where: inEachConfig('all repaired'), census: [43408, 97643, 62] },
      {
        where: inEachConfig('V0 or V4'),
        fails: { access: 10, zeroed: 20, used: 9, progress: 15, honest: 15, refused: 'never', waits: 'never' },
        census: [13500, 30761, 34],
      },
      { where: ['VS', 'VM'], census: [11406, 26580, 40] },
      { where: ['VS, a bad buffer', 'VM, a bad buffer'], fails: { zeroed: 19 }, census: [986, 1375, 21] },
      {
        where: ['VS, X21, two block devices', 'VM, X21, two block devices'],
        fails: { unmap: 19, balanced: 24 },
        census: [253, 254, 31],
      },
      {
        where: ['VS, X21, from the end of the file', 'VM, X21, from the end of the file'],
        fails: { honest: 4 },
        census: [68, 67, 17],
      },
    ],
  },
  {
    'V5, only D3 repaired': {
      fails: { atomicDepth: 22, extent: 15, zeroed: 23, own: 15, progress: 20 },
      census: [22899, 55007, 42],
    },
    'V5, only D4 repaired': { census: [17680, 43664, 39] },
    'V5a, NP': { fails: { atomicDepth: 24, zeroed: 37, progress: 32 }, census: [38776, 89685, 57] },
    'V5a, NPC': { fails: { atomicDepth: 23, zeroed: 26, progress: 21 }, census: [35258, 83493, 56] },
    'V5a, PRE': { fails: { atomicDepth: 24 }, census: [32222, 76564, 57] },
    'V5b, NP': { fails: { zeroed: 35, progress: 30 }, census: [31741, 74483, 53] },
    'V5b, NPC': { fails: { zeroed: 24, progress: 19 }, census: [28517, 68864, 52] },
    'V5c, a bad buffer': { fails: { zeroed: 22 }, census: [1586, 2031, 29] },
    'all repaired, a bad buffer': { census: [19712, 42748, 43] },
    'all repaired, two tasks': { census: [290758, 823030, 58] },
    'V0 or V4, nobody unbinds': { census: [1709, 2620, 29] },
    'V0 or V4, a bad buffer': { fails: { zeroed: 17 }, census: [896, 1249, 19] },
    'V0 or V4, no buffer': { fails: { progress: 8, honest: 12 }, census: [261, 270, 13] },
    'V0 or V4, a short page': { fails: { zeroed: 15 }, census: [1633, 2506, 27] },
    'all repaired, a short page': { fails: { zeroed: 22 }, census: [3271, 4548, 47] },
    'all repaired, the last byte of a short page': {
      fails: { progress: 18, reads: 'never', writes: 'never' },
      census: [309, 436, 30],
    },
    'all and X5 repaired, a short page': { fails: { writes: 'never' }, census: [1035, 1552, 21] },
    'V5a, nobody unbinds': { fails: { sleepInReader: 14 }, census: [2529, 3868, 45] },
    'all but D1, NP': { fails: { atomicDepth: 23 }, census: [54998, 122505, 66] },
    'all but D3, NP': { fails: { rcuDepth: 13, progress: 14 }, census: [21853, 50072, 48] },
    'all but D4, NP': { fails: { extent: 15, zeroed: 22, own: 15, progress: 18 }, census: [31121, 70390, 53] },
    'all but D5, NP': { fails: { progress: 30 }, census: [31729, 74475, 53] },
    'all but D5, NPC': { fails: { progress: 19 }, census: [28439, 68792, 52] },
    'V0 or V4, nobody clips': { fails: { zeroed: 16, own: 11 }, census: [1409, 2166, 24] },
    'all repaired, nobody clips': { fails: { zeroed: 23, own: 15 }, census: [3167, 4218, 41] },
    'VS, no buffer': { fails: { progress: 8 }, census: [295, 306, 15] },
    'VS, a short page': { fails: { zeroed: 17 }, census: [1847, 2836, 31] },
    'VS, X21, two block devices, unbound': {
      fails: { unmap: 19, balanced: 24, 'no deadlock': 26 },
      census: [1482, 2670, 33],
    },
    'VO, NP': { fails: { sleepInReader: 12, gracePeriod: 16, zeroed: 26, progress: 21 }, census: [31123, 68471, 47] },
    'VO, NPC': {
      fails: { sleepInReader: 16, sleepInAtomic: 16, gracePeriod: 20, zeroed: 22, progress: 17 },
      census: [28095, 63947, 46],
    },
    'VO, PRE': { fails: { sleepInReader: 12, zeroed: 26, progress: 21 }, census: [27364, 61549, 47] },
    'VO, PRE, without pages': { fails: { sleepInReader: 12 }, census: [12690, 29479, 44] },
    'VO, PRE, a short page': { fails: { sleepInReader: 12, zeroed: 19 }, census: [2079, 3182, 35] },
    'VO, PRE, two block devices, X21 and X22 repaired': { census: [1936, 3530, 42] },
    'VM, no buffer': { census: [295, 306, 15] },
    'VM, a short page': { fails: { writes: 'never' }, census: [852, 1400, 20] },
    'VM, two tasks': { census: [87119, 235577, 43] },
    'VM, unbind does not wait': { fails: { access: 13, lookup: 12, zeroed: 24, used: 12 }, census: [22855, 52782, 40] },
    'VM, all repaired': { census: [12106, 28330, 40] },
    'VM, all repaired, a bad buffer': { census: [5902, 13138, 28] },
    'VM, all repaired, two block devices': { census: [1773, 3230, 38] },
    'VM, all repaired, from the end of the file': { census: [68, 67, 17] },
    'brd, V5a': { fails: { sleepInReader: 17, sleepInAtomic: 17, zeroed: 25, progress: 20 }, census: [2678, 4045, 43] },
    'brd, V5b': { fails: { sleepInReader: 17, sleepInAtomic: 17, zeroed: 24, progress: 19 }, census: [2533, 3840, 41] },
    'brd, V5c': { census: [3557, 4890, 47] },
    'teardown does not wait': {
      fails: { access: 19, lookup: 18, record: 16, teardown: 8, used: 18, progress: 26, waits: 'never' },
      census: [63682, 136068, 65],
    },
    'registered before memremap': {
      fails: { access: 14, lookup: 13, teardown: 3, used: 13, progress: 21 },
      census: [71488, 156014, 67],
    },
  },
)
