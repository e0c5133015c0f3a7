/**
 * The scatterlists of a kfifo, lib/kfifo.c, as samples/kfifo/dma-example.c uses them: what is free of the buffer is
 * given to a device to fill, then what is full is given to one to send.
 *
 * The sample as posted in 5/5 does not build: it names a member `.pfn.data`, and the member is `.val` (X17). This is
 * the sample with that mended. The buffer has 4 bytes in 2 pages of 2, which are linear memory and so next to each
 * other. `nents` of setup_sgl(), how many entries there may be, is left out: the sample has 10, and never wants 3.
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

/** setup_sgl_buf(): one entry, since linear memory has no gaps. Returns how many. */
function setup_sgl_buf(s: Kfifo, at: number, from: number, len: number, c: ScatterlistConstants): number {
  if (len === 0) return 0
  sg_set_page(s, at, bufferPfn + Math.floor(from / bytesPerPage), c)
  s.sgs[at]!.length = len
  s.offset[at] = from % bytesPerPage
  return 1
}

/** setup_sgl(): what lies before the end of the buffer, then what lies at its beginning, in `sgl + n`. */
function setup_sgl(s: Kfifo, sgl: number, len: number, from: number, c: KfifoConstants): number {
  const off = from % size
  const l = c.splits ? Math.min(len, size - off) : len
  const n = setup_sgl_buf(s, sgl, off, l, c)
  return n + setup_sgl_buf(s, sgl + n, 0, len - l, c)
}

/** The bytes of the buffer that an entry is for. */
function bytesOf(s: Kfifo, at: number, c: ScatterlistConstants): number[] {
  const first = (sg_pfn(s, at, c) - bufferPfn) * bytesPerPage + s.offset[at]!
  return Array.from({ length: s.sgs[at]!.length }, (_, i) => first + i)
}

export const kfifoDma = model('kfifo-dma', {
  version: 'V5' as ScatterlistVersion,
  alignofScatterlist: 8,
  keepsLinks: true,
  /** The scatterlist is one array, as in the sample, or its second entry leads to another table. */
  chained: false,
  /**
   * By what the entries are walked: `&sg[i]` as in the sample, or sg_next() as a driver does that maps them for DMA.
   */
  walks: 'by index' as 'by index' | 'by sg_next',

  // What kfifo does right, each to be undone by a variant.

  /** setup_sgl() makes two parts of what wraps round the end of the buffer. */
  splits: true,
  /** __kfifo_dma_in_prepare() gives out no more than kfifo_unused(). */
  clips: true,
})
  .shared(c => ({
    fifo: { in: 0, out: 0 },
    sgs: newScatterlist(),
    offset: newScatterlist().map(() => 0),
    /** The entry that the caller passes as `sgl`: with a chain, the one before it. */
    sgl: c.chained ? secondTable - 2 : 0,
    // Ghosts: the bytes that the device is to be given, and those that the walk came to.
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
      // Nobody says that a DMA moves all that it was given.
      DMA: (_s, me) => {
        me.len = choose(...Array.from({ length: me.len + 1 }, (_, i) => i))
      },
      'kfifo_dma_in_finish or kfifo_dma_out_finish': (s, me) => {
        if (me.isIn) s.fifo.in += me.len
        else s.fifo.out += me.len
        me.nents = 0
        if (s.fifo.in - s.fifo.out > size) return 'done'
        // Unsigned indices that wrap: both go back by the size of the buffer together.
        if (s.fifo.out >= size) {
          s.fifo.in -= size
          s.fifo.out -= size
        }
        if (me.isIn) return 'kfifo_dma_out_prepare'
        return 'sg_init_table'
      },
    },
  })
