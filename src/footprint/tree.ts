/**
 * The tree of a step or a claim: everything known from its runs.
 *
 *   read cell 3 ─ 0 → read cell 7 ─ 0 → leaf
 *               │                 └ 1 → leaf
 *               └ 1 → choice ─ 0 → leaf
 *                            └ 1 → leaf
 *
 * A node names the cell read next, its children are the numbers of that cell's values, or of the answers to a question
 * about its lists; a choice is followed into every
 * option, in order. If a child is missing, the step must be run. Since a step is a function of what it reads, runs
 * that agree on a path agree on the node at its end; if they do not, the step is impure.
 */

import type { Projection } from '../state/list-look-ups.ts'
import type { Event } from './trace.ts'
import type { TreeMemory } from './tree-memory.ts'

/** A node of a tree: a read, a choice, or a leaf. */
export type TreeNode<L> = ReadNode<L> | ChoiceNode<L> | LeafNode<L>

/** Branches on the value of a cell, or on the answer to a question about its list. */
export interface ReadNode<L> {
  readonly kind: 'read'
  readonly cell: number
  /** The question about the list in the cell; undefined for its value. */
  readonly asked: Projection | undefined
  readonly children: (TreeNode<L> | undefined)[]
}

/** The child to which a state leads whose cell has this value. */
export function childOf<L>({ asked, children }: ReadNode<L>, value: number): TreeNode<L> | undefined {
  return children[asked === undefined ? value : asked.of(value)]
}

/** Branches on the option taken at a choose. */
export interface ChoiceNode<L> {
  readonly kind: 'choice'
  /** One for each option. */
  readonly children: (TreeNode<L> | undefined)[]
}

/** The end of a path: the result of every run that takes it. */
export interface LeafNode<L> {
  readonly kind: 'leaf'
  readonly leaf: L
}

/** Two runs that agreed so far differ: in what they read next, or in what they did in the end. */
export interface Disagreement {
  /** The cell that one of them read next, where it is known. */
  readonly cell: number | undefined
}

/** The runs of one step or claim, merged into a tree. It only grows, until it is cleared. */
export class Tree<L> {
  root: TreeNode<L> | undefined
  /** Every cell that some node reads. */
  readonly cells = new Set<number>()
  leaves = 0
  /** Approximate bytes held; those of the leaves themselves are counted where leaves are made. */
  bytes = 0
  private readonly isSameLeaf: (a: L, b: L) => boolean
  private readonly memory: TreeMemory

  constructor(isSameLeaf: (a: L, b: L) => boolean, memory: TreeMemory) {
    this.isSameLeaf = isSameLeaf
    this.memory = memory
  }

  /** Forgets everything. */
  clear(): void {
    this.root = undefined
    this.cells.clear()
    this.leaves = 0
    this.hold(-this.bytes)
  }

  /** Adds to the bytes held on behalf of this tree. */
  hold(bytes: number): void {
    this.bytes += bytes
    this.memory.held += bytes
  }

  /** Enters what one run did; returns the disagreement with an earlier run, if any. */
  add(events: readonly Event[], leaf: L): Disagreement | undefined {
    let place: { put: (node: TreeNode<L>) => void; node: TreeNode<L> | undefined } = {
      node: this.root,
      put: node => {
        this.root = node
      },
    }
    for (const event of events) {
      const node = place.node ?? this.grow(event, place.put)
      if (node.kind === 'leaf') return { cell: event.kind === 'read' ? event.cell : undefined }
      if (node.kind === 'read' && (event.kind !== 'read' || event.cell !== node.cell || event.asked !== node.asked))
        return { cell: node.cell }
      if (node.kind === 'choice' && event.kind !== 'choice') return { cell: event.cell }
      if (node.kind === 'choice' && event.kind === 'choice' && event.width !== node.children.length)
        return { cell: undefined }
      const at = event.kind === 'read' ? event.value : event.pick
      place = {
        node: node.children[at],
        put: child => {
          this.hold(bytesOfSlots(node.children.length, at))
          node.children[at] = child
        },
      }
    }
    if (place.node === undefined) {
      place.put({ kind: 'leaf', leaf })
      this.leaves++
      this.hold(leafBytes)
      return undefined
    }
    if (place.node.kind === 'leaf') return this.isSameLeaf(place.node.leaf, leaf) ? undefined : { cell: undefined }
    return { cell: place.node.kind === 'read' ? place.node.cell : undefined }
  }

  private grow(event: Event, put: (node: TreeNode<L>) => void): TreeNode<L> {
    if (event.kind === 'read') this.cells.add(event.cell)
    const node: TreeNode<L> =
      event.kind === 'read'
        ? { kind: 'read', cell: event.cell, asked: event.asked, children: [] }
        : { kind: 'choice', children: Array.from({ length: event.width }, () => undefined) }
    this.hold(nodeBytes + (event.kind === 'choice' ? 8 * event.width : 0))
    put(node)
    return node
  }
}

const leafBytes = 40
const nodeBytes = 80

/** How much an array of children grows to have one at `at`: V8 reserves half as much again. */
function bytesOfSlots(length: number, at: number): number {
  // Beyond such a gap the children are kept in a table.
  if (at - length > 1024) return 50
  return Math.max(0, at - length + 1) * 12 + (length === 0 ? 128 : 0)
}
