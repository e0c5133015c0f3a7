import { expectations } from 'interleave-checker'
import { neverUsesFreedMemory } from '../../models/kernel/rules.ts'
import { isAllocated } from '../../models/kernel/slab.ts'
import { waitsForPages } from '../../models/mappers/dev-pagemap.ts'
import { withReferenceClaims } from '../../models/mappers/get-user-pages.ts'
import { gup } from '../../models/mappers/gup.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  page: 'no pfn_to_page where there is no memmap', // I1
  publish: 'a pagemap that is found alive has its memmap', // I29
  freed: 'nobody touches a freed pagemap or its reference', // I30
  held: 'while a page is held, the memmap is there', // I31
  pinAfterKill: 'no look-up takes a reference after the kill is confirmed', // I32
  balanced: 'a finished user holds no reference', // I33
  percpu: 'the percpu memory of a freed pagemap was given back', // I33
  round: 'get_user_pages() goes round only while there is a pagemap', // L8, as safety
  gets: 'a user gets a page and gives it back',
  ends: 'get_user_pages() without a pagemap ends',
  getsOut: 'get_user_pages() ends', // L8
  unbound: 'unbinding ends', // L1
  released: 'a user with a page gives it back', // L3
  bound: 'binding ends', // L5
  unbinds: 'unbinding completes',
  waits: 'unbinding waits for a page',
} as const

const october = {
  consolidated: false,
  pins: 'ref',
  waitsForRefs: true,
  putsLookup: true,
  countsFirst: true,
  failsWithoutPagemap: false,
} as const

/** 20/20 is on 4.3, whose get_page_foll() leaves the reference of the look-up to the page. */
const voRepaired = { ...october, getsByFoll: true, putsLookup: false } as const
/** October as posted. */
const vo = { ...voRepaired, waitsForRefs: false, countsFirst: false, waitsForLookups: false } as const
/** Linux 4.5. */
const vm = { ...october, truncates: false, waitsForLookups: false } as const
/**
 * The driver is bound once more, as in both. Unbinding does not remove the old PTE: 19/20 uses page->mapping, and the new
 * struct pages do not know the file.
 */
const again = { binds: true, publishesLast: false, truncates: false } as const
const againRepaired = { ...october, binds: true, truncates: false, failsWithoutPagemap: true } as const

/**
 * get_user_pages() of device memory: VO is October 2015, v2, 19/20 and 20/20; VM is Linux 4.5, where each page takes a
 * reference to the pagemap, which is the request queue's; in VX the page's first count holds one of the pagemap's own. The
 * findings are in `gup.md`.
 *
 * Exhaustive for unbinding and one user, 379 states in VX, or two users, 4,121; with three (`--set users=3`) all claims hold
 * in 43,487, and with five in 4,623,803. 'bound again' starts earlier, with a driver that is being bound and a PTE from the
 * previous binding: 1,464 states with all repaired, 30,978 with two users.
 *
 * get_user_pages() ends in VX, whatever happens to the pagemap, but not in VM: on a stale PTE it faults, finds no pagemap,
 * and faults again (X24). In VO it ends only if locks are fair, since every iteration takes the lock of the page table,
 * which truncation needs once.
 *
 * The claim on percpu memory is vacuous except in VX: in VO and VM the reference is the queue's, which is assumed to outlive
 * the pagemap. For pmem that is true as long as its disk is open: ->remove() puts the queue, and devres frees the pagemap
 * after it.
 */
const spec = gup
  // A claim below covers both ends of a reference.
  .without('every reference that is dropped was taken')
  .invariant(claim.publish, {
    given: s => s.registered && !s.pgmap.ref.dead,
    then: s => s.memmap[0] === 'device',
  })
  .invariant(claim.freed, neverUsesFreedMemory)
  .extend(withReferenceClaims)
  .invariant(claim.percpu, {
    given: ({ pgmap, slab }) => {
      return pgmap.at.generation > 0 && pgmap.ref.within.slot === pgmap.at.slot && !isAllocated({ slab }, pgmap.at)
    },
    then: s => s.pgmap.ref.exited,
  })
  .transition(claim.round, (before, after, { process, instance }) => {
    const from = before.user[instance]?.pc
    const goesRound = from === 'pte_unmap_unlock' && after.user[instance]?.pc === 'pte_offset_map_lock'
    return process !== 'user' || !goesRound || before.registered || !before.pte
  })
  .reachable(claim.gets, s => s.user.some(user => user.pc === 'done' && user.ret === 'a page'))
  .reachable(claim.ends, s => s.user.some(user => user.pc === 'done' && user.isLate))
  .reachable(claim.unbinds, s => s.unbind[0]!.pc === 'done')
  .reachable(claim.waits, s => waitsForPages.includes(s.unbind[0]!.pc) && s.user.some(user => user.holds))

  // Spinlocks are fair: a spinning task gets the lock, even if others take it again and again.
  .fair({
    weak: ['user', 'bind', 'unbind', 'rcu_callback'],
    strong: ['user: pte_offset_map_lock', 'unbind: truncate_pagecache'],
  })
  .leadsTo(
    claim.getsOut,
    (_s, me) => me.pc === 'pte_offset_map_lock',
    (_s, me) => me.ret !== null,
    { of: 'user' },
  )
  .leadsTo(
    claim.unbound,
    (_s, me) => me.pc !== 'device_release_driver',
    (_s, me) => me.pc === 'done',
    { of: 'unbind' },
  )
  .leadsTo(
    claim.released,
    (_s, me) => me.holds,
    (_s, me) => !me.holds,
    { of: 'user' },
  )
  .leadsTo(
    claim.bound,
    (_s, me) => me.pc !== 'done',
    (_s, me) => me.pc === 'done',
    { of: 'bind' },
  )

  // VX is the base.
  .variants({ VX: {} }, { config: ['NPC', 'PRE'] })
  .variant('VX, two users', { users: 2 })
  .variant('VX, PTE left', { truncates: false })
  .variant('VX, PTE left, try_get_page', { truncates: false, triesGet: true })
  .variant('VX of 2019', { truncates: false, triesGet: true, clearsRefFirst: true })
  .variant('VX, PTE left, looks up by tryget', { truncates: false, triesGet: true, trygetsLive: false })
  .variant('VX, percpu memory kept', { exitsRef: false })
  .variant('VX without a pagemap', { registers: false })
  .variant('VM', vm)
  .variant('VM, X24 repaired', { ...vm, failsWithoutPagemap: true, waitsForLookups: true })
  .variant('VM, freed at once', { ...vm, failsWithoutPagemap: true })
  .variant('VM without a pagemap', { ...vm, registers: false })
  .variant('VM, bound again', { ...vm, ...again })
  .variants({ 'VM, bound again': { ...vm, ...again } }, { config: ['NPC', 'PRE'] })
  .variant('VO', vo)
  .variant('VO, bound again', { ...vo, ...again })
  .variant('bound again, only X10', { ...againRepaired, publishesLast: false })
  .variant('bound again, freed at once', { ...againRepaired, waitsForLookups: false })
  .variant('bound again, both', { ...againRepaired, publishesLast: false, waitsForLookups: false })
  .variant('bound again, all repaired', againRepaired)
  .variants({ 'bound again, all repaired': againRepaired }, { config: ['NPC', 'PRE'] })
  .variant('bound again, all repaired, two users', { ...againRepaired, users: 2 })
  .variant('VO, only X22', { ...voRepaired, waitsForRefs: false })
  .variant('VO on 4.5, only the leak of X23', { ...october, putsLookup: false })
  .variant('VO, puts the look-up too', { ...voRepaired, putsLookup: true })
  .variant('VO, only the order of X23', { ...voRepaired, countsFirst: false })
  .variant('VO, X22 and X23 repaired', voRepaired)
  .variant('VO, X22 and X23 repaired, unfair locks', voRepaired, {
    fair: { weak: ['user', 'bind', 'unbind', 'rcu_callback'] },
  })
  .variant('VO, X22 and X23 repaired, two users', { ...voRepaired, users: 2 })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { registers: false }, fails: { gets: 'never', waits: 'never' } },
      { where: ['base', 'VX, NPC', 'VX, PRE'], census: [389, 834, 32] },
      {
        where: ['VM, bound again', 'VM, bound again, NPC', 'VM, bound again, PRE'],
        fails: { page: 11, publish: 3, freed: 12, held: 11, round: 8, getsOut: [19, 7] },
        census: [2747, 6103, 35],
      },
      {
        where: ['bound again, all repaired', 'bound again, all repaired, NPC'],
        census: [1414, 3136, 37],
      },
    ],
  },
  {
    'VX, two users': { census: [4309, 12269, 46] },
    'VX, PTE left': {
      fails: { page: 25, freed: 30, held: 24, unbound: [26, 0], 'no deadlock': 26 },
      census: [784, 1666, 32],
    },
    'VX, PTE left, try_get_page': { census: [619, 1362, 32] },
    'VX of 2019': { fails: { freed: 19 }, census: [643, 1399, 32] },
    'VX, PTE left, looks up by tryget': { fails: { pinAfterKill: 14 }, census: [595, 1297, 32] },
    'VX, percpu memory kept': { fails: { percpu: 18 }, census: [389, 834, 32] },
    'VX without a pagemap': { census: [20, 28, 10] },
    VM: { fails: { freed: 22, round: 23, ends: 'never', getsOut: [17, 7] }, census: [503, 1148, 30] },
    'VM, X24 repaired': { census: [610, 1345, 32] },
    'VM, freed at once': { fails: { freed: 22 }, census: [561, 1259, 30] },
    'VM without a pagemap': { fails: { round: 8, ends: 'never', getsOut: [2, 7] }, census: [16, 24, 8] },
    VO: { fails: { page: 28, freed: 31, held: 27 }, census: [648, 1462, 34] },
    'VO, bound again': {
      fails: {
        page: 11,
        publish: 3,
        freed: 12,
        held: 11,
        round: 8,
        getsOut: [19, 7],
      },
      census: [3248, 7335, 36],
    },
    'bound again, only X10': { fails: { page: 11, publish: 3, freed: 21, held: 11 }, census: [2583, 5576, 37] },
    'bound again, freed at once': { fails: { freed: 27 }, census: [1366, 3048, 35] },
    'bound again, both': { fails: { page: 11, publish: 3, freed: 12, held: 11 }, census: [2779, 6060, 35] },
    'bound again, all repaired, PRE': { census: [1406, 3128, 37] },
    'bound again, all repaired, two users': { census: [29334, 86255, 51] },
    'VO, only X22': { fails: { page: 28, freed: 34, held: 27 }, census: [690, 1532, 36] },
    'VO on 4.5, only the leak of X23': {
      fails: { balanced: 14, unbound: [26, 0], 'no deadlock': 26 },
      census: [532, 1194, 26],
    },
    'VO, puts the look-up too': {
      fails: { page: 28, freed: 34, held: 27, balanced: 14, unbound: [26, 0], 'no deadlock': 26 },
      census: [673, 1428, 35],
    },
    'VO, only the order of X23': { fails: { page: 30, held: 29 }, census: [569, 1252, 35] },
    'VO, X22 and X23 repaired': { census: [550, 1221, 35] },
    'VO, X22 and X23 repaired, unfair locks': {
      fails: { getsOut: [16, 8], unbound: [16, 8] },
      census: [550, 1221, 35],
    },
    'VO, X22 and X23 repaired, two users': { census: [5885, 17373, 49] },
  },
)
