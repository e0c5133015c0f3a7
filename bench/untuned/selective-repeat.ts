/** Selective repeat: a sliding window over channels that lose messages; what arrives out of order is kept. */

import { assert, choose, model, when } from 'interleave-checker'

export default model('selective repeat', { window: 2, values: 2, capacity: 5 })
  .shared(c => ({
    base: 0,
    unacknowledged: [] as { data: number; acknowledged: boolean }[],
    packets: [] as { seq: number; data: number }[],
    acks: [] as number[],
    expected: 0,
    early: Array<number | null>(c.window).fill(null),
    /** Sent and not yet delivered, for the claim. */
    pending: [] as number[],
  }))
  .action('send', (s, c) => {
    when(s.unacknowledged.length < c.window && s.packets.length < c.capacity)
    const data = choose(...Array(c.values).keys())
    s.packets.push({ seq: (s.base + s.unacknowledged.length) % (2 * c.window), data })
    s.unacknowledged.push({ data, acknowledged: false })
    s.pending.push(data)
  })
  .action('send again', (s, c) => {
    when(s.packets.length < c.capacity)
    const i = choose(...s.unacknowledged.keys())
    const { data, acknowledged } = s.unacknowledged[i]!
    when(!acknowledged)
    s.packets.push({ seq: (s.base + i) % (2 * c.window), data })
  })
  .action('receive', (s, c) => {
    when(s.packets.length > 0 && s.acks.length < c.capacity)
    const { seq, data } = s.packets.shift()!
    s.acks.push(seq)
    const offset = (seq + 2 * c.window - s.expected) % (2 * c.window)
    if (offset < c.window) s.early[offset] = data
    while (s.early[0] !== null) {
      const delivered = s.early.shift()
      s.early.push(null)
      s.expected = (s.expected + 1) % (2 * c.window)
      assert(s.pending.shift() === delivered, 'data is delivered in order')
    }
  })
  .action('receive an acknowledgement', (s, c) => {
    when(s.acks.length > 0)
    const seq = s.acks.shift()!
    const offset = (seq + 2 * c.window - s.base) % (2 * c.window)
    if (offset < s.unacknowledged.length) s.unacknowledged[offset]!.acknowledged = true
    while (s.unacknowledged[0]?.acknowledged) {
      s.unacknowledged.shift()
      s.base = (s.base + 1) % (2 * c.window)
    }
  })
  .action('lose a packet', s => {
    when(s.packets.length > 0)
    s.packets.shift()
  })
  .action('lose an acknowledgement', s => {
    when(s.acks.length > 0)
    s.acks.shift()
  })
  .invariant('no more is pending than fits the window', (s, c) => s.pending.length <= c.window)
