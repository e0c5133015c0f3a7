/**
 * Two drivers with overlapping ranges of frames, each bound and unbound once, and a user of a frame in both ranges. The
 * first driver gave it out.
 *
 * D13: devm_register_kmap_pfn_range(), mm/kmap_pfn.c, does not check whether a new range overlaps a registered one.
 * Repaired, it refuses, as devm_memremap_pages() has done since.
 */

import { model, prefixed, when } from 'interleave-checker'
import { firstArea, type Memmap, memremap, memunmap, store } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { mutex_lock, mutex_unlock } from '../kernel/mutex.ts'
import { withRules } from '../kernel/rules.ts'
import { newTasks, type OnTask } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { kmap_atomic_pfn_t, kunmap_atomic_pfn_t, type Mapper } from './kmap-pfn.ts'
import { type HasRanges, kmapAt, list_add_rcu, unregisteredRange } from './kmap-ranges.ts'
import { type OwnsKmap, teardown_kmap } from './kmap-teardown.ts'

/** The number of frames in a range, and where the second driver's overlapping range starts. */
const pages = 2
const overlapping = 1
/** The last frame of the first driver. */
const shared = 1

export const overlappingRanges = model('overlapping-ranges', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** How often the user maps its frame. */
  maps: 2,
  /** The ranges do not overlap. */
  apart: false,
  /** The drivers claim their frames by devm_request_mem_region(), as pmem does and axonram does not. */
  requestsRegion: false,
  /** D13: a range that overlaps one on the list is refused. */
  repairD13: false,
  /** It checks while holding the mutex under which it registers. */
  looksLocked: true,

  repairD1: true,
  unlocksOnError: true,
  waitsForReaders: true,
})
  .shared(c => {
    checkConfig(c)
    const second = c.apart ? pages : overlapping
    return {
      tasks: newTasks(3),
      memmap: Array.from({ length: second + pages }, (): Memmap => 'none'),
      areas: [0, pages].map(at => ({ ...memremap(firstArea + at, pages), mapped: false })),
      ranges: null as number | null,
      kmaps: [unregisteredRange(0, pages, firstArea), unregisteredRange(second, pages, firstArea + pages)],
      register_lock: null as number | null,
      /** The owners of the frames in iomem_resource: by driver. */
      regions: [false, false],
    }
  })
  .process('driver', {
    count: 2,
    locals: (_c, id) => ({ task: id, kmap: id, area: id, rc: null as 0 | '-EBUSY' | null }),
    steps: [
      {
        devm_request_mem_region: (s, me, c) => {
          enter_kernel(s, me)
          if (c.requestsRegion && s.regions.some((isOwned, other) => isOwned && overlaps(s, me.kmap, other))) {
            me.rc = '-EBUSY'
            return 'return'
          }
          s.regions[me.id] = c.requestsRegion
        },
        memremap: (s, me) => {
          s.areas[me.area]!.mapped = true
        },
        'look for a conflict': (s, me, c) => {
          if (c.repairD13 && !c.looksLocked && isTaken(s, me)) me.rc = '-EBUSY'
          return me.rc === null ? 'mutex_lock' : 'memunmap'
        },
        mutex_lock: mutex_lock('register_lock'),
        list_add_rcu: (s, me, c) => {
          if (c.repairD13 && c.looksLocked && isTaken(s, me)) me.rc = '-EBUSY'
          else list_add_rcu(s, me.kmap)
        },
        mutex_unlock: (s, me) => {
          mutex_unlock('register_lock')(s)
          return me.rc === null ? 'probe returns' : 'memunmap'
        },
        'probe returns': (_s, me) => {
          me.rc = 0
        },
      },
      prefixed('unbind: ', teardown_kmap({ done: 'memunmap' })),
      {
        memunmap: (s, me) => {
          memunmap(s, me)
        },
        devm_release_mem_region: (s, me) => {
          s.regions[me.id] = false
        },
        return: return_to_user,
      },
    ],
  })
  .process('user', {
    count: 1,
    locals: (c): Mapper & { left: number; before: number | null } => {
      return { task: 2, pfn: null, count: 1, addr: null, page: null, walk: null, left: c.maps, before: null }
    },
    steps: [
      {
        direct_access: (s, me) => {
          when(s.driver[0]!.rc === 0)
          enter_kernel(s, me)
          me.pfn = { pfn: shared, dev: true }
        },
      },
      kmap_atomic_pfn_t({ mapped: 'clear_page', failed: 'return' }),
      {
        clear_page: (s, me) => {
          if (!store(s, me, me.addr!)) return 'done'
        },
        'unmap it': (_s, me) => {
          me.before = me.addr
        },
      },
      prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: 'again' })),
      {
        again: (_s, me) => {
          me.left--
          return me.left > 0 ? '__pfn_t_to_page' : 'return'
        },
        return: return_to_user,
      },
    ],
    mayRest: ['direct_access'],
  })
  .extend(withRules)

/** Whether two records have a frame in common. */
export function overlaps(
  s: { readonly kmaps: readonly { readonly pfn: number; readonly pages: number }[] },
  one: number,
  other: number,
): boolean {
  const a = s.kmaps[one]!
  const b = s.kmaps[other]!
  return one !== other && a.pfn < b.pfn + b.pages && b.pfn < a.pfn + a.pages
}

/** Whether the list has a range that overlaps that of the driver. */
function isTaken(s: HasRanges, me: OwnsKmap & OnTask): boolean {
  return s.kmaps.some((_, other) => kmapAt(s, other).linked && overlaps(s, me.kmap, other))
}
