/**
 * Keeps trees when states have members of sets that none had before: nearly everything that was recorded still holds for
 * states without these members.
 *
 * At each place that depends on members nobody had met, a new one is doubtful: nobody knows whether it counts there. As soon as a
 * state that has it comes to such a place, the step runs once more. Then the new member is read there, or it makes no
 * difference. Where it cannot simply be read after the others, all that comes next is forgotten.
 */

import type { Cell, Layout } from '../state/layout.ts'
import { eachChild } from './each-child.ts'
import { setName } from './state-reads.ts'
import type { PickNode, SizeNode, TreeNode, UnmetNode } from './tree.ts'
import { leafBytes, nodeBytes } from './tree-bytes.ts'

/** A member that no state had had, as trees know it. */
interface NewMember {
  readonly set: string
  readonly text: string
  readonly cell: number
}

/** The new members, and the numbers that cells have now. */
export interface MembersMet {
  readonly members: readonly NewMember[]
  readonly cellNow: (cell: number) => number
}

/** The members that a layout has, and the one before it had not; undefined where their other cells differ. */
export function membersMet(before: Layout, layout: Layout): MembersMet | undefined {
  const known = before.cells.length
  const isSame = before.cells.every(cell => isSameCell(cell, layout.cells[cell.index]))
  const added = layout.cells.slice(known)
  if (!isSame || !added.every(({ isMember }) => isMember)) return undefined
  return { members: added.map(cell => newMember(cell, false)), cellNow: cell => cell }
}

/** The same for trees of transitions, where the cells of the second state are numbered after those of the first. */
export function membersMetByBoth(met: MembersMet, before: Layout, layout: Layout): MembersMet {
  const [known, count] = [before.cells.length, layout.cells.length]
  const after = layout.cells.slice(known).map(cell => newMember({ ...cell, index: cell.index + count }, true))
  return { members: [...met.members, ...after], cellNow: cell => (cell < known ? cell : cell + count - known) }
}

function isSameCell(a: Cell, b: Cell | undefined): boolean {
  return b !== undefined && a.isMember === b.isMember && a.holds === b.holds && String(a.path) === String(b.path)
}

function newMember({ path, index }: Cell, isAfter: boolean): NewMember {
  return { set: setName(path.slice(0, -1), isAfter), text: String(path.at(-1)), cell: index }
}

/** What is no longer known, with the bytes that it held. */
interface Forgotten {
  readonly leaves: number
  readonly bytes: number
}

/** A part of a tree as it is where members were met; undefined where it is forgotten. It is changed in place. */
export function withMembers<L>(
  node: TreeNode<L> | undefined,
  met: MembersMet,
  onForgotten: (forgotten: Forgotten) => void,
): TreeNode<L> | undefined {
  if (node === undefined || node.kind === 'leaf') return node
  if (node.kind === 'unmet' && node.then === 'forget' && met.members.some(member => isFor(node, member))) {
    onForgotten(sizeOf(node))
    return undefined
  }
  if (node.kind === 'read') node.cell = met.cellNow(node.cell)
  if (node.kind === 'predicate') node.tree.meet(met)
  if (node.kind === 'pick') node.cells = node.cells.map(met.cellNow)
  if (node.kind === 'size') node.cells = countedIn(node, met)
  if (node.kind === 'pick' || node.kind === 'unmet') node.doubtful = doubtfulIn(node, met)
  const { children } = node
  eachChild<L>(children, (child, way) => {
    children[way] = withMembers(child, met, onForgotten)
  })
  return node
}

function doubtfulIn<L>(node: PickNode<L> | UnmetNode<L>, { members, cellNow }: MembersMet): number[] {
  const added = members.flatMap(member => (isFor(node, member) ? [member.cell] : []))
  return [...node.doubtful.map(cellNow), ...added]
}

/** All members count, those that were met, too. */
function countedIn<L>({ cells, set }: SizeNode<L>, { members, cellNow }: MembersMet): number[] {
  return [...cells.map(cellNow), ...members.flatMap(member => (member.set === set ? [member.cell] : []))]
}

function isFor<L>(node: PickNode<L> | UnmetNode<L>, { set, text }: NewMember): boolean {
  return node.set === set && (node.kind === 'pick' || node.text === undefined || node.text === text)
}

function sizeOf<L>(node: TreeNode<L>): Forgotten {
  if (node.kind === 'leaf') return { leaves: 1, bytes: leafBytes }
  let [leaves, bytes] = [0, nodeBytes + 8 * node.children.length]
  eachChild(node.children, child => {
    const size = sizeOf(child)
    leaves += size.leaves
    bytes += size.bytes
  })
  return { leaves, bytes }
}
