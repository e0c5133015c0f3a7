import { expectations, model } from 'interleave-checker'
import { devres_release_all } from '../../models/kernel/devres.ts'
import { neverFreesTwice, neverUsesFreedMemory, withTaskWords } from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { newTasks } from '../../models/kernel/task.ts'

type Managed = 'release_region' | 'memunmap' | 'teardown'
type Mutant =
  | 'none'
  | 'registers in the wrong order'
  | 'registers twice'
  | 'forgets to register'
  | 'undoes it by hand'
  | 'leaves after the first'

/** A driver that claims a region, maps it and registers the mapping; each is undone before the ones before it. */
const driver = model('devres', { mutant: 'none' as Mutant })
  .shared(() => ({
    tasks: newTasks(1),
    slab: newSlab(2),
    devres: [] as Managed[],
    /** What was registered and what has been undone, in order. */
    registered: [] as Managed[],
    released: [] as Managed[],
  }))
  .process('driver', {
    locals: () => ({ task: 0, region: null as Pointer | null, mapping: null as Pointer | null }),
    steps: [
      {
        devm_request_mem_region: (s, me) => {
          me.region = kmalloc(s)
          s.devres.push('release_region')
          s.registered.push('release_region')
        },
        'devm_add_action, early': (s, _me, c) => {
          if (c.mutant !== 'registers in the wrong order') return
          s.devres.push('teardown')
          s.registered.push('teardown')
        },
        devm_memremap: (s, me, c) => {
          me.mapping = kmalloc(s)
          if (c.mutant === 'forgets to register') return
          s.devres.push('memunmap')
          s.registered.push('memunmap')
          if (c.mutant === 'registers twice') s.devres.push('memunmap')
        },
        devm_add_action: (s, _me, c) => {
          if (c.mutant === 'registers in the wrong order') return
          s.devres.push('teardown')
          s.registered.push('teardown')
        },
        remove: (s, me, c) => {
          if (c.mutant === 'undoes it by hand') kfree(s, me, me.mapping!)
        },
      },
      devres_release_all<Managed, 'detached'>({ released: 'detached' }),
      {
        release_region: (s, me) => {
          kfree(s, me, me.region!)
          s.released.push('release_region')
          return 'release_nodes'
        },
        memunmap: (s, me) => {
          access(s, me, me.region!)
          kfree(s, me, me.mapping!)
          s.released.push('memunmap')
          return 'release_nodes'
        },
        teardown: (s, me) => {
          access(s, me, me.mapping!)
        },
        'teardown, to its end': (s, me, c) => {
          access(s, me, me.mapping!)
          s.released.push('teardown')
          return c.mutant === 'leaves after the first' ? 'detached' : 'release_nodes'
        },
        detached: () => undefined,
      },
    ],
  })

const claim = {
  memory: 'no use of freed memory',
  twice: 'nothing is freed twice',
  newest: 'the newest is released first',
  devres: 'a detached device holds nothing',
  leak: 'nothing is left allocated',
  all: 'all three are released',
} as const

/**
 * devres: entries are released when a driver is detached from its device, newest first, each completely and once.
 *
 * Exhaustive, with no larger size: one task without choices, so each setting has one run of at most 17 states.
 */
const spec = driver
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.twice, neverFreesTwice)
  .invariant(claim.newest, s => s.released.every((entry, i) => entry === s.registered.at(-1 - i)))
  .invariant(claim.devres, {
    given: s => s.driver.every(d => d.pc === 'detached'),
    then: s => s.devres.length === 0,
  })
  .invariant(claim.leak, { given: s => s.driver.every(d => d.pc === 'detached'), then: nothingIsAllocated })
  .reachable(claim.all, s => s.released.length === 3)
  .variants({
    mutant: [
      'registers in the wrong order',
      'registers twice',
      'forgets to register',
      'undoes it by hand',
      'leaves after the first',
    ],
  })

export default spec

export const expected = expectations(
  spec,
  { claims: claim },
  {
    base: { census: [15, 14, 14] },
    'registers in the wrong order': { fails: { memory: 9 }, census: [15, 14, 14] },
    'registers twice': { fails: { twice: 12, newest: 12 }, census: [17, 16, 16] },
    'forgets to register': { fails: { leak: 11, all: 'never' }, census: [13, 12, 12] },
    'undoes it by hand': { fails: { memory: 7, twice: 10 }, census: [15, 14, 14] },
    'leaves after the first': { fails: { devres: 8, leak: 8, all: 'never' }, census: [10, 9, 9] },
  },
)
