import type { Series } from '../series.ts'

/** Remarks on cells whose analysis the checks reproduce. */
export function remark(table: Series): Series {
  return table
    .remark(
      { rows: ['I2', 'I3', 'I5', 'I6', 'I16', 'I17', 'I20', 'I33'], columns: ['V5', 'V5a', 'V5b', 'VR'] },
      "The drivers are checked with DAX itself repaired, as in V5c. Their violations occur here too: no repair in between affects these runs, and with D1 unrepaired (axonram's and dcssblk's 'V5a') the same claims fail.",
    )
    .remark(
      { rows: ['I2'], columns: ['V5c'] },
      "By axonram (D6), by bios (X14), and by dcssblk: remove checks use_count, but opening the disk takes no lock (dcssblk's 'D7b, its own user').",
    )
    .remark(
      { rows: ['I2', 'I6'], columns: ['V0', 'V4'] },
      "By dcssblk too: its disk is opened after remove found it closed (dcssblk's 'V0 or V4, its own user').",
    )
    .remark(
      { rows: ['I5'], columns: ['V5', 'V5a', 'V5b', 'V5c'] },
      "This needs no look-up: the dev_dbg() of teardown reads the resource in every remove, if it prints (dcssblk's 'V5c, no user').",
    )
    .remark({ rows: ['I13'], columns: ['V5b', 'V5c'] }, 'X5, as in V5a and V5d: no repair in between concerns it.')
    .remark(
      { rows: ['I18', 'I19'], columns: ['V5', 'VR'] },
      'D3 makes the fault worse in other ways, and lets this be: a block that was written before takes nothing, and the right frame is inserted, late.',
    )
    .remark(
      { rows: ['I18', 'I19'], columns: ['V5c', 'V5d'] },
      "D9's alone. The fault holds i_mmap_lock until it has made its PTE, and removal of PTEs waits for it: once unbinding does, these hold in NP, NPC and PRE, with the frames bound again and with two tasks (dax-fault's 'D9 repaired', 'all but X4, bound again, two tasks'). Inserting the PTE before the frame is unmapped (X4) gains nothing, and makes a reader sleep ('X4 and D9 repaired, NP').",
    )
    .remark(
      { rows: ['I25'], columns: ['V5', 'V5a', 'V5b', 'V5c', 'V5d'] },
      'By any code that puts a frame without page into a list that its driver reads by page. Nothing in 5/5 does: it requires the first user of sg_set_pfn() with such a frame.',
    )
    .remark(
      { rows: ['L7'], columns: ['V0', 'V4', 'V5', 'V5a', 'V5b', 'V5c', 'V5d'] },
      "dcssblk's own, and older than the series (3.18 to 4.4): dcssblk_remove_store() unregisters the device with dcssblk_devices_sem held, and kernfs waits for a writer of its attribute `shared`, which waits for the semaphore (dcssblk's 'V0 or V4, shared is written'). Releasing the semaphore first is not enough: the write then finds the disk that was put ('V5d, shared is written, unregistered unlocked').",
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
      { rows: ['L4'], columns: ['V5c', 'V5d'] },
      "On dcssblk a call that begins with the last byte of the last page returns 0, which is X16's (dax-io's 'all repaired, the last byte of a short page').",
    )
    .remark(
      { rows: ['I14'], columns: ['V5', 'VR'] },
      'Vacuously, as the analysis also says: with D3, no write or truncate completes that has a new block to clear.',
    )
    .remark(
      { rows: ['I28'], columns: ['V5', 'V5a', 'V5b', 'V5c', 'V5d', 'VR'] },
      "Of drivers that own their frames by devm_request_mem_region(), as pmem, it is not true (overlapping-ranges's 'regions are requested').",
    )
    .remark(
      { rows: ['I28'], columns: ['VO', 'VM', 'VX'] },
      'There it is devm_memremap_pages() that registers; the model has the list of v5 with the same look for a conflict.',
    )
    .remark(
      { rows: ['I34'], columns: ['V0', 'V4', 'V5', 'V5a', 'V5b', 'V5c', 'V5d', 'VR'] },
      "The text of the analysis refutes D8 by the open count. If BLKFLSBUF is called on a partition, the count is that of the partition, but the pages are those of the disk (brd's 'flushed by a partition'). It is so in 4.2 ('V0, flushed by a partition'), and the series has no part in it.",
    )
    .remark(
      { rows: ['I36', 'L1', 'L2'], columns: ['V5a', 'V5b'] },
      "In PRE dax_io() deadlocks without any unbind: it copies in its reader (D5), faults on the buffer and waits for mmap_sem, which another thread of the process has in perf_mmap() while it waits for readers by cond_synchronize_rcu(). Unbinding waits with them (unbind-lock's and unbind-ends's 'V5a, a fault in the copy, PRE'). As posted, D3 keeps dax_io() from ever being a reader.",
    )
    .remark(
      { rows: ['I36'], columns: ['V5', 'V5c', 'V5d'] },
      "As far as readers are known: none was found that waits for the lock of the device or dcssblk_devices_sem (X27). If there were one, PRE would deadlock (unbind-lock's 'X27, PRE').",
    )
    .remark(
      { rows: ['I1', 'I22'], columns: ['VS'] },
      "X13 is harmless: PFN_MAP is set before devm_memremap_pages() is known to have succeeded, but otherwise the probe fails before there is a disk (pfn-mode's 'X13'). If the error were ignored, it would not be (pfn-t's 'VS, PFN_MAP before the check', pfn-mode's 'X13, nobody checks').",
    )
    .remark(
      { rows: ['I1'], columns: ['VR'] },
      "Tearing the record down first would not help: a frame marked as having a page is never looked up. It takes a pin before the first use (pfn-mode's 'only X12, DAX pins nothing').",
    )
    .remark(
      { rows: ['I7'], columns: ['VR'] },
      'X9 leaks page and count together, so they stay balanced: the claim is about user mode.',
    )
    .remark(
      { rows: ['I18', 'I19', 'I20'], columns: ['VX'] },
      "With a file system that shuts down when the driver is unbound ('VX, not shut down'). fs/dax.c ends its reader before it makes the PTE, as in X4, but holds the lock of the mapping entry until then, and emptying the mapping waits for that lock; without it the PTE would be late (page-mapped's 'VX, PTE made late').",
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
      { rows: ['I33'], columns: ['VM'] },
      "As long as a file lies on one block device. dax_io() of 4.5 leaves the queue of the extent that comes next, and not the one that it has entered (X21: dax-io's 'VM, X21, two block devices'); no file system with DAX had two for one file.",
    )
    .remark(
      { rows: ['L4'], columns: ['VS', 'VO', 'VX'] },
      "Of buffers that can be faulted in. Where there is none, VS and VO return 0 (dax-io's 'VS, no buffer'), and so does mainline of a read of a hole (dax-iomap's 'no buffer').",
    )
    .remark(
      { rows: ['I2', 'I6', 'I16'], columns: ['VS'] },
      "Not by axonram alone: 10/15 takes no reference in dax_clear_blocks(), nor does any other patch of September touch it, so that on pmem too blocks are cleared as in 4.2 (pmem-lifetime's 'VS, dax_clear_blocks(), NP'). And 9/15 takes one in pmem_make_request(), but not in pmem_rw_page() (block-device's 'VS or VO, a page without a bio').",
    )
    .remark(
      { rows: ['I2', 'I16'], columns: ['VO'] },
      "By X22, which is of pmem with struct pages alone: without, teardown waits for the references (dax-lifetime's 'VO, PRE, without pages').",
    )
    .remark(
      { rows: ['I6'], columns: ['VO'] },
      "By pmem too: 1/20 takes the reference in generic_make_request(), by which no page comes that is handed over by ->rw_page(); Linux 4.4 takes it there as well (block-device's 'VS or VO, a page without a bio'). X22 does not reach driver data: unbinding waits for blk_cleanup_queue() in the end, and so for the references, before devres frees it.",
    )
    .remark(
      { rows: ['I33'], columns: ['V0'] },
      "DAX takes no reference in 4.2. The claim is about dcssblk's device, whose add can fail there at device_register() itself (dcssblk's 'V0 or V4, the add fails').",
    )
    .remark(
      { rows: ['L1'], columns: ['VO'] },
      "With X22 it removes the memmap before it waits for references, but wait it does, for blk_cleanup_queue() at the end of ->remove(): on a page that RDMA has, forever, as in VM (page-mapped's 'VM, RDMA').",
    )
    .remark(
      { rows: ['I26'], columns: ['VO'] },
      "Not by X22: the memmap goes from under the DMA, but the region is released only when the references are gone (dma's 'VO'). It is truncation that gives the block to another file, as in VM.",
    )
}
