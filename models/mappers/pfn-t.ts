/**
 * The type `__pfn_t`, include/linux/mm.h of the series, later `pfn_t`, include/linux/pfn_t.h: whether a frame, its flags,
 * and the pointer that chains two scatterlists survive a round trip, in each of its encodings.
 *
 * The machine is small, so that every frame and every pointer is an initial state: an unsigned long has 8 bits and a page 32
 * bytes. The relevant relations are kept: there are 4 flags, fewer than PAGE_SHIFT; 3 bits remain for a pfn above PAGE_SHIFT
 * (20 on real 32 bits), 4 above PFN_SHIFT (28), and phys_addr_t is wider than unsigned long on 32 bits.
 */

import { choose, model, oneOf } from 'interleave-checker'
import type { Memmap } from '../kernel/address-space.ts'
import { type Encoding, type Flag, type Machine, pfnWords, small } from './pfn-encodings.ts'

/** The value stored in the word: a frame, or a pointer to a scatterlist. */
type Subject =
  | { readonly kind: 'frame'; readonly pfn: number; readonly memmap: Memmap }
  | { readonly kind: 'pointer'; readonly pointer: number }

interface WordConstants {
  readonly encoding: Encoding
  readonly bits: number
  readonly physBits: number
  readonly sizeofPage: number
  readonly PFN_MAP: boolean
  readonly PFN_DEV: boolean
}

const ulong = 8
const PAGE_SHIFT = 5

function machine(c: WordConstants): Machine {
  const u64 = c.bits === 64 ? ulong : 2 * ulong
  return { ulong, u64, PAGE_SHIFT, phys: c.physBits, mem_map: 64, ...c }
}

function words(c: WordConstants) {
  return pfnWords(small, machine(c), c.encoding)
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

export const pfnT = model('pfn-t', {
  /** Whether __pfn_t exists. In 4.2 it does not: a frame is only converted to its physical address and back. */
  hasPfnT: true,
  encoding: 'low bits' as Encoding,
  /** The machine that the small one represents: on 64 bits, unsigned long is as wide as u64. */
  bits: 64 as 32 | 64,
  /** The width of a physical address: 8 is that of unsigned long, 9 represents 40 bits (LPAE), 11 represents 44. */
  physBits: 8,
  /** The union depends on its alignment. */
  sizeofPage: 16,
  /** The alignment of struct scatterlist: 8 on 64 bits, 4 on 32. */
  alignofScatterlist: 8,

  /** The RFC adds PFN_MAP: a frame that a driver has given a struct page. */
  PFN_MAP: false,
  /** PFN_DEV is a bit. With KMAP_PFN configured off it is 0 (X26). */
  PFN_DEV: true,
  /** PFN_MAP is set although devm_memremap_pages() failed: September 2015, 11/15 (X13). */
  mapsBeforeCheck: false,
  /** __pfn_to_phys() casts to phys_addr_t before it shifts. Patch 1/5 dropped it (X7). */
  casts: false,
})
  .shared(c => {
    const frames = upTo(2 ** (c.physBits - PAGE_SHIFT)).flatMap((pfn): Subject[] => {
      const memmaps: Memmap[] = c.PFN_MAP ? ['system', 'none', 'device'] : ['system', 'none']
      return memmaps.map(memmap => ({ kind: 'frame', pfn, memmap }))
    })
    const pointers = upTo(2 ** ulong / c.alignofScatterlist).map((i): Subject => {
      return { kind: 'pointer', pointer: i * c.alignofScatterlist }
    })
    const subjects = c.hasPfnT ? [...frames, ...pointers] : frames
    return oneOf(subjects.map(subject => ({ subject })))
  })
  .process('caller', {
    locals: () => ({
      /** The word. */
      val: 0,
      /** What was put into it. */
      flags: [] as Flag[],
      shown: [] as Flag[],
      hasPage: false,
      /** The value read back: a pfn or a pointer. */
      out: 0,
      phys: 0,
      pfn: 0,
    }),
    steps: {
      'which of the two': (s, _me, c) => {
        if (s.subject.kind === 'pointer') return 'sg_chain'
        if (!c.hasPfnT) return '__pfn_to_phys'
        if (s.subject.memmap !== 'system') return 'direct_access'
      },
      page_to_pfn_t: (s, me, c) => {
        me.val = words(c).page_to_pfn_t(frameOf(s.subject).pfn)
        return 'sg_assign_pfn'
      },
      // pmem_direct_access(): phys_to_pfn_t() of a physical address that the driver keeps as a phys_addr_t. Its parameter is
      // a dma_addr_t, assumed to be as wide.
      direct_access: (s, me, c) => {
        const { pfn, memmap } = frameOf(s.subject)
        if (c.PFN_MAP && (memmap === 'device' || c.mapsBeforeCheck)) me.flags = ['PFN_DEV', 'PFN_MAP']
        else me.flags = ['PFN_DEV']
        me.val = words(c).pfn_to_pfn_t(pfn, me.flags)
      },
      // An entry of a scatterlist keeps PFN_SG_LAST in the same word.
      sg_assign_pfn: (_s, me, c) => {
        const isLast = choose(false, true)
        if (!isLast) return
        me.flags = ['PFN_SG_LAST', ...me.flags]
        me.val = words(c).mark(me.val, 'PFN_SG_LAST')
      },
      pfn_t_to_pfn: (_s, me, c) => {
        me.out = words(c).pfn_t_to_pfn(me.val)
        me.shown = words(c).flagsOf(me.val)
        me.hasPage = words(c).pfn_t_has_page(me.val)
      },
      // Also page_to_phys(), which is __pfn_to_phys(page_to_pfn(page)).
      __pfn_to_phys: (s, me, c) => {
        me.phys = words(c).__pfn_to_phys(frameOf(s.subject).pfn, c.casts)
      },
      __phys_to_pfn: (_s, me, c) => {
        me.pfn = words(c).__phys_to_pfn(me.phys)
        return 'done'
      },

      sg_chain: (s, me, c) => {
        me.val = words(c).sg_chain(pointerOf(s.subject))
        me.flags = ['PFN_SG_CHAIN']
      },
      sg_chain_ptr: (_s, me, c) => {
        me.out = words(c).sg_chain_ptr(me.val)
        me.shown = words(c).flagsOf(me.val)
      },
    },
  })

function frameOf(subject: Subject): Extract<Subject, { kind: 'frame' }> {
  if (subject.kind !== 'frame') throw new Error('a pointer is no frame')
  return subject
}

function pointerOf(subject: Subject): number {
  if (subject.kind !== 'pointer') throw new Error('a frame is no pointer')
  return subject.pointer
}
