import { choose, expectations, model } from 'interleave-checker'
import { firstArea, type Memmap, memremap, memunmap, store } from '../../models/kernel/address-space.ts'
import type { Config } from '../../models/kernel/config.ts'
import {
  bindingIsLocked,
  type DriverState,
  device_release_driver,
  really_probe,
  unboundHoldsNothing,
} from '../../models/kernel/driver-core.ts'
import { lockOrderHasNoCycle, newLockdep } from '../../models/kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import {
  neverFreesTwice,
  neverStoresToUnmapped,
  neverUnlocksUnlocked,
  neverUsesFreedMemory,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { newTasks } from '../../models/kernel/task.ts'

type Managed = 'devm_kfree' | 'devm_memunmap'
type Mutant =
  | 'none'
  | 'registers with devres too late'
  | 'registers in the wrong order'
  | 'leaves devres to a failed probe'
  | 'unmaps in remove'
  | 'frees in remove'
  | 'unbinds without the lock'
  | 'takes another lock in the other order'

/**
 * A driver whose probe() allocates its data and maps its device, may fail after either, and leaves both to devres. The
 * devres action for the mapping uses the data and the mapping. One task binds the driver, two unbind it.
 */
const driver = model('driver-core', { config: 'NP' as Config, binds: 1, unbinds: 2, mutant: 'none' as Mutant })
  .shared(c => ({
    tasks: newTasks(c.binds + c.unbinds),
    driver: 'unbound' as DriverState,
    device_lock: null as number | null,
    other: null as number | null,
    lockdep: newLockdep(c.binds + c.unbinds),
    devres: [] as Managed[],
    slab: newSlab(1),
    memmap: [] as Memmap[],
    areas: [{ ...memremap(firstArea, 1), mapped: false }],
    data: null as Pointer | null,
  }))
  .process('bind', {
    count: c => c.binds,
    locals: (_c, id) => ({ task: id, failed: false }),
    steps: [
      really_probe<Managed, 'devm_kzalloc', 'done'>({ probe: 'devm_kzalloc', done: 'done' }),
      {
        devm_kzalloc: (s, me, c) => {
          s.data = kmalloc(s)
          if (c.mutant === 'registers in the wrong order') s.devres.push('devm_memunmap')
          if (c.mutant !== 'registers in the wrong order' && c.mutant !== 'registers with devres too late') {
            s.devres.push('devm_kfree')
          }
          me.failed = choose(true, false)
          if (me.failed) return 'give up'
        },
        devm_memremap: (s, me, c) => {
          if (c.mutant === 'registers with devres too late') s.devres.push('devm_kfree')
          s.devres.push(c.mutant === 'registers in the wrong order' ? 'devm_kfree' : 'devm_memunmap')
          const area = s.areas[0]
          if (area !== undefined) area.mapped = true
          me.failed = choose(true, false)
          return me.failed ? 'give up' : 'driver_bound'
        },
        'give up': (_s, _me, c) => (c.mutant === 'leaves devres to a failed probe' ? 'driver = NULL' : 'probe_failed'),
        devm_kfree: (s, me) => {
          if (s.data !== null) kfree(s, me, s.data)
          return 'release_nodes'
        },
        devm_memunmap: s => {
          memunmap(s, { area: 0 })
          return 'release_nodes'
        },
      },
    ],
  })
  .process('unbind', {
    count: c => c.unbinds,
    locals: (c, id) => ({ task: c.binds + id, removed: false }),
    steps: [
      {
        'other lock': (s, me, c) => {
          if (c.mutant === 'takes another lock in the other order' && me.id === 0) return mutex_lock('other')(s, me, c)
        },
      },
      {
        ...device_release_driver<Managed, 'remove', 'unlock the other'>({ remove: 'remove', done: 'unlock the other' }),
        device_lock: (s, me, c) => {
          if (c.mutant !== 'unbinds without the lock') return mutex_lock('device_lock')(s, me, c)
        },
        'unlock the other': (s, me) => {
          if (s.other === me.task) mutex_unlock('other')(s, me)
          return 'done'
        },
        remove: (s, me, c) => {
          me.removed = true
          if (c.mutant === 'takes another lock in the other order' && me.id === 1) mutex_lock('other')(s, me, c)
          if (c.mutant === 'unmaps in remove') memunmap(s, { area: 0 })
          if (c.mutant === 'frees in remove' && s.data !== null) kfree(s, me, s.data)
          return 'devres_release_all'
        },
        devm_memunmap: (s, me) => {
          if (s.data !== null) access(s, me, s.data)
          if (!store(s, me, firstArea)) return 'done'
          memunmap(s, { area: 0 })
          return 'release_nodes'
        },
        devm_kfree: (s, me) => {
          if (s.data !== null) kfree(s, me, s.data)
          return 'release_nodes'
        },
      },
    ],
  })

const claim = {
  store: 'no store to an unmapped address',
  memory: 'no use of freed memory',
  twice: 'nothing is freed twice',
  devres: 'a device without a driver holds nothing',
  leak: 'a device without a driver has nothing allocated',
  unlock: 'no unlock without a lock',
  locked: 'binding and unbinding hold the lock of the device',
  lockOrder: 'no lock-order cycle',
  fails: 'a probe fails with a mapping to undo',
  unbinds: 'a bound device is unbound',
  late: 'an unbind finds nothing bound',
} as const

/**
 * The driver core: remove() before devres, devres newest first, all under the lock of the device. A failed probe is undone
 * like an unbind.
 *
 * Exhaustive for one task that binds and two that unbind in 440 states; with five of each (`--set binds=5 --set unbinds=5`)
 * all claims hold in 34,048,544 (119,717,840 transitions, depth 95). 'unmaps in remove' is the pattern of D6, in axonram.
 */
const spec = driver
  .extend(withTaskWords)
  .invariant(claim.store, neverStoresToUnmapped)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.twice, neverFreesTwice)
  .invariant(claim.devres, unboundHoldsNothing)
  .invariant(claim.leak, { given: s => s.driver === 'unbound', then: nothingIsAllocated })
  .invariant(claim.unlock, neverUnlocksUnlocked)
  .invariant(claim.locked, bindingIsLocked)
  .invariant(claim.lockOrder, lockOrderHasNoCycle)
  .reachable(claim.fails, s => s.bind.some(b => b.failed && b.pc === 'devm_memunmap'))
  .reachable(claim.unbinds, s => s.unbind.some(u => u.removed && u.pc === 'done') && s.driver === 'unbound')
  .reachable(claim.late, s => s.unbind.some(u => !u.removed && u.pc === 'done') && s.driver === 'bound')
  .variants({
    mutant: [
      'registers with devres too late',
      'registers in the wrong order',
      'leaves devres to a failed probe',
      'unmaps in remove',
      'frees in remove',
      'unbinds without the lock',
      'takes another lock in the other order',
    ],
  })

export default spec

export const expected = expectations(
  spec,
  { claims: claim },
  {
    base: { census: [440, 832, 24] },
    'registers with devres too late': { fails: { leak: 7 }, census: [520, 976, 24] },
    'registers in the wrong order': { fails: { memory: 15, leak: 9 }, census: [552, 1040, 24] },
    'leaves devres to a failed probe': { fails: { devres: 5, leak: 5, fails: 'never' }, census: [392, 720, 24] },
    'unmaps in remove': { fails: { store: 13, unbinds: 'never', 'no deadlock': 14 }, census: [384, 744, 20] },
    'frees in remove': { fails: { memory: 13, twice: 15 }, census: [440, 832, 24] },
    'unbinds without the lock': { fails: { unlock: 4, locked: 6 }, census: [1404, 3456, 24] },
    'takes another lock in the other order': { fails: { lockOrder: 15, 'no deadlock': 10 }, census: [420, 789, 24] },
  },
)
