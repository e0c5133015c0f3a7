/** get_user_pages() of a frame of pmem that has a struct page, mm/gup.c, against unbinding and rebinding. */

import { model, when } from 'interleave-checker'
import type { Area, Memmap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import { withRules } from '../kernel/rules.ts'
import { newSlab } from '../kernel/slab.ts'
import { holds } from '../kernel/spans.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { devm_memremap_pages, memunmap_pages, newDevPagemap, noDevPagemap, pagemapRefCallback } from './dev-pagemap.ts'
import { follow_page, type PageUser, put_page } from './get-user-pages.ts'

export const gup = model('gup', {
  config: 'NP' as Config,
  consolidated: true,
  users: 1,
  pins: 'base' as 'ref' | 'base',
  truncates: true,
  triesGet: false,
  waitsForRefs: true,
  clearsRefFirst: false,
  exitsRef: true,
  trygetsLive: true,
  getsByFoll: false,
  putsLookup: true,
  countsFirst: true,
  failsWithoutPagemap: true,
  /** The pagemap of the frame is registered. A PTE can outlive it, or be made under a driver without one. */
  registers: true,

  /**
   * Its driver is being bound, which may fail: the PTE is from the previous binding. In VM it was never removed, in VO a
   * fault made it late (X4).
   */
  binds: false,
  publishesLast: true,
  waitsForLookups: true,
})
  .shared(c => {
    checkConfig(c)
    const slab = newSlab(2)
    const pgmap = c.binds ? noDevPagemap() : newDevPagemap({ slab }, c)
    return {
      tasks: newTasks(2 + c.users + (c.binds ? 1 : 0)),
      slab,
      pgmap,
      registered: c.registers && !c.binds,
      memmap: [c.binds ? 'none' : 'device'] as Memmap[],
      areas: [] as Area[],
      page_count: c.binds ? 0 : 1,
      pte: true,
      ptl: null as number | null,
      callback: false,
      confirmed: false,
    }
  })
  .process('user', {
    count: c => c.users,
    locals: (_c, id): PageUser & { isLate: boolean } => ({
      task: 2 + id,
      refs: 0,
      ret: null,
      holds: false,
      // A ghost: whether it started without a registered pagemap.
      isLate: false,
    }),
    steps: [
      {
        get_user_pages: (s, me) => {
          enter_kernel(s, me)
          me.isLate = !s.registered
        },
      },
      {
        ...follow_page({ got: 'use the page', failed: 'return', fault: 'pte_offset_map_lock' }),
        follow_page_pte: (s, me) => {
          if (s.pte) return
          // The file system no longer has a block for it.
          me.ret = 'SIGBUS'
          return 'pte_unmap_unlock'
        },
        'use the page': (s, me) => {
          pfn_to_page(s, me, 0)
        },
      },
      put_page({ put: 'return' }),
      {
        return: return_to_user,
      },
    ],
  })
  .process('bind', {
    count: c => (c.binds ? 1 : 0),
    locals: c => ({ task: 2 + c.users, failed: false }),
    steps: [
      {
        really_probe: () => undefined,
      },
      devm_memremap_pages({ bound: 'done', failed: 'probe fails' }),
      {
        'probe fails': (_s, me) => {
          me.failed = true
        },
      },
    ],
  })
  .process('unbind', {
    locals: () => ({ task: 0, refs: 0 }),
    steps: [
      {
        // Under the lock of the device, held by the binding task.
        device_release_driver: (s, _me, c) => {
          when(s.bind.every(bind => bind.pc === 'done'))
          if (!c.registers || s.bind.some(bind => bind.failed)) return 'done'
          return c.pins === 'base' ? 'unmap_mapping_range' : 'blk_set_queue_dying'
        },
      },
      memunmap_pages({ released: 'done' }),
    ],
  })
  .process('rcu_callback', {
    locals: () => ({ task: 1 }),
    steps: pagemapRefCallback(),
    mayRest: ['call_rcu_sched'],
  })
  .span('user', 'ptl', holds('ptl'))
  .extend(withRules)
