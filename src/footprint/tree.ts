/**
 * The tree of a step or a claim: everything known from its runs.
 *
 *   read cell 3 ─ 0 → read cell 7 ─ 0 → leaf
 *               │                 └ 1 → leaf
 *               └ 1 → choice ─ 0 → leaf
 *                            └ 1 → leaf
 *
 * A node names the cell read next, its children are the numbers of that cell's values, or of the answers to a question
 * about its lists; a choice is followed into every option, in order, and a pick into every member that is there. If a child is missing, the step must be run. Since a step is a function of what it reads, runs
 * that agree on a path agree on the node at its end; if they do not, the step is impure.
 *
 * When a state has a new member of a set, trees stay, and members-met.ts marks the places where it may count.
 */

import type { ReadCell } from '../state/codec.ts'
import type { ValueQuestion } from '../state/list-look-ups.ts'
import { eachChild } from './each-child.ts'
import { type MembersMet, withMembers } from './members-met.ts'
import type { Event, UnmetEvent } from './trace.ts'
import { bytesOfSlots, leafBytes, nodeBytes } from './tree-bytes.ts'

/** A node of a tree. */
export type TreeNode<L> =
  | ReadNode<L>
  | ChoiceNode<L>
  | PickNode<L>
  | PredicateNode<L>
  | UnmetNode<L>
  | SizeNode<L>
  | LeafNode<L>

/** Branches on the value of a cell, or on the answer to a question about its list. */
export interface ReadNode<L> {
  readonly kind: 'read'
  cell: number
  /** The question about the value of the cell; undefined for the value itself. */
  readonly projection: ValueQuestion | undefined
  readonly children: (TreeNode<L> | undefined)[]
}

/** The child to which a state leads whose cell has this value. */
export function childOf<L>({ projection, children }: ReadNode<L>, value: number): TreeNode<L> | undefined {
  return children[projection === undefined ? value : projection.of(value)]
}

/** Branches on the option taken at a choose. */
export interface ChoiceNode<L> {
  readonly kind: 'choice'
  /** One for each option. */
  readonly children: (TreeNode<L> | undefined)[]
}

/** A choice among the members of a set: a child is followed where its member is there. */
export interface PickNode<L> {
  readonly kind: 'pick'
  readonly set: string
  /** The presence of each member that could be there, in the order of the options. */
  cells: readonly number[]
  /** As many as there are cells. */
  children: (TreeNode<L> | undefined)[]
  doubtful: readonly number[]
}

/** Where it depends on members that no state had had how to go on: see {@link UnmetEvent}. */
export interface UnmetNode<L> {
  readonly kind: 'unmet'
  readonly set: string
  readonly text: string | undefined
  readonly then: UnmetEvent['then']
  /** The presence of members that were met since. It is not known how to go on where one of them is there. */
  doubtful: readonly number[]
  readonly children: [TreeNode<L> | undefined]
}

/** Branches on the number of members of a set. A member that is met later is one of those that count. */
export interface SizeNode<L> {
  readonly kind: 'size'
  readonly set: string
  /** The presence of all members. */
  cells: readonly number[]
  readonly children: (TreeNode<L> | undefined)[]
}

/** How many of these members are there. */
export function countOf(cells: readonly number[], read: ReadCell): number {
  let count = 0
  for (const cell of cells) count += read(cell)
  return count
}

/** A predicate on an item of a list; the children are for false, for true, and for what has to be seen as usual. */
export interface PredicateNode<L> {
  readonly kind: 'predicate'
  readonly predicate: string
  /** What leads to its answers. */
  readonly tree: Tree<number>
  readonly children: (TreeNode<L> | undefined)[]
}

/** The answer of a predicate in a state whose cells are read; undefined if the tree does not know it. */
export function answerOf({ tree }: PredicateNode<unknown>, read: ReadCell): number | undefined {
  const node = leafOrChoice(tree.root, read)
  return node?.kind === 'leaf' ? node.leaf : undefined
}

/** The first node that is no question about the state, on the way from a node that a state takes. */
export function leafOrChoice<L>(
  from: TreeNode<L> | undefined,
  read: ReadCell,
): ChoiceNode<L> | PickNode<L> | LeafNode<L> | undefined {
  let node = from
  while (node !== undefined && node.kind !== 'leaf' && node.kind !== 'choice') {
    if (node.kind === 'read') node = childOf(node, read(node.cell))
    else if (node.kind === 'size') node = node.children[countOf(node.cells, read)]
    else if (node.kind === 'predicate') {
      const answer: number | undefined = answerOf(node, read)
      node = answer === undefined ? undefined : node.children[answer]
    } else if (isAnyThere(node.doubtful, read)) return undefined
    else if (node.kind === 'pick') return node
    else node = node.children[0]
  }
  return node
}

/** Whether one of these members is there. Mostly there are none to look for. */
function isAnyThere(cells: readonly number[], read: ReadCell): boolean {
  for (let i = 0; i < cells.length; i++) if (read(cells[i]!) === 1) return true
  return false
}

/** The end of a path: the result of every run that takes it. */
export interface LeafNode<L> {
  readonly kind: 'leaf'
  leaf: L
}

/** Two runs that agreed so far differ: in what they read next, or in what they did in the end. */
export interface Disagreement {
  /** The cell that one of them read next, where it is known. */
  readonly cell: number | undefined
}

/** What a tree has to know of its leaves. */
export interface LeafKind<L> {
  readonly isSame: (a: L, b: L) => boolean
  /** The leaf where the member picked at a choice, which is one of several, comes after these others now. */
  readonly afterMembers?: (leaf: L, choice: number, membersBefore: readonly number[]) => L
}

/** The runs of one step or claim, merged into a tree. It only grows, until it is cleared. */
export class Tree<L> {
  root: TreeNode<L> | undefined
  leaves = 0
  /** Approximate bytes held; those of the leaves themselves are counted where leaves are made. */
  bytes = 0
  private readonly leafKind: LeafKind<L>
  private readonly holder: { hold(bytes: number): void }

  /** The bytes held are those of the `holder`, too. */
  constructor(leafKind: LeafKind<L>, holder: { hold(bytes: number): void }) {
    this.leafKind = leafKind
    this.holder = holder
  }

  /** Forgets everything. */
  clear(): void {
    this.root = undefined
    this.leaves = 0
    this.hold(-this.bytes)
  }

  /** Forgets everything but the leaves of one question about a cell, by its answers. */
  replaceBy(cell: number, projection: ValueQuestion, leaves: readonly L[]): void {
    this.clear()
    this.root = { kind: 'read', cell, projection, children: leaves.map(leaf => ({ kind: 'leaf', leaf })) }
    this.leaves = leaves.length
    this.hold(nodeBytes + (8 + leafBytes) * leaves.length)
  }

  /** Adds to the bytes held on behalf of this tree. */
  hold(bytes: number): void {
    this.bytes += bytes
    this.holder.hold(bytes)
  }

  /** Enters what one run did; returns the disagreement with an earlier run, if any. */
  add(events: readonly Event[], leaf: L): Disagreement | undefined {
    let place: NodePlace<L> = {
      node: this.root,
      put: node => {
        this.root = node
      },
    }
    let choices = 0
    for (const event of events) {
      const node = this.nodeFor(event, place)
      if (node.kind === 'leaf') return { cell: cellOf(event) }
      if (node.kind === 'pick' && event.kind === 'pick') this.pickFrom(node, event.cells, choices)
      if (!isNodeOf(node, event)) return { cell: cellOf(node) ?? cellOf(event) }
      if (node.kind === 'unmet') node.doubtful = []
      if (node.kind === 'choice' || node.kind === 'pick') choices++
      if (node.kind === 'predicate' && event.kind === 'predicate') {
        const disagreement = node.tree.add(event.events, event.answer)
        if (disagreement !== undefined) return disagreement
      }
      const at = wayOf(event)
      // Nothing is there that could be picked: there is no way on.
      if (at < 0) return undefined
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
    if (place.node.kind === 'leaf') return this.leafKind.isSame(place.node.leaf, leaf) ? undefined : { cell: undefined }
    return { cell: cellOf(place.node) }
  }

  /** Members were met that no state had had; cells get these numbers. */
  meet(met: MembersMet): void {
    this.root = withMembers(this.root, met, forgotten => {
      this.leaves -= forgotten.leaves
      this.hold(-forgotten.bytes)
    })
  }

  private nodeFor(event: Event, { node, put }: NodePlace<L>): TreeNode<L> {
    if (node === undefined) return this.grow(event, put)
    if (node.kind !== 'unmet' || event.kind !== 'read' || !node.doubtful.includes(event.cell)) return node
    // The new member counts here: it is read after those that were met before it.
    node.doubtful = node.doubtful.filter(cell => cell !== event.cell)
    this.hold(nodeBytes + bytesOfSlots(0, 0))
    const made: ReadNode<L> = { kind: 'read', cell: event.cell, projection: undefined, children: [node] }
    put(made)
    return made
  }

  /** Takes the members for options that a run had, if these are some more than are known. */
  private pickFrom(node: PickNode<L>, cells: readonly number[], choices: number): void {
    if (!node.cells.every(cell => cells.includes(cell))) return
    node.doubtful = []
    if (cells.length === node.cells.length) return
    node.children = cells.map((cell, at) => {
      const before = node.cells.indexOf(cell)
      const child = node.children[before]
      if (child !== undefined && at !== before) this.moveLeaves(child, choices, cells.slice(0, at))
      return child
    })
    node.cells = cells
  }

  private moveLeaves(node: TreeNode<L>, choice: number, membersBefore: readonly number[]): void {
    const { afterMembers } = this.leafKind
    if (node.kind === 'leaf') node.leaf = afterMembers?.(node.leaf, choice, membersBefore) ?? node.leaf
    else eachChild(node.children, child => this.moveLeaves(child, choice, membersBefore))
  }

  private grow(event: Event, put: (node: TreeNode<L>) => void): TreeNode<L> {
    const node = this.nodeOf(event)
    this.hold(nodeBytes + 8 * node.children.length)
    put(node)
    return node
  }

  private nodeOf(event: Event): Exclude<TreeNode<L>, LeafNode<L>> {
    switch (event.kind) {
      case 'read':
        return { kind: 'read', cell: event.cell, projection: event.projection, children: [] }
      case 'choice':
        return { kind: 'choice', children: Array.from({ length: event.width }, () => undefined) }
      case 'pick':
        return {
          kind: 'pick',
          set: event.set,
          cells: event.cells,
          children: event.cells.map(() => undefined),
          doubtful: [],
        }
      case 'predicate': {
        const tree = new Tree<number>({ isSame: (a, b) => a === b }, this)
        return { kind: 'predicate', predicate: event.predicate, tree, children: [undefined, undefined, undefined] }
      }
      case 'unmet':
        return { ...event, children: [undefined], doubtful: [] }
      case 'size':
        return { kind: 'size', set: event.set, cells: event.cells, children: [] }
    }
  }
}

/** Where a node is, or can be put. */
interface NodePlace<L> {
  readonly node: TreeNode<L> | undefined
  readonly put: (node: TreeNode<L>) => void
}

function isNodeOf<L>(node: Exclude<TreeNode<L>, LeafNode<L>>, event: Event): boolean {
  if (node.kind === 'read')
    return event.kind === 'read' && event.cell === node.cell && event.projection === node.projection
  if (node.kind === 'choice') return event.kind === 'choice' && event.width === node.children.length
  if (node.kind === 'predicate') return event.kind === 'predicate' && event.predicate === node.predicate
  if (node.kind === 'unmet') return event.kind === 'unmet' && isSameLook(event, node)
  if (node.kind === 'size') return event.kind === 'size' && event.set === node.set
  return event.kind === 'pick' && String(event.cells) === String(node.cells)
}

type UnmetLook = Omit<UnmetEvent, 'kind'>

function isSameLook(a: UnmetLook, b: UnmetLook): boolean {
  return a.set === b.set && a.text === b.text && a.then === b.then
}

function wayOf(event: Event): number {
  if (event.kind === 'unmet') return 0
  if (event.kind === 'read' || event.kind === 'size') return event.value
  if (event.kind === 'predicate') return event.answer
  return event.kind === 'choice' ? event.pick : event.at
}

function cellOf(at: Event | TreeNode<unknown>): number | undefined {
  return at.kind === 'read' ? at.cell : undefined
}

/**
 * The numbers of options that a script met on its way through a tree, if the tree knows all ways on from where the script ends;
 * undefined if it does not. `read` gives the values of the cells.
 */
export function widthsIfKnown(
  root: TreeNode<unknown> | undefined,
  read: ReadCell,
  script: readonly number[],
): readonly number[] | undefined {
  const widths: number[] = []
  let node = leafOrChoice(root, read)
  while (node !== undefined && widths.length < script.length) {
    if (node.kind === 'leaf') return undefined
    const ways = waysOn(node, read)
    node = leafOrChoice(ways[script[widths.length] as number], read)
    widths.push(ways.length)
  }
  return isKnown(node, read) ? widths : undefined
}

/** Whether a tree knows all ways on from a node in a state whose cells are read. */
export function isKnown(from: TreeNode<unknown> | undefined, read: ReadCell): boolean {
  const node = leafOrChoice(from, read)
  if (node === undefined || node.kind === 'leaf') return node !== undefined
  return waysOn(node, read).every(way => isKnown(way, read))
}

/** The children of a choice or a pick that a state has options for. */
function waysOn<L>(node: ChoiceNode<L> | PickNode<L>, read: ReadCell): readonly (TreeNode<L> | undefined)[] {
  return node.kind === 'choice' ? node.children : node.children.filter((_, i) => read(node.cells[i]!) === 1)
}
