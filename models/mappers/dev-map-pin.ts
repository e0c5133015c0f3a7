/**
 * Pinning a dev_map of the RFC (mm/kmap_pfn.c), and the callback that switches its percpu_ref to counting when it is killed.
 *
 * Checked by `spec/mappers/dev-map.ts` and `spec/modes/pfn-mode.ts`.
 */

import { percpu_ref_callback, percpu_ref_put, percpu_ref_tryget, percpu_ref_tryget_live } from '../kernel/percpu-ref.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import { access } from '../kernel/slab.ts'
import type { OnTask } from '../kernel/task.ts'
import { type DevMapConstants, dev_map_release, type HasDevMap } from './dev-map.ts'

/** The callback of the dev_map's reference. It rests at its first step, since the reference may be killed again. */
export function devMapRefCallback() {
  return percpu_ref_callback({
    ref: (s: HasDevMap) => s.dev_map.ref,
    // dev_map_confirm(): sets DEV_MAP_CONFIRM and wakes.
    confirm: (s, me) => {
      if (access(s, me, s.dev_map.at)) s.dev_map.CONFIRM = true
    },
    put,
    done: 'call_rcu_sched',
  })
}

/** try_pin_devpfn_range(). Goes to `pinned` with a reference, to `refused` without. */
export function try_pin_devpfn_range<const P extends string, const R extends string>(goto: {
  readonly pinned: P
  readonly refused: R
}) {
  return {
    rcu_read_lock,
    list_for_each_entry_rcu: (s: HasDevMap): 'rcu_read_unlock' | undefined => {
      if (!s.listed) return 'rcu_read_unlock'
    },
    percpu_ref_tryget_live: (s: HasDevMap, me: OnTask & { pins: number }, c: DevMapConstants) => {
      const tryget = c.trygetsLive ? percpu_ref_tryget_live : percpu_ref_tryget
      if (tryget(s, me, s.dev_map.ref)) me.pins++
    },
    rcu_read_unlock: (s: HasDevMap, me: OnTask & { pins: number }, c: DevMapConstants): P | R => {
      rcu_read_unlock(s, me, c)
      return me.pins > 0 ? goto.pinned : goto.refused
    },
  } as const
}

/** unpin_devpfn_range(). */
export function unpin_devpfn_range(s: HasDevMap, me: OnTask & { pins: number }): void {
  me.pins--
  put(s, me)
}

function put(s: HasDevMap, me: OnTask): void {
  if (percpu_ref_put(s, me, s.dev_map.ref)) dev_map_release(s, me)
}
