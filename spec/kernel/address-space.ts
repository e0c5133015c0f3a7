import { expectations, model } from 'interleave-checker'
import { firstArea, load, type Memmap, memremap, memunmap, store } from '../../models/kernel/address-space.ts'
import { type Config, eachConfig } from '../../models/kernel/config.ts'
import { kmap_atomic, kunmap_atomic, pfn_to_page } from '../../models/kernel/kmap-atomic.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import {
  atomicDepthIsBalanced,
  neverAsksForMissingPage,
  neverLoadsFromUnmapped,
  neverStoresToUnmapped,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { cond_resched } from '../../models/kernel/sleep.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant = 'none' | 'unmaps without waiting' | 'yields in the reader'

/**
 * A reader that finds a mapping by a flag, which stands for a list, and copies to it from the page of a frame; and an owner
 * that unmaps it.
 */
const mapping = model('address-space', {
  config: 'NP' as Config,
  readers: 1,
  /** The kind of struct page that the frame has. */
  memmap: 'system' as Memmap,
  mutant: 'none' as Mutant,
})
  .shared(c => ({
    tasks: newTasks(c.readers + 1),
    memmap: [c.memmap],
    areas: [memremap(firstArea, 1)],
    linked: true,
  }))
  .process('reader', {
    count: c => c.readers,
    locals: (_c, id) => ({ task: id, addr: 0 }),
    steps: {
      enter_kernel,
      rcu_read_lock,
      'look up': s => {
        if (!s.linked) return 'rcu_read_unlock'
      },
      cond_resched: (s, me, c) => {
        if (c.mutant === 'yields in the reader') cond_resched(s, me, c)
      },
      kmap_atomic: (s, me, c) => {
        me.addr = kmap_atomic(s, me, c, pfn_to_page(s, me, 0))
      },
      load: (s, me) => {
        if (!load(s, me, me.addr)) return 'done'
      },
      store: (s, me) => {
        if (!store(s, me, firstArea)) return 'done'
      },
      kunmap_atomic,
      rcu_read_unlock,
      return_to_user,
    },
  })
  .process('owner', {
    locals: c => ({ task: c.readers, area: 0 }),
    steps: [
      {
        unlink: (s, _me, c) => {
          s.linked = false
          if (c.mutant === 'unmaps without waiting') return 'memunmap'
        },
      },
      synchronize_rcu(),
      {
        memunmap: (s, me) => memunmap(s, me),
      },
    ],
  })

const claim = {
  page: 'no pfn_to_page on a frame without memmap',
  load: 'no load from an unmapped address',
  store: 'no store to an unmapped address',
  atomicDepth: 'atomic depth is balanced',
  unmapped: 'the mapping is taken away',
  late: 'a reader stores after the mapping was unlinked',
} as const

/**
 * The address space as models use it: pfn_to_page() is a mistake exactly for a frame without a page, and a driver's mapping
 * may be stored to until it is unmapped, which must wait for a grace period that covers all readers that found it. A reader
 * that yields is safe except in NP.
 *
 * Exhaustive for one reader in 47 states; with six (`--set readers=6`) all claims hold in 8,463,243 (50,162,210
 * transitions, depth 60).
 */
const spec = mapping
  .extend(withTaskWords)
  .invariant(claim.page, neverAsksForMissingPage)
  .invariant(claim.load, neverLoadsFromUnmapped)
  .invariant(claim.store, neverStoresToUnmapped)
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  .reachable(claim.unmapped, s => s.areas[0]?.mapped === false)
  .reachable(claim.late, s => !s.linked && s.reader.some(r => r.pc === 'kunmap_atomic'))
  .variants({ config: ['NPC', 'PRE'] })
  .variant('a frame of a device', { memmap: 'device' })
  .variant('a frame without memmap', { memmap: 'none' })
  .variants({ mutant: ['unmaps without waiting', 'yields in the reader'] }, eachConfig)

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'NPC', 'PRE', 'a frame of a device'], census: [47, 76, 10] },
      { where: { mutant: 'unmaps without waiting' }, fails: { store: 9 }, census: [34, 52, 10] },
      { where: ['yields in the reader, NPC', 'yields in the reader, PRE'], census: [57, 89, 14] },
    ],
  },
  {
    'a frame without memmap': { fails: { page: 5, load: 6, late: 'never' }, census: [43, 65, 10] },
    'yields in the reader, NP': { fails: { store: 11 }, census: [77, 118, 14] },
  },
)
