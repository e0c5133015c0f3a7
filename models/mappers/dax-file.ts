/**
 * What dax_io() and dax_iomap_rw() have in common: a file on a DAX file system for each task, the task's buffer, and a call
 * that reads or writes. Sizes are in bytes, as in `dax-map-bh`.
 *
 * Checked by `spec/mappers/dax-io.ts` and `spec/mappers/dax-iomap.ts`.
 */

import { choose, type Frozen, type Model, when } from 'interleave-checker'
import { EIO } from '../kernel/errno.ts'
import type { HasUserMemory, UserPage } from '../kernel/user-copy.ts'
import { pageAlign, pageSize, pageStart } from './dax-map-bh.ts'
import type { Byte, HasMedia } from './dax-new-buf.ts'

export interface FileConstants {
  /** The number of tasks, each of which makes one call on its own file. */
  readonly tasks: number
  /** Pages of each file. */
  readonly pages: number
  /** The possible starts and ends of a call, in bytes. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** How many pages of user memory reclaim may evict, at any time. All are resident at first. */
  readonly evictions: number
  /** How many of the two pages of the user's buffer do not exist: the last ones. */
  readonly badPages: number
  /** A read may start at the end of the file. */
  readonly readsAtEof: boolean
  /** The number of block devices over which the blocks are spread, in order. */
  readonly bdevs: number
}

export interface HasFiles extends HasMedia, HasUserMemory {
  evictions: number
  /** For each page of the device, whether it belongs to the file. */
  allocated: boolean[]
}

/** What the procedures need of their caller's locals. */
export interface FileCall {
  readonly id: number
  rw: 'READ' | 'WRITE'
  start: number
  pos: number
  end: number
  /** A ghost: the request was empty, as for a read at the end of the file. */
  isEmpty: boolean
}

/** A call and its result. */
export interface Transfer extends FileCall {
  /** What the call returned. */
  rc: number | null
  /** A ghost: how many bytes it has moved. */
  moved: number
}

export interface Extent {
  /** Its first block. */
  readonly block: number
  /** The length of the extent; a hole is handled block by block. */
  readonly count: number
  readonly kind: 'mapped' | 'new' | 'hole'
  readonly bdev: number
}

export function newFiles(c: FileConstants): HasFiles {
  const last = (pages: number): UserPage => (c.badPages < pages ? 'resident' : 'not there')
  return {
    user: Array.from({ length: c.tasks }, () => [last(2), last(1)]),
    evictions: c.evictions,
    media: Array<Byte>(c.tasks * c.pages * pageSize).fill('file'),
    allocated: Array<boolean>(c.tasks * c.pages).fill(true),
  }
}

/** The request, and which of its pages the file does not have; these hold data that a previous owner left there. */
export function beginCall(s: HasFiles, me: FileCall, c: FileConstants): void {
  me.rw = choose('READ', 'WRITE')
  me.start = choose(...c.starts)
  me.end = choose(...c.ends)
  me.isEmpty = c.readsAtEof && me.rw === 'READ' && me.end === me.start
  when((me.end > me.start || me.isEmpty) && me.end <= c.pages * pageSize)
  me.pos = me.start
  for (let page = 0; page * pageSize < me.end; page++) {
    if (choose(true, false)) continue
    const block = me.id * c.pages + page
    s.allocated[block] = false
    for (let at = 0; at < pageSize; at++) s.media[block * pageSize + at] = 'stale'
  }
}

/** The requested part of the extent that holds `me.pos`. */
export function extentAt(s: HasFiles, me: FileCall, c: FileConstants): Extent {
  const block = me.id * c.pages + pageStart(me.pos) / pageSize
  const wanted = pageAlign(me.end - me.pos) / pageSize
  const isThere = s.allocated[block]!
  const bdev = deviceOf(block, c)
  if (!isThere && me.rw === 'READ') return { block, count: 1, kind: 'hole', bdev }
  const belongs = (next: number): boolean => s.allocated[next] === isThere && deviceOf(next, c) === bdev
  let count = 1
  while (count < wanted && belongs(block + count)) count++
  return { block, count, kind: isThere ? 'mapped' : 'new', bdev }
}

/** The place of a byte of the file on the device. */
export function byteOf(me: FileCall, pos: number, c: FileConstants): number {
  return me.id * c.pages * pageSize + pos
}

/** No block that a call wrote to exposes what it contained before. */
export function exposesNothing(media: readonly Byte[], task: number, { pages }: Pick<FileConstants, 'pages'>): boolean {
  return Array.from({ length: pages }, (_, i) => (task * pages + i) * pageSize).every(at => {
    const page = media.slice(at, at + pageSize)
    return !page.includes('user') || !page.includes('stale')
  })
}

/** shrink_page_list(), mm/vmscan.c: an action that evicts a page of some task's buffer. */
export function shrink_page_list(s: HasFiles): void {
  when(s.evictions > 0)
  const pages = choose(...s.user)
  const page = choose(0, 1)
  when(pages[page] === 'resident')
  pages[page] = 'swapped out'
  s.evictions--
}

function deviceOf(block: number, { bdevs, tasks, pages }: FileConstants): number {
  return Math.floor((block * bdevs) / (tasks * pages))
}

/** Adds the claims about every call that reads or writes: what it returns, and that both are possible. */
export function withTransferClaims<C, S, V extends string, A extends string, Q extends string>(
  callsOf: (s: Frozen<S>) => readonly Omit<Frozen<Transfer>, 'id'>[],
) {
  return (model: Model<C, S, V, A, Q>) => {
    return model
      .invariant('a call transfers something or returns an error', s =>
        callsOf(s).every(io => io.moved > 0 || io.isEmpty || (io.rc ?? -EIO) < 0),
      )
      .invariant('a call returns what it transferred', s =>
        callsOf(s).every(io => (io.rc ?? -EIO) < 0 || io.rc === io.moved),
      )
      .reachable('a read completes', s => callsOf(s).some(io => io.rw === 'READ' && io.moved > 1))
      .reachable('a write completes', s => callsOf(s).some(io => io.rw === 'WRITE' && io.moved > 1))
  }
}
