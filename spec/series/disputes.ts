import type { Series } from '../series.ts'

/** Where the analysis is wrong, or says too much; the runs that show it are those of the cells. */
export function dispute(table: Series): Series {
  return ofFollowers(ofV5(table))
}

function ofV5(table: Series): Series {
  return table
    .dispute(
      { rows: ['I1'], columns: ['V4'] },
      "With the pages aligned to 4, the pointer makes a page look like a frame without one, not the other way round: has_page is never true where there is no memmap, and pfn_to_page() is not evaluated. What breaks is I21 and I22, in pfn-t's 'V4, pages aligned to 4'.",
    )
    .dispute(
      { rows: ['I2', 'I6'], columns: ['V5d'] },
      "True of the paths that kmap, and of no others: a bio takes no lock that V5d knows, and finds the driver unbound as in 4.2 (X14: block-device's 'V5d'). Both requirements name mode 1, which is block I/O.",
    )
    .dispute(
      { rows: ['I8'], columns: ['VR'] },
      "The RFC lies on top of v5 as posted and leaves dax_io() as it is, D3 included: what is unlocked was not locked (dax-io's base).",
    )
    .dispute(
      { rows: ['I13'], columns: ['V5', 'VR'] },
      "D3 hides D4 here too. As posted nothing is ever mapped, so that there is no extent to leave: each access goes to the wild address, which is I12's and I2's. With D3 repaired alone, D4 goes beyond its mapping in 15 steps (dax-io's 'V5, only D3 repaired').",
    )
    .dispute(
      { rows: ['I14'], columns: ['V5a', 'V5b', 'V5c', 'V5d'] },
      "Broken wherever a copy may be short: dax_new_buf() clears around what is to be written, not around what was. In NPC and on brd a fault is refused (dax-io's 'V5a, NPC', 'brd, V5a'); in NP the address is no longer mapped ('V5b, NP'); V5c is short where the buffer is evicted and the driver unbound. Half of a buffer that is not there is enough ('V5c, a bad buffer'). It takes neither v5 nor an unbind; clearing new blocks whole repairs it ('all repaired, NP').",
    )
}

function ofFollowers(table: Series): Series {
  return table
    .dispute(
      { rows: ['I1'], columns: ['VS'] },
      "X13, which the analysis itself counts under I1: PFN_MAP is set before devm_memremap_pages() is known to have worked, so that a frame says that it has a page where there is no memmap (pfn-t's 'VS, PFN_MAP before the check').",
    )
    .dispute(
      { rows: ['I1'], columns: ['VM'] },
      "With the flags in the high bits of 32, a pfn that reaches them is taken for flags, and says that it has a page where it has none (pfn-t's 'VM, 44 bits on 32'). A u64 mended it.",
    )
    .dispute(
      { rows: ['I1', 'I29'], columns: ['VX'] },
      "Mainline has X10 still: memremap_pages() stores the range in pgmap_array before arch_add_memory(), and get_dev_pagemap() by a stale pfn gets a live reference in between (dev-map's 'VX'). It holds for who has its pfn from a PTE that was made after.",
    )
    .dispute(
      { rows: ['I6'], columns: ['VO'] },
      "X22 is pmem's as well: a user that has entered the queue and has not locked RCU yet is waited for by nobody, and reads driver data that unbind has freed (dax-lifetime's 'VO, PRE', where no sleep in a reader helps).",
    )
    .dispute(
      { rows: ['I11'], columns: ['VO'] },
      "A user of VO copies, and may fault, inside rcu_read_lock(), as in v5: in NP and NPC the grace period ends inside it (dax-lifetime's 'VO, NP').",
    )
    .dispute(
      { rows: ['I23', 'I24'], columns: ['V0', 'VS', 'VO', 'VM', 'VX'] },
      "True of callers that go by sg_next() alone. Who assigns a frame to a chain entry breaks the list in 4.2, and in all that leave scatterlists alone: sg_assign_page() keeps the mark of the chain and replaces its pointer, and sg_next() follows a struct page (scatterlist's 'V0, bounce by index'; kfifo-dma's 'V0, chained, by sg_next'). So D12c is no regression of 5/5.",
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
