/**
 * All transitions out of a packed state, by walking trees; the only place where a search runs recipes.
 *
 * For each mover in order: read its program counter, walk the tree of its step, and at each leaf copy the state with
 * the leaf's writes applied, word by word under masks. Where the tree ends before a leaf the step is recorded and walked
 * again. Costs one table look-up for each cell read and one copy for each transition.
 */

import { InternalError } from '../base/errors.ts'
import type { Machine, State } from '../machine/machine.ts'
import { everyChoice, type Transition } from '../machine/reference.ts'
import { cellReader, decodeState, type ReadCell } from '../state/codec.ts'
import { hashOf, mix } from '../state/hash.ts'
import { isWideEnough, type Layout, valueIn } from '../state/layout.ts'
import { mended } from '../state/shape.ts'
import { DirectSteps, type LayoutChange } from './direct-steps.ts'
import type { PackedState } from './packed-state.ts'
import { packWrites, type WordWrite } from './packed-writes.ts'
import { differingCell, impureStep } from './record-step.ts'
import type { StepFootprint, StepFootprints } from './step-footprints.ts'
import { moveOf, type StepLeaf } from './step-leaf.ts'
import type { SuccessorBatch } from './successor-batch.ts'
import { leafOrChoice, type TreeNode } from './tree.ts'

export type { LayoutChange }

/** Called with a state and a step that did something new there, as far as is known. */
export type OnNews = (id: number, footprint: StepFootprint, mayReadKeys: boolean) => void

/** Gathers the transitions out of packed states. It changes footprints and tables, but no stored state. */
export class Expander {
  private readonly machine: Machine
  private readonly layout: Layout
  private readonly steps: StepFootprints
  /** By the number of the leaf. */
  private readonly packed: (readonly WordWrite[] | undefined)[] = []
  /** The state that is being expanded: a copy, since the store may move while successors are gathered. */
  private readonly source: Int32Array
  private readonly readSource: ReadCell
  private readonly direct: DirectSteps
  /** Whether an operator has produced a value that its cell has no room for. */
  private isTooNarrow = false
  private readonly check: () => void
  private readonly onNews: OnNews

  /** `check` is called before each recorded run, and now and then between those taken directly; it may throw to stop. */
  constructor(
    machine: Machine,
    layout: Layout,
    steps: StepFootprints,
    watcher: { readonly check: () => void; readonly onNews: OnNews },
  ) {
    this.check = watcher.check
    this.onNews = watcher.onNews
    this.machine = machine
    this.layout = layout
    this.steps = steps
    this.source = new Int32Array(layout.sizeWords)
    this.readSource = cellReader(layout, this.source, 0)
    this.direct = new DirectSteps(machine, layout, steps, watcher.check)
  }

  /** Gathers the transitions out of state `id`, stored at `at`. On a layout change the batch holds only some of them. */
  expand(id: number, from: Int32Array, fromAt: number, batch: SuccessorBatch): LayoutChange | undefined {
    const { source: words } = this
    const at = 0
    for (let i = 0; i < words.length; i++) words[i] = from[fromAt + i]!
    const hash = hashOf(words, at, words.length)
    this.direct.begin({ id, words, hash })
    const { layout } = this
    const { movers } = this.steps
    for (let mover = 0; mover < movers.length; mover++) {
      const { pc: cell, steps } = movers[mover]!
      const pc = cell === undefined ? 0 : valueIn(layout.cells[cell]!, words, at)
      let footprint = steps[pc]
      if (footprint === undefined) footprint = this.steps.stepAt(mover, pc)
      if (footprint === null) continue
      const change = this.expandStep(footprint, id, words, at, hash, batch)
      if (change !== undefined) return change
    }
    batch.endState()
    return undefined
  }

  private expandStep(
    footprint: StepFootprint,
    id: number,
    words: Int32Array,
    at: number,
    hash: number,
    batch: SuccessorBatch,
  ): LayoutChange | undefined {
    for (let tries = 0; !isDirect(footprint); tries++) {
      const { count } = batch
      const failures = batch.failures.length
      this.isTooNarrow = false
      if (this.walk(footprint.tree.root, id, words, at, hash, batch)) {
        if (this.isTooNarrow) return { shape: undefined }
        if (tries === 0) footprint.trial.hit()
        return undefined
      }
      if (tries > 0) throw new InternalError('a step that was recorded is not in its tree')
      batch.rollBack(count, failures)
      const change = this.record(footprint, id, words, at)
      if (change !== undefined) return change
    }
    const isNews = footprint.trial.lookedDirectly()
    if (isNews) this.onNews(id, footprint, true)
    const run = (): LayoutChange | undefined => this.direct.expand(footprint, batch, isNews)
    return this.steps.watched(footprint, 'direct', one, run)
  }

  /** False if the tree has no path for this state. */
  private walk(
    from: TreeNode<StepLeaf> | undefined,
    id: number,
    words: Int32Array,
    at: number,
    hash: number,
    batch: SuccessorBatch,
  ): boolean {
    const { cells } = this.layout
    const node = leafOrChoice(from, this.readSource)
    if (node === undefined) return false
    if (node.kind === 'choice') {
      for (const child of node.children) if (!this.walk(child, id, words, at, hash, batch)) return false
      return true
    }
    if (node.kind === 'pick') {
      for (let i = 0; i < node.cells.length; i++) {
        if (valueIn(cells[node.cells[i]!]!, words, at) === 0) continue
        if (!this.walk(node.children[i], id, words, at, hash, batch)) return false
      }
      return true
    }
    const { leaf } = node
    if (leaf.effect === 'state') this.emit(leaf, words, at, hash, batch)
    else if (leaf.effect !== 'disabled') batch.failures.push({ state: id, leaf })
    return true
  }

  private emit(leaf: StepLeaf, words: Int32Array, at: number, hash: number, batch: SuccessorBatch): void {
    const writes = this.writesOf(leaf)
    const { sizeWords } = this.layout
    const to = batch.push()
    const { words: out } = batch
    for (let k = 0; k < sizeWords; k++) out[to + k] = words[at + k]!
    let after = hash
    for (let k = 0; k < writes.length; k++) {
      const { word, keep, put } = writes[k]!
      const before = words[at + word]!
      const value = (before & keep) | put
      out[to + word] = value
      after ^= mix(before, word) ^ mix(value, word)
    }
    if (leaf.operations.length > 0) after ^= this.operate(leaf, words, out, to)
    batch.sign(to, after, leaf)
  }

  /** Fills in the cells that are operated on; returns the new hash. */
  private operate({ operations }: StepLeaf, words: Int32Array, out: Int32Array, to: number): number {
    let change = 0
    for (const { cell, operator } of operations) {
      const { word, shift, mask } = this.layout.cells[cell]!
      const value = operator.of((words[word]! >>> shift) & mask)
      if ((value & mask) !== value) this.isTooNarrow = true
      const before = out[to + word]!
      const now = before | ((value & mask) << shift)
      out[to + word] = now
      change ^= mix(before, word) ^ mix(now, word)
    }
    return change
  }

  private writesOf(leaf: StepLeaf): readonly WordWrite[] {
    const known = this.packed[leaf.id]
    if (known !== undefined) return known
    const writes = packWrites(this.layout, leaf)
    this.packed[leaf.id] = writes
    return writes
  }

  private record(footprint: StepFootprint, id: number, words: Int32Array, at: number): LayoutChange | undefined {
    const { layout } = this
    const read = cellReader(layout, words, at)
    const { mover } = footprint
    const pc = this.steps.movers[mover]?.pc
    const recording = this.steps.record(footprint, {
      mover,
      pc,
      read,
      state: decodeState(layout, read),
      check: this.check,
    })
    const { keyLooks } = footprint.trial
    if (recording.kind === 'opaque') keyLooks.note(undefined)
    if (recording.kind === 'runs') keyLooks.noteAll(recording.keyLooks)
    this.onNews(id, footprint, recording.kind === 'opaque' || (recording.kind === 'runs' && recording.keyLooks.areAny))
    if (recording.kind === 'new shape') return { shape: recording.shape }
    return isWideEnough(layout) ? undefined : { shape: undefined }
  }

  /**
   * Runs every step of a state as the reference does, and compares with what was gathered for it, which is the end of the
   * batch. Throws if they differ: then a step is not deterministic.
   */
  audit(
    packed: PackedState,
    batch: SuccessorBatch,
    transitions: readonly Transition[] = this.everyStep(packed.state),
  ): void {
    let next: number = batch.endOf(batch.states - 2)
    const id = batch.firstState + batch.states - 1
    const failures = batch.failures.filter(failure => failure.state === id)
    for (const transition of transitions) {
      const isState = transition.effect.kind === 'state'
      const leaf = isState ? this.leafOf(batch, next) : failures.shift()?.leaf
      const difference = isState ? this.difference(transition, batch, next) : undefined
      if (leaf === undefined || difference !== undefined || !isSameMove(leaf, transition, packed.read))
        throw impureStep(this.machine, transition.mover, transition.step, this.layout, difference?.cell)
      if (isState) next += batch.record.words
    }
    const extra = this.leafOf(batch, next) ?? failures[0]?.leaf
    if (extra !== undefined) throw impureStep(this.machine, extra.mover, extra.step, this.layout, undefined)
  }

  /** What every mover does. Who depends on the order of keys was asked when it was recorded. */
  private everyStep(state: State): Transition[] {
    return this.machine.movers.flatMap((_, mover) => everyChoice(this.machine, state, mover, undefined, this.check))
  }

  private leafOf(batch: SuccessorBatch, record: number): StepLeaf | undefined {
    return record < batch.end ? batch.leafOf(record, this.steps) : undefined
  }

  private difference({ effect }: Transition, batch: SuccessorBatch, record: number): { cell?: number } | undefined {
    if (effect.kind !== 'state' || record >= batch.end) return {}
    if (mended(this.layout.shape, effect.state) !== this.layout.shape) return {}
    const read = cellReader(this.layout, batch.words, record)
    const cell = differingCell(this.layout, effect.state, decodeState(this.layout, read))
    return cell === undefined ? undefined : { cell }
  }
}

const one = (): number => 1

/** Whether to run the step from every state, because its tree is rarely reused or cannot be built. */
function isDirect({ isOpaque, trial }: StepFootprint): boolean {
  return isOpaque || trial.isAside
}

function isSameMove(leaf: StepLeaf, { mover, step, script, effect }: Transition, read: ReadCell): boolean {
  const isSame = leaf.mover === mover && leaf.step === step && leaf.effect === effect.kind
  const taken = moveOf(leaf, read).script
  return isSame && taken.length === script.length && script.every((pick, i) => pick === taken[i])
}
