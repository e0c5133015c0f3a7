import { expectations } from 'interleave'
import { neverAsksForMissingPage, neverUsesFreedMemory } from '../../models/kernel/rules.ts'
import { isAllocated } from '../../models/kernel/slab.ts'
import { gup } from '../../models/mappers/gup.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  page: 'no pfn_to_page where there is no memmap', // I1
  freed: 'nobody touches a freed pagemap or its reference', // I30
  held: 'while a page is held, the memmap is there', // I31
  pinAfterKill: 'no look-up takes a reference after the kill is confirmed', // I32
  balanced: 'who is done holds no reference', // I33
  percpu: 'the percpu memory of a freed pagemap was given back', // I33
  round: 'get_user_pages() goes round only while there is a pagemap', // L8, as safety
  gets: 'somebody gets a page and gives it back',
  ends: 'get_user_pages() ends that begins without a pagemap', // L8, that it is possible at all
  unbinds: 'unbinding completes',
  waits: 'unbinding waits for a page',
} as const

const october = {
  pins: 'ref',
  waitsForRefs: true,
  putsLookup: true,
  countsFirst: true,
  failsWithoutPagemap: false,
} as const

/**
 * get_user_pages() of device memory: VO is October 2015, v2, 19/20 and 20/20; VM is Linux 4.5, where each page takes a
 * reference to the pagemap, which is the request queue's; VX has the page's first count hold one of the pagemap's own.
 * One or two users and one who unbinds: exhaustive, 379 states for one user of VX and 4,121 for two; with three (`--set
 * users=3`) all claims hold in 43,487.
 * With five they hold in 4,623,803 (22,607,042 transitions, depth 88).
 *
 * The claim on percpu memory has a case only in VX: in VO and VM the reference is the queue's, which outlives the
 * pagemap.
 *
 * What the checker found beyond the analysis of the series, and where that has to be corrected:
 *
 * - X22 hides the leak of X23: as posted, unbinding waits for the confirmation and not for the references, and
 *   completes. It hangs ('no deadlock') only where X22 is repaired: 'VO, only the leak of X23'. The row "L1: VO X(X23)"
 *   is of that.
 * - With X22 repaired, the order of X23 is what takes the memmap from under put_page(): the reference that it drops
 *   first is the one that the wait is for ('VO, only the order of X23').
 * - X24 does not need a driver without pagemap. In VM nobody takes the PTE away at unbind, so a get_user_pages() after
 *   it goes round for ever: no run of 'VM' shows one that ends, and none of 'VM without a pagemap'. As a claim of
 *   safety: it must not try again where handling the fault can't help, the PTE being there and the pagemap not.
 * - VX keeps I1 and I31 only because the PTE is gone before the references are waited for, and the lock of the page
 *   table is held from the look at the PTE to get_page(). With the PTE left ('VX, PTE left'), a look-up that took its
 *   reference before the kill raises the page's count from 0 to 1 after unbinding has dropped the first count; its put
 *   of the look-up ends the wait, and the memmap goes with a page held. try_get_page() refuses that page, and the PTE
 *   may stay.
 * - memunmap_pages() of late 2019 (dev_pagemap_cleanup() in mm/memremap.c) sets pgmap->ref to NULL, and only then takes
 *   the range out of pgmap_array: get_dev_pagemap() in between passes NULL to percpu_ref_tryget_live() ('VX of 2019';
 *   it needs a stale pfn, so the PTE is left there). Here that counts as a use of what is freed.
 */
const spec = gup
  .invariant(claim.page, neverAsksForMissingPage)
  .invariant(claim.freed, neverUsesFreedMemory)
  .invariant(claim.held, { given: s => s.user.some(user => user.holds), then: s => s.memmap[0] === 'device' })
  .transition(claim.pinAfterKill, (before, after, { process, instance, step }) => {
    const looksUp = process === 'user' && step === 'percpu_ref_tryget_live'
    return !looksUp || !before.confirmed || after.user[instance]!.refs <= before.user[instance]!.refs
  })
  .invariant(claim.balanced, {
    given: s => s.user.some(user => user.pc === 'done'),
    then: s => s.user.every(user => user.pc !== 'done' || user.refs === 0),
  })
  .invariant(claim.percpu, {
    given: s => s.pgmap.ref.within.slot === s.pgmap.at.slot && !isAllocated(s, s.pgmap.at),
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
  .reachable(claim.waits, s => s.unbind[0]!.pc === 'wait_for_completion' && s.user.some(user => user.holds))

  // VX is the base.
  .variant('VX, NPC', { config: 'NPC' })
  .variant('VX, PRE', { config: 'PRE' })
  .variant('VX, two users', { users: 2 })
  .variant('VX, PTE left', { truncates: false })
  .variant('VX, PTE left, try_get_page', { truncates: false, triesGet: true })
  .variant('VX of 2019', { truncates: false, triesGet: true, clearsRefFirst: true })
  .variant('VX, PTE left, looks up by tryget', { truncates: false, triesGet: true, trygetsLive: false })
  .variant('VX, percpu memory kept', { exitsRef: false })
  .variant('VX without a pagemap', { registers: false })
  .variant('VM', { ...october, truncates: false })
  .variant('VM, X24 repaired', { ...october, truncates: false, failsWithoutPagemap: true })
  .variant('VM without a pagemap', { ...october, truncates: false, registers: false })
  .variant('VO', { ...october, waitsForRefs: false, putsLookup: false, countsFirst: false })
  .variant('VO, only X22', { ...october, waitsForRefs: false })
  .variant('VO, only the leak of X23', { ...october, putsLookup: false })
  .variant('VO, only the order of X23', { ...october, countsFirst: false })
  .variant('VO, X22 and X23 repaired', october)
  .variant('VO, X22 and X23 repaired, two users', { ...october, users: 2 })

export default spec

export const expected = expectations(spec, {
  base: { census: [379, 820, 32] },
  'VX, NPC': { census: [379, 820, 32] },
  'VX, PRE': { census: [379, 820, 32] },
  'VX, two users': { census: [4121, 11897, 46] },
  'VX, PTE left': {
    fails: { [claim.page]: 25, [claim.freed]: 29, [claim.held]: 23, 'no deadlock': 26 },
    census: [852, 1847, 32],
  },
  'VX, PTE left, try_get_page': { census: [649, 1464, 32] },
  'VX of 2019': { fails: { [claim.freed]: 19 }, census: [677, 1509, 32] },
  'VX, PTE left, looks up by tryget': { fails: { [claim.pinAfterKill]: 14 }, census: [570, 1262, 32] },
  'VX, percpu memory kept': { fails: { [claim.percpu]: 18 }, census: [379, 820, 32] },
  'VX without a pagemap': { fails: { [claim.gets]: 'never', [claim.waits]: 'never' }, census: [20, 28, 10] },
  VM: { fails: { [claim.round]: 23, [claim.ends]: 'never' }, census: [567, 1311, 32] },
  'VM, X24 repaired': { census: [635, 1437, 32] },
  'VM without a pagemap': {
    fails: { [claim.round]: 8, [claim.gets]: 'never', [claim.ends]: 'never', [claim.waits]: 'never' },
    census: [16, 24, 8],
  },
  VO: { fails: { [claim.page]: 23, [claim.held]: 22, [claim.balanced]: 14 }, census: [623, 1451, 32] },
  'VO, only X22': { fails: { [claim.page]: 23, [claim.held]: 22 }, census: [623, 1451, 32] },
  'VO, only the leak of X23': { fails: { [claim.balanced]: 14, 'no deadlock': 26 }, census: [361, 790, 26] },
  'VO, only the order of X23': { fails: { [claim.page]: 27, [claim.held]: 26 }, census: [389, 833, 32] },
  'VO, X22 and X23 repaired': { census: [373, 808, 32] },
  'VO, X22 and X23 repaired, two users': { census: [3979, 11513, 46] },
})
