import type { Series } from '../series.ts'

/** The cells about which the analysis is wrong, or says too much. The runs that show it are those of the cells. */
export function dispute(table: Series): Series {
  return ofFollowers(ofV5(ofV0(table)))
}

function ofV0(table: Series): Series {
  const columns = ['V0', 'V4'] as const
  return table
    .dispute(
      { rows: ['I13'], columns },
      "X5 is not v5's alone. 4.2 asks for a whole page in dax_insert_mapping() only; copy_user_bh() and dax_zero_page_range() never did, and on dcssblk direct_access falls a byte short of the last page (X16): dax-fault's and dax-zero-page-range's 'V0 or V4, a short page'.",
    )
    .dispute(
      { rows: ['I14'], columns },
      "dax_new_buf() of 4.2 clears around the range to be written, not around what was written: a half-missing buffer is enough (dax-io's 'V0 or V4, a bad buffer'), and so is a driver that goes ('V0 or V4, NP'), or dcssblk's last page, of which a byte is never cleared ('V0 or V4, a short page'). Where the buffer can be faulted in and nobody unbinds it holds ('V0 or V4, nobody unbinds').",
    )
    .dispute(
      { rows: ['L4'], columns },
      "The race that the series set out to end has this too: a copy from an unmapped address transfers nothing, but the call reports success: it returns the result of dax_get_addr(), the length of the extent (dax-io's 'V0 or V4, NP'; without any race 'V0 or V4, no buffer').",
    )
}

function ofV5(table: Series): Series {
  return table
    .dispute(
      { rows: ['I1'], columns: ['V4'] },
      "With the pages aligned to 4, the pointer makes a page look like a frame without one, not the other way round: has_page is never true where there is no memmap, and pfn_to_page() is not evaluated. What breaks is I21 and I22, in pfn-t's 'V4, pages aligned to 4'.",
    )
    .dispute(
      { rows: ['I2', 'I6'], columns: ['V5d'] },
      "True of the paths that kmap, and of no others: a bio takes no lock that V5d knows, and finds the driver unbound as in 4.2 (X14: block-device's 'V5d'). Both requirements name mode 1, which is block I/O. On dcssblk I6 falls to an add that fails, as well (X16: dcssblk's 'X16, the add fails').",
    )
    .dispute(
      { rows: ['I8'], columns: ['VR'] },
      "The RFC lies on top of v5 as posted and leaves dax_io() as it is, D3 included: what is unlocked was not locked (dax-io's base).",
    )
    .dispute(
      { rows: ['I13'], columns: ['V5', 'VR'] },
      "It holds vacuously: D3 hides D4 here too. As posted nothing is ever mapped, so there is no extent to leave: each access goes to the wild address, which is I12's and I2's. With D3 repaired alone, D4 goes beyond its mapping in 15 steps (dax-io's 'V5, only D3 repaired').",
    )
    .dispute(
      { rows: ['I13'], columns: ['V5a', 'V5d'] },
      "X5 remains, as the analysis says itself, and breaks this where direct_access falls short of a page, as dcssblk's does (X16): dax-zero-page-range's 'V5a, a short page', dax-fault's 'V5d, a short page'. Nothing up to V5d repairs it; asking in bdev_direct_access(), as the follow-up does, would ('V5d and X5 repaired, a short page').",
    )
    .dispute(
      { rows: ['I14'], columns: ['V5a', 'V5b', 'V5c', 'V5d'] },
      "Broken wherever a copy may be short: dax_new_buf() clears around the range to be written, not around what was written. In NPC and on brd a fault is refused (dax-io's 'V5a, NPC', 'brd, V5a'); in NP the address is no longer mapped ('V5b, NP'); V5c is short where the buffer is evicted and the driver unbound. Half of a buffer that is not there is enough ('V5c, a bad buffer'). It takes neither v5 nor an unbind; clearing new blocks whole repairs it ('all repaired, NP').",
    )
    .dispute(
      { rows: ['I33'], columns: ['V5', 'V5a', 'V5b', 'V5c', 'V5d'] },
      "DAX takes none, but dcssblk does, of its own device: an add that fails when it registers its range puts the device and does not unregister it, so that klist_children of the parent keeps its reference for good (X16: dcssblk's 'X16, the add fails').",
    )
}

function ofFollowers(table: Series): Series {
  return ofLaterDax(ofLaterPages(table))
}

/** dax_io() and the fault under the references of the queue. */
function ofLaterDax(table: Series): Series {
  return table
    .dispute(
      { rows: ['I10'], columns: ['VO'] },
      "In NPC, the rcu_read_lock() of 19/20 disables preemption, and dax_io() goes to get_block() and to the user's page with it (dax-io's 'VO, NPC').",
    )
    .dispute(
      { rows: ['I13'], columns: ['VS', 'VO'] },
      "X5 remains, as the analysis says of September itself: dax_insert_mapping() has lost its check by then, and bdev_direct_access() has one only since December, with which the requirement holds again in Linux 4.5 (dax-fault's 'VS, a short page', 'VO, PRE, a short page'; 'VM, a short page').",
    )
    .dispute(
      { rows: ['I14'], columns: ['VS', 'VO', 'VM'] },
      "dax_new_buf() is as in 4.2 in all three, and any short copy leaves stale bytes: half of a buffer that is not there is enough (dax-io's 'VS, a bad buffer', 'VM, a bad buffer'). Clearing new blocks whole repairs it ('VM, all repaired, a bad buffer'), and so does a file system that zeroes what it allocates, as mainline has it (dax-iomap's 'a bad buffer').",
    )
    .dispute(
      { rows: ['I16'], columns: ['VM'] },
      "By axonram, which does not call blk_cleanup_queue() in 4.5 either (X15: dax-lifetime's 'VM, axonram'). Of pmem it holds.",
    )
    .dispute(
      { rows: ['I20'], columns: ['VS'] },
      "True of users that find the frame by direct_access. A PTE that was left or made late leads to whatever is bound to the memory next, as in 4.2 (dax-fault's 'VS, bound again').",
    )
    .dispute(
      { rows: ['L4'], columns: ['VO'] },
      "By X22: a copy from memory that is gone moves nothing, and the call returns what get_block() did, which is 0 (dax-io's 'VO, PRE'). -EFAULT came after that; Linux 4.5 has it.",
    )
}

function ofLaterPages(table: Series): Series {
  return table
    .dispute(
      { rows: ['I1'], columns: ['VM'] },
      "With the flags in the high bits of 32, a pfn that reaches them is read as flags, and claims a page that does not exist (pfn-t's 'VM, 44 bits on 32'). A u64 fixed it.",
    )
    .dispute(
      { rows: ['I1', 'I29'], columns: ['VX'] },
      "Mainline still has X10: memremap_pages() stores the range in pgmap_array before arch_add_memory(), and get_dev_pagemap() by a stale pfn gets a live reference in between (dev-map's 'VX'). It holds for a pfn from a PTE that was made later.",
    )
    .dispute(
      { rows: ['I29'], columns: ['VO', 'VM'] },
      "X10 outlived the RFC: devm_memremap_pages() puts the pagemap, whose reference is the queue's and alive, where look-ups find it, and only then adds the memory, since arch_add_memory() itself looks for the altmap there. A PTE from the binding before, which 4.5 leaves behind and X4 makes in VO, leads get_user_pages() to a page without memmap (gup's 'VM, bound again', 'VO, bound again').",
    )
    .dispute(
      { rows: ['I30'], columns: ['VO', 'VM'] },
      "No grace period passes between the end of look-ups, del_page_map() or pgmap_radix_release(), and the kfree() by devres: a look-up in rcu_read_lock() reads pgmap->ref of a pagemap that was freed, when the driver is unbound (gup's 'VM, freed at once') and when binding fails ('bound again, both'). And with X10 or X22 who has a reference puts it through a freed pagemap ('bound again, only X10', 'VO, only X22').",
    )
    .dispute(
      { rows: ['I18', 'I19', 'I20'], columns: ['VO'] },
      "19/20 takes the PTEs away at unbind, by page->mapping: a page that has none is passed over, without i_mmap_lock. So is that of a fault that has passed direct_access and has not made its PTE, which it then makes when all is over (page-mapped's 'VO, X22 and X23 repaired'). Were every page unmapped with that lock held, these would hold ('..., pages without mapping too').",
    )
    .dispute(
      { rows: ['I33'], columns: ['VO'] },
      "X23 names a leak that is not there. follow_page_pte() does not drop the reference of its look-up, but in 4.3 it gets the page by get_page_foll(), which 20/20 leaves as it was, and which takes none: put_page() drops that of the look-up (gup's 'VO'). On 4.5, which has no get_page_foll(), 20/20 as it is would leak ('VO on 4.5, only the leak of X23').",
    )
    .dispute(
      { rows: ['I20'], columns: ['VM'] },
      "True of users that find the frame by direct_access. A PTE that was left or made late leads to whatever is bound to the memory next (page-mapped's 'VM, nobody truncates').",
    )
    .dispute(
      { rows: ['I26'], columns: ['VM'] },
      "True of unbinding alone, which waits for the pages (page-mapped's 'VM, nobody truncates'). Truncation does not wait in 4.5: the block is freed with the DMA in flight, and given to another file ('VM'). Breaking layouts fixed it.",
    )
    .dispute(
      { rows: ['I11'], columns: ['VO'] },
      "A user of VO copies, and may fault, inside rcu_read_lock(), as in v5: in NP and NPC the grace period ends inside it (dax-lifetime's 'VO, NP').",
    )
    .dispute(
      { rows: ['I23', 'I24'], columns: ['V0', 'VS', 'VO', 'VM', 'VX'] },
      "True of callers that only use sg_next(). Assigning a frame to a chain entry breaks the list in 4.2, and in all that leave scatterlists alone: sg_assign_page() keeps the mark of the chain and replaces its pointer, and sg_next() follows a struct page (scatterlist's 'V0, bounce by index'; kfifo-dma's 'V0, chained, by sg_next'). So D12c is no regression of 5/5.",
    )
    .dispute(
      { rows: ['I21'], columns: ['V4'] },
      "A frame with page comes back on 32 bits, for its pointer holds what a shifted pfn does not; one without loses its high bits as in v5 (pfn-t's 'V4, 32 bits'), and with pages aligned to 4 even 64 bits lose frames (D10).",
    )
    .dispute(
      { rows: ['I23'], columns: ['V4'] },
      "If v4 had PFN_DEV as bit 2, as v5, a chain entry on 32 bits shows it and looks like a frame without page (pfn-t's and scatterlist's 'V4, 32 bits').",
    )
}
