import { expectations, model } from 'interleave-checker'
import { kref_get, kref_get_unless_zero, kref_init, kref_put } from '../../models/kernel/kref.ts'
import {
  neverDropsMissingReference,
  neverFreesTwice,
  neverTakesDeadReference,
  neverUsesFreedMemory,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated } from '../../models/kernel/slab.ts'
import { newTasks } from '../../models/kernel/task.ts'

type Mutant =
  | 'none'
  | 'gets what it found'
  | 'puts twice'
  | 'forgets to put'
  | 'uses it after its put'
  | 'releases always'

/** An object in a list, an owner that unlinks it and drops the list's reference, and tasks that look it up. */
const lookup = model('kref', { users: 2, mutant: 'none' as Mutant })
  .shared(c => {
    const state = { slab: newSlab(1) }
    const object = kmalloc(state)
    return { tasks: newTasks(c.users + 1), slab: state.slab, object, kref: kref_init(), linked: true }
  })
  .process('user', {
    count: c => c.users,
    locals: (_c, id) => ({ task: id }),
    steps: {
      find: s => {
        if (!s.linked) return 'done'
      },
      // In between, as in an RCU reader, the object is not freed, but its last reference may be dropped.
      kref_get: (s, me, c) => {
        if (c.mutant === 'gets what it found') kref_get(s, me, s.kref)
        else if (!kref_get_unless_zero(s.kref)) return 'done'
      },
      use: (s, me, c) => {
        if (c.mutant !== 'uses it after its put') access(s, me, s.object)
        if (c.mutant === 'forgets to put') return 'done'
      },
      kref_put: (s, me, c) => {
        if (kref_put(s, me, s.kref) || c.mutant === 'releases always') kfree(s, me, s.object)
      },
      'kref_put, again': (s, me, c) => {
        if (c.mutant === 'puts twice' && kref_put(s, me, s.kref)) kfree(s, me, s.object)
        if (c.mutant === 'uses it after its put') access(s, me, s.object)
      },
    },
  })
  .process('owner', {
    locals: c => ({ task: c.users }),
    steps: {
      unlink: s => {
        s.linked = false
      },
      kref_put: (s, me) => {
        if (kref_put(s, me, s.kref)) kfree(s, me, s.object)
      },
    },
  })

const claim = {
  memory: 'no use of freed memory',
  twice: 'nothing is freed twice',
  dead: 'no reference is taken to a dead object',
  dropped: 'every reference that is dropped was taken',
  leak: 'nothing is left allocated',
  last: 'a user puts last',
  refused: 'a user finds it dead',
  frees: 'the object is eventually freed',
} as const

/**
 * A reference count keeps an object alive while it is used: it is freed once, by the holder that drops the last reference.
 *
 * The object is eventually freed, if all processes are weakly fair.
 *
 * Exhaustive for two users in 108 states; with nine (`--set users=9`) all claims hold in 30,233,088 (246,903,552
 * transitions, depth 45).
 */
const spec = lookup
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.twice, neverFreesTwice)
  .invariant(claim.dead, neverTakesDeadReference)
  .invariant(claim.dropped, neverDropsMissingReference)
  .invariant(claim.leak, {
    given: s => s.owner.every(o => o.pc === 'done') && s.user.every(u => u.pc === 'done'),
    then: nothingIsAllocated,
  })
  .reachable(claim.last, s => s.owner.every(o => o.pc === 'done') && s.user.some(u => u.pc === 'use'))
  .reachable(claim.refused, s => s.kref.refcount === 0 && s.user.some(u => u.pc === 'kref_get'))
  .fair({ weak: ['user', 'owner'] })
  .eventually(claim.frees, nothingIsAllocated)
  .variants({
    mutant: ['gets what it found', 'puts twice', 'forgets to put', 'uses it after its put', 'releases always'],
  })

export default spec

export const expected = expectations(spec, {
  base: { census: [108, 252, 10] },
  'gets what it found': {
    fails: { 'no use of freed memory': 5, 'nothing is freed twice': 6, 'no reference is taken to a dead object': 4 },
    census: [192, 372, 12],
  },
  'puts twice': {
    fails: { 'no use of freed memory': 10, 'every reference that is dropped was taken': 7 },
    census: [155, 299, 12],
  },
  'forgets to put': {
    fails: { 'nothing is left allocated': 6, 'the object is eventually freed': [6, 0] },
    census: [64, 124, 8],
  },
  'uses it after its put': { fails: { 'no use of freed memory': 7 }, census: [117, 258, 12] },
  'releases always': { fails: { 'no use of freed memory': 7, 'nothing is freed twice': 6 }, census: [202, 396, 12] },
})
