import { expectations } from 'interleave-checker'
import {
  addressOf,
  entries,
  secondTable,
  sg_chain_ptr,
  sg_has_page,
  sg_is_chain,
  sg_is_last,
  sg_next,
} from '../../models/mappers/scatterlist.ts'
import { scatterlistWalk } from '../../models/mappers/scatterlist-walk.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  pointer: 'a chain entry leads to the table that was chained', // I23
  chainPage: 'a chain entry does not look like a frame without page', // I23
  links: 'assigning a frame leaves the links alone', // I24
  end: 'exactly one end is reachable', // I24
  walk: 'a walk visits what was put in, and nothing else', // I24
  handedOut: 'an iterator hands out no flags of the list', // I24
  refuses: 'a pointer that is to no page is refused', // X8
  nullPage: 'nobody maps the page of an entry without one', // I25
  chained: 'a walk goes through a chain',
  pageless: 'a walk that met a frame without page ends',
} as const

/** The places of all entries. */
const places = Array.from({ length: entries }, (_, at) => at)

/**
 * Scatterlists of 4.2 (V0) and as patch 5/5 converts them (V5), exhaustive over all fillings of two tables of 3 and 2
 * entries, the third entry being the chain: from 1 to 4 frames, each with or without page. At most 992 states.
 *
 * From the September series on scatterlists are not converted, so V0 is also VS, VM and VX.
 *
 * Findings beyond the analysis of the series, and corrections to it:
 *
 * - D12c is not a regression in its effect. Assigning a frame to a chain entry breaks the list in 4.2 as well ('V0, bounce
 *   by index'): sg_assign_page() keeps PFN_SG_CHAIN and replaces the pointer, so sg_next() follows a struct page as if it
 *   were a table. 5/5 turns the entry into a frame without end mark, and sg_next() leaves the table. Both need three frames
 *   and a driver that indexes `&sgl[i]`; 4.2 fails at the chain entry itself, 5/5 one entry later. The row "I24: V0 ok"
 *   holds for callers that only use sg_next(), for which V5 is correct too ('V5, bounce by sg_next').
 * - D12a is latent indeed: on 32 bits a chain entry looks as if it had no page ('V5, 32 bits'), but every walk by sg_next()
 *   is still correct, since it never checks chain entries for a page. If v4 had PFN_DEV as bit 2, the same holds there ('V4,
 *   32 bits').
 * - A store that breaks I25 breaks I2 as well: kmap_atomic(NULL) is arithmetic on 64 bits, and the CPU stores to the result.
 * - With PFN_MAP (the RFC) nothing else fails on 64 bits: sg_has_page() checks PFN_DEV first, and a chain pointer with bit 3
 *   set and bit 2 clear still reads as "has a page".
 */
const spec = scatterlistWalk
  .invariant(claim.pointer, {
    given: (s, c) => places.some(at => sg_is_chain(s, at, c)),
    then: (s, c) => {
      return places.every(at => !sg_is_chain(s, at, c) || sg_chain_ptr(s, at, c) === addressOf(secondTable, c))
    },
  })
  .invariant(claim.chainPage, {
    given: (s, c) => places.some(at => sg_is_chain(s, at, c)),
    then: (s, c) => places.every(at => !sg_is_chain(s, at, c) || sg_has_page(s, at, c)),
  })
  .transition(claim.links, (before, after, { step }, c) => {
    if (!step.startsWith('sg_set_page')) return true
    return places.every(at => {
      if (sg_is_last(before, at, c) !== sg_is_last(after, at, c)) return false
      const [wasChain, isChain] = [sg_is_chain(before, at, c), sg_is_chain(after, at, c)]
      return wasChain === isChain && (!wasChain || sg_chain_ptr(before, at, c) === sg_chain_ptr(after, at, c))
    })
  })
  .invariant(claim.end, {
    given: s => s.driver[0]!.pc === 'for_each_sg',
    then: (s, c) => {
      let at: number | null | undefined = 0
      for (let walked = 0; walked < entries && typeof at === 'number'; walked++) at = sg_next(s, at, c)
      return at === null
    },
  })
  .invariant(claim.walk, {
    given: s => s.driver[0]!.pc === 'done' && s.wild === null && s.tasks[0]!.broke.length === 0,
    then: s => !s.ranOff && String(s.visited) === String(s.put),
  })
  .invariant(claim.handedOut, s => !s.handedOut.some(flag => flag === 'PFN_SG_LAST' || flag === 'PFN_SG_CHAIN'))
  .invariant(claim.refuses, { given: s => s.wild !== null, then: s => s.wild === 'refused' })
  .reachable(claim.chained, s => s.driver[0]!.pc === 'done' && s.visited.length > secondTable)
  .reachable(claim.pageless, s => s.driver[0]!.pc === 'done' && s.visited.includes(9))

  // The base is v5 as posted, on 64 bits, with a walker that only maps for DMA.
  .variant('V0', { version: 'V0' })
  .variant('V0, sg_miter', { version: 'V0', walker: 'sg_miter' })
  .variant('V0, 32 bits', { version: 'V0', alignofScatterlist: 4 })
  .variant('V0, bounce by sg_next', { version: 'V0', bounces: 'by sg_next' })
  .variant('V0, bounce by index', { version: 'V0', bounces: 'by index' })
  .variant('V4', { version: 'V4' })
  .variant('V4, sg_miter', { version: 'V4', walker: 'sg_miter' })
  .variant('V4, 32 bits', { version: 'V4', alignofScatterlist: 4 })
  .variant('V5, sg_miter', { walker: 'sg_miter' })
  .variants({ 'V5, sg_miter': { walker: 'sg_miter' } }, { config: ['NPC', 'PRE'] })
  .variant('V5, kmap_atomic_pfn_t', { walker: 'kmap_atomic_pfn_t' })
  .variant('V5, sg_page_iter_pfn', { walker: 'sg_page_iter_pfn' })
  .variant('V5, 32 bits', { alignofScatterlist: 4 })
  .variant('V5, bounce by sg_next', { bounces: 'by sg_next' })
  .variant('V5, bounce by index', { bounces: 'by index' })
  .variant('VR', { version: 'VR' })
  .variant('VR, 32 bits', { version: 'VR', alignofScatterlist: 4 })
  .variant('assigning drops the end', { bounces: 'by sg_next', keepsLinks: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'VR'], fails: { refuses: 4 }, census: [208, 223, 13] },
      { where: ['V0', 'V0, 32 bits'], fails: { pageless: 'never' }, census: [31, 31, 13] },
      {
        where: ['V5, sg_miter', 'V5, sg_miter, NPC', 'V5, sg_miter, PRE'],
        fails: { store: 8, refuses: 4, nullPage: 7, pageless: 'never' },
        census: [240, 255, 21],
      },
      { where: ['V5, 32 bits', 'VR, 32 bits'], fails: { chainPage: 3, refuses: 4 }, census: [208, 223, 13] },
    ],
  },
  {
    'V0, sg_miter': { fails: { pageless: 'never' }, census: [51, 51, 21] },
    'V0, bounce by sg_next': { fails: { pageless: 'never' }, census: [41, 41, 17] },
    'V0, bounce by index': {
      fails: { pointer: 10, links: 10, end: 10, walk: 13, chained: 'never', pageless: 'never' },
      census: [37, 37, 14],
    },
    V4: { census: [208, 223, 13] },
    'V4, sg_miter': { fails: { store: 8, nullPage: 7, pageless: 'never' }, census: [240, 255, 21] },
    'V4, 32 bits': { fails: { chainPage: 3 }, census: [208, 223, 13] },
    'V5, kmap_atomic_pfn_t': { fails: { refuses: 4 }, census: [992, 1007, 45] },
    'V5, sg_page_iter_pfn': { fails: { handedOut: 7, refuses: 4 }, census: [208, 223, 13] },
    'V5, bounce by sg_next': { fails: { refuses: 4, pageless: 'never' }, census: [120, 161, 17] },
    'V5, bounce by index': {
      fails: { links: 10, end: 10, walk: 14, refuses: 4, chained: 'never', pageless: 'never' },
      census: [137, 174, 15],
    },
    'assigning drops the end': {
      fails: { links: 6, end: 9, walk: 14, refuses: 4, pageless: 'never' },
      census: [132, 173, 17],
    },
  },
)
