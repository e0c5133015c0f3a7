/** Ben-Ari's on-the-fly garbage collector (1984), as Havelund's model of it: a mutator redirects pointers while memory is collected. */

import { assert, choose, model } from 'interleave-checker'

interface Node {
  black: boolean
  sons: number[]
}

export default model('on-the-fly garbage collection', { nodes: 3, sons: 2, roots: 1 })
  .shared(c => ({
    nodes: Array.from({ length: c.nodes }, (): Node => ({ black: false, sons: Array<number>(c.sons).fill(0) })),
  }))
  .process('mutator', {
    count: 1,
    locals: () => ({ from: 0, son: 0, target: 0 }),
    steps: {
      choose: (s, me, c) => {
        me.from = choose(...s.nodes.keys())
        me.son = choose(...Array(c.sons).keys())
        me.target = choose(...accessible(s.nodes, c.roots))
      },
      redirect: (s, me) => {
        s.nodes[me.from]!.sons[me.son] = me.target
        me.from = 0
        me.son = 0
      },
      blacken: (s, me) => {
        s.nodes[me.target]!.black = true
        me.target = 0
        return 'choose'
      },
    },
  })
  .process('collector', {
    count: 1,
    locals: () => ({ i: 0, son: 0, counted: 0, before: 0 }),
    steps: {
      'blacken roots': (s, me, c) => {
        if (me.i < c.roots) {
          s.nodes[me.i]!.black = true
          me.i++
          return 'blacken roots'
        }
        me.i = 0
      },
      propagate: (s, me, c) => {
        if (me.i === c.nodes) {
          me.i = 0
          return 'count'
        }
        if (s.nodes[me.i]!.black) return 'blacken sons'
        me.i++
        return 'propagate'
      },
      'blacken sons': (s, me, c) => {
        const next = s.nodes[me.i]!.sons[me.son]!
        s.nodes[next]!.black = true
        me.son++
        if (me.son < c.sons) return 'blacken sons'
        me.son = 0
        me.i++
        return 'propagate'
      },
      count: (s, me, c) => {
        if (me.i === c.nodes) {
          me.i = 0
          return 'compare'
        }
        if (s.nodes[me.i]!.black) me.counted++
        me.i++
        return 'count'
      },
      compare: (_s, me) => {
        const isStable = me.counted === me.before
        me.before = isStable ? 0 : me.counted
        me.counted = 0
        return isStable ? 'sweep' : 'propagate'
      },
      sweep: (s, me, c) => {
        if (me.i === c.nodes) {
          me.i = 0
          return 'blacken roots'
        }
        const node = s.nodes[me.i]!
        if (node.black) {
          node.black = false
        } else {
          assert(!accessible(s.nodes, c.roots).includes(me.i), 'only garbage is collected')
          // Garbage goes to the front of the free list, which begins at the first son of the first root.
          node.sons.fill(s.nodes[0]!.sons[0]!)
          s.nodes[0]!.sons[0] = me.i
        }
        me.i++
        return 'sweep'
      },
    },
  })
  .invariant('sons are nodes', (s, c) => s.nodes.every(node => node.sons.every(son => son < c.nodes)))

function accessible(nodes: readonly Node[], roots: number): number[] {
  const found = Array.from({ length: roots }, (_, i) => i)
  for (const i of found) {
    for (const son of nodes[i]!.sons) if (!found.includes(son)) found.push(son)
  }
  return found
}
