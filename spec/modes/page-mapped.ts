import { expectations } from 'interleave-checker'
import { neverDropsMissingReference, neverTakesDeadReference, neverUsesFreedMemory } from '../../models/kernel/rules.ts'
import { waitsForPages } from '../../models/mappers/dev-pagemap.ts'
import { withReferenceClaims } from '../../models/mappers/get-user-pages.ts'
import { firstOwner, nextOwner, pageMapped } from '../../models/modes/page-mapped.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  page: 'no pfn_to_page where there is no memmap', // I1
  insert: 'no PTE is made to a frame that its driver has left', // I18
  unplugged: 'no PTE leads to a frame that was unplugged', // I19
  owner: "no PTE leads to another owner's frame", // I20
  flags: 'a PTE with the devmap bit leads to a frame with a struct page', // I22
  plugged: 'the target of a DMA is plugged', // I26
  owned: 'the target of a DMA belongs to the driver that gave it out', // I26
  kept: 'the target of a DMA is a block of the file', // I26
  freed: 'nobody touches a freed pagemap or its reference', // I30
  held: 'while a page is held, the memmap is there', // I31
  pinAfterKill: 'no look-up takes a reference after the kill is confirmed', // I32
  balanced: 'a finished user holds no reference', // I33
  once: 'no reference is dropped twice or taken to a dead object', // I33
  completes: 'a DMA completes',
  refused: 'get_user_pages() after unbind is refused',
  truncates: 'a truncation completes',
  unbinds: 'unbinding completes',
  truncationWaits: 'a truncation waits for a DMA',
  unbindWaits: 'unbinding waits for a DMA',
} as const

/** Missing in VM and VO: see the model. Freeing the pagemap immediately is in VM and VO as posted. */
const october = {
  consolidated: false,
  pins: 'ref',
  failsWithoutPagemap: false,
  shutsDown: false,
  freezes: false,
  zapsByMapping: true,
  breaksLayout: false,
  refusesLongterm: false,
} as const

/** 20/20 is on 4.3, whose get_page_foll() leaves the reference of the look-up to the page. */
const vo = { ...october, getsByFoll: true, putsLookup: false } as const
const posted = { waitsForLookups: false } as const
const vm = { ...october, ...posted, truncates: false } as const

/**
 * The fourth access mode of the cover letter: pmem with struct pages, which a device reaches by DMA through
 * get_user_pages(), against truncation and against unbind. VO is October 2015, v2, 19/20 and 20/20; VM is Linux 4.5; VX is
 * what followed until 5.17, whose DAX page is idle at a count of 1, with a file system that is notified of the unbind, as
 * XFS has been since. VR's version of this mode is in `pfn-mode`. The findings are in `page-mapped.md`.
 *
 * Exhaustive for one user of one page, 2,528 states in VX, and for two, 38,406; with three (`--set users=3`) all claims
 * hold in 588,063 (2,550,476 transitions, depth 85); four take more than 60 s.
 *
 * Steps that never run in VX: 'if (!pgmap)', since PTEs are removed before pagemaps ('VX, PTE left' runs it), and
 * vmf_insert_mixed, which is part of another step unless a variant delays it. Steps that only wait do not run in versions
 * that do not wait: the second half of truncation in VM and VO. RDMA never ends its DMA. In 'VX, RDMA' it is refused, so
 * claims about pages and DMAs are vacuous there; the other variants cover them.
 */
const spec = pageMapped
  // A claim below covers both ends of a reference.
  .without('every reference that is dropped was taken')
  .transition(claim.insert, (before, after) => before.pte || !after.pte || after.owner === firstOwner)
  .invariant(claim.unplugged, { given: s => s.pte, then: s => s.plugged })
  .invariant(claim.owner, { given: s => s.pte, then: s => s.owner !== nextOwner })
  .invariant(claim.flags, { given: s => s.pte, then: s => s.memmap[0] === 'device' })
  .invariant(claim.plugged, {
    given: transfers,
    then: s => s.plugged,
  })
  .invariant(claim.owned, {
    given: transfers,
    then: s => s.user.every(({ transfer }) => transfer === null || transfer.owner === s.owner),
  })
  .invariant(claim.kept, {
    given: transfers,
    then: s => s.block === 'the file',
  })
  .invariant(claim.freed, neverUsesFreedMemory)
  .extend(withReferenceClaims)
  .invariant(claim.once, s => neverDropsMissingReference(s) && neverTakesDeadReference(s))
  .reachable(claim.completes, s => s.user.some(user => user.pc === 'done' && user.ret === 'a page'))
  .reachable(claim.refused, s => s.unbind.some(u => u.pc === 'done') && s.user.some(user => user.ret === 'SIGBUS'))
  .reachable(claim.truncates, s => s.truncate.some(t => t.ret === 0))
  .reachable(claim.unbinds, s => s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.truncationWaits, s => {
    return s.truncate.some(t => t.pc === 'xfs_wait_dax_page') && transfers(s)
  })
  .reachable(claim.unbindWaits, s => {
    return s.unbind.some(u => waitsForPages.includes(u.pc)) && transfers(s)
  })

  // VX is the base.
  .variants({ VX: {} }, { config: ['NPC', 'PRE'] })
  .variant('VX, two users', { users: 2 })
  .variant('VX, RDMA', { rdma: true })
  .variant('VX, RDMA allowed', { rdma: true, refusesLongterm: false })
  .variant('VX, truncation does not wait', { breaksLayout: false })
  .variant('VX, truncation does not look again', { looksAgain: false, users: 2, unbinds: 0 })
  .variant('VX, truncation lets faults in', { locksFaults: false })
  .variant('VX, truncation looks before it zaps', { zapsFirst: false })
  .variant('VX, not frozen', { freezes: false })
  .variant('VX, not shut down', { shutsDown: false })
  .variant('VX, PTE made late', { locksFault: false })
  .variant('VX, PTE made late, try_get_page', { locksFault: false, triesGet: true })
  .variant('VX, PTE left', { truncates: false })
  .variant('VX, PTE left, looks up by tryget', { truncates: false, triesGet: true, trygetsLive: false })
  .variant('VX, unbinding does not wait', { waitsForRefs: false })
  .variant('VM', vm)
  .variant('VM, nobody truncates', { ...vm, truncations: 0 })
  .variant('VM, RDMA', { ...vm, rdma: true })
  .variant('VO', { ...vo, ...posted, waitsForRefs: false, countsFirst: false })
  .variant('VO, only X22', { ...vo, waitsForRefs: false })
  .variant('VO on 4.5, only the leak of X23', { ...october, putsLookup: false })
  .variant('VO, only the order of X23', { ...vo, countsFirst: false })
  .variant('VO, X22 and X23 repaired', vo)
  .variant('VO, X22 and X23 repaired, pages without mapping too', { ...vo, zapsByMapping: false })

export default spec

/** Whether a DMA is going on. */
function transfers(s: { readonly user: readonly { readonly transfer: unknown }[] }): boolean {
  return s.user.some(({ transfer }) => transfer !== null)
}

/** Broken if the PTE outlives the page. */
const gone = {
  page: 39,
  insert: 29,
  unplugged: 31,
  flags: 24,
  plugged: 43,
  owned: 41,
  freed: 43,
  held: 35,
  once: 37,
  owner: 31,
  'no deadlock': 40,
} as const

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [{ where: ['base', 'VX, NPC', 'VX, PRE'], census: [2888, 7668, 56] }],
  },
  {
    'VX, two users': { census: [50180, 175730, 72] },
    'VX, RDMA': {
      fails: { completes: 'never', refused: 'never', truncationWaits: 'never', unbindWaits: 'never' },
      census: [495, 1221, 32],
    },
    'VX, RDMA allowed': { fails: { completes: 'never', 'no deadlock': 26 }, census: [2261, 6021, 41] },
    'VX, truncation does not wait': { fails: { kept: 26, truncationWaits: 'never' }, census: [3104, 8324, 56] },
    'VX, truncation does not look again': {
      fails: { kept: 53, refused: 'never', unbinds: 'never', unbindWaits: 'never' },
      census: [3592, 8823, 63],
    },
    'VX, truncation lets faults in': { fails: { kept: 26 }, census: [3508, 9229, 56] },
    'VX, truncation looks before it zaps': { fails: { kept: 26 }, census: [3133, 8375, 56] },
    'VX, not frozen': { fails: { kept: 28, 'no deadlock': 52 }, census: [7358, 21465, 56] },
    'VX, not shut down': {
      fails: {
        page: 30,
        insert: 29,
        unplugged: 31,
        flags: 24,
        plugged: 43,
        owned: 41,
        kept: 28,
        freed: 43,
        held: 35,
        once: 37,
        owner: 31,
        'no deadlock': 44,
      },
      census: [16905, 48739, 56],
    },
    'VX, PTE made late': {
      fails: gone,
      census: [6468, 17278, 56],
    },
    'VX, PTE made late, try_get_page': {
      fails: { insert: 29, unplugged: 31, flags: 24, owner: 31 },
      census: [5900, 15960, 56],
    },
    'VX, PTE left': {
      fails: gone,
      census: [4462, 11781, 56],
    },
    'VX, PTE left, looks up by tryget': {
      fails: { insert: 29, unplugged: 31, flags: 24, pinAfterKill: 25, owner: 31 },
      census: [3846, 10309, 56],
    },
    'VX, unbinding does not wait': {
      fails: { page: 37, plugged: 43, owned: 41, freed: 43, held: 33 },
      census: [3704, 10168, 56],
    },
    VM: {
      fails: { insert: 27, unplugged: 29, flags: 24, kept: 26, freed: 33, truncationWaits: 'never', owner: 29 },
      census: [7751, 23354, 54],
    },
    'VM, nobody truncates': {
      fails: {
        insert: 27,
        unplugged: 29,
        flags: 24,
        freed: 33,
        truncates: 'never',
        truncationWaits: 'never',
        owner: 29,
      },
      census: [1231, 2788, 46],
    },
    'VM, RDMA': {
      fails: {
        insert: 27,
        unplugged: 29,
        flags: 24,
        kept: 26,
        freed: 33,
        completes: 'never',
        truncationWaits: 'never',
        owner: 29,
        'no deadlock': 42,
      },
      census: [6311, 18699, 54],
    },
    VO: {
      fails: {
        page: 43,
        insert: 31,
        unplugged: 33,
        flags: 27,
        kept: 26,
        freed: 36,
        held: 38,
        truncationWaits: 'never',
        owner: 33,
      },
      census: [10152, 30465, 58],
    },
    'VO, only X22': {
      fails: {
        page: 42,
        insert: 33,
        unplugged: 35,
        flags: 27,
        kept: 26,
        freed: 47,
        held: 38,
        truncationWaits: 'never',
        owner: 35,
      },
      census: [10079, 30223, 60],
    },
    'VO on 4.5, only the leak of X23': {
      fails: {
        insert: 32,
        unplugged: 34,
        flags: 27,
        kept: 26,
        balanced: 26,
        truncationWaits: 'never',
        owner: 34,
        'no deadlock': 47,
      },
      census: [7825, 23567, 47],
    },
    'VO, only the order of X23': {
      fails: {
        page: 43,
        insert: 32,
        unplugged: 34,
        flags: 27,
        kept: 26,
        held: 42,
        truncationWaits: 'never',
        owner: 34,
      },
      census: [8428, 25057, 59],
    },
    'VO, X22 and X23 repaired': {
      fails: { insert: 32, unplugged: 34, flags: 27, kept: 26, truncationWaits: 'never', owner: 34 },
      census: [8095, 24212, 59],
    },
    'VO, X22 and X23 repaired, pages without mapping too': {
      fails: { kept: 26, truncationWaits: 'never' },
      census: [7581, 22847, 59],
    },
  },
)
