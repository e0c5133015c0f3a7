import { expectations } from 'interleave-checker'
import { pfnT } from '../../models/mappers/pfn-t.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  pfn: 'pfn -> __pfn_t -> pfn is the identity', // I21
  pageFrame: 'page -> __pfn_t -> page is the identity', // I21, of frames that the system has a page for
  phys: 'pfn -> phys -> pfn is the identity', // I21
  pagePhys: 'page -> phys -> page is the identity', // I21, of frames that the system has a page for
  flags: 'a frame shows the flags that it was given', // I22
  page: 'has_page is true only where there is a memmap', // I22, for I1
  deviceOnly: 'has_page is false only where there is none', // I22
  pointer: 'a chain pointer comes back', // I23
  chainFlags: 'a chain entry shows no flag of a frame', // I23
} as const

/** 32 bits with LPAE: 40 bits of physical address, 9 in the small machine. */
const lpae = { bits: 32, physBits: 9, alignofScatterlist: 4 } as const
/** 32 bits with addresses wide enough for a pfn to reach the highest bits of an unsigned long: 44 bits, here 11. */
const widest = { ...lpae, physBits: 11, alignofScatterlist: 4 } as const

const v0 = { hasPfnT: false, casts: true } as const
const v5 = { encoding: 'low bits' } as const
const september = { encoding: 'shift 4', PFN_MAP: true, casts: true } as const
const mainline = { encoding: 'high bits', PFN_MAP: true, casts: true } as const
const mainlineU64 = { ...mainline, encoding: 'high bits of a u64' } as const

/**
 * The type `__pfn_t` through the versions of the series, over all frames, all flags and all pointers of a machine with words
 * of 8 bits; `pfn-t.spec.ts` checks the same for real widths.
 *
 * The search is exhaustive: each frame, with each kind of memmap, and each aligned pointer is an initial state, from 304
 * states in all for v5 on 64 bits to 2,368 for the widest 32 bits. For September and later, the claims on chain pointers are
 * hypothetical: scatterlists were not converted again. 4.2 (V0) has no `__pfn_t`, so frames are only converted to their
 * physical address and back, at most 512 states, and the other claims are vacuous; with the cast of __pfn_to_phys() all of
 * them survive, and patch 1/5 alone loses those above 4 GiB ('V0 without the cast, 32 bits'), including frames with pages.
 *
 * Findings beyond the analysis of the series, and corrections to it:
 *
 * - The high bits of Linux 4.5 lose as many frames on 32 bits as v5 does, not only "huge" ones ('VM, 32 bits'):
 *   PFN_FLAGS_MASK takes PAGE_SHIFT bits of the unsigned long, though there are fewer flags, which leaves 20 bits for the
 *   pfn, 4 GiB again. The first pfn above comes back as 0: CE-D11 with another encoding. The topmost bits of a pfn are even
 *   read as flags ('VM, 44 bits on 32'), and claim a page that does not exist. A u64 fixed it ('VX').
 * - PFN_SHIFT = 4 of September is enough for 40 bits of physical address ('VS, 32 bits'), where it leaves the 28 bits of a
 *   pfn; it fails only beyond that ('VS, 44 bits on 32').
 * - No pointer survives as a chain entry with flags in the high bits of a word that is as wide as it ('VM', 'VX'): a
 *   kernel pointer has these bits set. So PFN_SG_CHAIN and PFN_SG_LAST of mainline could not have been used on 64 bits,
 *   and never were.
 * - The union of v4 preserves every frame with a page on 32 bits ('V4, 32 bits'); v5 does not ('V5, 32 bits'), since a
 *   shifted pfn loses bits that a pointer keeps. So v5 extends D11 to ordinary memory.
 * - With pages aligned to 8, the union holds as long as there is no PFN_MAP, whose bit 3 breaks it again ('V4 with
 *   PFN_MAP'). The pfn still survives there, since PFN_DEV alone selects the member: only the flags are wrong.
 *
 * V4's details are assumptions: its text was not available.
 */
const spec = pfnT
  .invariant(claim.pfn, {
    given: (s, c) => c.hasPfnT && s.subject.kind === 'frame' && s.caller[0]!.pc === '__pfn_to_phys',
    then: s => s.subject.kind === 'frame' && s.caller[0]!.out === s.subject.pfn,
  })
  .invariant(claim.pageFrame, {
    given: (s, c) =>
      c.hasPfnT && s.subject.kind === 'frame' && s.subject.memmap === 'system' && s.caller[0]!.pc === '__pfn_to_phys',
    then: s => s.subject.kind === 'frame' && s.caller[0]!.out === s.subject.pfn,
  })
  .invariant(claim.phys, {
    given: s => s.subject.kind === 'frame' && s.caller[0]!.pc === 'done',
    then: s => s.subject.kind === 'frame' && s.caller[0]!.pfn === s.subject.pfn,
  })
  .invariant(claim.pagePhys, {
    given: s => s.subject.kind === 'frame' && s.subject.memmap === 'system' && s.caller[0]!.pc === 'done',
    then: s => s.subject.kind === 'frame' && s.caller[0]!.pfn === s.subject.pfn,
  })
  .invariant(claim.flags, {
    given: (s, c) => c.hasPfnT && s.subject.kind === 'frame' && s.caller[0]!.pc === '__pfn_to_phys',
    then: s => String(s.caller[0]!.shown) === String(s.caller[0]!.flags),
  })
  .invariant(claim.page, {
    given: (s, c) =>
      c.hasPfnT && s.subject.kind === 'frame' && s.caller[0]!.pc === '__pfn_to_phys' && s.caller[0]!.hasPage,
    then: s => s.subject.kind === 'frame' && s.subject.memmap !== 'none',
  })
  .invariant(claim.deviceOnly, {
    given: (s, c) =>
      c.hasPfnT && s.subject.kind === 'frame' && s.caller[0]!.pc === '__pfn_to_phys' && !s.caller[0]!.hasPage,
    then: s => s.subject.kind === 'frame' && s.subject.memmap === 'none',
  })
  .invariant(claim.pointer, {
    given: s => s.subject.kind === 'pointer' && s.caller[0]!.pc === 'done',
    then: s => s.subject.kind === 'pointer' && s.caller[0]!.out === s.subject.pointer,
  })
  .invariant(claim.chainFlags, {
    given: s => s.subject.kind === 'pointer' && s.caller[0]!.pc === 'done',
    then: s => s.caller[0]!.shown.every(flag => flag === 'PFN_SG_CHAIN'),
  })

  // The base is v5 as posted, on 64 bits.
  .variant('V0', v0)
  .variant('V0, 32 bits', { ...v0, ...lpae })
  .variant('V0, 44 bits on 32', { ...v0, ...widest })
  .variant('V0 without the cast, 32 bits', { ...v0, ...lpae, casts: false })
  .variant('V4', { encoding: 'union', sizeofPage: 8, casts: true })
  .variant('V4, pages aligned to 4', { encoding: 'union', sizeofPage: 12, casts: true })
  .variant('V4 with PFN_MAP', { encoding: 'union', sizeofPage: 8, casts: true, PFN_MAP: true })
  .variant('V4 with PFN_MAP, pages aligned to 16', { encoding: 'union', casts: true, PFN_MAP: true })
  .variant('V4, 32 bits', { ...lpae, encoding: 'union', sizeofPage: 8, casts: true })
  .variant('V5, 32 bits', { ...v5, ...lpae })
  .variant('V5, 32 bits without high memory', { ...v5, ...lpae, physBits: 8 })
  .variant('V5 with the cast, 32 bits', { ...v5, ...lpae, casts: true })
  .variant('V5 with PFN_DEV 0', { ...v5, PFN_DEV: false })
  .variant('VR', { ...v5, PFN_MAP: true })
  .variant('VR, PFN_MAP before the check', { ...v5, PFN_MAP: true, mapsBeforeCheck: true })
  .variant('VS', september)
  .variant('VS, PFN_MAP before the check', { ...september, mapsBeforeCheck: true })
  .variant('VS, 32 bits', { ...september, ...lpae })
  .variant('VS, 44 bits on 32', { ...september, ...widest })
  .variant('VM', mainline)
  .variant('VM, 32 bits', { ...mainline, ...lpae })
  .variant('VM, 44 bits on 32', { ...mainline, ...widest })
  .variant('VX', mainlineU64)
  .variant('VX, 32 bits', { ...mainlineU64, ...lpae })
  .variant('VX, 44 bits on 32', { ...mainlineU64, ...widest })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'V4'], census: [304, 256, 6] },
      { where: ['V4 with PFN_MAP, pages aligned to 16', 'VR', 'VS'], fails: { chainFlags: 3 }, census: [392, 336, 6] },
      {
        where: ['VR, PFN_MAP before the check', 'VS, PFN_MAP before the check'],
        fails: { page: 4, chainFlags: 3 },
        census: [392, 336, 6],
      },
      { where: ['VM', 'VX'], fails: { pointer: 3, chainFlags: 3 }, census: [392, 336, 6] },
    ],
  },
  {
    V0: { census: [64, 48, 3] },
    'V0, 32 bits': { census: [128, 96, 3] },
    'V0, 44 bits on 32': { census: [512, 384, 3] },
    'V0 without the cast, 32 bits': { fails: { phys: 3, pagePhys: 3 }, census: [128, 96, 3] },
    'V4, pages aligned to 4': { fails: { pfn: 4, pageFrame: 4, flags: 4, deviceOnly: 4 }, census: [304, 256, 6] },
    'V4 with PFN_MAP': { fails: { flags: 4, chainFlags: 3 }, census: [392, 336, 6] },
    'V4, 32 bits': { fails: { pfn: 4, chainFlags: 3 }, census: [608, 512, 6] },
    'V5, 32 bits': { fails: { pfn: 4, pageFrame: 4, phys: 6, pagePhys: 6, chainFlags: 3 }, census: [608, 512, 6] },
    'V5, 32 bits without high memory': { fails: { chainFlags: 3 }, census: [432, 352, 6] },
    'V5 with the cast, 32 bits': { fails: { pfn: 4, pageFrame: 4, chainFlags: 3 }, census: [608, 512, 6] },
    'V5 with PFN_DEV 0': { fails: { flags: 4, page: 4 }, census: [304, 256, 6] },
    'VS, 32 bits': { fails: { chainFlags: 3 }, census: [784, 672, 6] },
    'VS, 44 bits on 32': { fails: { pfn: 4, pageFrame: 4, chainFlags: 3 }, census: [2368, 2112, 6] },
    'VM, 32 bits': { fails: { pfn: 4, pageFrame: 4, pointer: 3, chainFlags: 3 }, census: [784, 672, 6] },
    'VM, 44 bits on 32': {
      fails: { pfn: 4, pageFrame: 4, flags: 4, page: 4, deviceOnly: 4, pointer: 3, chainFlags: 3 },
      census: [2368, 2112, 6],
    },
    'VX, 32 bits': { census: [784, 672, 6] },
    'VX, 44 bits on 32': { census: [2368, 2112, 6] },
  },
)
