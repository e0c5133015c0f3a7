import type { Series } from '../series.ts'

/** What the checks add to cells that they reproduce. */
export function remark(table: Series): Series {
  return table
    .remark(
      { rows: ['I2', 'I3', 'I5', 'I6', 'I16', 'I17', 'I20'], columns: ['V5', 'V5a', 'V5b', 'VR'] },
      'The drivers are checked with DAX itself repaired, as in V5c. What is violated there is here too: no repair between is on the way of these runs, and with D1 put back (--set repairD1=false) they fail as they do.',
    )
    .remark(
      { rows: ['I18', 'I19'], columns: ['V5a'] },
      'The fault is checked with D1 repaired, as in V5c; with D1 put back (--set repairD1=false) it fails as it does.',
    )
    .remark(
      { rows: ['I2'], columns: ['V5c'] },
      "By axonram (D6) and by bios (X14); not by dcssblk, of which the analysis says it too: a user that opens what it uses keeps it from being removed. It takes removing while open (dcssblk's 'D7b, removed while open').",
    )
    .remark(
      { rows: ['I4'], columns: ['V5'] },
      "D3 breaks this too: the unmapping side walks the list without a reader, and a record on which it stands is freed (dax-io's base).",
    )
    .remark(
      { rows: ['I9'], columns: ['V5'] },
      'By dax_clear_blocks() alone: D3 hides D5, as no call of dax_io() ever locks RCU as posted.',
    )
    .remark(
      { rows: ['I10'], columns: ['V5', 'V5a', 'V5b'] },
      'D2 breaks this on pmem as well, in NPC, where rcu_read_lock() is a preempt_disable(); the analysis had it of brd alone.',
    )
    .remark(
      { rows: ['I15', 'I7'], columns: ['V5', 'V5a'] },
      "X1 gives a wrong address, and unbalances the depth only by D1's look-up (dax-clear's 'only X1, NP').",
    )
    .remark(
      { rows: ['L4'], columns: ['V5a', 'V5b'] },
      "Not brd's alone: in NPC rcu_read_lock() refuses the fault on pmem too, and the call returns 0.",
    )
    .remark(
      { rows: ['I21'], columns: ['VO', 'VM'] },
      "Not of huge pfns only: PFN_FLAGS_MASK takes PAGE_SHIFT bits of the unsigned long, though there are fewer flags, so that 32 bits lose frames from 4 GiB on, as v5 does (pfn-t's 'VM, 32 bits').",
    )
    .remark(
      { rows: ['I21'], columns: ['VS'] },
      "A shift of 4 is enough for 40 bits of physical address ('VS, 32 bits'); it fails above ('VS, 44 bits on 32').",
    )
    .remark(
      { rows: ['I26'], columns: ['V4', 'V5', 'V5a', 'V5b', 'V5c', 'V5d'] },
      'By unbind alone, before anything is unplugged: the region is released with the DMA in flight.',
    )
    .remark(
      { rows: ['I30'], columns: ['VX'] },
      "Mainline of late 2019 broke it: memunmap_pages() set pgmap->ref to NULL before it took the range out of pgmap_array (gup's 'VX of 2019').",
    )
    .remark(
      { rows: ['I33'], columns: ['VO'] },
      "The leak of X23. X22 hides what it leads to: unbinding does not wait for references, and completes; with X22 repaired it hangs ('VO, only the leak of X23').",
    )
}
