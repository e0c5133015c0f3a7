/**
 * A driver whose device reads or writes a frame by DMA, against unbinding of the driver that owns the frame and what
 * follows: another driver on the same memory, or its removal from the machine.
 *
 * The frame is RAM, or pmem without page as v5 puts it into scatterlists, or pmem with a pinned page. Each DMA has its own
 * frame of the same owner; the cache is modelled as a single line for it.
 */

import { choose, model, when } from 'interleave-checker'
import type { Area, Memmap } from '../kernel/address-space.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import { withRules } from '../kernel/rules.ts'
import { newTasks } from '../kernel/task.ts'

export type Direction = 'DMA_TO_DEVICE' | 'DMA_FROM_DEVICE'

/** The CPU's cache line of a frame: absent, clean, dirty, or stale. */
export type Line = 'none' | 'clean' | 'dirty' | 'stale'

/** A DMA for which the device was programmed, and the binding of the frame's driver at that time. */
export interface Transfer {
  readonly direction: Direction
  readonly owner: number
}

/** The first binding of the frame's driver, and the one that follows it. */
const firstOwner = 1
const nextOwner = 2

export const dma = model('dma', {
  transfers: 1,
  frame: 'pmem without page' as 'RAM' | 'pmem without page' | 'pmem with page',
  /** Whether the hardware keeps the cache coherent, as on x86, or dma_map_sg() has to, as with a VIVT cache. */
  cache: 'coherent' as 'coherent' | 'VIVT',
  /** dma_map_sg() and dma_unmap_sg() of v5 maintain the cache only for entries with sg_has_page() (X25). */
  flushesPageless: false,
  /** A DMA takes a reference to the frame's pagemap, or to its page. */
  pins: false,
  /** Unbinding waits for references before it removes the memmap; in October 2015 it only warns (X22). */
  waitsForPins: true,
})
  .shared(c => {
    const memmap: Memmap = c.frame === 'RAM' ? 'system' : c.frame === 'pmem with page' ? 'device' : 'none'
    return {
      tasks: newTasks(c.transfers),
      memmap: [memmap],
      areas: [] as Area[],
      owner: firstOwner as number | null,
      plugged: true,
      /** Unbinding has begun: tryget_live() fails. */
      dying: false,
      pins: 0,
      line: Array<Line>(c.transfers).fill('none'),
      // Ghosts.
      deviceReadOld: false,
      cpuReadOld: false,
    }
  })
  .process('driver', {
    count: c => c.transfers,
    locals: (_c, id) => ({
      task: id,
      direction: 'DMA_TO_DEVICE' as Direction,
      owner: null as number | null,
      transfer: null as Transfer | null,
      ret: null as 'done' | 'refused' | null,
    }),
    steps: {
      direct_access: (s, me) => {
        me.direction = choose<Direction>('DMA_TO_DEVICE', 'DMA_FROM_DEVICE')
        me.owner = s.owner
        if (s.owner === firstOwner) return
        me.ret = 'refused'
        return 'done'
      },
      percpu_ref_tryget_live: (s, me, c) => {
        if (!c.pins) return
        if (s.dying) {
          me.ret = 'refused'
          return 'done'
        }
        s.pins++
      },
      // The CPU fills the buffer, or has an older copy in the cache: by kmap_atomic_pfn_t() or by kmap_atomic().
      memcpy: (s, me) => {
        s.line[me.id] = 'dirty'
      },
      dma_map_sg: (s, me, c) => {
        const hasPage = c.frame !== 'pmem without page'
        if (hasPage) pfn_to_page(s, me, 0)
        if (hasPage || c.flushesPageless) s.line[me.id] = 'none'
      },
      'start DMA': (_s, me) => {
        me.transfer = { direction: me.direction, owner: me.owner! }
      },
      wait_for_completion: (_s, me) => {
        when(me.transfer === null)
      },
      dma_unmap_sg: (s, me, c) => {
        const hasPage = c.frame !== 'pmem without page'
        if (hasPage) pfn_to_page(s, me, 0)
        if (hasPage || c.flushesPageless) s.line[me.id] = 'none'
      },
      memcmp: (s, me) => {
        if (me.direction === 'DMA_FROM_DEVICE' && s.line[me.id] === 'stale') s.cpuReadOld = true
        me.ret = 'done'
      },
      percpu_ref_put: (s, _me, c) => {
        if (c.pins) s.pins--
      },
    },
  })
  .process('channel', {
    count: c => c.transfers,
    steps: {
      transfer: (s, me, c) => {
        const { transfer } = s.driver[me.id]!
        when(transfer !== null)
        const snoops = c.cache === 'coherent'
        const line = s.line[me.id]
        if (transfer.direction === 'DMA_TO_DEVICE') s.deviceReadOld ||= line === 'dirty' && !snoops
        else if (line !== 'none') s.line[me.id] = snoops ? 'none' : 'stale'
      },
      interrupt: (s, me) => {
        s.driver[me.id]!.transfer = null
        return 'transfer'
      },
    },
    mayRest: ['transfer'],
  })
  .process('unbind', {
    // RAM is never unbound.
    count: c => (c.frame === 'RAM' ? 0 : 1),
    steps: {
      device_release_driver: s => {
        s.dying = true
      },
      'wait for pins': (s, _me, c) => {
        when(!c.waitsForPins || s.pins === 0)
      },
      arch_remove_memory: s => {
        s.memmap[0] = 'none'
      },
      devm_release_mem_region: s => {
        // October 2015 waits here: for blk_cleanup_queue(), at the end of ->remove().
        when(s.pins === 0)
        s.owner = null
      },
      'what follows': () => choose('done', 'bind another driver', 'unplug'),
      'bind another driver': s => {
        s.owner = nextOwner
        return 'done'
      },
      unplug: s => {
        s.plugged = false
      },
    },
  })
  .extend(withRules)
