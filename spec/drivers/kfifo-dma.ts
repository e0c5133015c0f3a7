import { expectations } from 'interleave-checker'
import { kfifoDma } from '../../models/drivers/kfifo-dma.ts'
import { secondTable, sg_chain_ptr, sg_is_chain } from '../../models/mappers/scatterlist.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  covers: 'the entries are the bytes that were asked for, in order', // I24
  stays: 'a walk of nents entries stays in the tables', // I24
  links: 'setting up the entries leaves the links alone', // I24
  bounds: 'the fifo holds no more than its size',
  wraps: 'a DMA wraps round the end of the buffer',
  fills: 'the fifo gets full',
} as const

/**
 * The scatterlists of a kfifo, from every fill level and position of a buffer of 4 bytes. The sample loops forever, so this
 * is exhaustive for any number of rounds: 1,620 states. Other sizes of the buffer were not tried: it is not a constant of
 * the model.
 *
 * The sample itself passes one array, and is correct in 4.2 and in 5/5, once it builds (X17).
 *
 * The finding: setup_sgl() advances from the first part to the second by `sgl + n`, not by sg_next(). With a chain at the
 * second entry it is the in-tree caller that D12c needs. Here 4.2 fails: it keeps PFN_SG_CHAIN beside a pointer to a page,
 * which sg_next() follows ('V0, chained, by sg_next'). 5/5 cuts the chain and leaves two adjacent entries, just what a walk
 * of nents entries expects ('V5, chained, by sg_next'); only the second table is lost.
 */
const spec = kfifoDma
  .invariant(claim.covers, {
    given: s => s.sample[0]!.pc === 'DMA',
    then: s => String(s.walked) === String(s.asked),
  })
  .invariant(claim.stays, s => !s.ranOff)
  .transition(claim.links, (before, after, { step }, c) => {
    const at = secondTable - 1
    if (!step.endsWith('prepare') || !sg_is_chain(before, at, c)) return true
    return sg_is_chain(after, at, c) && sg_chain_ptr(before, at, c) === sg_chain_ptr(after, at, c)
  })
  .invariant(claim.bounds, s => s.fifo.in - s.fifo.out >= 0 && s.fifo.in - s.fifo.out <= 4)
  .reachable(claim.wraps, s => s.sample[0]!.nents === 2)
  .reachable(claim.fills, s => s.fifo.in - s.fifo.out === 4)

  // The base is 5/5, with one array.
  .variant('V0', { version: 'V0' })
  .variant('V0, by sg_next', { version: 'V0', walks: 'by sg_next' })
  .variant('V0, chained', { version: 'V0', chained: true })
  .variant('V0, chained, by sg_next', { version: 'V0', chained: true, walks: 'by sg_next' })
  .variant('V5, by sg_next', { walks: 'by sg_next' })
  .variant('V5, chained', { chained: true })
  .variant('V5, chained, by sg_next', { chained: true, walks: 'by sg_next' })
  .variant('one entry round the end', { splits: false })
  .variant('gives out what is full', { clips: false })

export default spec

export const expected = expectations(spec, {
  base: { census: [1620, 2641, 29] },
  V0: { census: [1620, 2641, 29] },
  'V0, by sg_next': { census: [1620, 2641, 29] },
  'V0, chained': { fails: { [claim.links]: 13 }, census: [1620, 2641, 29] },
  'V0, chained, by sg_next': { fails: { [claim.stays]: 15, [claim.links]: 13 }, census: [988, 1611, 29] },
  'V5, by sg_next': { census: [1620, 2641, 29] },
  'V5, chained': { fails: { [claim.links]: 13 }, census: [1620, 2641, 29] },
  'V5, chained, by sg_next': { fails: { [claim.links]: 13 }, census: [1620, 2641, 29] },
  'one entry round the end': { fails: { [claim.covers]: 15, [claim.wraps]: 'never' }, census: [1390, 2369, 29] },
  'gives out what is full': { fails: { [claim.bounds]: 17 }, census: [2878, 4233, 34] },
})
