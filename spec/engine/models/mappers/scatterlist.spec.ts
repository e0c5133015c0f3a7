import { describe, expect, test } from 'vitest'
import {
  newScatterlist,
  nth_pfn,
  type ScatterlistVersion,
  secondTable,
  sg_assign,
  sg_chain,
  sg_init_table,
  sg_is_chain,
  sg_is_last,
  sg_page,
  sg_pfn,
  sg_set_page,
  sg_set_pfn,
  sgWords,
  tables,
} from '../../../../models/mappers/scatterlist.ts'

/** What the functions of a scatterlist do to one entry, where no search is wanted. */
function table(version: ScatterlistVersion) {
  const c = { version, alignofScatterlist: 8, keepsLinks: true }
  const s = { sgs: newScatterlist() }
  sg_init_table(s, 0, tables[0], c)
  return { s, c, last: tables[0] - 1 }
}

describe.each<ScatterlistVersion>(['V0', 'V4', 'V5', 'VR'])('in %s', version => {
  test('a page comes back from an entry, and the end mark stays where it was', () => {
    const { s, c, last } = table(version)
    for (let at = 0; at <= last; at++) sg_set_page(s, at, at + 1, c)
    expect(s.sgs.slice(0, last + 1).map((_, at) => sg_page(s, at, c))).toEqual([1, 2, 3])
    expect(sg_is_last(s, last, c)).toBe(true)
    expect(sg_is_last(s, 0, c)).toBe(false)
  })
})

describe.each<ScatterlistVersion>(['V4', 'V5', 'VR'])('in %s', version => {
  test('a frame without page comes back, and has none', () => {
    const { s, c, last } = table(version)
    sg_set_pfn(s, last, 9, c)
    expect([sg_pfn(s, last, c), sg_page(s, last, c), sg_is_last(s, last, c)]).toEqual([9, null, true])
  })
})

describe('what an iterator of 5/5 hands out', () => {
  test('keeps the flags of the list (X19)', () => {
    const { s, c, last } = table('V5')
    sg_set_page(s, last, 3, c)
    expect(sgWords(c).flagsOf(nth_pfn(s.sgs[last]!.val, 1, c))).toEqual(['PFN_SG_LAST'])
    expect(sgWords(c).pfn_t_to_pfn(nth_pfn(s.sgs[last]!.val, 1, c))).toBe(4)
  })

  test('loses the end mark when it is assigned to another entry, but not the mark of a chain (X19)', () => {
    const { s, c, last } = table('V5')
    sg_set_page(s, last, 3, c)
    sg_assign(s, 0, nth_pfn(s.sgs[last]!.val, 0, c), c)
    expect(sg_is_last(s, 0, c)).toBe(false)
    sg_chain(s, last, secondTable, c)
    sg_assign(s, 1, nth_pfn(s.sgs[last]!.val, 0, c), c)
    expect(sg_is_chain(s, 1, c)).toBe(true)
  })
})
