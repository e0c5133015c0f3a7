/** A state, or the change from one state to another, as a tree of cells that the reader can select. */

import { canonical, type Path, type Plain, showPath } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import { harmless, showName, showValue } from '../report/text/value.ts'

/** Lists up to this length are shown on one line. */
const longestLine = 44

export type CellChange = 'same' | 'changed' | 'new' | 'gone'

export interface CellNode {
  readonly path: Path
  /** The path from the parent node: `tasks[0]`, `mode`. */
  readonly name: string
  readonly before: Plain | undefined
  readonly after: Plain | undefined
  readonly change: CellChange
  /** Empty if the value is shown on one line. */
  readonly children: readonly CellNode[]
}

/** The parts of two states side by side, in the order of the later state. */
export function cellTree(before: State, after: State): readonly CellNode[] {
  return childrenOf(before as Plain, after as Plain, [], [])
}

/** The tree reduced to the nodes for which `keeps` is true, and their ancestors. */
export function pruned(nodes: readonly CellNode[], keeps: (leaf: CellNode) => boolean): readonly CellNode[] {
  return nodes.flatMap(node => {
    if (node.children.length === 0) return keeps(node) ? [node] : []
    const children = pruned(node.children, keeps)
    return children.length === 0 ? [] : [{ ...node, children }]
  })
}

export function leavesOf(nodes: readonly CellNode[]): readonly CellNode[] {
  return nodes.flatMap(node => (node.children.length === 0 ? [node] : leavesOf(node.children)))
}

function childrenOf(before: Plain | undefined, after: Plain | undefined, path: Path, above: Path): CellNode[] {
  const keys = new Set([...keysOf(after), ...keysOf(before)])
  const isList = Array.isArray(after ?? before)
  return [...keys].flatMap(key =>
    nodesOf(partOf(before, key), partOf(after, key), [...path, isList ? Number(key) : key], above),
  )
}

/** One node, or for a list of records one for each record: `tasks[0]`, `tasks[1]`. */
function nodesOf(before: Plain | undefined, after: Plain | undefined, path: Path, above: Path): CellNode[] {
  const isOpen = !isShortList(before, after) && [before, after].every(value => value === undefined || isOpened(value))
  if (isOpen && [before, after].every(value => value === undefined || isTable(value)))
    return childrenOf(before, after, path, above)
  const isKeptApart = isOpen && haveSameForm(before, after)
  const children = isKeptApart ? childrenOf(before, after, path, path) : []
  return [{ path, name: nameBelow(path, above), before, after, change: changeOf(before, after), children }]
}

/**
 * Whether a list is short and got longer or shorter: shown part by part, removing the first item would look like a
 * change of all.
 */
function isShortList(before: Plain | undefined, after: Plain | undefined): boolean {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length === after.length) return false
  return Math.max(showValue(before).length, showValue(after).length) <= longestLine
}

/** Whether a value is shown part by part: records are, and long lists. */
function isOpened(value: Plain): boolean {
  return keysOf(value).length > 0 && (isRecord(value) || isTable(value) || showValue(value).length > longestLine)
}

function isTable(value: Plain): boolean {
  return Array.isArray(value) && value.every(part => isRecord(part) && (Object.keys(part).length > 1 || 'pc' in part))
}

function isRecord(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function haveSameForm(before: Plain | undefined, after: Plain | undefined): boolean {
  if (before === undefined || after === undefined) return true
  return Array.isArray(before) === Array.isArray(after)
}

function keysOf(value: Plain | undefined): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function partOf(value: Plain | undefined, key: string): Plain | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as { readonly [key: string]: Plain })[key]
}

function changeOf(before: Plain | undefined, after: Plain | undefined): CellChange {
  if (before === undefined) return 'new'
  if (after === undefined) return 'gone'
  return canonical(before) === canonical(after) ? 'same' : 'changed'
}

function nameBelow(path: Path, above: Path): string {
  const [first, ...rest] = path.slice(above.length)
  const name = typeof first === 'string' ? showName(first) : `[${first}]`
  return rest.length === 0 ? name : `${name}${harmless(showPath(rest)).replace(/^(?!\[)/, '.')}`
}
