import { expectations, model, when } from 'interleave-checker'
import { neverFreesTwice, neverUsesFreedMemory, withTaskWords } from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { newTasks } from '../../models/kernel/task.ts'

type Mutant = 'none' | 'frees what is used' | 'uses the old pointer' | 'frees twice' | 'forgets to free'

/** What a user finds at its old pointer. */
type Met = 'nothing yet' | 'its object' | 'a later object' | 'none'

/**
 * An owner that twice allocates an object and frees it when unused: the second object reuses the slot of the first. Users
 * take a pointer once, and use it while they are counted.
 */
const reuse = model('slab', { users: 1, mutant: 'none' as Mutant })
  .shared(c => ({ tasks: newTasks(c.users + 1), slab: newSlab(1), pointer: null as Pointer | null, uses: 0 }))
  .process('user', {
    count: c => c.users,
    locals: (_c, id) => ({ task: id, pointer: null as Pointer | null, met: 'nothing yet' as Met }),
    mayRest: ['take'],
    steps: {
      take: (s, me) => {
        when(s.pointer !== null)
        me.pointer = s.pointer
        s.uses++
      },
      use: (s, me) => {
        access(s, me, me.pointer!)
      },
      leave: (s, _me, c) => {
        s.uses--
        if (c.mutant !== 'uses the old pointer') return 'done'
      },
      'use again': (s, me) => {
        const there = s.slab[0]!
        const isOld = there.allocated && there.generation !== me.pointer!.generation
        me.met = access(s, me, me.pointer!) ? 'its object' : isOld ? 'a later object' : 'none'
      },
    },
  })
  .process('owner', {
    locals: c => ({ task: c.users, pointer: null as Pointer | null, objects: 2 }),
    steps: {
      kmalloc: (s, me) => {
        me.pointer = kmalloc(s)
        s.pointer = me.pointer
      },
      unlink: s => {
        s.pointer = null
      },
      kfree: (s, me, c) => {
        when(s.uses === 0 || c.mutant === 'frees what is used')
        if (c.mutant !== 'forgets to free' || me.objects > 1) kfree(s, me, me.pointer!)
      },
      'kfree, again': (s, me, c) => {
        if (c.mutant === 'frees twice') kfree(s, me, me.pointer!)
        me.objects--
        if (me.objects > 0) return 'kmalloc'
      },
    },
  })

const claim = {
  memory: 'no use of freed memory',
  twice: 'nothing is freed twice',
  leak: 'nothing is left allocated',
  reused: 'the place of the first object is used again',
  second: 'the second object is used',
  distinguished: 'a pointer to the first object is distinguished from the second in its place',
} as const

/**
 * Use after free by generation: a pointer that outlived its object is distinguished from a pointer to a later object in the
 * same slot, which the slot alone would not show.
 *
 * Exhaustive for one user in 29 states; with ten (`--set users=10`) all claims hold in 21,748,549 (121,698,822 transitions,
 * depth 38). Distinguishing the pointers requires a user that keeps its pointer.
 */
const spec = reuse
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.twice, neverFreesTwice)
  .invariant(claim.leak, { given: s => s.owner.every(o => o.pc === 'done'), then: nothingIsAllocated })
  .reachable(claim.reused, s => s.slab.every(({ generation, allocated }) => generation === 2 && allocated))
  .reachable(claim.second, s => s.user.some(u => u.pc === 'use' && u.pointer?.generation === 2))
  .reachable(claim.distinguished, s => s.user.some(u => u.met === 'a later object'))
  .variants({ mutant: ['frees what is used', 'uses the old pointer', 'frees twice', 'forgets to free'] })

export default spec

export const expected = expectations(
  spec,
  { claims: claim },
  {
    base: { fails: { distinguished: 'never' }, census: [29, 32, 11] },
    'frees what is used': { fails: { memory: 5, distinguished: 'never' }, census: [61, 84, 11] },
    'uses the old pointer': { fails: { memory: 7 }, census: [53, 63, 12] },
    'frees twice': { fails: { twice: 4, distinguished: 'never' }, census: [29, 32, 11] },
    'forgets to free': { fails: { leak: 8, distinguished: 'never' }, census: [29, 32, 11] },
  },
)
