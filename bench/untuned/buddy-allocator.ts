/** A buddy allocator: blocks of 2^order units, a list of free blocks for each order, split on demand and merged when freed. */

import { choose, model, when } from 'interleave-checker'

export default model('buddy allocator', { orders: 5, clients: 4, largest: 3 })
  .shared(c => ({
    /** Where free blocks start, by order; the first is taken first. */
    free: Array.from({ length: c.orders }, (_, order): number[] => (order === c.orders - 1 ? [0] : [])),
  }))
  .process('client', {
    count: c => c.clients,
    locals: () => ({ start: 0, order: 0 }),
    steps: {
      allocate: (s, me, c) => {
        const order = choose(...Array(c.largest + 1).keys())
        const from = s.free.findIndex((blocks, i) => i >= order && blocks.length > 0)
        when(from !== -1)
        const start = s.free[from]!.shift()!
        // The upper halves of what is too large stay free.
        for (let i = from - 1; i >= order; i--) s.free[i]!.unshift(start + 2 ** i)
        me.start = start
        me.order = order
      },
      free: (s, me, c) => {
        let { start, order } = me
        while (order < c.orders - 1) {
          const buddy = start ^ (2 ** order)
          const at = s.free[order]!.indexOf(buddy)
          if (at === -1) break
          s.free[order]!.splice(at, 1)
          start = Math.min(start, buddy)
          order++
        }
        s.free[order]!.unshift(start)
        me.start = 0
        me.order = 0
        return 'allocate'
      },
    },
  })
  .invariant('each unit is free or held once', (s, c) => {
    const owners = Array<number>(2 ** (c.orders - 1)).fill(0)
    const cover = (start: number, order: number) => {
      for (let unit = start; unit < start + 2 ** order; unit++) owners[unit]!++
    }
    s.free.forEach((blocks, order) => {
      for (const start of blocks) cover(start, order)
    })
    for (const client of s.client) if (client.pc === 'free') cover(client.start, client.order)
    return owners.every(count => count === 1)
  })
