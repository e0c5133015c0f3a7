/**
 * A pmem namespace in pfn mode: nd_pfn_attach and detach of the RFC, patch 7/7, against a task that already holds one of its
 * pfns and pins it by try_pin_devpfn_range().
 *
 * Checked by `spec/mappers/dev-map.ts`.
 */

import { model, prefixed } from 'interleave-checker'
import type { Area, Memmap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import { withRules } from '../kernel/rules.ts'
import { newSlab, type Pointer } from '../kernel/slab.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { newDevMap, register_dev_memmap, unregister_dev_memmap } from './dev-map.ts'
import { devMapRefCallback, try_pin_devpfn_range, unpin_devpfn_range } from './dev-map-pin.ts'

export const devMap = model('dev-map', {
  config: 'NP' as Config,
  pinners: 1,
  /** A second attach, which fails before it registers anything. */
  attaches: 2,

  // Defects of the RFC and possible repairs.
  repairD14: false,
  repairExit: false,
  repairX10: false,
  repairX11: false,
  repairAltmap: false,

  // Correct; each is undone by a variant.
  trygetsLive: true,
  putsModuleLast: true,
  waitsForPins: true,
  /** How often a pinning task drops its pin. */
  unpins: 1 as 0 | 1 | 2,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(2 + c.pinners),
      slab: newSlab(1),
      memmap: ['none'] as Memmap[],
      areas: [] as Area[],
      dev_map: newDevMap(),
      listed: false,
      nd_pfn_dev_map: null as Pointer | null,
      callback: false,
      module: 0,
    }
  })
  .process('driver', {
    locals: () => ({ task: 0, failed: false }),
    steps: [
      {
        nd_pfn_attach: enter_kernel,
      },
      prefixed('register: ', register_dev_memmap({ registered: 'nd_pfn_detach', failed: 'attach fails' })),
      {
        'attach fails': (_s, me) => {
          me.failed = true
          return 'done'
        },
        nd_pfn_detach: () => undefined,
      },
      prefixed('unregister: ', unregister_dev_memmap({ unregistered: 'attach again' })),
      {
        'attach again': (_s, _me, c) => {
          if (c.attaches === 1) return 'done'
        },
        // It fails before it registers, and cleans up the earlier attach (X11).
        'if (nd_pfn->dev_map)': s => {
          if (s.nd_pfn_dev_map === null) return 'done'
        },
      },
      prefixed('again: ', unregister_dev_memmap({ unregistered: 'done' })),
    ],
  })
  .process('rcu_callback', {
    locals: () => ({ task: 1 }),
    steps: devMapRefCallback(),
    mayRest: ['call_rcu_sched'],
  })
  .process('pinner', {
    count: c => c.pinners,
    locals: (_c, id) => ({ task: 2 + id, pins: 0 }),
    steps: [
      {
        enter_kernel,
      },
      try_pin_devpfn_range({ pinned: 'pfn_to_page', refused: 'return' }),
      {
        pfn_to_page: (s, me) => {
          pfn_to_page(s, me, 0)
        },
        unpin_devpfn_range: (s, me, c) => {
          for (let i = 0; i < c.unpins; i++) unpin_devpfn_range(s, me)
        },
        return: return_to_user,
      },
    ],
  })
  .extend(withRules)
