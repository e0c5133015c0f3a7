/**
 * get_user_pages() of a frame of pmem that has a struct page, mm/gup.c, against unbinding: follow_page_pte() finds the
 * page by a PTE with the devmap bit, under a reference to the pagemap; the page's count then holds on to it for
 * O_DIRECT or RDMA.
 */

import { model } from 'interleave'
import type { Area, Memmap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import { newSlab } from '../kernel/slab.ts'
import { holds } from '../kernel/spans.ts'
import { spin_lock, spin_unlock } from '../kernel/spinlock.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import {
  get_dev_pagemap,
  get_page,
  memunmap_pages,
  newDevPagemap,
  page_ref_dec,
  pagemap_ref_callback,
  put_dev_pagemap,
} from './dev-pagemap.ts'

export const gup = model('gup', {
  config: 'NP' as Config,
  users: 1,
  pins: 'base' as 'ref' | 'base',
  truncates: true,
  triesGet: false,
  waitsForRefs: true,
  clearsRefFirst: false,
  /** follow_page_pte() drops the reference that get_dev_pagemap() took (X23). */
  putsLookup: true,
  /** put_page() drops the pagemap's reference after the page's count, which lies in the memmap (X23). */
  countsFirst: true,
  /**
   * A devmap PTE without pagemap is an error; else the fault is handled, which changes nothing, and it tries again
   * (X24).
   */
  failsWithoutPagemap: true,
  /** The pagemap of the frame is registered. A PTE can outlive it, or be made by a driver that has none. */
  registers: true,
})
  .shared(c => {
    checkConfig(c)
    const slab = newSlab(2)
    const pgmap = newDevPagemap({ slab }, c)
    return {
      tasks: newTasks(2 + c.users),
      slab,
      pgmap,
      registered: c.registers,
      memmap: ['device'] as Memmap[],
      areas: [] as Area[],
      page_count: 1,
      pte: true,
      ptl: null as number | null,
      callback: false,
      confirmed: false,
    }
  })
  .process('user', {
    count: c => c.users,
    locals: (_c, id) => ({
      task: 2 + id,
      refs: 0,
      ret: null as 'a page' | '-EFAULT' | 'SIGBUS' | null,
      // Ghosts: whether it holds a page, and whether it began when there was no pagemap, or none any longer.
      holds: false,
      isLate: false,
    }),
    steps: {
      get_user_pages: (s, me) => {
        enter_kernel(s, me)
        me.isLate = !s.registered
      },
      // follow_page_pte(): the lock is held from the look at the PTE until the page is got.
      pte_offset_map_lock: spin_lock('ptl'),
      follow_page_pte: (s, me) => {
        if (s.pte) return
        // The file system has no block for it any longer.
        me.ret = 'SIGBUS'
        return 'pte_unmap_unlock'
      },
      ...get_dev_pagemap({ found: 'get_page', none: 'if (!pgmap)' }),
      'if (!pgmap)': (_s, me, c) => {
        if (c.failsWithoutPagemap) me.ret = '-EFAULT'
        return 'pte_unmap_unlock'
      },
      get_page: (s, me, c) => {
        me.holds = get_page(s, me, c)
        me.ret = me.holds ? 'a page' : '-EFAULT'
      },
      put_dev_pagemap: (s, me, c) => {
        if (c.putsLookup) put_dev_pagemap(s, me)
      },
      pte_unmap_unlock: (s, me, c) => {
        spin_unlock('ptl')(s, me, c)
        if (me.ret === null) return 'pte_offset_map_lock'
        if (!me.holds) return 'return'
      },
      'use the page': (s, me) => {
        pfn_to_page(s, me, 0)
      },
      put_page: (s, me, c) => {
        if (c.pins === 'ref' && !c.countsFirst) put_dev_pagemap(s, me)
        else {
          page_ref_dec(s, me, c)
          me.holds = false
        }
      },
      'put_page, second half': (s, me, c) => {
        if (c.pins === 'base') return 'return'
        if (c.countsFirst) put_dev_pagemap(s, me)
        else {
          page_ref_dec(s, me, c)
          me.holds = false
        }
      },
      return: return_to_user,
    },
  })
  .process('unbind', {
    locals: () => ({ task: 0, refs: 0 }),
    steps: {
      device_release_driver: (_s, _me, c) => {
        if (!c.registers) return 'done'
      },
      ...memunmap_pages({ released: 'done' }),
    },
  })
  .process('rcu_callback', {
    locals: () => ({ task: 1 }),
    steps: pagemap_ref_callback(),
    mayRest: ['call_rcu_sched'],
  })
  .span('user', 'ptl', holds('ptl'))
