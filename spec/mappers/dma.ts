import { expectations } from 'interleave-checker'
import { dma } from '../../models/mappers/dma.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  page: 'no pfn_to_page where there is no memmap', // I1
  plugged: 'the target of a DMA is plugged', // I26
  owned: 'the target of a DMA belongs to the driver that gave it out', // I26
  kept: 'the target of a DMA was not given to another driver', // I26
  deviceReads: 'the device reads what the CPU wrote', // I27
  cpuReads: 'the CPU reads what the device wrote', // I27
  completes: 'a DMA completes',
  refused: 'a DMA is refused after unbind',
  unbinds: 'unbinding completes',
  waits: 'unbinding waits for a DMA',
} as const

const pinned = { frame: 'pmem with page', pins: true } as const

/**
 * DMA to a frame of pmem against unbind, re-bind and unplug, and against the cache: one DMA, or two; exhaustive, 244
 * states as posted, and 5,970 with two. 'VX, VIVT' holds with three as well (`--set transfers=3`), in 33,454.
 * With five it holds in 16,691,878 (81,578,229 transitions, depth 61).
 *
 * In 4.2 (V0) a scatterlist cannot hold a frame without page, so DMA goes to RAM; V4 equals V5 here. VR pins by
 * try_pin_devpfn_range(), VM and VX by pages.
 *
 * Findings beyond the analysis of the series, and corrections to it:
 *
 * - I26 is broken by unbinding alone, before anything is unplugged: the region is released with the DMA in flight. "Protects
 *   against UNBIND, not UNPLUG" is true only of the kernel mapping: mode 3b is protected from neither, and after a re-bind
 *   the device writes into another driver's memory.
 * - With pages and pins, cache maintenance and lifetime are both right on VIVT ('VX, VIVT'). Flushing page-less entries
 *   repairs I27 without touching I26 ('V5, VIVT, flushed').
 * - A page without a pin is worse than no page: the DMA itself behaves as in V5, and dma_unmap_sg() then looks up a page
 *   whose memmap is gone ('page without pin'). So page-mapped pmem needs its pins from the start.
 * - "I26: VO X(X22)" is not true for unbind. 19/20 removes the memmap without waiting, and dma_unmap_sg() then needs it
 *   ('VO'); but ->remove() ends with blk_cleanup_queue(), which waits, so the region is released late enough.
 */
const spec = dma
  .invariant(claim.plugged, {
    given: s => s.driver.some(d => d.transfer !== null),
    then: s => {
      return s.plugged || s.driver.every(d => d.transfer === null)
    },
  })
  .invariant(claim.owned, {
    given: s => s.driver.some(d => d.transfer !== null),
    then: s => s.driver.every(d => d.transfer === null || d.transfer.owner === s.owner),
  })
  .invariant(claim.kept, {
    given: s => s.driver.some(d => d.transfer !== null),
    then: s => s.driver.every(d => d.transfer === null || s.owner === null || d.transfer.owner === s.owner),
  })
  .invariant(claim.deviceReads, s => !s.deviceReadOld)
  .invariant(claim.cpuReads, s => !s.cpuReadOld)
  .reachable(claim.completes, s => s.driver.some(d => d.ret === 'done'))
  .reachable(claim.refused, s => s.driver.some(d => d.ret === 'refused'))
  .reachable(claim.unbinds, s => s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.waits, (s, c) => c.waitsForPins && s.pins > 0 && s.unbind.some(u => u.pc === 'wait for pins'))

  // The base is V5 as posted, on x86.
  .variant('V0', { frame: 'RAM' })
  .variant('V0, VIVT', { frame: 'RAM', cache: 'VIVT' })
  .variant('V5, VIVT', { cache: 'VIVT' })
  .variant('V5, VIVT, flushed', { cache: 'VIVT', flushesPageless: true })
  .variant('V5, two transfers', { transfers: 2 })
  .variant('VR', pinned)
  .variant('VO', { ...pinned, waitsForPins: false })
  .variant('VX', pinned)
  .variant('VX, VIVT', { ...pinned, cache: 'VIVT' })
  .variant('VX, two transfers, VIVT', { ...pinned, cache: 'VIVT', transfers: 2 })
  .variant('page without pin', { frame: 'pmem with page' })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { pins: false }, fails: { waits: 'never' } },
      { where: ['base', 'V5, VIVT, flushed'], fails: { plugged: 11, owned: 9, kept: 11 }, census: [244, 437, 17] },
      { where: ['V0', 'V0, VIVT'], fails: { refused: 'never', unbinds: 'never' }, census: [23, 22, 11] },
      { where: ['VR', 'VX', 'VX, VIVT'], census: [118, 165, 17] },
    ],
  },
  {
    'V5, VIVT': { fails: { plugged: 11, owned: 9, kept: 11, deviceReads: 6, cpuReads: 10 }, census: [244, 437, 17] },
    'V5, two transfers': { fails: { plugged: 11, owned: 9, kept: 11 }, census: [5970, 15977, 28] },
    VO: { fails: { page: 7, waits: 'never' }, census: [182, 263, 17] },
    'VX, two transfers, VIVT': { census: [1778, 3753, 28] },
    'page without pin': { fails: { page: 7, plugged: 11, owned: 9, kept: 11 }, census: [356, 631, 17] },
  },
)
