/**
 * Proves that states behave like those that differ from them by names alone: step by step and claim by claim, once for all states
 * that agree on what a run depends on.
 *
 * For each mover and each claim there is a tree of what has been proved. A state that comes to the end of a path in all of them
 * needs no more. Costs a walk through the trees for each state, and for each new path as many runs as it has images.
 */

import { membersMet } from '../../footprint/members-met.ts'
import { isKnown, leafOrChoice, Tree } from '../../footprint/tree.ts'
import type { Bound, Invariant, Reachable } from '../../machine/judge.ts'
import type { Machine, State } from '../../machine/machine.ts'
import { decodeState, type ReadCell } from '../../state/codec.ts'
import { type Layout, valueIn } from '../../state/layout.ts'
import type { Renaming } from '../renaming.ts'
import { pickLike } from './chosen-options.ts'
import { Dependences, RenamedDependences } from './dependences.ts'
import { type ObservedEvent, type ObservedRun, optionsOf, readerOf, type Values } from './observed-run.ts'
import { type Image, OrbitOfRun, type RepeatableRun } from './orbit-of-run.ts'
import { readsAfter } from './reads-after.ts'
import { Renamings } from './renamings.ts'
import { RunObserver } from './run-observer.ts'

/** What is known of a state. */
export type Proved =
  | { readonly kind: 'proved' | 'unknown' }
  /** It behaves differently under other names. */
  | { readonly kind: 'differs'; readonly by: Renaming }
  /** The layout has to change before it can be proved: this state has no place in it. */
  | { readonly kind: 'no cell'; readonly state: State }

const proved: Proved = { kind: 'proved' }

/** What comes of a step does not matter once it is proved. */
const anyEffect = ''

type ClaimAboutStates = Invariant | Reachable | Bound

export class SymmetryProof {
  /** Approximate bytes held. */
  bytes = 0
  private readonly machine: Machine
  private layout: Layout
  private observer: RunObserver
  private renamings: Renamings
  /** By the number of the mover. */
  private readonly steps: Tree<string>[]
  /** The answers of the claims about states. */
  private readonly answers: ReadonlyMap<ClaimAboutStates, Tree<string>>
  private runsBefore = 0

  constructor(machine: Machine, layout: Layout) {
    this.machine = machine
    this.layout = layout
    this.observer = new RunObserver(machine, layout)
    this.renamings = new Renamings(machine, layout)
    this.steps = machine.movers.map(() => this.newTree())
    const claims = machine.claims.filter(({ kind }) => kind === 'invariant' || kind === 'reachable' || kind === 'bound')
    this.answers = new Map(claims.map(claim => [claim as ClaimAboutStates, this.newTree()]))
  }

  /** How often recipes and claims were run. */
  get runs(): number {
    return this.runsBefore + this.observer.runs
  }

  /** Switches to a layout; what is proved is kept where cells are the same, or members of sets are new. */
  useLayout(layout: Layout): void {
    if (layout === this.layout) return
    const met = membersMet(this.layout, layout)
    this.layout = layout
    this.runsBefore += this.observer.runs
    this.observer = new RunObserver(this.machine, layout)
    this.renamings = new Renamings(this.machine, layout)
    for (const tree of [...this.steps, ...this.answers.values()]) {
      if (met === undefined) tree.clear()
      else if (met.members.length > 0) tree.meet(met)
    }
  }

  /** Proves that a packed state behaves like all others of its orbit. */
  prove(words: Int32Array, at: number): Proved {
    const { cells } = this.layout
    const read: ReadCell = cell => valueIn(cells[cell]!, words, at)
    let values: Int32Array | undefined
    const all = (): Int32Array => {
      values ??= Int32Array.from(cells, cell => valueIn(cell, words, at))
      return values
    }
    let isOutside = false
    for (const [claim, tree] of this.answers) {
      let answer = answerOf(tree, read)
      if (answer === undefined) {
        const result = this.proveClaim(claim, tree, all())
        if (result.kind !== 'proved') return result
        answer = answerOf(tree, read)
      }
      if (claim.kind === 'bound' && answer === 'false') isOutside = true
    }
    if (isOutside) return proved
    for (const [mover, tree] of this.steps.entries()) {
      if (isKnown(tree.root, read)) continue
      const result = this.proveSteps(mover, tree, all())
      if (result.kind !== 'proved') return result
    }
    return proved
  }

  private proveClaim(claim: ClaimAboutStates, tree: Tree<string>, values: Int32Array): Proved {
    const run = this.observer.answer(claim, values)
    if (run === undefined) return { kind: 'unknown' }
    const again = (other: Values): ObservedRun | undefined => this.observer.answer(claim, other)
    return this.proveRun({ run, mover: undefined, again }, values, tree, () => tree)
  }

  private proveSteps(mover: number, tree: Tree<string>, values: Int32Array): Proved {
    let result = proved
    const isObserved = this.observer.newRuns(mover, values, tree, run => {
      if (result.kind === 'proved') result = this.proveStep(mover, run, values, tree)
    })
    return isObserved || result.kind !== 'proved' ? result : { kind: 'unknown' }
  }

  private proveStep(mover: number, run: ObservedRun, values: Int32Array, tree: Tree<string>): Proved {
    const options = optionsOf(run.events)
    const repeatable: RepeatableRun = {
      run,
      mover,
      again: (other, by) => this.observer.runBy(by.renaming.mover(mover), other, pickLike(options, by, other)),
    }
    return this.proveRun(repeatable, values, tree, ({ by }) => this.steps[by.renaming.mover(mover)] as Tree<string>)
  }

  /** Proves a run, and enters it in the tree; its images in theirs. */
  private proveRun(
    repeatable: RepeatableRun,
    values: Int32Array,
    tree: Tree<string>,
    treeOf: (image: Image) => Tree<string>,
  ): Proved {
    const { machine, renamings } = this
    const before = readsAfter(tree, repeatable.run.events, readerOf(values))
    const proof = new OrbitOfRun(machine, renamings, values, repeatable, before).prove()
    if (proof.kind === 'differs') return { kind: 'differs', by: proof.by.renaming }
    if (proof.kind === 'no cell') return { kind: 'no cell', state: this.stateUnder(proof.by.renaming, proof.values) }
    if (proof.kind === 'unknown') return proof
    const leaf = repeatable.mover === undefined ? repeatable.run.effect : anyEffect
    const events = [...repeatable.run.events, ...proof.added]
    const isEntered = tree.add(events, leaf) === undefined
    for (const image of proof.images) this.enterImage(image, events, treeOf(image), leaf)
    return isEntered ? proved : { kind: 'unknown' }
  }

  /** What is proved of a run is proved of its images, where states agree on the same under other names. */
  private enterImage({ by, values, run }: Image, of: readonly ObservedEvent[], tree: Tree<string>, leaf: string): void {
    const reads = [...run.events, ...readsAfter(tree, run.events, readerOf(values))]
    const others = new RenamedDependences(this.renamings, by, values).missing(of, new Dependences(reads, values))
    // What else is known there may end in another way, and is a proof as well.
    if (others !== 'no cell') tree.add([...reads, ...others], leaf)
  }

  private stateUnder(renaming: Renaming, values: Values): State {
    return renaming.state(decodeState(this.layout, readerOf(values)))
  }

  private newTree(): Tree<string> {
    return new Tree({ isSame: (a, b) => a === b }, { hold: bytes => (this.bytes += bytes) })
  }
}

function answerOf(tree: Tree<string>, read: ReadCell): string | undefined {
  const node = leafOrChoice(tree.root, read)
  return node?.kind === 'leaf' ? node.leaf : undefined
}
