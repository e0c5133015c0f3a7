import { expectations } from 'interleave-checker'
import { eachConfig } from '../../models/kernel/config.ts'
import { neverDropsMissingReference, neverFreesTwice, neverUsesFreedMemory } from '../../models/kernel/rules.ts'
import { isAllocated } from '../../models/kernel/slab.ts'
import { devMap } from '../../models/mappers/dev-map-attach.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  page: 'no pfn_to_page where there is no memmap', // I1
  publish: 'a live dev_map on the list has its memmap', // I29
  freed: 'nobody touches a freed dev_map', // I30
  twice: 'no dev_map is freed twice', // I30
  pin: 'while a pin is held, the memmap is there', // I31
  pinAfterKill: 'no pin is taken after the kill is confirmed', // I32
  once: 'no reference is dropped twice', // I33
  unpins: 'a finished user holds no pin', // I33
  altmap: 'the altmap that is kept counts what was allocated', // X13
  percpu: 'the percpu memory of a freed dev_map was given back', // I33
  module: 'the module is pinned while the dev_map is on the list', // I35
  modulePin: 'the module is pinned while somebody holds a pin', // I35
  registers: 'registering and unregistering complete',
  fails: 'registering fails and returns',
  refused: 'a pin is refused',
  waits: 'unregistering waits for a pin',
} as const

const repaired = { repairD14: true, repairExit: true, repairX10: true, repairX11: true, repairAltmap: true } as const

/**
 * register_dev_memmap() of the RFC: a driver attaches a namespace, which may fail, detaches it, and fails to attach it
 * again, while one or two tasks that already hold one of its pfns pin it. The findings are in `dev-map.md`.
 *
 * Exhaustive at these sizes: 544 states with all repaired, 1,023 as posted, 4,428 with two pinners; with four (`--set
 * pinners=4`) all claims hold in 358,232, with five in 3,431,990 (19,380,658 transitions, depth 53).
 *
 * Steps 'again: ...' run only where X11 is not repaired: repaired, the second attach finds nothing to clean up.
 */
const spec = devMap
  .invariant(claim.publish, {
    given: s => s.listed && !s.dev_map.ref.dead && isAllocated(s, s.dev_map.at),
    then: s => s.memmap[0] === 'device',
  })
  .invariant(claim.freed, neverUsesFreedMemory)
  .invariant(claim.twice, neverFreesTwice)
  .invariant(claim.pin, { given: s => s.pinner.some(p => p.pins > 0), then: s => s.memmap[0] === 'device' })
  .transition(claim.pinAfterKill, (before, after) => {
    const isConfirmed = before.dev_map.CONFIRM && isAllocated(before, before.dev_map.at)
    return !isConfirmed || after.pinner.every((p, i) => p.pins <= before.pinner[i]!.pins)
  })
  .invariant(claim.once, neverDropsMissingReference)
  .invariant(claim.unpins, {
    given: s => s.pinner.some(p => p.pc === 'done'),
    then: s => s.pinner.every(p => p.pc !== 'done' || p.pins <= 0),
  })
  .invariant(claim.altmap, {
    given: s => isAllocated(s, s.dev_map.at) && s.memmap[0] === 'device',
    then: s => s.dev_map.altmap === 1,
  })
  .invariant(claim.percpu, {
    given: s => s.dev_map.at.generation > 0 && !isAllocated(s, s.dev_map.at),
    then: s => s.dev_map.ref.exited,
  })
  .invariant(claim.module, { given: s => s.listed, then: s => s.module > 0 })
  .invariant(claim.modulePin, { given: s => s.pinner.some(p => p.pins > 0), then: s => s.module > 0 })
  .reachable(claim.registers, s => s.driver[0]!.pc === 'done' && !s.driver[0]!.failed)
  .reachable(claim.fails, s => s.driver[0]!.failed)
  .reachable(claim.refused, s => s.pinner.some(p => p.pc === 'return') && s.driver[0]!.pc === 'nd_pfn_detach')
  .reachable(claim.waits, s => {
    return s.driver[0]!.pc === 'unregister: wait_event !LIVE' && s.pinner.some(p => p.pins > 0)
  })

  // The base is VR as posted, in NP.
  .variants({ VR: {} }, { config: ['NPC', 'PRE'] })
  .variant('only D14', { ...repaired, repairD14: false })
  .variant('D14 and X10', { ...repaired, repairD14: false, repairX10: false })
  .variant('only the leak of D14', { ...repaired, repairExit: false })
  .variant('only X10', { ...repaired, repairX10: false })
  .variant('only X11', { ...repaired, repairX11: false })
  .variant('only the altmap of X13', { ...repaired, repairAltmap: false })
  .variant('VX', { ...repaired, repairX10: false, attaches: 1 })
  .variants({ 'all repaired': repaired }, eachConfig)
  .variant('all repaired, two pinners', { ...repaired, pinners: 2 })
  .variant('pins by tryget', { ...repaired, trygetsLive: false })
  .variant('puts the module first', { ...repaired, putsModuleLast: false })
  .variant('does not wait for pins', { ...repaired, waitsForPins: false })
  .variant('keeps a pin', { ...repaired, unpins: 0 })
  .variant('drops a pin twice', { ...repaired, unpins: 2 })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      {
        where: ['base', 'VR, NPC', 'VR, PRE'],
        fails: { page: 12, publish: 6, freed: 22, twice: 39, pin: 10, altmap: 7, percpu: 21, modulePin: 25 },
      },
      { where: ['base', 'VR, NPC'], census: [1023, 2166, 47] },
      { where: ['VR, PRE'], census: [1057, 2270, 47] },
      { where: ['all repaired, NP', 'all repaired, NPC'], census: [544, 1189, 33] },
    ],
  },
  {
    'only D14': { fails: { freed: 21 }, census: [628, 1385, 33] },
    'D14 and X10': { fails: { page: 12, publish: 6, freed: 22, pin: 10, modulePin: 25 }, census: [933, 2010, 36] },
    'all repaired, PRE': { census: [572, 1277, 33] },
    'only the leak of D14': { fails: { percpu: 22 }, census: [544, 1189, 33] },
    'only X10': { fails: { page: 12, publish: 6, pin: 10 }, census: [761, 1636, 36] },
    'only X11': { fails: { freed: 29, twice: 39 }, census: [612, 1312, 44] },
    'only the altmap of X13': { fails: { altmap: 6 }, census: [544, 1189, 33] },
    VX: { fails: { page: 12, publish: 6, pin: 10 }, census: [753, 1622, 35] },
    'all repaired, two pinners': { census: [4428, 13508, 38] },
    'pins by tryget': { fails: { pinAfterKill: 18 }, census: [553, 1208, 33] },
    'puts the module first': { fails: { module: 17, modulePin: 22 }, census: [544, 1189, 33] },
    'does not wait for pins': { fails: { page: 30, freed: 33, pin: 29, modulePin: 30 }, census: [583, 1249, 36] },
    'keeps a pin': { fails: { unpins: 15, 'no deadlock': 30 }, census: [606, 1310, 33] },
    'drops a pin twice': { fails: { once: 24, 'no deadlock': 30 }, census: [700, 1461, 36] },
  },
)
