/** Small graphs of numbered nodes and arcs: ways through them, and their strongly connected parts. */

export interface Arc {
  readonly from: number
  readonly to: number
}

export class Digraph {
  readonly arcs: readonly Arc[]
  /** By node, the numbers of the arcs that leave it. */
  readonly out: readonly (readonly number[])[]
  readonly nodes: number

  constructor(nodes: number, arcs: readonly Arc[]) {
    this.nodes = nodes
    this.arcs = arcs
    const out: number[][] = Array.from({ length: nodes }, () => [])
    for (const [i, { from }] of arcs.entries()) (out[from] as number[]).push(i)
    this.out = out
  }

  /** A shortest way from any of `starts` to a node that is a goal, as arcs; only along arcs that `may` be used. */
  way(
    starts: readonly number[],
    isGoal: (node: number) => boolean,
    may: (arc: number) => boolean = () => true,
  ): number[] | undefined {
    const by = new Map<number, number>(starts.map(start => [start, -1]))
    const queue = [...by.keys()]
    for (const node of queue) {
      if (isGoal(node)) return this.wayBack(by, node)
      for (const arc of this.out[node] as readonly number[]) {
        const { to } = this.arcs[arc] as Arc
        if (by.has(to) || !may(arc)) continue
        by.set(to, arc)
        queue.push(to)
      }
    }
    return undefined
  }

  private wayBack(by: ReadonlyMap<number, number>, end: number): number[] {
    const way: number[] = []
    for (let node = end; ; ) {
      const arc = by.get(node) as number
      if (arc < 0) return way.reverse()
      way.push(arc)
      node = (this.arcs[arc] as Arc).from
    }
  }

  /** By node, the number of its strongly connected part; a part has a larger number than those that lead to it (Kosaraju). */
  parts(): number[] {
    const turned = new Digraph(
      this.nodes,
      this.arcs.map(({ from, to }) => ({ from: to, to: from })),
    )
    const part = Array<number>(this.nodes).fill(-1)
    let number = 0
    for (const root of this.lastLeftFirst()) {
      if ((part[root] as number) >= 0) continue
      const waiting = [root]
      part[root] = number
      for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        for (const arc of turned.out[node] as readonly number[]) {
          const { to } = turned.arcs[arc] as Arc
          if ((part[to] as number) >= 0) continue
          part[to] = number
          waiting.push(to)
        }
      }
      number++
    }
    return part
  }

  /** The nodes by when a depth-first search leaves them, the last one first. */
  private lastLeftFirst(): number[] {
    const left: number[] = []
    const seen = new Uint8Array(this.nodes)
    for (let root = 0; root < this.nodes; root++) {
      if (seen[root] === 1) continue
      seen[root] = 1
      const stack = [{ node: root, next: 0 }]
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const arc = (this.out[top.node] as readonly number[])[top.next++]
        if (arc === undefined) {
          left.push(top.node)
          stack.pop()
          continue
        }
        const { to } = this.arcs[arc] as Arc
        if (seen[to] === 1) continue
        seen[to] = 1
        stack.push({ node: to, next: 0 })
      }
    }
    return left.reverse()
  }
}
