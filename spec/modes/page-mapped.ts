import { expectations } from 'interleave-checker'
import { neverDropsMissingReference, neverTakesDeadReference, neverUsesFreedMemory } from '../../models/kernel/rules.ts'
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
  balanced: 'who is done holds no reference', // I33
  once: 'no reference is dropped twice or taken to what is dead', // I33
  completes: 'a DMA completes',
  refused: 'get_user_pages() after unbind is refused',
  truncates: 'a truncation completes',
  unbinds: 'unbinding completes',
  truncationWaits: 'a truncation waits for a DMA',
  unbindWaits: 'unbinding waits for a DMA',
} as const

/** What VM and VO have not: see the model. That they free the pagemap at once is in VM and VO as posted. */
const october = {
  consolidated: false,
  pins: 'ref',
  failsWithoutPagemap: false,
  shutsDown: false,
  freezes: false,
  insertsAlive: false,
  breaksLayout: false,
  refusesLongterm: false,
} as const

const posted = { waitsForLookups: false } as const
const vm = { ...october, ...posted, truncates: false } as const

/**
 * The fourth access mode of the cover letter: pmem with struct pages, which a device reaches by DMA through
 * get_user_pages(), against truncation and against unbind. VO is October 2015, v2, 19/20 and 20/20; VM is Linux 4.5; VX
 * is what followed until 5.17, whose DAX page is idle at a count of 1, with a file system that is told of the unbind,
 * as XFS has been since. What VR makes of this mode is in `pfn-mode`. What was found is in `page-mapped.md`.
 *
 * Exhaustive for one user of one page, 2,528 states in VX, and for two, 38,406; with three (`--set users=3`) all claims
 * hold in 588,063 (2,550,476 transitions, depth 85); four take more than 60 s.
 *
 * Steps that never run in VX: 'if (!pgmap)', since PTEs go before pagemaps do ('VX, PTE left' runs it), and
 * vmf_insert_mixed, which is part of another step unless a variant has it late. What only waits is never run where
 * nobody waits: the second half of truncation in VM and VO. RDMA never ends its DMA.
 * In 'VX, RDMA' it is refused, so that there what is said of pages and DMAs has no case: the others show it.
 */
const spec = pageMapped
  // Below it is said of both ends of a reference.
  .without('every reference that is dropped was taken')
  .transition(claim.insert, (before, after) => before.pte || !after.pte || after.owner === firstOwner)
  .invariant(claim.unplugged, { given: s => s.pte, then: s => s.plugged })
  .invariant(claim.owner, { given: s => s.pte, then: s => s.owner !== nextOwner })
  .invariant(claim.flags, { given: s => s.pte, then: s => s.memmap[0] === 'device' })
  .invariant(claim.plugged, {
    given: s => s.user.some(user => user.transfer !== null),
    then: s => s.plugged || s.user.every(user => user.transfer === null),
  })
  .invariant(claim.owned, {
    given: s => s.user.some(user => user.transfer !== null),
    then: s => s.user.every(({ transfer }) => transfer === null || transfer.owner === s.owner),
  })
  .invariant(claim.kept, {
    given: s => s.user.some(user => user.transfer !== null),
    then: s => s.block === 'the file' || s.user.every(user => user.transfer === null),
  })
  .invariant(claim.freed, neverUsesFreedMemory)
  .extend(withReferenceClaims)
  .invariant(claim.once, s => neverDropsMissingReference(s) && neverTakesDeadReference(s))
  .reachable(claim.completes, s => s.user.some(user => user.pc === 'done' && user.ret === 'a page'))
  .reachable(claim.refused, s => s.unbind.some(u => u.pc === 'done') && s.user.some(user => user.ret === 'SIGBUS'))
  .reachable(claim.truncates, s => s.truncate.some(t => t.ret === 0))
  .reachable(claim.unbinds, s => s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.truncationWaits, s => {
    return s.truncate.some(t => t.pc === 'xfs_wait_dax_page') && s.user.some(user => user.transfer !== null)
  })
  .reachable(claim.unbindWaits, s => {
    return s.unbind.some(u => u.pc === 'wait_for_completion') && s.user.some(user => user.transfer !== null)
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
  .variant('VX, PTE made late', { insertsAlive: false })
  .variant('VX, PTE made late, try_get_page', { insertsAlive: false, triesGet: true })
  .variant('VX, PTE left', { truncates: false })
  .variant('VX, PTE left, looks up by tryget', { truncates: false, triesGet: true, trygetsLive: false })
  .variant('VX, unbinding does not wait', { waitsForRefs: false })
  .variant('VM', vm)
  .variant('VM, nobody truncates', { ...vm, truncations: 0 })
  .variant('VM, RDMA', { ...vm, rdma: true })
  .variant('VO', { ...october, ...posted, waitsForRefs: false, putsLookup: false, countsFirst: false })
  .variant('VO, only X22', { ...october, waitsForRefs: false })
  .variant('VO, only the leak of X23', { ...october, putsLookup: false })
  .variant('VO, only the order of X23', { ...october, countsFirst: false })
  .variant('VO, X22 and X23 repaired', october)

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { rdma: true }, fails: { completes: 'never' } },
      { where: { breaksLayout: false }, fails: { truncationWaits: 'never' } },
      { where: ['base', 'VX, NPC', 'VX, PRE'], census: [2560, 6768, 53] },
    ],
  },
  {
    'VX, two users': { census: [39238, 136530, 69] },
    'VX, RDMA': {
      fails: { refused: 'never', truncationWaits: 'never', unbindWaits: 'never' },
      census: [495, 1221, 32],
    },
    'VX, RDMA allowed': { fails: { 'no deadlock': 23 }, census: [1933, 5121, 39] },
    'VX, truncation does not wait': { fails: { kept: 23 }, census: [2776, 7424, 53] },
    'VX, truncation does not look again': {
      fails: { kept: 47, refused: 'never', unbinds: 'never', unbindWaits: 'never' },
      census: [3066, 7540, 57],
    },
    'VX, truncation lets faults in': { fails: { kept: 23 }, census: [3045, 8031, 53] },
    'VX, truncation looks before it zaps': { fails: { kept: 23 }, census: [2805, 7475, 53] },
    'VX, not frozen': { fails: { kept: 25, 'no deadlock': 49 }, census: [6872, 20124, 53] },
    'VX, not shut down': {
      fails: {
        page: 27,
        unplugged: 29,
        owner: 29,
        flags: 22,
        plugged: 40,
        owned: 38,
        kept: 25,
        freed: 40,
        held: 32,
        once: 34,
        'no deadlock': 41,
      },
      census: [16071, 46413, 53],
    },
    'VX, PTE made late': {
      fails: {
        page: 37,
        insert: 28,
        unplugged: 30,
        owner: 30,
        flags: 23,
        plugged: 41,
        owned: 39,
        freed: 41,
        held: 33,
        once: 35,
        'no deadlock': 38,
      },
      census: [5770, 15302, 54],
    },
    'VX, PTE made late, try_get_page': {
      fails: { insert: 28, unplugged: 30, owner: 30, flags: 23 },
      census: [5202, 13984, 54],
    },
    'VX, PTE left': {
      fails: {
        page: 36,
        unplugged: 29,
        owner: 29,
        flags: 22,
        plugged: 40,
        owned: 38,
        freed: 40,
        held: 32,
        once: 34,
        'no deadlock': 37,
      },
      census: [3982, 10429, 53],
    },
    'VX, PTE left, looks up by tryget': {
      fails: { unplugged: 29, owner: 29, flags: 22, pinAfterKill: 22 },
      census: [3366, 8957, 53],
    },
    'VX, unbinding does not wait': {
      fails: { page: 34, plugged: 40, owned: 38, freed: 40, held: 30 },
      census: [3312, 9044, 53],
    },
    VM: { fails: { insert: 26, unplugged: 28, owner: 28, flags: 23, kept: 24, freed: 31 }, census: [7261, 21934, 52] },
    'VM, nobody truncates': {
      fails: { insert: 26, unplugged: 28, owner: 28, flags: 23, freed: 31, truncates: 'never' },
      census: [1121, 2529, 44],
    },
    'VM, RDMA': {
      fails: { insert: 26, unplugged: 28, owner: 28, flags: 23, kept: 24, freed: 31, 'no deadlock': 40 },
      census: [5821, 17279, 50],
    },
    VO: {
      fails: {
        page: 41,
        insert: 30,
        unplugged: 32,
        owner: 32,
        flags: 26,
        kept: 24,
        freed: 34,
        held: 36,
        balanced: 24,
        'no deadlock': 52,
      },
      census: [11928, 36430, 54],
    },
    'VO, only X22': {
      fails: { page: 40, insert: 32, unplugged: 34, owner: 34, flags: 26, kept: 24, freed: 45, held: 36 },
      census: [12851, 38714, 58],
    },
    'VO, only the leak of X23': {
      fails: { insert: 31, unplugged: 33, owner: 33, flags: 26, kept: 24, balanced: 24, 'no deadlock': 45 },
      census: [9638, 29280, 46],
    },
    'VO, only the order of X23': {
      fails: { page: 41, insert: 31, unplugged: 33, owner: 33, flags: 26, kept: 24, held: 40 },
      census: [10576, 31635, 57],
    },
    'VO, X22 and X23 repaired': {
      fails: { insert: 31, unplugged: 33, owner: 33, flags: 26, kept: 24 },
      census: [10058, 30300, 57],
    },
  },
)
