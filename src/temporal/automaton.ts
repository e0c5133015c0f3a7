/**
 * A formula as a generalised Büchi automaton: it accepts the runs that the formula is true of.
 *
 * Made by the tableau of Gerth, Peled, Vardi and Wolper (1995). A node says what must be true now and what from the next
 * moment on; where a formula can be true in two ways, there are two nodes. An "until" can be put off from node to node,
 * so there is a set of nodes for each that must be met again and again: those that do not put it off.
 */

import { InternalError } from '../base/errors.ts'
import { exactAutomatonOf } from './exact-automaton.ts'
import { type FormulaPart, isPast, type NormalForm, type PartId } from './normal-form.ts'

/** What a node requires of an atom. */
export interface Literal {
  readonly atom: number
  readonly isTrue: boolean
}

/** A node: what is true while the automaton is in it, and where it may go next. */
export interface AutomatonNode {
  /** What must be true at a moment at which the automaton is in this node. */
  readonly literals: readonly Literal[]
  /** The nodes for the next moment. */
  readonly next: readonly number[]
  /** For each "until", whether the node does not put it off. */
  readonly fulfils: readonly boolean[]
}

/** A generalised Büchi automaton. */
export interface Automaton {
  readonly nodes: readonly AutomatonNode[]
  readonly initials: readonly number[]
  /** How many conditions must be met again and again. */
  readonly conditions: number
}

/** A node while it is made. `from` are the nodes that it may follow, -1 for the beginning. */
interface NodeDraft {
  readonly from: Set<number>
  /** Not looked at yet. */
  readonly todo: ReadonlySet<PartId>
  readonly now: ReadonlySet<PartId>
  readonly later: ReadonlySet<PartId>
}

const beginning = -1

/** A formula that takes more steps to unfold is rejected: searching all runs beside its automaton would take forever. */
const maxSteps = 200_000

/** The automaton of a formula; undefined where it would be too large. */
export function automatonOf(form: NormalForm): Automaton | undefined {
  return form.parts.some(isPast) ? exactAutomatonOf(form) : new Tableau(form).automaton()
}

/** With one node in place of those that ask the same, now and later. */
function merged({ nodes, initials, conditions }: Automaton): Automaton {
  const numbers = new Map<string, number>()
  const kept: AutomatonNode[] = []
  const numberOf = nodes.map(node => {
    const text = JSON.stringify(node)
    const number = numbers.get(text) ?? kept.push(node) - 1
    numbers.set(text, number)
    return number
  })
  const renumbered = (list: readonly number[]): number[] => [...new Set(list.map(number => numberOf[number] as number))]
  const next = { nodes: kept.map(node => ({ ...node, next: renumbered(node.next) })), initials: renumbered(initials) }
  return kept.length === nodes.length ? { ...next, conditions } : merged({ ...next, conditions })
}

class Tableau {
  private readonly parts: readonly FormulaPart[]
  private readonly whole: PartId
  private readonly done: NodeDraft[] = []
  private readonly known = new Map<string, NodeDraft>()

  constructor({ parts, whole }: NormalForm) {
    this.parts = parts
    this.whole = whole
  }

  automaton(): Automaton | undefined {
    const drafts: NodeDraft[] = [draft(new Set([beginning]), [this.whole])]
    let steps = 0
    for (let next = drafts.pop(); next !== undefined; next = drafts.pop()) {
      drafts.push(...this.expand(next))
      if (++steps > maxSteps) return undefined
    }
    const untils = this.parts.flatMap((part, id) => (part.op === 'until' ? [{ id, right: part.right }] : []))
    const nodes = this.done.map(({ now }, number) => ({
      literals: [...now].flatMap(id => this.literal(id)),
      next: this.following(number),
      fulfils: untils.map(({ id, right }) => !now.has(id) || now.has(right)),
    }))
    return merged({ nodes, initials: this.following(beginning), conditions: untils.length })
  }

  private literal(id: PartId): Literal[] {
    const part = this.parts[id] as FormulaPart
    return part.op === 'atom' ? [part] : []
  }

  private following(number: number): number[] {
    return this.done.flatMap(({ from }, i) => (from.has(number) ? [i] : []))
  }

  /** What is left to be done when one thing has been done for a draft. */
  private expand(given: NodeDraft): NodeDraft[] {
    const { todo } = given
    const id = this.nextOf(todo)
    if (id === undefined) return this.finish(given)
    const rest = without(todo, id)
    if (given.now.has(id)) return [{ ...given, todo: rest }]
    return this.ways(id, { ...given, todo: rest })
  }

  /** What can be true in one way only comes first: it may settle the rest. */
  private nextOf(todo: ReadonlySet<PartId>): PartId | undefined {
    for (const id of todo) if (!branching.has((this.parts[id] as FormulaPart).op)) return id
    const [id] = todo
    return id
  }

  private finish(given: NodeDraft): NodeDraft[] {
    const text = [textOf(given.now), textOf(given.later)].join('|')
    const known = this.known.get(text)
    if (known !== undefined) {
      for (const from of given.from) known.from.add(from)
      return []
    }
    this.known.set(text, given)
    const number = this.done.push(given) - 1
    return [draft(new Set([number]), [...given.later])]
  }

  /** The ways in which a part can be true now. */
  private ways(id: PartId, given: NodeDraft): NodeDraft[] {
    const part = this.parts[id] as FormulaPart
    const way = (now: readonly PartId[], later: readonly PartId[] = []): NodeDraft => ({
      // A copy, since nodes that come of one draft may follow different nodes in the end.
      from: new Set(given.from),
      todo: new Set([...given.todo, ...now]),
      now: new Set([...given.now, id]),
      later: new Set([...given.later, ...later]),
    })
    if (isSettled(part, given.now)) return [way([])]
    switch (part.op) {
      case 'true':
        return [way([])]
      case 'false':
        return []
      case 'atom':
        return this.isDenied(part, given) ? [] : [way([])]
      case 'and':
        return [way([part.left, part.right])]
      case 'or':
        return [way([part.left]), way([part.right])]
      case 'until':
        return [way([part.right]), way([part.left], [id])]
      case 'release':
        return [way([part.left, part.right]), way([part.right], [id])]
      case 'since':
      case 'trigger':
        throw new InternalError('a tableau knows nothing of the past')
    }
  }

  private isDenied({ atom, isTrue }: Literal, { now }: NodeDraft): boolean {
    return [...now].some(id => this.literal(id).some(other => other.atom === atom && other.isTrue !== isTrue))
  }
}

const branching: ReadonlySet<FormulaPart['op']> = new Set(['or', 'until', 'release'])

/** Whether a part that could be true in two ways is true by what is true anyway. */
function isSettled(part: FormulaPart, now: ReadonlySet<PartId>): boolean {
  if (part.op === 'or') return now.has(part.left) || now.has(part.right)
  if (part.op === 'until') return now.has(part.right)
  return part.op === 'release' && now.has(part.left) && now.has(part.right)
}

function draft(from: Set<number>, todo: readonly PartId[]): NodeDraft {
  return { from, todo: new Set(todo), now: new Set(), later: new Set() }
}

function without(set: ReadonlySet<PartId>, id: PartId): Set<PartId> {
  const rest = new Set(set)
  rest.delete(id)
  return rest
}

function textOf(set: ReadonlySet<PartId>): string {
  return [...set].sort((a, b) => a - b).join()
}
