import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Encoding, type Flag, type Machine, pfnWords, wide } from '../../../../models/mappers/pfn-encodings.ts'

/** The claims of `pfn-t.ts` at real widths, for the same functions. */

const x86_64: Machine = {
  ulong: 64,
  u64: 64,
  phys: 52,
  PAGE_SHIFT: 12,
  mem_map: 0xffffea0000000000,
  sizeofPage: 64,
  PFN_MAP: true,
  PFN_DEV: true,
}
/** With LPAE: 40 bits of physical address, and a struct page of 32 bytes. */
const arm32: Machine = { ...x86_64, ulong: 32, phys: 40, mem_map: 0xc1000000, sizeofPage: 32 }

const anyFlags = fc.subarray<Flag>(['PFN_SG_LAST', 'PFN_DEV', 'PFN_MAP'])

function pfnOf(m: Machine) {
  return fc.bigInt({ min: 0n, max: 2n ** BigInt(m.phys - m.PAGE_SHIFT) - 1n })
}

/** The least pfn that does not come back, or undefined if all do that are tried: powers of two and any others. */
function firstLost(m: Machine, encoding: Encoding): bigint | undefined {
  const words = pfnWords(wide, m, encoding)
  const comesBack = (pfn: bigint, flags: readonly Flag[]): boolean => {
    return words.pfn_t_to_pfn(words.pfn_to_pfn_t(pfn, flags)) === pfn
  }
  const powers = Array.from({ length: m.phys - m.PAGE_SHIFT }, (_, bit) => 2n ** BigInt(bit))
  const lost = powers.find(pfn => !comesBack(pfn, ['PFN_DEV']))
  const below = lost ?? 2n ** BigInt(m.phys - m.PAGE_SHIFT)
  // The union reads what has no PFN_DEV as a pointer to a page.
  const flags = encoding === 'union' ? fc.constant<Flag[]>(['PFN_DEV']) : anyFlags
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: below - 1n }), flags, comesBack))
  return lost
}

describe('pfn -> __pfn_t -> pfn', () => {
  test.each<Encoding>(['union', 'low bits', 'shift 4', 'high bits', 'high bits of a u64'])(
    'is the identity on 64 bits, by %s',
    encoding => expect(firstLost(x86_64, encoding)).toBeUndefined(),
  )

  test('is the identity below 4 GiB on 32 bits, by low bits', () => {
    expect(firstLost(arm32, 'low bits')).toBe(0x100000n)
  })

  test('gives 0 for the pfn 0x100000 on 32 bits, as D11 says', () => {
    const words = pfnWords(wide, arm32, 'low bits')
    const val = words.page_to_pfn_t(0x100000n)
    expect(val).toBe(0n)
    expect(words.__pfn_to_phys(words.pfn_t_to_pfn(val), true)).toBe(0n)
  })

  test('is the identity up to 40 bits of physical address on 32 bits, by a shift of 4', () => {
    expect(firstLost(arm32, 'shift 4')).toBeUndefined()
    expect(firstLost({ ...arm32, phys: 44 }, 'shift 4')).toBe(0x10000000n)
  })

  test('is the identity below 4 GiB only on 32 bits, by the high bits of an unsigned long', () => {
    expect(firstLost(arm32, 'high bits')).toBe(0x100000n)
  })

  test('is the identity on 32 bits, by the high bits of a u64', () => {
    expect(firstLost({ ...arm32, phys: 44 }, 'high bits of a u64')).toBeUndefined()
  })

  test('keeps every page on 32 bits, by the union', () => {
    const words = pfnWords(wide, arm32, 'union')
    const pages = fc.bigInt({ min: 0n, max: (0xffffffffn - 0xc1000000n) / 32n })
    fc.assert(fc.property(pages, pfn => words.pfn_t_to_pfn(words.page_to_pfn_t(pfn)) === pfn))
  })
})

describe('flags', () => {
  test.each<Encoding>(['low bits', 'shift 4', 'high bits', 'high bits of a u64'])(
    'come back with any frame of 64 bits, by %s',
    encoding => {
      const words = pfnWords(wide, x86_64, encoding)
      fc.assert(
        fc.property(pfnOf(x86_64), anyFlags, (pfn, flags) => {
          expect(words.flagsOf(words.pfn_to_pfn_t(pfn, flags))).toEqual(flags)
        }),
      )
    },
  )

  test('are read where a page has an address with bit 2 set, by the union', () => {
    const aligned = pfnWords(wide, { ...x86_64, PFN_MAP: false }, 'union')
    const pages = fc.bigInt({ min: 0n, max: 2n ** 28n })
    fc.assert(fc.property(pages, pfn => aligned.pfn_t_has_page(aligned.page_to_pfn_t(pfn))))
    const unaligned = pfnWords(wide, { ...x86_64, sizeofPage: 36 }, 'union')
    expect(unaligned.pfn_t_has_page(unaligned.page_to_pfn_t(1n))).toBe(false)
  })
})

describe('pfn -> phys -> pfn', () => {
  test.each([x86_64, arm32])('is the identity with the cast, on $ulong bits', m => {
    const words = pfnWords(wide, m, 'low bits')
    fc.assert(fc.property(pfnOf(m), pfn => words.__phys_to_pfn(words.__pfn_to_phys(pfn, true)) === pfn))
  })

  test('loses what is above 4 GiB without it', () => {
    const words = pfnWords(wide, arm32, 'low bits')
    expect(words.__pfn_to_phys(0x100000n, false)).toBe(0n)
    expect(words.__pfn_to_phys(0xfffffn, false)).toBe(0xfffff000n)
  })
})

describe('a chain pointer', () => {
  const kernelPointer = fc.bigInt({ min: 0n, max: 2n ** 40n }).map(n => 0xffff880000000000n + n * 8n)

  test('comes back, by low bits, and may show PFN_MAP', () => {
    const words = pfnWords(wide, x86_64, 'low bits')
    fc.assert(fc.property(kernelPointer, at => words.sg_chain_ptr(words.sg_chain(at)) === at))
    expect(words.flagsOf(words.sg_chain(0xffff880000000008n))).toEqual(['PFN_SG_CHAIN', 'PFN_MAP'])
  })

  test('shows PFN_DEV on 32 bits, where scatterlists are aligned to 4', () => {
    const words = pfnWords(wide, arm32, 'low bits')
    expect(words.flagsOf(words.sg_chain(0xc0001004n))).toEqual(['PFN_SG_CHAIN', 'PFN_DEV'])
    expect(words.pfn_t_has_page(words.sg_chain(0xc0001004n))).toBe(false)
  })

  test('of 64 bits never comes back, by high bits', () => {
    for (const encoding of ['high bits', 'high bits of a u64'] as const) {
      const words = pfnWords(wide, x86_64, encoding)
      fc.assert(fc.property(kernelPointer, at => words.sg_chain_ptr(words.sg_chain(at)) !== at))
    }
  })
})
