/**
 * What one run of a step or a claim reads: the cells in the order in which it first looked at them.
 *
 * Shared by all proxies of a run. A cell counts as read when its value as it was before the run can reach the author's
 * code. Reading too much only makes a footprint larger; what must never happen is to miss a read.
 */

/** A thing that the way through a tree can depend on: the value of a cell, or the option taken at a choose. */
export type Event =
  | { readonly kind: 'read'; readonly cell: number; readonly value: number }
  | { readonly kind: 'choice'; readonly width: number; readonly pick: number }

/** The cells that a recording looked at, each once, in order. */
export function readsIn(events: readonly Event[]): number[] {
  return events.flatMap(event => (event.kind === 'read' ? [event.cell] : []))
}

export class Trace {
  readonly events: Event[] = []
  /** The cells read so far, and those known beforehand, with the numbers of their values. */
  readonly known = new Map<number, number>()
  /** Sets that were asked for a member which no stored state has: nothing was read, but the answer depends on them. */
  readonly askedSets = new Set<string>()
  /** Set when the run did what proxies cannot follow; it must be evaluated on plain states. */
  isOpaque = false

  /** Notes a read of `cell`, whose value before the run has the number `value`. */
  read(cell: number, value: number): void {
    if (this.known.has(cell)) return
    this.known.set(cell, value)
    this.events.push({ kind: 'read', cell, value })
  }

  choice(width: number, pick: number): void {
    this.events.push({ kind: 'choice', width, pick })
  }
}
