/**
 * get_user_pages() of a frame of pmem that has a struct page, mm/gup.c, and put_page(): the page is found by a PTE with the
 * devmap bit, under a reference to the pagemap; its count then keeps it for O_DIRECT or RDMA.
 *
 * Left out: get_user_pages_fast(), gup_pte_range() of arch/x86/mm/gup.c, which reads the PTE with interrupts off instead of under
 * its lock, and in every version takes a reference by get_page() and drops that of its look-up; and PMDs.
 *
 * Checked by `spec/mappers/gup.ts` and `spec/modes/page-mapped.ts`.
 */

import { type Frozen, type Instance, joined, type Model, type StepName } from 'interleave-checker'
import type { HasAddressSpace } from '../kernel/address-space.ts'
import { spin_lock, spin_unlock } from '../kernel/spinlock.ts'
import type { HasTasks } from '../kernel/task.ts'
import {
  get_dev_pagemap,
  get_page,
  type HasDevPagemap,
  type PagemapConstants,
  type Pinner,
  page_ref_dec,
  put_dev_pagemap,
} from './dev-pagemap.ts'

export interface GupConstants extends PagemapConstants {
  /**
   * follow_page_pte() drops the reference that get_dev_pagemap() took. It must where get_page() takes one too (X23), and must not
   * where `getsByFoll` leaves it to the page.
   */
  readonly putsLookup: boolean
  /** put_page() drops the pagemap's reference after the page's count, which is in the memmap (X23). */
  readonly countsFirst: boolean
  /**
   * A devmap PTE without pagemap is an error; otherwise the fault is handled, which changes nothing, and it tries again
   * (X24).
   */
  readonly failsWithoutPagemap: boolean
}

/** What the procedures need of their caller's locals. */
export interface PageUser extends Pinner {
  ret: 'a page' | '-EFAULT' | '-EOPNOTSUPP' | 'SIGBUS' | null
  /** Whether it holds a page: a ghost. */
  holds: boolean
}

type Kernel = HasTasks & HasAddressSpace & HasDevPagemap

/**
 * follow_page_pte(), mm/gup.c: the lock is held from reading the PTE until the page is pinned. Goes to `got` with the page,
 * to `failed` with an error, and to `fault` if handle_mm_fault() has to make the PTE.
 */
export function follow_page<const G extends string, const N extends string, const F extends string>(goto: {
  readonly got: G
  readonly failed: N
  readonly fault: F
}) {
  return joined(
    {
      pte_offset_map_lock: spin_lock('ptl'),
      follow_page_pte: (s: Kernel): 'pte_unmap_unlock' | undefined => {
        if (!s.pte) return 'pte_unmap_unlock'
      },
    },
    get_dev_pagemap({ found: 'get_page', none: 'if (!pgmap)' }),
    {
      'if (!pgmap)': (_s: Kernel, me: PageUser, c: GupConstants): 'pte_unmap_unlock' => {
        if (c.failsWithoutPagemap) me.ret = '-EFAULT'
        return 'pte_unmap_unlock'
      },
      get_page: (s: Kernel, me: PageUser, c: GupConstants) => {
        me.holds = get_page(s, me, c)
        me.ret = me.holds ? 'a page' : '-EFAULT'
      },
      put_dev_pagemap: (s: Kernel, me: PageUser, c: GupConstants) => {
        if (c.putsLookup) put_dev_pagemap(s, me)
      },
      pte_unmap_unlock: (s: Kernel, me: PageUser, c: GupConstants): G | N | F => {
        spin_unlock('ptl')(s, me, c)
        if (me.ret === null) return goto.fault
        return me.holds ? goto.got : goto.failed
      },
    },
  )
}

/**
 * put_page() of such a page, include/linux/mm.h: its count, and with `ref` the reference to the pagemap that it took.
 */
export function put_page<const P extends string>(goto: { readonly put: P }) {
  return {
    put_page: (s: Kernel, me: PageUser, c: GupConstants) => {
      if (c.pins === 'ref' && !c.countsFirst) put_dev_pagemap(s, me)
      else dropCount(s, me, c)
    },
    'put_page, second half': (s: Kernel, me: PageUser, c: GupConstants): P => {
      if (c.pins === 'ref' && c.countsFirst) put_dev_pagemap(s, me)
      else if (c.pins === 'ref') dropCount(s, me, c)
      return goto.put
    },
  } as const
}

function dropCount(s: Kernel, me: PageUser, c: GupConstants): void {
  page_ref_dec(s, me, c)
  me.holds = false
}

type Users = Frozen<Kernel & { user: Instance<PageUser, string>[] }>

/** Adds the claims about every reference and every page that a user takes. */
export function withReferenceClaims<
  C,
  S extends Kernel & { user: readonly { pc: string }[] },
  V extends string,
  A extends string,
  Q extends string,
>(model: Model<C, S, V, A, Q>) {
  return model
    .invariant('while a page is held, the memmap is there', {
      given: (s: Users) => s.user.some(user => user.holds),
      then: (s: Users) => s.memmap[0] === 'device',
    } as never)
    .transition('no look-up takes a reference after the kill is confirmed', ((
      before: Users,
      after: Users,
      { process, instance, step }: StepName,
    ) => {
      const looksUp = process === 'user' && step === 'percpu_ref_tryget_live'
      return !looksUp || !before.confirmed || after.user[instance]!.refs <= before.user[instance]!.refs
    }) as never)
    .invariant('a finished user holds no reference', {
      given: (s: Users) => s.user.some(user => user.pc === 'done'),
      then: (s: Users) => s.user.every(user => user.pc !== 'done' || user.refs === 0),
    } as never)
}
