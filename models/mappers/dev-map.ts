/**
 * register_dev_memmap() and unregister_dev_memmap(), mm/kmap_pfn.c of the RFC that followed v5, patch 4 of 7: a driver gives
 * its frames struct pages while it is bound, and users of a page pin the range by a percpu_ref.
 *
 * dev_map is freed memory at some point, so all accesses to it go through `access`.
 */

import { choose, joined, when } from 'interleave-checker'
import type { HasAddressSpace } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import {
  type PercpuRef,
  percpu_ref_exit,
  percpu_ref_init,
  percpu_ref_kill,
  percpu_ref_put,
} from '../kernel/percpu-ref.ts'
import { synchronize_rcu } from '../kernel/rcu.ts'
import { access, type HasSlab, isAllocated, kfree, kmalloc, type Pointer } from '../kernel/slab.ts'
import type { HasTasks, OnTask } from '../kernel/task.ts'

/** struct dev_map; its contents stay visible after it is freed. */
export interface DevMap {
  at: Pointer
  /** DEV_MAP_LIVE: cleared by dev_map_release(). */
  LIVE: boolean
  /** DEV_MAP_CONFIRM: set by the confirm callback of the percpu_ref. */
  CONFIRM: boolean
  ref: PercpuRef
  /** altmap->alloc of its copy of the vmem_altmap: how much of the device itself is used for its memmap. */
  altmap: number
}

export interface HasDevMap extends HasTasks, HasSlab, HasAddressSpace {
  dev_map: DevMap
  /** Whether dev_map is on the list `dev_maps`. */
  listed: boolean
  /** The driver's pointer: nd_pfn->dev_map. */
  nd_pfn_dev_map: Pointer | null
  /** Whether the callback of the percpu_ref is queued. */
  callback: boolean
  /** How often the driver's module is pinned. */
  module: number
}

export interface DevMapConstants extends Configured {
  /**
   * The error path waits for the last reference, as mainline does by a completion, and not only for CONFIRM (D14).
   */
  readonly repairD14: boolean
  /** percpu_ref_exit() before the dev_map is freed (D14). */
  readonly repairExit: boolean
  /** The dev_map is added to the list after its memmap exists (X10). */
  readonly repairX10: boolean
  /** Detaching clears nd_pfn->dev_map (X11). */
  readonly repairX11: boolean
  /** arch_add_dev_memory() is given the copy of the altmap, as arch_remove_dev_memory() is (X13). */
  readonly repairAltmap: boolean
  /** Pinning uses tryget_live(), not tryget(): as posted, true. */
  readonly trygetsLive: boolean
  /** The module is put after the dev_map left the list: as posted, true. */
  readonly putsModuleLast: boolean
  /** Unregistering waits for LIVE to clear: as posted, true. */
  readonly waitsForPins: boolean
}

const nowhere: Pointer = { slot: 0, generation: 0 }

export function newDevMap(): DevMap {
  return { at: nowhere, LIVE: false, CONFIRM: false, ref: percpu_ref_init(nowhere), altmap: 0 }
}

/** The frames of the device, represented by one. */
const devpfn = 0

/** register_dev_memmap(): the steps m1 to m6, and its error path. */
export function register_dev_memmap<const R extends string, const F extends string>(goto: {
  readonly registered: R
  readonly failed: F
}) {
  return joined(
    {
      kzalloc: (s: HasDevMap) => {
        const at = kmalloc(s)
        s.dev_map = { at, LIVE: false, CONFIRM: false, ref: { ...percpu_ref_init(at), count: 0 }, altmap: 0 }
      },
      try_module_get: (s: HasDevMap) => {
        s.module++
      },
      'set DEV_MAP_LIVE': (s: HasDevMap) => {
        s.dev_map.LIVE = true
      },
      percpu_ref_init: (s: HasDevMap, _me: OnTask, c: DevMapConstants): 'arch_add_dev_memory' | undefined => {
        s.dev_map.ref = percpu_ref_init(s.dev_map.at)
        if (c.repairX10) return 'arch_add_dev_memory'
      },
      list_add_rcu: (s: HasDevMap, _me: OnTask, c: DevMapConstants): R | 'arch_add_dev_memory' => {
        s.listed = true
        s.nd_pfn_dev_map = s.dev_map.at
        return c.repairX10 ? goto.registered : 'arch_add_dev_memory'
      },
      arch_add_dev_memory: (s: HasDevMap, _me: OnTask, c: DevMapConstants): R | 'list_add_rcu' | 'list_del_rcu' => {
        const works = choose(true, false)
        if (!works) return 'list_del_rcu'
        s.memmap[devpfn] = 'device'
        // vmem_altmap_alloc(): of the altmap on the stack of the registering task, unless repaired.
        if (c.repairAltmap) s.dev_map.altmap++
        return c.repairX10 ? 'list_add_rcu' : goto.registered
      },

      // err_add: "safe because not advertised yet".
      list_del_rcu: (s: HasDevMap, me: OnTask) => {
        access(s, me, s.dev_map.at)
        s.listed = false
        s.nd_pfn_dev_map = null
      },
    },
    synchronize_rcu(),
    kill_dev_map(),
    {
      'wait for the last reference': (s: HasDevMap, me: OnTask, c: DevMapConstants) => {
        if (!c.repairD14) return
        access(s, me, s.dev_map.at)
        when(!s.dev_map.LIVE)
      },
      module_put: (s: HasDevMap) => {
        s.module--
      },
      kfree: (s: HasDevMap, me: OnTask, c: DevMapConstants): F => {
        free_dev_map(s, me, c)
        return goto.failed
      },
    },
  )
}

/** unregister_dev_memmap(). */
export function unregister_dev_memmap<const U extends string>(goto: { readonly unregistered: U }) {
  return joined(
    kill_dev_map(),
    {
      'module_put before list_del_rcu': (s: HasDevMap, _me: OnTask, c: DevMapConstants) => {
        if (!c.putsModuleLast) s.module--
      },
      list_del_rcu: (s: HasDevMap, me: OnTask) => {
        access(s, me, s.dev_map.at)
        s.listed = false
      },
    },
    synchronize_rcu(),
    {
      'wait_event !LIVE': (s: HasDevMap, me: OnTask, c: DevMapConstants) => {
        access(s, me, s.dev_map.at)
        when(!c.waitsForPins || !s.dev_map.LIVE)
      },
      arch_remove_dev_memory: (s: HasDevMap) => {
        s.memmap[devpfn] = 'none'
      },
      module_put: (s: HasDevMap, _me: OnTask, c: DevMapConstants) => {
        if (c.putsModuleLast) s.module--
      },
      kfree: (s: HasDevMap, me: OnTask, c: DevMapConstants): U => {
        free_dev_map(s, me, c)
        if (c.repairX11) s.nd_pfn_dev_map = null
        return goto.unregistered
      },
    },
  )
}

/** kill_dev_map(): percpu_ref_kill_and_confirm(), and a wait for CONFIRM. */
function kill_dev_map() {
  return {
    percpu_ref_kill_and_confirm: (s: HasDevMap, me: OnTask) => {
      percpu_ref_kill(s, me, s.dev_map.ref)
      if (isAllocated(s, s.dev_map.at)) s.callback = true
    },
    'percpu_ref_put of the base': (s: HasDevMap, me: OnTask) => {
      if (percpu_ref_put(s, me, s.dev_map.ref)) dev_map_release(s, me)
    },
    'wait_event CONFIRM': (s: HasDevMap, me: OnTask) => {
      access(s, me, s.dev_map.at)
      when(s.dev_map.CONFIRM)
    },
  }
}

/** dev_map_release(): the last access to the dev_map, by the task that put the last reference. */
export function dev_map_release(s: HasDevMap, me: OnTask): void {
  if (access(s, me, s.dev_map.at)) s.dev_map.LIVE = false
}

function free_dev_map(s: HasDevMap, me: OnTask, c: DevMapConstants): void {
  if (c.repairExit) percpu_ref_exit(s, me, s.dev_map.ref)
  kfree(s, me, s.dev_map.at)
}
