import { expectations, model, when } from 'interleave-checker'
import { call_rcu, newRcuData, newRcuSoftirq, rcu_core } from '../../models/kernel/call-rcu.ts'
import type { Config } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import {
  type PercpuRef,
  percpu_ref_exit,
  percpu_ref_get,
  percpu_ref_init,
  percpu_ref_kill,
  percpu_ref_put,
  percpu_ref_sum,
  percpu_ref_switched,
  percpu_ref_tryget,
  percpu_ref_tryget_live,
} from '../../models/kernel/percpu-ref.ts'
import {
  neverDropsMissingReference,
  neverTakesDeadReference,
  neverUsesFreedMemory,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { access, type HasSlab, kfree, kmalloc, newSlab, nothingIsAllocated } from '../../models/kernel/slab.ts'
import { type HasTasks, newTasks, type OnTask } from '../../models/kernel/task.ts'

type Mutant =
  | 'none'
  | 'frees once confirmed'
  | 'frees without waiting'
  | 'keeps the percpu memory'
  | 'forgets the object'
  | 'keeps the base reference'
  | 'puts twice'
  | 'kills twice'
  | 'gets what it does not have'
  | 'takes tryget for tryget_live'

interface HasDevMap extends HasTasks, HasSlab {
  ref: PercpuRef
  /** How often release() has run. */
  released: number
}

/** release() of the RFC: clears LIVE, for which the owner waits. */
function put(s: HasDevMap, me: OnTask): void {
  if (percpu_ref_put(s, me, s.ref)) s.released++
}

/** An object with a percpu_ref, tasks that pin it, and its owner, which kills the reference and frees the object. */
const devMap = model('percpu-ref', { config: 'NP' as Config, users: 2, mutant: 'none' as Mutant })
  .shared(c => {
    const state = { slab: newSlab(1) }
    const dev_map = kmalloc(state)
    return {
      tasks: newTasks(c.users + 2),
      slab: state.slab,
      ref: percpu_ref_init(dev_map),
      /** The object is found in a list, from which its owner removes it, like `dev_map` by range. */
      linked: true,
      confirmed: false,
      released: 0,
      rcu_data: newRcuData<'percpu_ref_switch_to_atomic_rcu'>(),
    }
  })
  .process('user', {
    count: c => c.users,
    locals: (_c, id) => ({ task: id, gotLate: false }),
    steps: {
      tryget_live: (s, me, c) => {
        if (!s.linked) return 'done'
        const tryget = c.mutant === 'takes tryget for tryget_live' ? percpu_ref_tryget : percpu_ref_tryget_live
        const wasConfirmed = s.confirmed
        if (!tryget(s, me, s.ref)) return 'done'
        me.gotLate = wasConfirmed
      },
      use: (s, me) => {
        if (!access(s, me, s.ref.within)) return 'done'
      },
      percpu_ref_put: (s, me) => {
        put(s, me)
      },
      again: (s, me, c) => {
        if (c.mutant === 'puts twice') put(s, me)
        if (c.mutant === 'gets what it does not have') percpu_ref_get(s, me, s.ref)
      },
    },
  })
  .process('owner', {
    locals: c => ({ task: c.users }),
    steps: {
      percpu_ref_kill_and_confirm: (s, me) => {
        percpu_ref_kill(s, me, s.ref)
        call_rcu(s, 'percpu_ref_switch_to_atomic_rcu', 0)
      },
      'kill again': (s, me, c) => {
        if (c.mutant === 'kills twice') percpu_ref_kill(s, me, s.ref)
      },
      percpu_ref_put: (s, me, c) => {
        if (c.mutant !== 'keeps the base reference') put(s, me)
      },
      'wait for confirm': (s, _me, c) => {
        when(s.confirmed || c.mutant === 'frees without waiting')
        s.linked = false
      },
      'wait for release': (s, _me, c) => {
        when(s.released > 0 || c.mutant === 'frees once confirmed' || c.mutant === 'frees without waiting')
      },
      percpu_ref_exit: (s, me, c) => {
        if (c.mutant !== 'keeps the percpu memory') percpu_ref_exit(s, me, s.ref)
      },
      kfree: (s, me, c) => {
        if (c.mutant !== 'forgets the object') kfree(s, me, s.ref.within)
      },
    },
  })
  .process('rcu', {
    locals: c => newRcuSoftirq(c.users + 1),
    mayRest: ['rcu_core'],
    steps: [
      rcu_core<'percpu_ref_switch_to_atomic_rcu'>(),
      {
        percpu_ref_switch_to_atomic_rcu: (s, me) => {
          percpu_ref_sum(s, me, s.ref)
        },
        'confirm_switch(ref)': s => {
          s.confirmed = true
        },
        'confirm_switch = NULL': (s, me) => {
          percpu_ref_switched(s, me, s.ref)
        },
        // wake_up_all(&percpu_ref_switch_waitq): no task waits there.
        percpu_ref_put: (s, me) => {
          put(s, me)
          return 'rcu_do_batch'
        },
      },
    ],
  })

const claim = {
  memory: 'no use of freed memory', // I30
  pinned: 'what is pinned is there', // I31
  dead: 'no reference is taken after kill is confirmed', // I32
  deadGet: 'no reference is taken to a dead object',
  dropped: 'every reference that is dropped was taken', // I33
  released: 'release runs once, when the count is 0',
  leak: 'nothing is left allocated, percpu memory included', // I33
  pins: 'a user has a pin after kill is confirmed',
  refused: 'a user is refused by a dead reference',
  lastIsUser: "a user's put is the last",
  lastIsCallback: "the callback's put is the last",
  confirms: 'a kill is confirmed',
  releases: 'the last reference is put',
} as const

/**
 * percpu_ref from kill to free: pins keep the object alive, and so does the callback that switches to atomic mode.
 *
 * A kill is eventually confirmed and the last reference put, if all processes are weakly fair.
 *
 * Exhaustive for two users that each pin once, in 929 states; with eight (`--set users=8`) all claims hold in 13,711,241
 * (109,253,376 transitions, depth 40). 'frees once confirmed' is D14, the error path of register_dev_memmap(): confirm()
 * runs in the callback, which goes on to write to the object and to drop its reference.
 */
const spec = devMap
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.pinned, s => {
    return s.user.every(u => !['use', 'percpu_ref_put'].includes(u.pc)) || s.slab.every(({ allocated }) => allocated)
  })
  .invariant(claim.dead, s => s.user.every(u => !u.gotLate))
  .invariant(claim.deadGet, neverTakesDeadReference)
  .invariant(claim.dropped, neverDropsMissingReference)
  .invariant(claim.released, s => s.released === 0 || (s.released === 1 && s.ref.count === 0 && !s.ref.percpu))
  .invariant(claim.leak, {
    given: s => s.owner.every(o => o.pc === 'done'),
    then: s => s.ref.exited && nothingIsAllocated(s),
  })
  .reachable(claim.pins, s => s.confirmed && s.user.some(u => u.pc === 'use'))
  .reachable(claim.refused, s => s.linked && s.ref.dead && s.user.some(u => u.pc === 'done') && s.ref.count > 1)
  .reachable(
    claim.lastIsUser,
    s => s.released === 1 && s.rcu.every(r => r.pc === 'rcu_do_batch') && s.user.some(u => u.pc === 'again'),
  )
  .reachable(claim.lastIsCallback, s => s.released === 1 && s.user.every(u => u.pc === 'done'))
  .fair({ weak: ['user', 'owner', 'rcu'] })
  .leadsTo(claim.confirms, ...leaves('wait for confirm'), { of: 'owner' })
  .leadsTo(claim.releases, ...leaves('wait for release'), { of: 'owner' })
  .variant('frees once confirmed', { mutant: 'frees once confirmed' })
  .variant('frees once confirmed, no users', { mutant: 'frees once confirmed', users: 0 })
  .variants({
    mutant: [
      'frees without waiting',
      'keeps the percpu memory',
      'forgets the object',
      'keeps the base reference',
      'puts twice',
      'kills twice',
      'gets what it does not have',
      'takes tryget for tryget_live',
    ],
  })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [{ where: ['keeps the percpu memory', 'forgets the object'], fails: { leak: 15 }, census: [929, 2928, 22] }],
  },
  {
    base: { census: [929, 2928, 22] },
    'frees once confirmed': { fails: { memory: 14, pinned: 14 }, census: [1516, 4469, 22] },
    'frees once confirmed, no users': {
      fails: { memory: 14, pins: 'never', refused: 'never', lastIsUser: 'never' },
      census: [52, 79, 16],
    },
    'frees without waiting': { fails: { memory: 9, pinned: 8 }, census: [2505, 7499, 22] },
    'keeps the base reference': {
      fails: { releases: [15, 0], lastIsUser: 'never', lastIsCallback: 'never', 'no deadlock': 15 },
      census: [875, 2775, 19],
    },
    'puts twice': {
      fails: { releases: [18, 0], memory: 18, pinned: 20, dropped: 8, released: 15, 'no deadlock': 18 },
      census: [1844, 4728, 24],
    },
    'kills twice': {
      fails: { releases: [15, 0], dropped: 2, lastIsUser: 'never', lastIsCallback: 'never', 'no deadlock': 15 },
      census: [1100, 3435, 19],
    },
    'gets what it does not have': {
      fails: { releases: [18, 0], memory: 19, deadGet: 15, released: 15, 'no deadlock': 18 },
      census: [1369, 3902, 24],
    },
    'takes tryget for tryget_live': { fails: { dead: 8 }, census: [1921, 5900, 24] },
  },
)
