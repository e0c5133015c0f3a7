/**
 * The alternating bit protocol (K. A. Bartlett, R. A. Scantlebury, P. T. Wilkinson, 1969; TLA+ examples, AlternatingBit.tla
 * of L. Lamport's "Specifying Systems", 14.3): a sender and a receiver over two queues that keep the order, and lose what
 * they like. A message carries a bit, and is sent again until it is acknowledged by the same bit.
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
  /** How many values there are. */
  data: 2,
  /** How long each queue may become. */
  longest: 2,
  /** Mutant: what comes out of a queue is any of its messages. */
  ordered: true,
  /** Mutant: a message that is sent again carries the other bit. */
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
  .variant('queues without order', { ordered: false })
  .variant('sends again with the other bit', { keepsBit: false })

/** The place of the message that comes out of a queue; not enabled if there is none. */
function next(queue: readonly unknown[], c: { readonly ordered: boolean }): number {
  when(queue.length > 0)
  return c.ordered ? 0 : choose(...queue.keys())
}

function without<T>(queue: readonly T[], place: number): readonly T[] {
  return queue.filter((_, i) => i !== place)
}

/** Nothing is under way, and both sides have some value and the same bit. */
function anyStart(data: number): Line[] {
  const values = [...Array(data).keys()]
  return [0, 1].flatMap(bit => {
    return values.flatMap(sent => {
      return values.map((rcvd): Line => ({ msgQ: [], ackQ: [], sBit: bit, sAck: bit, rBit: bit, sent, rcvd }))
    })
  })
}
