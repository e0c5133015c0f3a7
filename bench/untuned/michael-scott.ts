/** Michael and Scott's non-blocking queue (1996): the tail may lag one node behind. Nodes are never used again. */

import { model } from 'interleave-checker'

interface Node {
  readonly value: number
  next: number | null
}

/** What a thread has read of the queue. */
const nothingRead = { head: 0, tail: 0, next: null as number | null }

export default model('michael-scott queue', { enqueuers: 2, dequeuers: 3, items: 1 })
  .shared(() => ({
    nodes: [{ value: -1, next: null }] as Node[],
    head: 0,
    tail: 0,
    taken: [] as number[],
  }))
  .process('enqueuer', {
    count: c => c.enqueuers,
    locals: () => ({ sent: 0, node: 0, ...nothingRead }),
    steps: {
      allocate: (s, me, c) => {
        if (me.sent === c.items) return 'done'
        me.node = s.nodes.length
        s.nodes.push({ value: me.id * c.items + me.sent, next: null })
        me.sent++
      },
      'read tail': (s, me) => {
        me.tail = s.tail
      },
      'read next': (s, me) => {
        me.next = s.nodes[me.tail]!.next
      },
      'check tail': (s, me) => {
        if (me.tail !== s.tail) return again(me, 'read tail')
        if (me.next !== null) return 'help'
      },
      link: (s, me) => {
        const last = s.nodes[me.tail]!
        if (last.next !== null) return again(me, 'read tail')
        last.next = me.node
        return 'swing'
      },
      help: (s, me) => {
        if (s.tail === me.tail) s.tail = me.next!
        return again(me, 'read tail')
      },
      swing: (s, me) => {
        if (s.tail === me.tail) s.tail = me.node
        me.node = 0
        return again(me, 'allocate')
      },
    },
  })
  .process('dequeuer', {
    count: c => c.dequeuers,
    locals: () => ({ ...nothingRead }),
    steps: {
      'read head': (s, me) => {
        me.head = s.head
      },
      'read tail': (s, me) => {
        me.tail = s.tail
      },
      'read next': (s, me) => {
        me.next = s.nodes[me.head]!.next
      },
      'check head': (s, me) => {
        if (me.head !== s.head) return again(me, 'read head')
        if (me.head !== me.tail) return 'take'
        if (me.next === null) return again(me, 'read head') // empty
      },
      help: (s, me) => {
        if (s.tail === me.tail) s.tail = me.next!
        return again(me, 'read head')
      },
      take: (s, me) => {
        if (s.head === me.head) {
          s.taken.push(s.nodes[me.next!]!.value)
          s.head = me.next!
        }
        return again(me, 'read head')
      },
    },
  })
  .invariant('nothing is taken twice', s => new Set(s.taken).size === s.taken.length)
  .invariant('what an enqueuer sent is taken in this order', (s, c) =>
    Array.from({ length: c.enqueuers }, (_, id) => s.taken.filter(value => Math.floor(value / c.items) === id)).every(
      values => values.every((value, i) => value % c.items === i),
    ),
  )
  .invariant('the tail can be reached from the head', s => {
    let node: number | null = s.head
    while (node !== null && node !== s.tail) node = s.nodes[node]!.next
    return node === s.tail
  })
  .transition('a link stays', (before, after) =>
    before.nodes.every(({ next }, i) => next === null || after.nodes[i]!.next === next),
  )
  .transition('the head moves along links', (before, after) => {
    return after.head === before.head || after.head === before.nodes[before.head]!.next
  })

function again<L extends string>(me: { head: number; tail: number; next: number | null }, label: L): L {
  Object.assign(me, nothingRead)
  return label
}
