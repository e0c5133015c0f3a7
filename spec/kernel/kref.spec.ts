import { model } from 'interleave'
import { describe, expect, test } from 'vitest'
import { kref_get, kref_get_unless_zero, kref_init, kref_put } from '../../models/kernel/kref.ts'
import {
  neverDropsMissingReference,
  neverFreesTwice,
  neverTakesDeadReference,
  neverUsesFreedMemory,
} from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { failing } from './verdicts-of.ts'

type Mutant =
  | 'none'
  | 'gets what it found'
  | 'puts twice'
  | 'forgets to put'
  | 'uses it after its put'
  | 'releases always'

/** An object in a list, whose owner unlinks it and drops the list's reference, and a task that looks it up. */
function lookup(mutant: Mutant) {
  return model('lookup')
    .shared(() => {
      const state = { slab: newSlab(1) }
      const object = kmalloc(state)
      return { tasks: newTasks(3), slab: state.slab, object, kref: kref_init(), linked: true }
    })
    .process('user', {
      count: 2,
      locals: (_c, id) => ({ task: id }),
      steps: {
        find: s => {
          if (!s.linked) return 'done'
        },
        // What lies between is what a reader of RCU would have: the object is not freed, but its last reference may go.
        get: (s, me) => {
          if (mutant === 'gets what it found') kref_get(s, me, s.kref)
          else if (!kref_get_unless_zero(s.kref)) return 'done'
        },
        use: (s, me) => {
          if (mutant !== 'uses it after its put') access(s, me, s.object)
          if (mutant === 'forgets to put') return 'done'
        },
        put: (s, me) => {
          if (kref_put(s, me, s.kref) || mutant === 'releases always') kfree(s, me, s.object)
        },
        'put again': (s, me) => {
          if (mutant === 'puts twice' && kref_put(s, me, s.kref)) kfree(s, me, s.object)
          if (mutant === 'uses it after its put') access(s, me, s.object)
        },
      },
    })
    .process('owner', {
      locals: () => ({ task: 2 }),
      steps: {
        unlink: s => {
          s.linked = false
        },
        put: (s, me) => {
          if (kref_put(s, me, s.kref)) kfree(s, me, s.object)
        },
      },
    })
    .invariant('alive', neverUsesFreedMemory)
    .invariant('freed once', neverFreesTwice)
    .invariant('no dead reference', neverTakesDeadReference)
    .invariant('no missing reference', neverDropsMissingReference)
    .invariant('no leak', {
      given: s => s.owner[0]?.pc === 'done' && s.user.every(u => u.pc === 'done'),
      then: nothingIsAllocated,
    })
    .reachable('a user puts last', s => s.owner[0]?.pc === 'done' && s.user.some(u => u.pc === 'use'))
}

describe('a reference count', () => {
  test('keeps an object while it is used, and frees it after', async () => {
    expect(await failing(lookup('none'))).toEqual([])
  })

  test.each<[Mutant, string[]]>([
    ['gets what it found', ['alive', 'freed once', 'no dead reference']],
    ['puts twice', ['alive', 'no missing reference']],
    ['forgets to put', ['no leak']],
    ['uses it after its put', ['alive']],
    ['releases always', ['alive', 'freed once']],
  ])('is seen to be misused by who %s', async (mutant, expected) => {
    expect(await failing(lookup(mutant))).toEqual(expected)
  })
})

test('a pointer that outlived its object is told from one to what came to lie there', async () => {
  const reused = model('reused')
    .shared(() => ({ tasks: newTasks(1), slab: newSlab(1) }))
    .process('task', {
      locals: () => ({ task: 0, old: null as Pointer | null, young: null as Pointer | null }),
      steps: {
        kmalloc: (s, me) => {
          me.old = kmalloc(s)
        },
        kfree: (s, me) => kfree(s, me, me.old!),
        'kmalloc again': (s, me) => {
          me.young = kmalloc(s)
        },
        'use the young': (s, me) => {
          access(s, me, me.young!)
        },
        'use the old': (s, me) => {
          access(s, me, me.old!)
        },
      },
    })
    .invariant('alive', neverUsesFreedMemory)
    .invariant('the young is alive', s => s.tasks[0]?.broke.length === 0 || s.task[0]?.pc === 'done')
  expect(await failing(reused)).toEqual(['alive'])
})

test('a slab that is full is an error of the model', async () => {
  const full = model('full')
    .shared(() => ({ slab: newSlab(1) }))
    .process('task', { steps: { first: s => void kmalloc(s), second: s => void kmalloc(s) } })
  expect(await failing(full)).toEqual(['no step throws'])
})
