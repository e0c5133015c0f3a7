/**
 * How a frame number and its flags share one word, in each version of `__pfn_t` (later `pfn_t`).
 *
 * Generic over the word width and the arithmetic: numbers for the narrow words that a search enumerates, bigints for real
 * ones. The code is the same for both. The functions have the names of mainline: v5 has two underscores before those that
 * take a `__pfn_t`.
 *
 *     union, v4                a pointer to struct page | flags, or as v5
 *     low bits, v5             pfn << PAGE_SHIFT | flags           in an unsigned long
 *     shift 4, September 2015  pfn << PFN_SHIFT  | flags           in an unsigned long
 *     high bits, Linux 4.5     flags | pfn                         in an unsigned long
 *     high bits of a u64       the same, since db78c22230d0        in a u64
 *
 * Checked by `spec/mappers/pfn-t.ts` and `spec/mappers/scatterlist.ts`.
 */

export type Encoding = 'union' | 'low bits' | 'shift 4' | 'high bits' | 'high bits of a u64'

/** The flags, from bit 0 upwards where they are low and from the top bit downwards where they are high. */
export const flagNames = ['PFN_SG_CHAIN', 'PFN_SG_LAST', 'PFN_DEV', 'PFN_MAP'] as const
export type Flag = (typeof flagNames)[number]

/** Widths are in bits, addresses in bytes. */
export interface Machine {
  /** BITS_PER_LONG: also the width of a pointer and of a pfn. */
  readonly ulong: number
  /** BITS_PER_LONG_LONG. */
  readonly u64: number
  /** The width of phys_addr_t. */
  readonly phys: number
  readonly PAGE_SHIFT: number
  /** The start of the array of struct page. */
  readonly mem_map: number
  readonly sizeofPage: number
  /** Whether PFN_MAP exists: a frame with PFN_DEV may still have a page. From the RFC on. */
  readonly PFN_MAP: boolean
  /** With KMAP_PFN configured off, v5 defines PFN_DEV as 0 (X26). */
  readonly PFN_DEV: boolean
}

/** Exact arithmetic on non-negative integers. */
export interface Arithmetic<W> {
  readonly of: (n: number) => W
  readonly plus: (a: W, b: W) => W
  readonly minus: (a: W, b: W) => W
  readonly times: (a: W, b: W) => W
  readonly over: (a: W, b: W) => W
  readonly and: (a: W, b: W) => W
}

/** For words of at most 30 bits. */
export const small: Arithmetic<number> = {
  of: n => n,
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  times: (a, b) => a * b,
  over: (a, b) => Math.floor(a / b),
  and: (a, b) => a & b,
}

export const wide: Arithmetic<bigint> = {
  of: BigInt,
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  times: (a, b) => a * b,
  over: (a, b) => a / b,
  and: (a, b) => a & b,
}

/** PFN_SHIFT of September 2015: as many bits as there are flags. */
const PFN_SHIFT = 4

export interface PfnWords<W> {
  /** page_to_pfn_t(). */
  readonly page_to_pfn_t: (pfn: W) => W
  /** pfn_to_pfn_t(). */
  readonly pfn_to_pfn_t: (pfn: W, flags: readonly Flag[]) => W
  /** pfn_t_to_pfn(). */
  readonly pfn_t_to_pfn: (val: W) => W
  /** The flags in the word. */
  readonly flagsOf: (val: W) => Flag[]
  /** pfn_t_has_page(). */
  readonly pfn_t_has_page: (val: W) => boolean
  /** Sets one more flag, as the scatterlist does. */
  readonly mark: (val: W, flag: Flag) => W
  /** sg_chain(): a pointer to a scatterlist, as stored in an entry. */
  readonly sg_chain: (pointer: W) => W
  /** sg_chain_ptr(). */
  readonly sg_chain_ptr: (val: W) => W
  /** __pfn_to_phys(), include/asm-generic/memory_model.h: without the cast it shifts in an unsigned long (X7). */
  readonly __pfn_to_phys: (pfn: W, casts: boolean) => W
  /** __phys_to_pfn(): the result is an unsigned long. */
  readonly __phys_to_pfn: (phys: W) => W
}

export function pfnWords<W>(a: Arithmetic<W>, m: Machine, encoding: Encoding): PfnWords<W> {
  const power = (bits: number): W => {
    let result = a.of(1)
    for (let bit = 0; bit < bits; bit++) result = a.times(result, a.of(2))
    return result
  }
  const mask = (bits: number): W => a.minus(power(bits), a.of(1))
  const isZero = (w: W): boolean => w === a.of(0)
  /** `w` without the bits of `bits`. */
  const without = (w: W, bits: W): W => a.minus(w, a.and(w, bits))
  const or = (x: W, y: W): W => a.plus(without(x, y), y)

  const isHigh = encoding === 'high bits' || encoding === 'high bits of a u64'
  const width = encoding === 'high bits of a u64' ? m.u64 : m.ulong
  const shift = isHigh ? 0 : encoding === 'shift 4' ? PFN_SHIFT : m.PAGE_SHIFT
  const truncate = (w: W): W => a.and(w, mask(width))

  const bitOf = (flag: Flag): W => {
    if (flag === 'PFN_DEV' && !m.PFN_DEV) return a.of(0)
    const index = flagNames.indexOf(flag)
    return power(isHigh ? width - 1 - index : index)
  }
  /** PFN_FLAGS_MASK of mainline: as many high bits as an address has low ones. */
  const flagsMask = a.minus(mask(width), mask(width - m.PAGE_SHIFT))
  const listBits = a.plus(bitOf('PFN_SG_CHAIN'), bitOf('PFN_SG_LAST'))
  const shows = (val: W, flag: Flag): boolean => !isZero(a.and(val, bitOf(flag)))
  const mark = (val: W, flag: Flag): W => or(val, bitOf(flag))

  const pfn_to_pfn_t = (pfn: W, flags: readonly Flag[]): W => {
    return flags.reduce(mark, truncate(a.times(pfn, power(shift))))
  }
  const pfn_t_to_pfn = (val: W): W => {
    if (isHigh) return without(val, flagsMask)
    const isPage = encoding === 'union' && !shows(val, 'PFN_DEV')
    if (!isPage) return a.over(val, power(shift))
    return a.over(a.minus(without(val, listBits), a.of(m.mem_map)), a.of(m.sizeofPage))
  }

  return {
    pfn_to_pfn_t,
    pfn_t_to_pfn,
    mark,
    page_to_pfn_t: pfn => {
      if (encoding !== 'union') return pfn_to_pfn_t(pfn, [])
      return truncate(a.plus(a.of(m.mem_map), a.times(pfn, a.of(m.sizeofPage))))
    },
    flagsOf: val => flagNames.filter(flag => (flag !== 'PFN_MAP' || m.PFN_MAP) && shows(val, flag)),
    pfn_t_has_page: val => !shows(val, 'PFN_DEV') || (m.PFN_MAP && shows(val, 'PFN_MAP')),
    sg_chain: pointer => mark(without(pointer, bitOf('PFN_SG_LAST')), 'PFN_SG_CHAIN'),
    sg_chain_ptr: val => without(val, listBits),
    __pfn_to_phys: (pfn, casts) => a.and(a.times(pfn, power(m.PAGE_SHIFT)), mask(casts ? m.phys : m.ulong)),
    __phys_to_pfn: phys => a.and(a.over(phys, power(m.PAGE_SHIFT)), mask(m.ulong)),
  }
}
