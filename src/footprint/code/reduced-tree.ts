/**
 * Trees with equal parts merged, as in decision diagrams: code is generated from these.
 *
 * A step that tests whether all others are below some level has as many paths through its tree as there are combinations
 * of their levels, and nearly all lead to the same result. Here equal parts are one object, and a node branches on groups of
 * values with the same subtree. Values not yet seen are in no group.
 */

import { type ClaimAnswer, claimAnswers } from '../../machine/judge.ts'
import type { ValueQuestion } from '../../state/list-look-ups.ts'
import { eachChild } from '../each-child.ts'
import type { ScriptPart, StepLeaf } from '../step-leaf.ts'
import type { ReadNode, TreeNode } from '../tree.ts'

/** A part of a tree, the same object wherever it occurs. */
export type Reduced =
  | ReducedRead
  | ReducedCount
  | ReducedChoice
  | ReducedPick
  | ReducedPredicate
  | ReducedLeaf
  | ReducedAnswer

interface ReducedSize {
  readonly id: number
  /** Leaves in the code that it becomes, if no part of it is a separate function. */
  readonly size: number
  /** The most successors on any path through it. */
  readonly most: number
}

/** A read, with its values in groups of the same subtree. */
export interface ReducedRead extends ReducedSize {
  readonly kind: 'read'
  readonly cell: number
  readonly projection: ValueQuestion | undefined
  readonly groups: readonly { readonly child: Reduced; readonly values: readonly number[] }[]
}

/** A look at how many members are there, by their presence cells, with the numbers in groups of the same subtree. */
export interface ReducedCount extends ReducedSize {
  readonly kind: 'count'
  readonly cells: readonly number[]
  readonly groups: ReducedRead['groups']
}

/** A choice; undefined for an option that no run has taken. */
export interface ReducedChoice extends ReducedSize {
  readonly kind: 'choice'
  readonly children: readonly (Reduced | undefined)[]
}

/** A child is followed where its cell says that the member is there. */
export interface ReducedPick extends ReducedSize {
  readonly kind: 'pick'
  readonly cells: readonly number[]
  readonly children: readonly (Reduced | undefined)[]
}

/** Branches on the answer of a predicate. */
export interface ReducedPredicate extends ReducedSize {
  readonly kind: 'predicate'
  /** Leads to answers. */
  readonly question: Reduced
  readonly children: readonly (Reduced | undefined)[]
}

/** Where a tree leads to a number: the answer of a predicate, or of a claim. */
export interface ReducedAnswer extends ReducedSize {
  readonly kind: 'answer'
  readonly answer: number
}

/** A leaf. */
export interface ReducedLeaf extends ReducedSize {
  readonly kind: 'leaf'
  readonly leaf: StepLeaf
}

/** The measures are computed only if no equal part is known. */
type Unmeasured<T> = T extends ReducedSize ? Omit<T, keyof ReducedSize> : never

/** What a leaf of a tree of a step, of a claim or of a predicate has. */
type AnyLeaf = StepLeaf | ClaimAnswer | boolean | number

/** A value of what is read, with what follows; undefined where no run has got to the end. */
type ReducedWay = readonly [child: Reduced | undefined, value: number]

/** Merges equal parts of all trees that it reduces. */
export class Reducer {
  private readonly parts = new Map<string, Reduced>()

  reduce(node: TreeNode<AnyLeaf> | undefined): Reduced | undefined {
    switch (node?.kind) {
      case undefined:
        return undefined
      case 'leaf':
        return this.leaf(node.leaf)
      case 'predicate': {
        const question = this.reduce(node.tree.root)
        const children = Array.from(node.children, child => this.reduce(child))
        return question === undefined ? undefined : this.predicate(question, children)
      }
      case 'choice': {
        const children = Array.from(node.children, child => this.reduce(child))
        return this.part(`choice ${children.map(child => child?.id ?? '-')}`, { kind: 'choice', children })
      }
      case 'pick': {
        const { cells } = node
        const children = Array.from(node.children, child => this.reduce(child))
        const key = `pick ${cells} ${children.map(child => child?.id ?? '-')}`
        return this.without(node.doubtful, this.part(key, { kind: 'pick', cells, children }))
      }
      case 'unmet': {
        const child = this.reduce(node.children[0])
        return child && this.without(node.doubtful, child)
      }
      case 'size':
        return this.count(node.cells, this.waysOf(node.children))
      case 'read':
        return this.read(node, this.waysOf(node.children))
    }
  }

  private waysOf(children: ReadNode<AnyLeaf>['children']): ReducedWay[] {
    const ways: ReducedWay[] = []
    eachChild(children, (child, value) => ways.push([this.reduce(child), value]))
    return ways
  }

  private count(cells: readonly number[], ways: readonly ReducedWay[]): Reduced {
    const groups = groupsOf(ways)
    return this.part(`count ${cells} ${textOfGroups(groups)}`, { kind: 'count', cells, groups })
  }

  /** What follows where none of these members is there; else that is not known. */
  private without(members: readonly number[], part: Reduced): Reduced {
    return members.reduce((child, cell) => this.read({ cell, projection: undefined }, [[child, 0]]), part)
  }

  private leaf(leaf: AnyLeaf): Reduced {
    if (typeof leaf === 'boolean') return this.leaf(Number(leaf))
    if (typeof leaf === 'string') return this.leaf(claimAnswers.indexOf(leaf))
    if (typeof leaf === 'number') return this.part(`answer ${leaf}`, { kind: 'answer', answer: leaf })
    return this.part(keyOfLeaf(leaf), { kind: 'leaf', leaf })
  }

  private predicate(question: Reduced, children: readonly (Reduced | undefined)[]): Reduced {
    const key = `predicate ${question.id} ${children.map(child => child?.id ?? '-')}`
    return this.part(key, { kind: 'predicate', question, children })
  }

  /** A node that branches on the value of a cell, or on the answer to a question about it. */
  read({ cell, projection }: Pick<ReducedRead, 'cell' | 'projection'>, ways: readonly ReducedWay[]): Reduced {
    const groups = groupsOf(ways)
    const key = `read ${cell} ${projection?.question ?? ''} ${textOfGroups(groups)}`
    return this.part(key, { kind: 'read', cell, projection, groups })
  }

  private part(key: string, made: Unmeasured<Reduced>): Reduced {
    const known = this.parts.get(key)
    if (known !== undefined) return known
    const part: Reduced = { ...made, id: this.parts.size, ...measure(made) }
    this.parts.set(key, part)
    return part
  }
}

/** The values in groups of the same subtree; without those where no run has got to the end. */
function groupsOf(ways: readonly ReducedWay[]): ReducedRead['groups'] {
  const groups = new Map<Reduced, number[]>()
  for (const [child, value] of ways) {
    if (child === undefined) continue
    const values = groups.get(child)
    if (values === undefined) groups.set(child, [value])
    else values.push(value)
  }
  return [...groups].map(([child, values]) => ({ child, values }))
}

function textOfGroups(groups: ReducedRead['groups']): string {
  return groups.map(({ child, values }) => `${child.id}:${values}`).join(' ')
}

function measure(made: Unmeasured<Reduced>): { size: number; most: number } {
  switch (made.kind) {
    case 'leaf':
      return { size: 1, most: 1 }
    case 'answer':
      return { size: 1, most: 0 }
    case 'predicate': {
      const { children } = made
      const size = children.reduce((all, child) => all + (child?.size ?? 0), 1)
      return { size, most: Math.max(...children.map(child => child?.most ?? 0)) }
    }
    case 'choice':
    case 'pick': {
      const sum = (of: 'size' | 'most'): number => made.children.reduce((all, child) => all + (child?.[of] ?? 0), 0)
      return { size: sum('size'), most: sum('most') }
    }
    case 'count':
    case 'read': {
      const { groups } = made
      const size = groups.reduce((all, { child }) => all + child.size, 0)
      return { size, most: groups.reduce((most, { child }) => Math.max(most, child.most), 0) }
    }
  }
}

/** Code is generated several times from most leaves. */
const keysOfLeaves = new WeakMap<StepLeaf, string>()

function keyOfLeaf(leaf: StepLeaf): string {
  let key = keysOfLeaves.get(leaf)
  if (key === undefined) {
    key = newKeyOfLeaf(leaf)
    keysOfLeaves.set(leaf, key)
  }
  return key
}

function newKeyOfLeaf({ mover, step, effect, script, writes, operations }: StepLeaf): string {
  if (effect === 'disabled') return effect
  const done = operations.map(({ cell, operator }) => `${cell}:${operator.key}`)
  return `${mover} ${step} ${effect} ${script.map(scriptKey)} ${writes.map(({ cell, value }) => `${cell}=${value}`)} ${done}`
}

function scriptKey(part: ScriptPart): string {
  return typeof part === 'number' ? String(part) : `[${part.membersBefore}]`
}
