import { expectations } from 'interleave-checker'
import { eachConfig } from '../../models/kernel/config.ts'
import { EIO } from '../../models/kernel/errno.ts'
import { neverUsesFreedMemory, userModeIsNotAtomic } from '../../models/kernel/rules.ts'
import { isAllocated } from '../../models/kernel/slab.ts'
import { pfnMode } from '../../models/modes/pfn-mode.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  page: 'no pfn_to_page where there is no memmap', // I1
  store: 'no store to an unmapped address', // I2
  driverData: 'no read of freed driver data', // I6
  atomicAtRest: 'nobody returns to user mode in atomic context', // I7
  teardown: 'teardown and a grace period precede the end of the linear map', // I16
  flags: 'direct_access says PFN_MAP only of a frame with a struct page', // I22
  plugged: 'the target of a DMA is plugged', // I26
  owned: 'the target of a DMA belongs to the driver that gave it out', // I26
  freed: 'nobody touches a freed dev_map', // I30
  pin: 'while a pin is held, the memmap is there', // I31
  pinAfterKill: 'no pin is taken after the kill is confirmed', // I32
  percpu: 'the percpu memory of a freed dev_map was given back', // I33
  unpins: 'a returning task holds no pin', // I33
  module: 'the module is pinned while its record or dev_map can be reached', // I35
  clears: 'a clear by DAX completes',
  refused: 'a clear by DAX returns -EIO',
  transfers: 'a DMA completes',
  transferRefused: 'a DMA is refused',
  unbinds: 'unbinding completes',
  waits: 'unbinding waits for a DMA',
  fails: 'the probe fails',
} as const

const repaired = {
  repairD1: true,
  pinsDax: true,
  unregistersLast: true,
  repairX2: true,
  repairD14: true,
  repairExit: true,
  repairX10: true,
  repairX11: true,
  repairAltmap: true,
} as const

/**
 * The fourth access mode in the RFC (VR): pmem whose driver gives it struct pages while it is bound, on top of v5. DAX still
 * reaches it by kmap_atomic_pfn_t(), which now treats it as a page, and a DMA pins the range. The findings are in
 * `pfn-mode.md`.
 *
 * Exhaustive for one user by DAX and one DMA: 12,509 states as posted, 16,916 with all repaired. With two of either all
 * claims hold as well: two by DAX (`--set dax=2`) in 394,472, two DMAs (`--set transfers=2`) in 261,232, and three in
 * 4,164,584 (19,127,094 transitions, depth 98).
 *
 * Steps that never run: the look-up of kmap_atomic_pfn_t(), since every frame here is marked as having a page, and with D1
 * repaired that of kunmap_atomic_pfn_t(); pinning and 'return -EIO' where DAX does not pin. So in VR no task ever comes too
 * late.
 */
const spec = pfnMode
  .invariant(claim.atomicAtRest, userModeIsNotAtomic)
  .transition(claim.teardown, (before, after) => {
    const ends = before.memmap[0] === 'device' && after.memmap[0] === 'none'
    return !ends || after.kmaps.every(kmap => kmap.waited)
  })
  .transition(claim.flags, (_before, after, { process, instance, step }) => {
    const isGivenOut = process === 'dax' && step === 'direct_access'
    return !isGivenOut || after.dax[instance]!.pfn?.map !== true || after.memmap[0] === 'device'
  })
  .invariant(claim.plugged, { given: s => s.dma.some(d => d.transfer), then: s => s.plugged })
  .invariant(claim.owned, { given: s => s.dma.some(d => d.transfer), then: s => s.disk.bound })
  .invariant(claim.freed, neverUsesFreedMemory)
  .invariant(claim.pin, {
    given: s => [...s.dax, ...s.dma].some(user => user.pins > 0),
    then: s => s.memmap[0] === 'device',
  })
  .transition(claim.pinAfterKill, (before, after) => {
    const isConfirmed = before.dev_map.CONFIRM && isAllocated(before, before.dev_map.at)
    const pins = [...before.dax, ...before.dma].map(user => user.pins)
    return !isConfirmed || [...after.dax, ...after.dma].every((user, i) => user.pins <= pins[i]!)
  })
  .invariant(claim.percpu, {
    given: s => s.dev_map.at.generation > 0 && !isAllocated(s, s.dev_map.at),
    then: s => s.dev_map.ref.exited,
  })
  .invariant(claim.unpins, {
    given: s => s.dax.some(user => user.pc === 'blkdev_put') || s.dma.some(user => user.pc === 'return'),
    then: s => {
      return (
        s.dax.every(user => user.pc !== 'blkdev_put' || user.pins === 0) &&
        s.dma.every(user => user.pc !== 'return' || user.pins === 0)
      )
    },
  })
  // Unloading the module waits for the driver core while that is using one of its devices.
  .invariant(claim.module, {
    given: s => s.listed || s.kmaps.some(kmap => kmap.linked) || [...s.dax, ...s.dma].some(user => user.pins > 0),
    then: s => s.module > 0 || !['driver = NULL', 'unplug', 'done'].includes(s.driver[0]!.pc),
  })
  .reachable(claim.clears, s => s.dax.some(d => d.pc === 'done' && d.rc === 0))
  .reachable(claim.refused, s => s.dax.some(d => d.rc === -EIO))
  .reachable(claim.transfers, s => s.dma.some(d => d.ret === 'done'))
  .reachable(claim.transferRefused, s => s.dma.some(d => d.ret === '-EIO'))
  .reachable(claim.unbinds, s => s.driver[0]!.pc === 'done' && !s.driver[0]!.failed)
  .reachable(claim.waits, s => {
    return s.driver[0]!.pc === 'unregister: wait_event !LIVE' && s.dma.some(d => d.transfer)
  })
  .reachable(claim.fails, s => s.driver[0]!.pc === 'done' && s.driver[0]!.failed)

  // The base is VR as posted, in NP.
  .variants({ VR: {} }, { config: ['NPC', 'PRE'] })
  .variant('VR, X9 repaired', { repairD1: true })
  .variant('VR, X12 repaired', { pinsDax: true, unregistersLast: true, repairX2: true })
  .variants({ 'all repaired': repaired }, eachConfig)
  .variant('all repaired, two come by DAX', { ...repaired, dax: 2, transfers: 0 })
  .variant('only X9', { ...repaired, repairD1: false })
  .variant('X9 repaired by not registering', { ...repaired, repairD1: false, registersRange: false })
  .variant('only X12, DAX pins nothing', { ...repaired, pinsDax: false })
  .variant('only X12, the record stays', { ...repaired, unregistersLast: false })
  .variant('only X2', { ...repaired, repairX2: false })
  .variant('only D14', { ...repaired, repairD14: false })
  .variant('only the leak of D14', { ...repaired, repairExit: false })
  .variant('X13', { ...repaired, mapsBeforeCheck: true })
  .variant('X13, nobody checks', { ...repaired, mapsBeforeCheck: true, checks: false })
  .variant('X13, nobody checks, DAX pins nothing', {
    ...repaired,
    mapsBeforeCheck: true,
    checks: false,
    pinsDax: false,
  })
  .variant('DAX keeps its pin', { ...repaired, unpinsDax: false })
  .variant('pins by tryget', { ...repaired, trygetsLive: false })
  .variant('does not wait for pins', { ...repaired, waitsForPins: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      {
        where: ['base', 'VR, NPC', 'VR, PRE'],
        fails: {
          page: 33,
          store: 36,
          driverData: 44,
          atomicAtRest: 25,
          teardown: 28,
          flags: 31,
          freed: 22,
          percpu: 21,
          refused: 'never',
        },
      },
      { where: ['base', 'VR, NPC'], census: [12067, 34299, 70] },
      { where: ['VR, PRE'], census: [12765, 36936, 70] },
      { where: ['all repaired, NP', 'all repaired, NPC'], census: [16256, 47501, 74] },
    ],
  },
  {
    'VR, X9 repaired': {
      fails: { page: 33, store: 36, driverData: 44, teardown: 28, flags: 31, freed: 22, percpu: 21, refused: 'never' },
      census: [10960, 31285, 69],
    },
    'VR, X12 repaired': { fails: { atomicAtRest: 29, freed: 22, percpu: 21 }, census: [17877, 51644, 75] },
    'all repaired, two come by DAX': {
      fails: { transfers: 'never', transferRefused: 'never', waits: 'never' },
      census: [24556, 71560, 79],
    },
    'only X9': { fails: { atomicAtRest: 29 }, census: [17818, 51551, 75] },
    'X9 repaired by not registering': { census: [14915, 44339, 68] },
    'only X12, DAX pins nothing': { fails: { page: 41, store: 44 }, census: [12699, 36283, 70] },
    'only X12, the record stays': { fails: { teardown: 28 }, census: [14960, 43870, 73] },
    'only X2': { fails: { driverData: 45, flags: 39 }, census: [15072, 44321, 74] },
    'only D14': { fails: { freed: 21 }, census: [16315, 47594, 74] },
    'all repaired, PRE': { census: [17461, 52116, 74] },
    'only the leak of D14': { fails: { percpu: 22 }, census: [16256, 47501, 74] },
    X13: { census: [16257, 47502, 74] },
    'X13, nobody checks': { fails: { flags: 30 }, census: [17750, 51102, 74] },
    'X13, nobody checks, DAX pins nothing': { fails: { page: 32, store: 35, flags: 30 }, census: [14072, 39563, 70] },
    'DAX keeps its pin': { fails: { unpins: 27, 'no deadlock': 51 }, census: [16040, 47033, 66] },
    'pins by tryget': { fails: { pinAfterKill: 30 }, census: [14071, 40652, 74] },
    'does not wait for pins': {
      fails: { page: 42, store: 48, plugged: 52, owned: 47, freed: 49, pin: 41, module: 48 },
      census: [23048, 64579, 74],
    },
  },
)
