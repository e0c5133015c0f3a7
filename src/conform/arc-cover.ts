/** The fewest walks from given nodes that go along every needed arc of a graph. */

import type { Arc, Digraph } from './digraph.ts'
import { fewestWays } from './fewest-ways.ts'

/** Walks as arcs. Each begins at one of `starts`; every needed arc can be reached from there. */
export function arcCover(graph: Digraph, starts: readonly number[], isNeeded: (arc: number) => boolean): number[][] {
  return new ArcCover(graph, starts, isNeeded).walks()
}

/**
 * What is strongly connected can be walked whole by one walk, so only ways between such parts matter: part `p` is an arc
 * from node `2p` to `2p + 1`.
 */
class ArcCover {
  private readonly graph: Digraph
  private readonly starts: readonly number[]
  private readonly part: readonly number[]
  private readonly parts: number
  /** The needed arcs that no walk took yet. */
  private readonly left: Set<number>

  constructor(graph: Digraph, starts: readonly number[], isNeeded: (arc: number) => boolean) {
    this.graph = graph
    this.starts = starts
    this.part = graph.parts()
    this.parts = Math.max(-1, ...this.part) + 1
    this.left = new Set([...graph.arcs.keys()].filter(isNeeded))
  }

  walks(): number[][] {
    if (this.left.size === 0) return []
    const [source, sink] = [2 * this.parts, 2 * this.parts + 1]
    const arcs = [...this.throughParts(), ...this.betweenParts(), ...this.ends(source, sink)]
    const ways = fewestWays(
      sink + 1,
      arcs.map(({ arc }) => arc),
      source,
      sink,
    )
    // The arcs through parts are the first ones, by the numbers of the parts.
    const walks = ways.map(way => {
      const first = way.find(one => one < this.parts) as number
      return this.walk(
        first,
        way.flatMap(one => arcs[one]?.original ?? []),
      )
    })
    return walks.filter(walk => walk.length > 0)
  }

  private throughParts() {
    const needed = new Set<number>()
    for (const arc of this.left) if (this.isInside(arc)) needed.add(this.partOf(this.arc(arc).from))
    return Array.from({ length: this.parts }, (_, p) => {
      return { arc: { from: 2 * p, to: 2 * p + 1, least: needed.has(p) ? 1 : 0 }, original: undefined }
    })
  }

  private betweenParts() {
    return [...this.graph.arcs].flatMap(({ from, to }, original) => {
      if (this.isInside(original)) return []
      const arc = { from: 2 * this.partOf(from) + 1, to: 2 * this.partOf(to), least: this.left.has(original) ? 1 : 0 }
      return [{ arc, original }]
    })
  }

  private ends(source: number, sink: number) {
    const firsts = [...new Set(this.starts.map(start => this.partOf(start)))]
    return [
      ...firsts.map(p => ({ arc: { from: source, to: 2 * p, least: 0 }, original: undefined })),
      ...Array.from({ length: this.parts }, (_, p) => ({
        arc: { from: 2 * p + 1, to: sink, least: 0 },
        original: undefined,
      })),
    ]
  }

  /** A walk that begins in a part, along arcs between parts, with what is still needed inside each part. */
  private walk(first: number, crossing: readonly number[]): number[] {
    const walked: number[] = []
    let node = this.starts.find(start => this.partOf(start) === first) as number
    for (const next of [...crossing, undefined]) {
      const inside = this.inside(node, next)
      walked.push(...inside, ...(next === undefined ? [] : [next]))
      if (next !== undefined) {
        this.left.delete(next)
        node = this.arc(next).to
      }
    }
    return walked
  }

  /** From a node along all needed arcs of its part, each time to the nearest one, and to where the next arc begins. */
  private inside(start: number, next: number | undefined): number[] {
    const part = this.partOf(start)
    const stays = (arc: number) => this.partOf(this.arc(arc).to) === part
    const needed = (node: number) => this.outOf(node).find(arc => this.left.has(arc) && stays(arc))
    const walked: number[] = []
    for (let node = start; ; ) {
      const way = this.graph.way([node], at => needed(at) !== undefined, stays)
      if (way === undefined) {
        const out = next === undefined ? [] : this.graph.way([node], at => at === this.arc(next).from, stays)
        return [...walked, ...(out as number[])]
      }
      for (const arc of way) this.left.delete(arc)
      const end = way.length === 0 ? node : this.arc(way.at(-1) as number).to
      const arc = needed(end)
      walked.push(...way)
      node = end
      if (arc === undefined) continue
      this.left.delete(arc)
      walked.push(arc)
      node = this.arc(arc).to
    }
  }

  private isInside(arc: number): boolean {
    const { from, to } = this.arc(arc)
    return this.partOf(from) === this.partOf(to)
  }

  private outOf(node: number): readonly number[] {
    return this.graph.out[node] as readonly number[]
  }

  private arc(number: number): Arc {
    return this.graph.arcs[number] as Arc
  }

  private partOf(node: number): number {
    return this.part[node] as number
  }
}
