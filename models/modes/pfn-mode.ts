/**
 * pmem in pfn mode, drivers/nvdimm/pmem.c of the RFC that followed v5, patch 7 of 7: the driver gives its frames struct
 * pages while it is bound, DAX still reaches them by kmap_atomic_pfn_t(), and a DMA pins the range.
 *
 * X9: virt_addr becomes an address of the linear map, and so does the address in the kmap record. X12: ->remove() removes
 * the struct pages, and with them the linear map, before devres tears the record down; and DAX pins nothing.
 */

import { choose, model, prefixed, when } from 'interleave-checker'
import { bdev_direct_access, type DirectAccess, del_gendisk, newDisk } from '../drivers/block-device.ts'
import { type Area, linearAddress, type Memmap, store } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { devres_release_all } from '../kernel/devres.ts'
import { EIO } from '../kernel/errno.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import { withRules } from '../kernel/rules.ts'
import { newSlab, type Pointer } from '../kernel/slab.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { type HasDevMap, newDevMap, register_dev_memmap, unregister_dev_memmap } from '../mappers/dev-map.ts'
import { devMapRefCallback, try_pin_devpfn_range, unpin_devpfn_range } from '../mappers/dev-map-pin.ts'
import { kmap_atomic_pfn_t, kunmap_atomic_pfn_t } from '../mappers/kmap-pfn.ts'
import { type Kmap, list_add_rcu, registeredRange } from '../mappers/kmap-ranges.ts'
import { teardown_kmap } from '../mappers/kmap-teardown.ts'

/** The devres entries; each is undone from the label of its name on. */
type Managed = 'devm_kfree' | 'devm_release_mem_region' | 'unregister: percpu_ref_kill_and_confirm' | 'teardown_kmap'

/** The frame, which represents the whole device. */
const frame = 0

export interface DaxUserOfPages extends DirectAccess {
  pins: number
  rc: number | null
}

interface Pins {
  readonly pinsDax: boolean
  readonly unpinsDax: boolean
}

const pmem_direct_access = bdev_direct_access({
  found: 'try_pin_devpfn_range',
  addressed: 'clear_page',
  failed: 'return -EIO',
})

export const pfnMode = model('pfn-mode', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** How many tasks use DAX, and how many have a device do DMA. */
  dax: 1,
  transfers: 1,

  // Defects that the RFC adds to v5, and possible repairs.

  /** D1, and X9 with it: a token tells kunmap that it was a page. */
  repairD1: false,
  /** X9, another repair: memory with pages is not registered as a range. */
  registersRange: true,
  /** X12: DAX pins the range from direct_access to kunmap. */
  pinsDax: false,
  /** X12: devres unregisters the dev_map, after the kmap record is gone. */
  unregistersLast: false,
  repairX2: false,
  repairD14: false,
  repairExit: false,
  repairX10: false,
  repairX11: false,
  repairAltmap: false,

  // X13 is September 2015, 11/15; patch 7/7 of the RFC sets the flag only after success.

  /** PFN_MAP is set before it is known whether struct pages exist. */
  mapsBeforeCheck: false,
  /** Then that is checked, and otherwise the probe fails. */
  checks: true,

  // Correct; each is undone by a variant.

  trygetsLive: true,
  putsModuleLast: true,
  waitsForPins: true,
  unlocksOnError: true,
  waitsForReaders: true,
  /** DAX drops the pin that repairs X12. */
  unpinsDax: true,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(2 + c.dax + c.transfers),
      slab: newSlab(1),
      memmap: ['none'] as Memmap[],
      areas: [] as Area[],
      dev_map: newDevMap(),
      listed: false,
      nd_pfn_dev_map: null as Pointer | null,
      callback: false,
      module: 0,
      ranges: null as number | null,
      kmaps: c.registersRange
        ? [{ ...registeredRange(frame, 1, linearAddress(frame)), linked: false }]
        : ([] as Kmap[]),
      register_lock: null as number | null,
      devres: ['devm_kfree', 'devm_release_mem_region'] as Managed[],
      disk: { ...newDisk(), added: false },
      /** Whether direct_access says PFN_MAP. */
      pfn_map: false,
      plugged: true,
    }
  })
  .process('driver', {
    locals: () => ({ task: 0, kmap: 0, failed: false }),
    steps: [
      {
        nvdimm_namespace_attach_pfn: enter_kernel,
      },
      prefixed('register: ', register_dev_memmap({ registered: 'pfn_flags |= PFN_MAP', failed: 'register fails' })),
      {
        'register fails': (_s, me, c) => {
          me.failed = true
          if (!c.mapsBeforeCheck) return 'IS_ERR'
        },
        // In the RFC this sets data_offset, which tells pmem_direct_access() that there are struct pages.
        'pfn_flags |= PFN_MAP': s => {
          s.pfn_map = true
        },
        IS_ERR: (s, me, c) => {
          if (me.failed) return c.checks ? 'release_nodes' : 'devm_register_kmap_pfn_range'
          if (c.unregistersLast) s.devres.push('unregister: percpu_ref_kill_and_confirm')
        },
        // pmem_attach_disk(): with virt_addr, which is now __va(phys_addr) (X9). It is assumed to succeed: on failure the
        // error path of attach detaches, as ->remove() does.
        devm_register_kmap_pfn_range: (s, _me, c) => {
          if (!c.registersRange) return
          s.devres.push('teardown_kmap')
          list_add_rcu(s, 0)
        },
        add_disk: (s, me, c) => {
          s.disk.added = true
          return_to_user(s, me, c)
        },
        // Unbinding, at any time: nvdimm_namespace_detach_pfn() by ->remove(), then devres.
        nd_pmem_remove: (s, me, c) => {
          enter_kernel(s, me)
          del_gendisk(s, c)
          if (c.unregistersLast || me.failed) return 'release_nodes'
        },
      },
      prefixed('unregister: ', unregister_dev_memmap({ unregistered: 'release_nodes' })),
      devres_release_all<Managed, 'driver = NULL'>({ released: 'driver = NULL' }),
      teardown_kmap({ done: 'release_nodes' }),
      {
        devm_release_mem_region: s => {
          s.disk.bound = false
          return 'release_nodes'
        },
        devm_kfree: s => {
          s.disk.freed = true
          return 'release_nodes'
        },
        'driver = NULL': (s, me, c) => {
          return_to_user(s, me, c)
          return choose('done', 'unplug')
        },
        unplug: s => {
          s.plugged = false
        },
      },
    ],
    mayRest: ['nd_pmem_remove'],
  })
  .process('rcu_callback', {
    locals: () => ({ task: 1 }),
    steps: devMapRefCallback(),
    mayRest: ['call_rcu_sched'],
  })
  .process('dax', {
    count: c => c.dax,
    locals: (_c, id): DaxUserOfPages => ({
      task: 2 + id,
      pfn: null,
      count: 0,
      addr: null,
      page: null,
      walk: null,
      generation: 0,
      size: 1,
      pins: 0,
      rc: null,
    }),
    steps: [
      {
        // A file system has the device open.
        blkdev_get: (s, me) => {
          when(s.disk.added)
          s.disk.openers++
          enter_kernel(s, me)
        },
      },
      {
        ...pmem_direct_access,
        direct_access: (s, me, c) => {
          me.pfn = { pfn: frame, dev: true, map: s.pfn_map }
          return pmem_direct_access.direct_access(s, me, c)
        },
        try_pin_devpfn_range: (_s, _me, c) => {
          if (!c.pinsDax) return '__pfn_t_to_page'
        },
      },
      prefixed('pin: ', try_pin_devpfn_range({ pinned: '__pfn_t_to_page', refused: 'return -EIO' })),
      kmap_atomic_pfn_t({ mapped: 'clear_page', failed: 'unpin_devpfn_range' }),
      {
        clear_page: (s, me) => {
          if (!store(s, me, me.addr!)) return 'done'
          me.rc = 0
        },
      },
      prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: 'unpin_devpfn_range' })),
      {
        unpin_devpfn_range: (s: HasDevMap, me: DaxUserOfPages, c: Pins): 'blkdev_put' => {
          if (c.pinsDax && c.unpinsDax) unpin_devpfn_range(s, me)
          return 'blkdev_put'
        },
        'return -EIO': (_s, me) => {
          me.rc = -EIO
        },
        blkdev_put: (s, me, c) => {
          s.disk.openers--
          return_to_user(s, me, c)
        },
      },
    ],
    mayRest: ['blkdev_get'],
  })
  .process('dma', {
    count: c => c.transfers,
    locals: (c, id) => ({ task: 2 + c.dax + id, pins: 0, transfer: false, ret: null as 'done' | '-EIO' | null }),
    steps: [
      {
        // It has a pfn from direct_access, in a scatterlist.
        dma_map_sg: (s, me) => {
          when(s.disk.added)
          enter_kernel(s, me)
        },
      },
      try_pin_devpfn_range({ pinned: 'pfn_to_page', refused: 'return -EIO' }),
      {
        pfn_to_page: (s, me) => {
          pfn_to_page(s, me, frame)
        },
        'start DMA': (_s, me) => {
          me.transfer = true
        },
        wait_for_completion: (_s, me) => {
          when(!me.transfer)
        },
        dma_unmap_sg: (s, me) => {
          pfn_to_page(s, me, frame)
          me.ret = 'done'
        },
        unpin_devpfn_range: (s, me) => {
          unpin_devpfn_range(s, me)
          return 'return'
        },
        'return -EIO': (_s, me) => {
          me.ret = '-EIO'
        },
        return: return_to_user,
      },
    ],
    mayRest: ['dma_map_sg'],
  })
  .process('channel', {
    count: c => c.transfers,
    steps: {
      interrupt: (s, me) => {
        const dma = s.dma[me.id]!
        when(dma.transfer)
        dma.transfer = false
        return 'interrupt'
      },
    },
    mayRest: ['interrupt'],
  })
  .extend(withRules)
