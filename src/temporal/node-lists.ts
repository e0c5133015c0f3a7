/** Nodes that belong to no search, and those whose component is known, count as entered after all others. */
const closed = 0x7fffffff

/** Marks of parts are above this; marks of nodes that are entered, below. */
const middle = 2 ** 30

/** A part with at least one node in this many is put in order by going through all nodes: sorting it takes longer. */
const densest = 16

/**
 * Lists by the nodes of a product that are needed only while it is searched. All products of a graph have them in common, since each would
 * take as much as the states themselves.
 */
export class NodeLists {
  readonly closed = closed
  /**
   * By node: when a search has entered it, from 1; 0 if that is still to be done. Of those that no search is at, the part that they were
   * put into last, or {@link closed}.
   */
  marks = new Int32Array(0)
  private lastMark = closed
  private reached = new Uint8Array(0)
  private open = new Int32Array(0)
  private edge = new Int32Array(0)

  /** The marks, where a search begins. */
  forSearch(nodes: number): Int32Array {
    if (this.lastMark < middle || this.marks.length < nodes) {
      this.marks = new Int32Array(Math.max(nodes, this.marks.length)).fill(closed)
      this.lastMark = closed
    }
    return this.marks
  }

  /** A list of zeros. */
  forReached(nodes: number): Uint8Array {
    if (this.reached.length < nodes) this.reached = new Uint8Array(nodes)
    return this.reached.subarray(0, nodes).fill(0)
  }

  /** Two lists for a search among this many nodes. */
  forWay(nodes: number): { readonly open: Int32Array<ArrayBuffer>; readonly edge: Int32Array<ArrayBuffer> } {
    if (this.open.length < nodes) {
      this.open = new Int32Array(nodes)
      this.edge = new Int32Array(nodes)
    }
    return { open: this.open.subarray(0, nodes), edge: this.edge }
  }

  /** Puts nodes that no search is at into a part of their own; returns its mark. */
  mark(part: Int32Array): number {
    const mark = --this.lastMark
    for (let i = 0; i < part.length; i++) this.marks[part[i]!] = mark
    return mark
  }

  /** Puts the nodes of a part with this mark in the order of their numbers, in which their transitions lie. */
  order(part: Int32Array, mark: number): void {
    if (densest * part.length < this.marks.length) {
      part.sort()
      return
    }
    for (let node = 0, i = 0; i < part.length; node++) if (this.marks[node] === mark) part[i++] = node
  }
}

const known = new WeakMap<object, NodeLists>()

/** Those of a graph. */
export function nodeListsOf(graph: object): NodeLists {
  const lists = known.get(graph) ?? new NodeLists()
  known.set(graph, lists)
  return lists
}
