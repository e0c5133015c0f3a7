/**
 * The scatterlists of a kfifo, lib/kfifo.c, as samples/kfifo/dma-example.c uses them: the free part of the buffer is passed
 * to a device to fill, then the full part to one to send.
 *
 * The sample as posted in 5/5 does not build: it uses a member `.pfn.data`, which is called `.val` (X17, in
 * `kernel-build`). This is the sample with that fixed. The buffer has 4 bytes in 2 pages of 2, which are linear memory and hence adjacent. `nents` of
 * setup_sgl(), the maximum number of entries, is left out: the sample has 10, and never needs 3.
 */

import { choose, model } from 'interleave-checker'
import {
  newScatterlist,
  type ScatterlistConstants,
  type ScatterlistVersion,
  secondTable,
  sg_chain,
  sg_init_table,
  sg_is_last,
  sg_next,
  sg_pfn,
  sg_set_page,
  tables,
} from '../mappers/scatterlist.ts'

const size = 4
const bytesPerPage = 2
/** The first page of the buffer. */
const bufferPfn = 1

interface Kfifo {
  sgs: ReturnType<typeof newScatterlist>
  /** sg->offset of each entry. */
  offset: number[]
}

interface KfifoConstants extends ScatterlistConstants {
  readonly splits: boolean
}

/** setup_sgl_buf(): one entry, since linear memory has no gaps. Returns the number of entries. */
function setup_sgl_buf(s: Kfifo, at: number, from: number, len: number, c: ScatterlistConstants): number {
  if (len === 0) return 0
  sg_set_page(s, at, bufferPfn + Math.floor(from / bytesPerPage), c)
  s.sgs[at]!.length = len
  s.offset[at] = from % bytesPerPage
  return 1
}

/** setup_sgl(): the part up to the end of the buffer, then the part at its start, in `sgl + n`. */
function setup_sgl(s: Kfifo, sgl: number, len: number, from: number, c: KfifoConstants): number {
  const off = from % size
  const l = c.splits ? Math.min(len, size - off) : len
  const n = setup_sgl_buf(s, sgl, off, l, c)
  return n + setup_sgl_buf(s, sgl + n, 0, len - l, c)
}

/** The bytes of the buffer that an entry covers. */
function bytesOf(s: Kfifo, at: number, c: ScatterlistConstants): number[] {
  const first = (sg_pfn(s, at, c) - bufferPfn) * bytesPerPage + s.offset[at]!
  return Array.from({ length: s.sgs[at]!.length }, (_, i) => first + i)
}

export const kfifoDma = model('kfifo-dma', {
  version: 'V5' as ScatterlistVersion,
  alignofScatterlist: 8,
  keepsLinks: true,
  /** The scatterlist is one array, as in the sample, or its second entry chains to another table. */
  chained: false,
  /**
   * How the entries are walked: by `&sg[i]` as in the sample, or by sg_next() as in a driver that maps them for DMA.
   */
  walks: 'by index' as 'by index' | 'by sg_next',

  // Correct in kfifo; each is undone by a variant.

  /** setup_sgl() splits a range that wraps round the end of the buffer. */
  splits: true,
  /** __kfifo_dma_in_prepare() gives out at most kfifo_unused(). */
  clips: true,
})
  .shared(c => ({
    fifo: { in: 0, out: 0 },
    sgs: newScatterlist(),
    offset: newScatterlist().map(() => 0),
    /** The entry that the caller passes as `sgl`: with a chain, the one before the chain entry. */
    sgl: c.chained ? secondTable - 2 : 0,
    // Ghosts: the bytes that the device should get, and those that the walk reached.
    asked: [] as number[],
    walked: [] as number[],
    ranOff: false,
  }))
  .process('sample', {
    locals: () => ({ nents: 0, i: 0, at: 0, len: 0, isIn: true }),
    steps: {
      sg_init_table: (s, _me, c) => {
        sg_init_table(s, 0, tables[0], c)
        sg_init_table(s, secondTable, tables[1], c)
        if (c.chained) sg_chain(s, secondTable - 1, secondTable, c)
      },
      kfifo_dma_in_prepare: (s, me, c) => {
        const free = size - (s.fifo.in - s.fifo.out)
        me.isIn = true
        me.len = Math.min(choose(1, 2, 3, 4), c.clips ? free : size)
        me.nents = setup_sgl(s, s.sgl, me.len, s.fifo.in, c)
        s.asked = Array.from({ length: me.len }, (_, i) => (s.fifo.in + i) % size)
        if (me.nents === 0) return 'kfifo_dma_out_prepare'
        return 'for (i = 0; i < nents; i++)'
      },
      kfifo_dma_out_prepare: (s, me, c) => {
        me.isIn = false
        me.len = Math.min(choose(1, 2, 3, 4), s.fifo.in - s.fifo.out)
        me.nents = setup_sgl(s, s.sgl, me.len, s.fifo.out, c)
        s.asked = Array.from({ length: me.len }, (_, i) => (s.fifo.out + i) % size)
        if (me.nents === 0) return 'sg_init_table'
      },
      'for (i = 0; i < nents; i++)': (s, me) => {
        me.i = 0
        me.at = s.sgl
        s.walked = []
      },
      'sg_page, sg_is_last': (s, me, c) => {
        s.walked = [...s.walked, ...bytesOf(s, me.at, c)]
        me.i++
        const isEnd = me.i === me.nents || (c.walks === 'by index' && sg_is_last(s, me.at, c))
        if (isEnd) return 'DMA'
        const next = c.walks === 'by index' ? me.at + 1 : sg_next(s, me.at, c)
        s.ranOff ||= typeof next !== 'number'
        if (typeof next !== 'number') return 'done'
        me.at = next
        return 'sg_page, sg_is_last'
      },
      // A DMA need not move everything that it was given.
      DMA: (_s, me) => {
        me.len = choose(...Array.from({ length: me.len + 1 }, (_, i) => i))
      },
      'kfifo_dma_in_finish or kfifo_dma_out_finish': (s, me) => {
        if (me.isIn) s.fifo.in += me.len
        else s.fifo.out += me.len
        me.nents = 0
        if (s.fifo.in - s.fifo.out > size) return 'done'
        // Unsigned indices wrap: here both are reduced by the size of the buffer together.
        if (s.fifo.out >= size) {
          s.fifo.in -= size
          s.fifo.out -= size
        }
        if (me.isIn) return 'kfifo_dma_out_prepare'
        return 'sg_init_table'
      },
    },
  })
