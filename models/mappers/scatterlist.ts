/**
 * struct scatterlist and the functions of include/linux/scatterlist.h and lib/scatterlist.c that build and walk it: as in
 * 4.2, where an entry holds a pointer to struct page with two flags, and as converted to __pfn_t by patch 5/5.
 *
 * Entries have addresses, in tables, since a chain entry stores the address of the next table in the same word as its flags.
 * The machine has 8 bits: 4 for a pfn, 4 for flags; struct pages are above the tables.
 */

import type { Frozen } from 'interleave-checker'
import { type Encoding, type Flag, pfnWords, small } from './pfn-encodings.ts'

export type ScatterlistVersion = 'V0' | 'V4' | 'V5' | 'VR'

export interface ScatterlistConstants {
  /** V0 is 4.2 and everything after the RFC: scatterlists were never converted again. */
  readonly version: ScatterlistVersion
  /** The alignment of struct scatterlist: 8 on 64 bits, 4 on 32. */
  readonly alignofScatterlist: number
  /** Whether assigning a frame keeps any flag of the list: in each version, true. */
  readonly keepsLinks: boolean
}

export interface Entry {
  /** sg->page_link of 4.2, sg->pfn.val of 5/5. */
  val: number
  length: number
}

export interface HasScatterlist {
  /** All entries of all tables, one table after the other. */
  sgs: Entry[]
}

type Sgs = Frozen<HasScatterlist>

/** The number of entries of the two tables. */
export const tables = [3, 2] as const
export const entries = tables[0] + tables[1]

/** The first entry of the second table. */
export const secondTable = tables[0]

const sizeofScatterlist = 8
const encodings: Record<ScatterlistVersion, Encoding> = { V0: 'union', V4: 'union', V5: 'low bits', VR: 'low bits' }

/** The words of an entry. In 4.2 there is no PFN_DEV: every entry has a page. */
export function sgWords(c: ScatterlistConstants) {
  const hasMap = c.version === 'VR'
  const word = { ulong: 8, u64: 16, phys: 8, PAGE_SHIFT: 4, PFN_MAP: hasMap, PFN_DEV: c.version !== 'V0' }
  return pfnWords(small, { ...word, mem_map: 128, sizeofPage: 8 }, encodings[c.version])
}

/** The address of an entry. The second table, embedded or on a stack, has only minimal alignment. */
export function addressOf(at: number, c: ScatterlistConstants): number {
  if (at < secondTable) return 16 + at * sizeofScatterlist
  return 64 + c.alignofScatterlist + (at - secondTable) * sizeofScatterlist
}

/** The entry at an address, or undefined if there is none. */
export function entryAt(address: number, c: ScatterlistConstants): number | undefined {
  const at = Array.from({ length: entries }, (_, entry) => addressOf(entry, c)).indexOf(address)
  return at < 0 ? undefined : at
}

export function newScatterlist(): Entry[] {
  return Array.from({ length: entries }, () => ({ val: 0, length: 0 }))
}

function sgAt(s: HasScatterlist, at: number): Entry {
  const sg = s.sgs[at]
  if (sg === undefined) throw new Error(`there is no scatterlist entry ${at}`)
  return sg
}

const listFlags: readonly Flag[] = ['PFN_SG_CHAIN', 'PFN_SG_LAST']

function has(s: Sgs, at: number, flag: Flag, c: ScatterlistConstants): boolean {
  return sgWords(c).flagsOf(s.sgs[at]!.val).includes(flag)
}

/** A word without its list flags, or only these; they are the lowest two bits in each version. */
function withListFlags(val: number, flags: readonly Flag[], c: ScatterlistConstants): number {
  return flags.reduce(sgWords(c).mark, sgWords(c).sg_chain_ptr(val))
}

/** sg_is_chain(), include/linux/scatterlist.h: whether the entry leads to another table. */
export function sg_is_chain(s: Sgs, at: number, c: ScatterlistConstants): boolean {
  return has(s, at, 'PFN_SG_CHAIN', c)
}

/** sg_is_last(), include/linux/scatterlist.h: whether the entry is marked as the last one. */
export function sg_is_last(s: Sgs, at: number, c: ScatterlistConstants): boolean {
  return has(s, at, 'PFN_SG_LAST', c)
}

/** sg_has_page() of 5/5: checks PFN_DEV, not whether the entry holds a frame at all. */
export function sg_has_page(s: Sgs, at: number, c: ScatterlistConstants): boolean {
  return sgWords(c).pfn_t_has_page(s.sgs[at]!.val)
}

/** sg_page(): a page by its pfn, or null, for which 5/5 has a WARN_ONCE. */
export function sg_page(s: Sgs, at: number, c: ScatterlistConstants): number | null {
  return sg_has_page(s, at, c) ? sg_pfn(s, at, c) : null
}

/** The pfn of an entry. */
export function sg_pfn(s: Sgs, at: number, c: ScatterlistConstants): number {
  return sgWords(c).pfn_t_to_pfn(s.sgs[at]!.val)
}

/** sg_chain_ptr(), include/linux/scatterlist.h: the target of a chain entry. */
export function sg_chain_ptr(s: Sgs, at: number, c: ScatterlistConstants): number {
  return sgWords(c).sg_chain_ptr(s.sgs[at]!.val)
}

/** sg_mark_end(). */
export function sg_mark_end(s: HasScatterlist, at: number, c: ScatterlistConstants): void {
  const sg = sgAt(s, at)
  sg.val = withListFlags(sg.val, ['PFN_SG_LAST'], c)
}

/** sg_init_table(), lib/scatterlist.c: `nents` entries from `first` on. */
export function sg_init_table(s: HasScatterlist, first: number, nents: number, c: ScatterlistConstants): void {
  for (let at = first; at < first + nents; at++) s.sgs[at] = { val: 0, length: 0 }
  sg_mark_end(s, first + nents - 1, c)
}

/** sg_chain(): the entry `at` leads to the table that begins at `next`. */
export function sg_chain(s: HasScatterlist, at: number, next: number, c: ScatterlistConstants): void {
  s.sgs[at] = { val: sgWords(c).sg_chain(addressOf(next, c)), length: 0 }
}

/**
 * sg_assign_page() of 4.2 keeps both flags of the list. sg_assign_pfn() of 5/5 keeps only PFN_SG_LAST (D12c), and clears
 * only PFN_SG_LAST of its argument (X19).
 */
export function sg_assign(s: HasScatterlist, at: number, val: number, c: ScatterlistConstants): void {
  const sg = sgAt(s, at)
  const kept: readonly Flag[] = isOld(c) ? listFlags : ['PFN_SG_LAST']
  const given = sgWords(c).flagsOf(val)
  const flags = [
    ...listFlags.filter(flag => flag !== 'PFN_SG_LAST' && given.includes(flag)),
    ...listFlags.filter(flag => kept.includes(flag) && c.keepsLinks && has(s, at, flag, c)),
  ]
  sg.val = withListFlags(val, flags, c)
  sg.length = 1
}

/** Whether assignment works as in 4.2, which v4 keeps. */
export function isOld(c: ScatterlistConstants): boolean {
  return c.version === 'V0' || c.version === 'V4'
}

/** sg_set_page(). */
export function sg_set_page(s: HasScatterlist, at: number, pfn: number, c: ScatterlistConstants): void {
  sg_assign(s, at, sgWords(c).page_to_pfn_t(pfn), c)
}

/** sg_set_pfn(), of a frame without page. */
export function sg_set_pfn(s: HasScatterlist, at: number, pfn: number, c: ScatterlistConstants): void {
  sg_assign(s, at, sgWords(c).pfn_to_pfn_t(pfn, ['PFN_DEV']), c)
}

/** sg_next(), lib/scatterlist.c: the entry after `at`, null after the last, undefined if it leaves the tables. */
export function sg_next(s: Sgs, at: number, c: ScatterlistConstants): number | null | undefined {
  if (sg_is_last(s, at, c)) return null
  const next = entryAt(addressOf(at, c) + sizeofScatterlist, c)
  if (next === undefined || !sg_is_chain(s, next, c)) return next
  return entryAt(sg_chain_ptr(s, next, c), c)
}

/** nth_pfn() of 5/5: the word of a later frame, with all the flags of the first (X19). */
export function nth_pfn(val: number, n: number, c: ScatterlistConstants): number {
  const flags = sgWords(c).flagsOf(val)
  return sgWords(c).pfn_to_pfn_t(sgWords(c).pfn_t_to_pfn(val) + n, flags)
}
