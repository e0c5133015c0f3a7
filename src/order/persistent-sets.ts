/**
 * Movers whose steps suffice in a state: persistent sets, found like Valmari's stubborn sets with movers as the operations.
 *
 * A set suffices if nothing that the others may do while those in the set stand still has to do with what these do now. Then
 * every run in which the others move first can be put in another order, with a step of the set first. What the others may do is
 * found from their labels on, by what was ever recorded of their steps; a step that waits in this state, and for what none of
 * them may change, they cannot take.
 */

import type { StepLeaf } from '../footprint/step-leaf.ts'
import { leafOrChoice, type TreeNode } from '../footprint/tree.ts'
import type { ReadCell } from '../state/codec.ts'
import { addCells, type CellSet, meet } from './cell-set.ts'
import type { EffectInCells, KnownEffects } from './known-effects.ts'
import type { Reliances } from './reliances.ts'

/** A mover is one bit of a number. */
export const maxMovers = 31

/** How the current steps of movers are found. */
export interface StepTrees {
  readonly movers: number
  /** The label of a mover, or the name of an action; undefined if the mover has ended. Reads its program counter. */
  stepOf(mover: number, read: ReadCell): string | undefined
  /** What is recorded of a step; undefined if it is run from every state, and may do anything. */
  treeOf(mover: number, step: string): TreeNode<StepLeaf> | undefined
}

/** What a step would do in the state if its mover were at it. */
interface StepNow {
  readonly canMove: boolean
  readonly reads: CellSet
  readonly writes: CellSet
}

/** What the movers outside of a set may do while those in it stand still. */
interface Others {
  readonly steps: ReadonlySet<EffectInCells>
  /** What the steps look at that wait and go on waiting. */
  readonly waitingFor: CellSet
  /** The labels that were met, by mover. */
  readonly labels: readonly ReadonlySet<string>[]
}

/** Finds the sets that suffice in one state. */
export class PersistentSets {
  private readonly effects: KnownEffects
  private readonly reliances: Reliances
  private readonly trees: StepTrees
  private readonly read: ReadCell
  private readonly doings = new Map<string, StepNow>()
  private readonly steps: (string | undefined)[]
  private readonly enabled: number

  constructor(effects: KnownEffects, reliances: Reliances, trees: StepTrees, read: ReadCell) {
    this.effects = effects
    this.reliances = reliances
    this.trees = trees
    this.read = read
    this.steps = Array.from({ length: trees.movers }, (_, mover) => trees.stepOf(mover, read))
    this.enabled = this.steps.reduce(
      (bits, _, mover) => bits | (this.doing(mover)?.canMove === true ? 1 << mover : 0),
      0,
    )
  }

  /** The sets as bits, those with the fewest movers that can move first; none that has all of these. */
  find(): readonly number[] {
    const found = new Set<number>()
    for (const mover of this.moversIn(this.enabled)) {
      const set = this.closure(1 << mover)
      if (set !== undefined) found.add(set)
    }
    const sets = [...found].sort((a, b) => countBits(a & this.enabled) - countBits(b & this.enabled))
    for (const set of sets) this.rely(set)
    return sets
  }

  /** With all that have to come along; undefined if then none is left out that can move. */
  private closure(first: number): number | undefined {
    let set = first
    for (;;) {
      if ((this.enabled & ~set) === 0) return undefined
      const more = this.companionsOf(set, this.othersThan(set))
      if (more === 0) return set
      set |= more
    }
  }

  private companionsOf(set: number, { steps }: Others): number {
    const { unwritten, untouched } = this.done(set)
    let more = 0
    for (const step of steps) if (this.effects.touches(step, unwritten, untouched)) more |= 1 << step.mover
    return more
  }

  /** What the movers of a set look at, and what they change. */
  private done(set: number): { unwritten: CellSet; untouched: CellSet } {
    const [unwritten, untouched] = [this.noCells(), this.noCells()]
    for (const mover of this.moversIn(set)) {
      const doing = this.doing(mover)
      if (doing === undefined) continue
      addCells(unwritten, doing.reads)
      addCells(untouched, doing.writes)
    }
    return { unwritten, untouched }
  }

  private othersThan(set: number): Others {
    const labels = this.steps.map(step => new Set(step === undefined ? [] : [step]))
    const steps = new Set<EffectInCells>()
    const written = this.noCells()
    let waiting: EffectInCells[] = []
    const met = this.steps.flatMap((step, mover) =>
      step === undefined || (set & (1 << mover)) !== 0 ? [] : [this.effects.of(mover, step)],
    )
    for (let effect = met.pop(); effect !== undefined; effect = met.pop()) {
      if (this.goesOnWaiting(effect, written)) waiting.push(effect)
      else {
        steps.add(effect)
        addCells(written, effect.writes)
        for (const label of effect.next ?? []) {
          if (label === 'done' || labels[effect.mover]!.has(label)) continue
          labels[effect.mover]!.add(label)
          met.push(this.effects.of(effect.mover, label))
        }
      }
      if (met.length > 0) continue
      met.push(...waiting.filter(one => !this.goesOnWaiting(one, written)))
      waiting = waiting.filter(one => !met.includes(one))
    }
    const waitingFor = this.noCells()
    for (const { mover, step } of waiting) addCells(waitingFor, this.doingAt(mover, step).reads)
    return { steps, waitingFor, labels }
  }

  private goesOnWaiting({ mover, step, next }: EffectInCells, written: CellSet): boolean {
    if (next === undefined) return false
    const { canMove, reads } = this.doingAt(mover, step)
    return !canMove && !meet(reads, written)
  }

  private rely(set: number): void {
    const { unwritten, untouched } = this.done(set)
    const { steps, waitingFor, labels } = this.othersThan(set)
    addCells(unwritten, waitingFor)
    for (const step of steps) {
      const next = new Set([...labels[step.mover]!, 'done'])
      this.reliances.add(this.effects.layout, step, unwritten, untouched, next)
    }
  }

  private doing(mover: number): StepNow | undefined {
    const step = this.steps[mover]
    return step === undefined ? undefined : this.doingAt(mover, step)
  }

  private doingAt(mover: number, step: string): StepNow {
    const key = `${mover} ${step}`
    const known = this.doings.get(key) ?? this.walk(mover, step)
    this.doings.set(key, known)
    return known
  }

  private walk(mover: number, step: string): StepNow {
    const [reads, writes] = [this.effects.readByClaims(mover, step), this.noCells()]
    const look: ReadCell = cell => {
      reads[cell] = 1
      return this.read(cell)
    }
    const root = this.trees.treeOf(mover, step)
    const end = follow(root, look, reads, writes)
    if (end !== 'unknown') return { canMove: end === 'can move', reads, writes }
    reads.fill(1)
    writes.fill(1)
    return { canMove: true, reads, writes }
  }

  private moversIn(bits: number): number[] {
    return this.steps.flatMap((_, mover) => ((bits & (1 << mover)) !== 0 ? [mover] : []))
  }

  private noCells(): CellSet {
    return new Uint8Array(this.effects.layout.cells.length)
  }
}

type WalkEnd = 'unknown' | 'can move' | 'waits'

/** Follows all ways through a tree that the state takes; fills in what is looked at and what is written. */
function follow(from: TreeNode<StepLeaf> | undefined, look: ReadCell, reads: CellSet, writes: CellSet): WalkEnd {
  const node = leafOrChoice(from, look)
  if (node === undefined) return 'unknown'
  if (node.kind !== 'leaf') {
    const ways = node.kind === 'choice' ? node.children : node.children.filter((_, i) => look(node.cells[i]!) === 1)
    const ends = ways.map(way => follow(way, look, reads, writes))
    return ends.includes('unknown') ? 'unknown' : ends.includes('can move') ? 'can move' : 'waits'
  }
  const { effect, writes: written, operations, areWritesKnown } = node.leaf
  if (effect === 'disabled') return 'waits'
  if (!areWritesKnown) return 'unknown'
  for (const { cell } of written) writes[cell] = 1
  for (const { cell } of operations) {
    reads[cell] = 1
    writes[cell] = 1
  }
  return 'can move'
}

function countBits(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
