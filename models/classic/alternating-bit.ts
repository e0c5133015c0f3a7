/**
 * The alternating bit protocol (K. A. Bartlett, R. A. Scantlebury, P. T. Wilkinson, 1969; TLA+ examples, AlternatingBit.tla,
 * from L. Lamport's "Specifying Systems", 14.3). A sender and a receiver communicate over two lossy FIFO queues. Each
 * message carries a bit and is retransmitted until an acknowledgement with the same bit arrives.
 */

import { choose, model, oneOf, when } from 'interleave-checker'

export interface Line {
  msgQ: readonly Message[]
  ackQ: readonly number[]
  sBit: number
  sAck: number
  rBit: number
  sent: number
  rcvd: number
}

interface Message {
  readonly bit: number
  readonly data: number
}

export const alternatingBit = model('alternating bit', {
  /** The number of distinct values. */
  data: 2,
  /** The capacity of each queue. */
  longest: 2,
  /** Mutant: queues deliver their messages in any order. */
  ordered: true,
  /** Mutant: a retransmission carries the flipped bit. */
  keepsBit: true,
})
  .shared(c => oneOf(anyStart(c.data)))
  .action('SndNewValue', (s, c) => {
    when(s.sAck === s.sBit && s.msgQ.length < c.longest)
    s.sent = choose(...Array(c.data).keys())
    s.sBit = 1 - s.sBit
    s.msgQ = [...s.msgQ, { bit: s.sBit, data: s.sent }]
  })
  .action('ReSndMsg', (s, c) => {
    when(s.sAck !== s.sBit && s.msgQ.length < c.longest)
    s.msgQ = [...s.msgQ, { bit: c.keepsBit ? s.sBit : 1 - s.sBit, data: s.sent }]
  })
  .action('RcvMsg', (s, c) => {
    const place = next(s.msgQ, c)
    s.rBit = s.msgQ[place]!.bit
    s.rcvd = s.msgQ[place]!.data
    s.msgQ = without(s.msgQ, place)
  })
  .action('SndAck', (s, c) => {
    when(s.ackQ.length < c.longest)
    s.ackQ = [...s.ackQ, s.rBit]
  })
  .action('RcvAck', (s, c) => {
    const place = next(s.ackQ, c)
    s.sAck = s.ackQ[place]!
    s.ackQ = without(s.ackQ, place)
  })
  .action('LoseMsg', s => {
    s.msgQ = without(s.msgQ, choose(...s.msgQ.keys()))
  })
  .action('LoseAck', s => {
    s.ackQ = without(s.ackQ, choose(...s.ackQ.keys()))
  })
  .variant('unordered queues', { ordered: false })
  .variant('retransmits with the flipped bit', { keepsBit: false })

/** The index of the message that is delivered next. Blocks on an empty queue. */
function next(queue: readonly unknown[], c: { readonly ordered: boolean }): number {
  when(queue.length > 0)
  return c.ordered ? 0 : choose(...queue.keys())
}

function without<T>(queue: readonly T[], place: number): readonly T[] {
  return queue.filter((_, i) => i !== place)
}

/** All states in which nothing is in transit and both sides agree on the bit. */
function anyStart(data: number): Line[] {
  const values = [...Array(data).keys()]
  return [0, 1].flatMap(bit => {
    return values.flatMap(sent => {
      return values.map((rcvd): Line => ({ msgQ: [], ackQ: [], sBit: bit, sAck: bit, rBit: bit, sent, rcvd }))
    })
  })
}
