/** What the index of kernel functions has to know besides the sources of the models. */

import type { Knowledge } from './kernel-index.ts'

/**
 * Where the kernel has what models have as a step only, or tell of, and no comment says where: v4.2 or the patches, and for
 * what is newer the version that the model is of.
 */
const inKernel: { readonly [path: string]: readonly string[] } = {
  'arch/powerpc/mm/pgtable_64.c': ['iounmap'],
  'arch/x86/include/asm/atomic.h': ['atomic_dec', 'atomic_inc', 'atomic_inc_not_zero', 'atomic_long_add'],
  'arch/x86/lib/copy_user_64.S': ['copy_user_generic'],
  'arch/x86/lib/copy_user_nocache_64.S': ['__copy_user_nocache'],
  'include/linux/fs.h': ['get_block'],
  'include/linux/rcupreempt.h': ['rcu_enter_nohz', 'rcu_exit_nohz'],
  'kernel/rcupreempt.c': [
    'dyntick_save_progress_counter',
    'rcu_try_flip_idle',
    'rcu_try_flip_waitack_needed',
    'rcu_try_flip_waitmb_needed',
    'rcu_try_flip_waitzero',
  ],
  'arch/powerpc/sysdev/axonram.c': ['axon_ram_probe', 'axon_ram_remove'],
  'arch/s390/mm/extmem.c': ['segment_load', 'segment_unload'],
  'arch/x86/include/asm/page.h': ['copy_user_page'],
  'arch/x86/include/asm/page_64.h': ['clear_page'],
  'arch/x86/kernel/dumpstack.c': ['oops_end'],
  'arch/x86/mm/init_64.c': ['arch_add_dev_memory', 'arch_remove_dev_memory', 'arch_remove_memory'],
  'block/bio.c': ['bio_endio'],
  'block/blk-core.c': [
    'blk_dax_get',
    'blk_dax_init_queue',
    'blk_queue_enter',
    'blk_queue_exit',
    'blk_set_queue_dying',
    'generic_make_request',
  ],
  'block/blk-merge.c': ['blk_rq_map_sg'],
  'block/blk-mq.c': ['blk_freeze_queue'],
  'block/blk-settings.c': ['blk_queue_make_request'],
  'block/genhd.c': ['add_disk', 'put_disk'],
  'drivers/base/core.c': ['device_register', 'device_release', 'device_unregister'],
  'drivers/base/dd.c': ['driver_bound'],
  'drivers/base/devres.c': ['devm_kfree'],
  'drivers/block/brd.c': ['brd_free_pages', 'brd_insert_page', 'brd_ioctl'],
  'drivers/dax/super.c': ['dax_alive', 'dax_read_unlock', 'kill_dax'],
  'drivers/nvdimm/btt.c': ['nd_btt_probe'],
  'drivers/nvdimm/pmem.c': [
    'nvdimm_namespace_attach_pfn',
    'nvdimm_namespace_detach_pfn',
    'pmem_make_request',
    'pmem_remove',
  ],
  'drivers/s390/block/dcssblk.c': ['dcssblk_add_store', 'dcssblk_remove_store', 'dcssblk_shared_store'],
  'fs/block_dev.c': ['blkdev_get', 'blkdev_put'],
  'fs/dax.c': [
    '__dax_pmd_fault',
    'dax_busy_page',
    'dax_do_io',
    'dax_iomap_direct_access',
    'dax_new_buf',
    'dax_truncate_page',
  ],
  'fs/namespace.c': ['mnt_drop_write', 'mnt_want_write'],
  'fs/xfs/xfs_file.c': ['xfs_wait_dax_page'],
  'fs/xfs/xfs_inode.c': ['xfs_ilock', 'xfs_itruncate_extents', 'xfs_iunlock'],
  'fs/xfs/xfs_notify_failure.c': ['xfs_dax_notify_failure'],
  'include/asm-generic/memory_model.h': ['__phys_to_pfn'],
  'include/linux/device.h': ['dev_dbg', 'device_lock', 'device_unlock', 'devm_kzalloc'],
  'include/linux/dma-mapping.h': ['dma_map_sg', 'dma_unmap_sg'],
  'include/linux/hardirq.h': ['__irq_enter'],
  'include/linux/ioport.h': ['devm_release_mem_region', 'devm_request_mem_region'],
  'include/linux/kfifo.h': [
    'kfifo_dma_in_finish',
    'kfifo_dma_in_prepare',
    'kfifo_dma_out_finish',
    'kfifo_dma_out_prepare',
    'kfifo_unused',
  ],
  'include/linux/mm.h': ['page_address', 'page_count', 'pte_offset_map_lock', 'pte_unmap_unlock', 'try_get_page'],
  'include/linux/percpu-defs.h': ['per_cpu_ptr', 'this_cpu_inc'],
  'include/linux/percpu-refcount.h': ['__ref_is_percpu'],
  'include/linux/pfn_t.h': ['page_to_pfn_t', 'pfn_t_has_page', 'pfn_t_to_pfn', 'pfn_to_pfn_t', 'phys_to_pfn_t'],
  'include/linux/pmem.h': ['memcpy_to_pmem'],
  'include/linux/preempt.h': ['preempt_count'],
  'include/linux/rculist.h': ['list_for_each_entry_rcu'],
  'include/linux/rcupdate.h': ['rcu_preempt_depth', 'rcu_read_lock_sched', 'rcu_read_unlock_sched'],
  'include/linux/scatterlist.h': ['for_each_sg', 'sg_assign_pfn', 'sg_page_iter_page', 'sg_page_iter_pfn'],
  'include/linux/wait_bit.h': ['wait_var_event'],
  'kernel/exit.c': ['do_exit'],
  'kernel/memremap.c': ['devm_memremap_pages'],
  'kernel/module.c': ['module_put', 'try_module_get'],
  'kernel/rcu/srcutree.c': ['__synchronize_srcu', 'srcu_flip', 'srcu_readers_lock_idx', 'srcu_readers_unlock_idx'],
  'kernel/rcu/tree.c': [
    'call_rcu_sched',
    'rcu_do_batch',
    'rcu_gp_cleanup',
    'rcu_gp_fqs',
    'rcu_gp_init',
    'rcu_irq_enter',
    'rcu_irq_exit',
  ],
  'kernel/rcu/tree_plugin.h': [
    '__rcu_read_unlock',
    'exit_rcu',
    'rcu_preempt_note_context_switch',
    'rcu_read_unlock_special',
  ],
  'kernel/sched/core.c': ['__schedule'],
  'kernel/sched/wait.c': ['prepare_to_wait'],
  'kernel/softirq.c': ['__irq_exit'],
  'lib/iov_iter.c': ['copy_from_iter', 'copy_to_iter', 'iov_iter_zero'],
  'lib/kfifo.c': ['__kfifo_dma_in_prepare'],
  'lib/scatterlist.c': ['sg_miter_next', 'sg_miter_stop'],
  'lib/xarray.c': ['xa_load'],
  'mm/gup.c': ['get_user_pages_longterm'],
  'mm/kmap_pfn.c': ['dev_map_confirm', 'try_pin_devpfn_range', 'unpin_devpfn_range'],
  'mm/memory.c': ['get_locked_pte', 'handle_mm_fault', 'unmap_mapping_pages', 'unmap_mapping_range', 'vm_insert_mixed'],
  'mm/memremap.c': ['dev_pagemap_percpu_release', 'memremap_pages', 'pgmap_array_delete'],
  'mm/page_alloc.c': ['memmap_init_zone_device'],
  'mm/swap.c': ['__put_page'],
  'mm/truncate.c': ['invalidate_inode_pages2'],
}

export const known: Knowledge = {
  notFunctions: [
    // State of the kernel and of models, labels of goto, callbacks by the name of their pointer.
    ...['b_blocknr', 'b_size', 'bd_openers', 'bh_max', 'confirm_switch', 'cow_page', 'dax_srcu', 'dcssblk_devices_sem'],
    ...[
      'dev_info',
      'dev_map',
      'gp_tasks',
      'gp_waits_for',
      'lock_count',
      'nd_pfn',
      'pagefault_disabled',
      'percpu_count',
    ],
    ...['percpu_count_ptr', 'pfn_flags', 'pfn_map', 'probe_failed', 'put_dev', 'rcu_gp_ctr', 'rcu_gp_lock', 'rcu_idx'],
    ...['rcu_read_lock_nesting', 'rcu_reader_qs_gp', 'rcu_refcnt', 'rcu_update_flag', 'srcu_gp_mutex', 'srcu_idx'],
    ...['tryget_live', 'unlock_count', 'driver_detached', 'direct_access', 'old_gp_idle', 'rcu_data'],
    // Procedures and steps of our own.
    ...['copy_byte', 'copy_iter', 'dax_clear_once', 'enter_kernel', 'fault_in_user', 'fs_lock', 'fs_unlock'],
    ...['is_resident', 'lock_acquire_recursive', 'nd_pfn_attach', 'nd_pfn_detach', 'percpu_ref_sum'],
    ...['percpu_ref_switched', 'return_to_user', 'sg_assign', 'sg_miter', 'touch_user', 'touch_user_atomic'],
    ...['unbind_pmem', 'user_fault', 'wait_for_barrier', 'wait_srcu_gp'],
    // Of perfbook's models of dyntick-idle.
    ...['dyntick_handler', 'dyntick_irq', 'dyntick_irq_done', 'dyntick_irq_nested', 'dyntick_irq_under_nmi'],
    ...['dyntick_nmi_done', 'dyntick_nohz_done', 'dynticks_progress_counter', 'grace_period_state', 'handler_done'],
    ...['in_dyntick_irq', 'in_dyntick_nmi', 'in_handler', 'in_interrupt', 'stmt1_else', 'stmt1_then', 'stmt2_else'],
    ...['stmt2_then', 'stmt9_3', 'stmt9_3_then', 'stmt9_else', 'stmt9_then'],
  ],
  plain: ['complete', 'iounmap', 'kfree', 'kmalloc', 'memremap', 'memunmap', 'schedule'],
  paths: Object.fromEntries(Object.entries(inKernel).flatMap(([path, names]) => names.map(name => [name, path]))),
}

/** What a reader of the series and its follow-ups will look for: the actors of the analysis, and where its defects are. */
export const required: readonly string[] = [
  // The mapper, and what it calls.
  ...['kmap_atomic_pfn_t', 'kunmap_atomic_pfn_t', 'devm_register_kmap_pfn_range', 'teardown_kmap', 'kmap_atomic'],
  ...['kunmap_atomic', 'pfn_to_page', '__pfn_t_to_page', 'pfn_t_to_page', 'page_to_pfn_t', 'pfn_to_pfn_t'],
  ...['phys_to_pfn_t', 'pfn_t_to_pfn', 'pfn_t_has_page', 'list_add_rcu', 'list_del_rcu', 'list_for_each_entry_rcu'],
  // DAX.
  ...['dax_clear_blocks', 'clear_pmem', 'dax_io', 'dax_do_io', 'get_block', 'dax_map_bh', '__dax_map_bh'],
  ...['dax_unmap_bh', 'dax_new_buf', 'copy_from_iter', 'copy_to_iter', 'iov_iter_zero', 'bdev_direct_access'],
  ...['__dax_fault', 'dax_insert_mapping', 'copy_user_bh', 'clear_page', 'vm_insert_mixed', 'unmap_mapping_range'],
  ...['dax_zero_page_range', 'dax_truncate_page', '__dax_pmd_fault', 'dax_map_atomic', 'dax_unmap_atomic'],
  ...['dax_read_lock', 'dax_read_unlock', 'dax_alive', 'kill_dax'],
  // Block devices and drivers.
  ...['add_disk', 'del_gendisk', 'put_disk', 'blkdev_get', 'blkdev_put', 'generic_make_request', 'bio_endio'],
  ...['pmem_make_request', 'pmem_attach_disk', 'pmem_remove', 'axon_ram_probe', 'axon_ram_remove', 'iounmap'],
  ...['dcssblk_add_store', 'dcssblk_remove_store', 'dcssblk_shared_store', 'segment_load', 'segment_unload'],
  ...['brd_free_pages', 'brd_lookup_page', 'brd_insert_page', 'brd_ioctl', 'blk_dax_get', 'blk_queue_enter'],
  ...['blk_queue_exit', 'blk_cleanup_queue', 'blk_set_queue_dying', 'blk_dax_init_queue', 'blk_queue_make_request'],
  // Scatterlists and DMA.
  ...['sg_init_table', 'sg_chain', 'sg_chain_ptr', 'sg_set_page', 'sg_set_pfn', 'sg_assign_page', 'sg_assign_pfn'],
  ...['sg_mark_end', 'sg_next', 'sg_page', 'sg_pfn', 'sg_has_page', 'sg_is_chain', 'sg_is_last', 'sg_phys'],
  ...['sg_miter_next', 'sg_miter_stop', 'sg_page_iter_page', 'sg_page_iter_pfn', 'nth_pfn', 'for_each_sg'],
  ...['dma_map_sg', 'dma_unmap_sg', '__phys_to_pfn', '__pfn_to_phys'],
  // Pages of devices.
  ...['register_dev_memmap', 'unregister_dev_memmap', 'kill_dev_map', 'dev_map_release', 'arch_add_dev_memory'],
  ...['arch_remove_dev_memory', 'try_pin_devpfn_range', 'unpin_devpfn_range', 'try_module_get', 'module_put'],
  ...['devm_memremap_pages', 'memunmap_pages', 'get_dev_pagemap', 'put_dev_pagemap', 'arch_remove_memory'],
  ...['get_user_pages', 'follow_page', 'follow_page_pte', 'get_page', 'put_page', 'page_ref_dec', 'handle_mm_fault'],
  // The driver core and devres.
  ...['driver_probe_device', 'really_probe', 'device_release_driver', '__device_release_driver', 'device_lock'],
  ...['device_unlock', 'device_register', 'device_unregister', 'put_device', 'devres_release_all', 'release_nodes'],
  ...['devm_request_mem_region', 'devm_release_mem_region', 'devm_kfree', 'memremap', 'memunmap'],
  // RCU and SRCU.
  ...['rcu_read_lock', 'rcu_read_unlock', '__rcu_read_lock', '__rcu_read_unlock', 'synchronize_rcu', 'wait_rcu_gp'],
  ...['call_rcu', 'rcu_barrier', 'rcu_core', 'rcu_do_batch', 'call_rcu_sched', 'rcu_sched_qs'],
  ...['rcu_note_context_switch', 'rcu_preempt_note_context_switch', 'rcu_check_callbacks', 'rcu_gp_init'],
  ...['rcu_gp_cleanup', 'rcu_irq_enter', 'rcu_irq_exit', 'rcu_enter_nohz', 'rcu_exit_nohz', 'rcu_quiescent_state'],
  ...['init_srcu_struct', 'srcu_read_lock', 'srcu_read_unlock', 'synchronize_srcu', 'srcu_flip', 'try_check_zero'],
  // Reference counts, locks, sleeping.
  ...['percpu_ref_init', 'percpu_ref_exit', 'percpu_ref_get', 'percpu_ref_tryget', 'percpu_ref_tryget_live'],
  ...['percpu_ref_put', 'percpu_ref_kill', 'percpu_ref_kill_and_confirm', 'percpu_ref_switch_to_atomic_rcu'],
  ...['kref_init', 'kref_get', 'kref_get_unless_zero', 'kref_put', 'kmalloc', 'kfree', 'mutex_lock', 'mutex_unlock'],
  ...['down_read', 'up_read', 'down_write', 'up_write', 'spin_lock', 'spin_unlock', 'lock_acquire', 'lock_release'],
  ...['might_sleep', 'cond_resched', 'schedule', 'preempt_disable', 'preempt_enable', 'preempt_count'],
  ...['pagefault_disable', 'pagefault_enable', 'faulthandler_disabled', '__do_page_fault', 'init_completion'],
  ...['complete', 'complete_all', 'wait_for_completion', 'wait_event', 'prepare_to_wait', 'finish_wait', 'wake_up_all'],
]

/**
 * Those of them that have no model of their own, and how much there is. One that comes to have one is better taken out here,
 * so that it is not lost again.
 */
export const withoutModel: { readonly [name: string]: string } = {
  sg_phys: 'Nothing: what a DMA is set up from is the pfn itself.',
  devm_memremap_pages: 'Told of: models of ZONE_DEVICE begin with pages that are there.',
  __dax_pmd_fault: 'X21 alone, as a setting of dax-lifetime.',
  blk_dax_get: 'Told of: the reference of the queue, which dax-lifetime takes in a step of another name.',
  dax_unmap_atomic: 'Told of: the last steps of the reader of dax-lifetime.',
}
