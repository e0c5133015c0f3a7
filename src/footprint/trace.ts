/**
 * What one run of a step or a claim reads: the cells in the order in which it first looked at them.
 *
 * Shared by all proxies of a run. A cell counts as read when its value as it was before the run can reach the author's
 * code. A read too many only makes a footprint larger; a read must never be missed.
 */

import type { Projection } from '../state/list-look-ups.ts'

/** Something that the path through a tree can depend on: the value of a cell, or the option taken at a choose. */
export type Event = ReadEvent | { readonly kind: 'choice'; readonly width: number; readonly pick: number }

/** A look at a cell: at its value, or at the answer to one question about the list that it holds. */
export interface ReadEvent {
  readonly kind: 'read'
  readonly cell: number
  readonly asked: Projection | undefined
  /** The number of the value, or of the answer. */
  readonly value: number
}

/** The cells that a recording read, in order; a cell about which it asked several questions occurs more than once. */
export function readsIn(events: readonly Event[]): number[] {
  return events.flatMap(event => (event.kind === 'read' ? [event.cell] : []))
}

/** The reads and choices of one run, in order, each cell or question once. */
export class Trace {
  readonly events: Event[] = []
  /** The cells read so far, and those known beforehand, with the numbers of their values. */
  readonly known = new Map<number, number>()
  private readonly asked = new Map<number, Set<Projection>>()
  /** Sets that were searched for a member which no stored state has: no cell was read, but the answer depends on them. */
  readonly askedSets = new Set<string>()
  /** Set when the run did something that proxies cannot follow; it must be evaluated on plain states. */
  isOpaque = false

  /** Notes a read of `cell`, whose value before the run has the number `value`. */
  read(cell: number, value: number): void {
    if (this.known.has(cell)) return
    this.known.set(cell, value)
    this.events.push({ kind: 'read', cell, asked: undefined, value })
  }

  /** Notes a question about the list in `cell`, whose value before the run has the number `value`. */
  ask(cell: number, asked: Projection, value: number): void {
    if (this.known.has(cell)) return
    const before = this.asked.get(cell)
    if (before?.has(asked) === true) return
    this.asked.set(cell, (before ?? new Set()).add(asked))
    this.events.push({ kind: 'read', cell, asked, value: asked.of(value) })
  }

  choice(width: number, pick: number): void {
    this.events.push({ kind: 'choice', width, pick })
  }
}
