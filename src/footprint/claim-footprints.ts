/**
 * The claims of a machine as trees, and the cells on which each can depend.
 *
 * A claim about states need not be evaluated on the successor of a state on which it was evaluated, if the
 * transition wrote none of the cells that the claim has ever read: the answer is the one of the state before, by
 * induction back to a state that was really evaluated. For this the dependencies outlive the trees: they are kept as
 * paths, and what depends on a set depends on each of its members, including those not met yet.
 */

import type { Path } from '../base/plain.ts'
import {
  type ClaimAnswer,
  claimAnswers,
  type Invariant,
  judgeState,
  judgeTransition,
  type Reachable,
  type TransitionClaimOf,
} from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { claimText, impureClaimError } from '../machine/steady.ts'
import { stepName } from '../machine/step-name.ts'
import { type Cell, type Layout, valueIn } from '../state/layout.ts'
import { AloneQuestion } from './alone.ts'
import { ClaimTree } from './claim-tree.ts'
import { type MembersMet, membersMetByBoth } from './members-met.ts'
import type { PackedState } from './packed-state.ts'
import { isPurePredicate } from './pure-predicate.ts'
import type { ClaimQuestion } from './record-claim.ts'
import { RecordedQuestion } from './recorded-question.ts'
import type { StepLeaf } from './step-leaf.ts'
import { readsIn } from './trace.ts'
import type { TreeMemory } from './tree-memory.ts'

/** Evaluates the claims of a machine on packed states, and records what their answers depend on. */
export class ClaimFootprints {
  /** Claims that have looked at the keys of a record, by their numbers. */
  readonly readKeys = new Set<number>()
  /** How often an answer was not known yet, as far as that can be said. */
  news = 0
  private readonly machine: Machine
  private layout: Layout
  /** For each claim about states: every place it has ever read. */
  private readonly paths: Map<string, Path>[]
  /** For each claim about states: which cells are at or under these paths, or around them. */
  private dependsOn: Uint8Array[]
  private trees: ClaimTree[]
  /** For each claim about transitions, by mover and step. */
  private transitionTrees: Map<string, ClaimTree>[]
  /** The same by the number of a leaf: looking up a text takes longer than the answer itself. */
  private treesByLeaf: (ClaimTree | undefined)[][]
  /** For each leaf of a step: the claims about states to evaluate after it. */
  private toEvaluate: (readonly number[] | undefined)[] = []
  /** The claims about states, by their numbers. */
  readonly stateClaims: readonly number[]
  /** The claims about transitions, by their numbers. */
  readonly transitionClaims: readonly number[]
  /** For each step of a mover, by {@link groupOf}, every place that claims about its transitions have ever read. */
  private readonly groupPaths = new Map<string, Map<string, Path>>()
  /** How many answers were recorded, or would have been. */
  recordings = 0
  /** How often claims were found to depend on more than was known. */
  dependencies = 0
  /** How many claims, or claims about a step, have turned out to depend on what cannot be followed. */
  opaque = 0
  private readonly memory: TreeMemory
  private readonly trialRuns: number | undefined

  /** `trialRuns` are those of the first trial of a tree. */
  constructor(machine: Machine, layout: Layout, memory: TreeMemory, trialRuns?: number) {
    this.memory = memory
    this.machine = machine
    this.layout = layout
    this.trialRuns = trialRuns
    this.paths = machine.claims.map(() => new Map())
    this.dependsOn = machine.claims.map(() => new Uint8Array(layout.cells.length))
    this.trees = machine.claims.map(() => this.newTree())
    this.transitionTrees = machine.claims.map(() => new Map())
    this.treesByLeaf = machine.claims.map(() => [])
    this.transitionClaims = machine.claims.flatMap(({ kind }, i) => (kind === 'transition' ? [i] : []))
    this.stateClaims = machine.claims.flatMap(({ kind }, i) =>
      kind === 'invariant' || kind === 'reachable' || kind === 'bound' ? [i] : [],
    )
  }

  /** Switches to a layout; `areCellsSame` if only their bits have changed, `met` if only members of sets are new. */
  useLayout(layout: Layout, areCellsSame: boolean, met?: MembersMet): void {
    const old = this.layout
    this.layout = layout
    if (areCellsSame) return
    if (met === undefined) this.startAgain(old)
    else this.meet(met, membersMetByBoth(met, old, layout))
    this.treesByLeaf = this.machine.claims.map(() => [])
    this.dependsOn = this.paths.map(paths => {
      const found = new Uint8Array(layout.cells.length)
      for (const path of paths.values()) this.markCells(found, path)
      return found
    })
    this.toEvaluate = []
  }

  private meet(met: MembersMet, metByBoth: MembersMet): void {
    this.trees = this.trees.map(tree => (tree.meet(met) ? tree : this.newTree()))
    for (const trees of this.transitionTrees)
      for (const [key, tree] of trees) if (!tree.meet(metByBoth)) trees.delete(key)
  }

  /** Nothing that was recorded under the layout before is known any more. */
  private startAgain({ cells }: Layout): void {
    const { layout } = this
    const before = new Set(cells.map(factOf))
    for (const { tree } of [...this.trees, ...this.transitionTrees.flatMap(trees => [...trees.values()])]) tree.clear()
    // A part that has become one cell may now be something other than the record, array or list that it has always been.
    // Claims could rely on that without reading any cell.
    for (const cell of layout.cells) {
      const key = JSON.stringify(cell.path)
      if (!cell.isMember && !before.has(factOf(cell))) {
        for (const paths of [...this.paths, ...this.groupPaths.values()]) paths.set(key, cell.path)
        this.dependencies++
      }
    }
    this.trees = this.machine.claims.map(() => this.newTree())
    this.transitionTrees = this.machine.claims.map(() => new Map())
  }

  /** The claims about states whose answer a transition with this leaf can change; all claims if no leaf is known. */
  claimsAfter(leaf: StepLeaf | undefined): readonly number[] {
    if (leaf === undefined || !leaf.areWritesKnown) return this.stateClaims
    let found = this.toEvaluate[leaf.id]
    if (found === undefined) {
      found = this.stateClaims.filter(claim =>
        [...leaf.writes, ...leaf.operations].some(({ cell }) => (this.dependsOn[claim] as Uint8Array)[cell] === 1),
      )
      this.toEvaluate[leaf.id] = found
    }
    return found
  }

  /** The answer of an invariant or a reachable claim on a state. */
  evaluateState(index: number, packed: PackedState): ClaimAnswer {
    const tree = this.trees[index] as ClaimTree
    const known = tree.lookUp(cell => this.valueIn(packed, cell))
    if (known !== undefined) return known
    const claim = this.machine.claims[index] as Invariant | Reachable
    return this.recorded(tree, index, undefined, {
      machine: this.machine,
      layout: this.layout,
      claim: claim.name,
      subjects: [packed],
      twins: tree.isAudited ? () => packed.twins() : undefined,
      evaluate: ([state]) => judgeState(this.machine, claim, state as State),
    })
  }

  /** The answer of a transition claim on a transition. */
  evaluateTransition(index: number, leaf: StepLeaf, before: PackedState, after: PackedState): ClaimAnswer {
    const claim = this.machine.claims[index] as TransitionClaimOf
    const tree = this.treeAfter(index, leaf)
    const count = this.layout.cells.length
    const known = tree.lookUp(cell => (cell < count ? this.valueIn(before, cell) : this.valueIn(after, cell - count)))
    if (known !== undefined) return known
    const subjects = [before, after]
    const name = stepName(moverAt(this.machine, leaf.mover), leaf.step)
    const group = this.pathsOfGroup(groupOf(leaf))
    return this.recorded(tree, index, group, {
      machine: this.machine,
      layout: this.layout,
      claim: claim.name,
      subjects,
      twins: tree.isAudited ? () => after.twins(before) : undefined,
      evaluate: ([a, b]) => judgeTransition(this.machine, claim, a as State, b as State, name),
    })
  }

  /** Evaluates the claims about states that are open directly, and compares; throws if one gave another answer before. */
  audit(packed: PackedState, isOpen: (claim: number) => boolean): void {
    for (const claim of this.stateClaims) if (isOpen(claim)) this.auditClaim(claim, packed)
  }

  private auditClaim(index: number, packed: PackedState): void {
    const known = this.evaluateState(index, packed)
    const claim = this.machine.claims[index] as Invariant | Reachable
    if (judgeState(this.machine, claim, packed.state) !== known)
      throw impureClaimError(claimText(this.machine, claim.name))
  }

  /** One more question about states, recorded like the claims. Good until the layout changes. */
  recordedQuestion(claim: string, evaluate: (state: State) => boolean): RecordedQuestion {
    const tree = new ClaimTree<boolean>(this.memory, this.trialRuns)
    return new RecordedQuestion(this.machine, this.layout, claim, evaluate, tree)
  }

  private newTree(): ClaimTree {
    return new ClaimTree(this.memory, this.trialRuns)
  }

  /** What is recorded of a claim about states. */
  stateTree(index: number): ClaimTree {
    return this.trees[index] as ClaimTree
  }

  /** Paths in all trees. */
  get leaves(): number {
    let leaves = 0
    for (const { tree } of [...this.trees, ...this.transitionTrees.flatMap(trees => [...trees.values()])])
      leaves += tree.leaves
    return leaves
  }

  /** What is recorded of claims about transitions: for each step of a mover, by the number of the claim. */
  get groups(): ReadonlyMap<string, ReadonlyMap<number, ClaimTree>> {
    const groups = new Map<string, Map<number, ClaimTree>>()
    this.transitionTrees.forEach((trees, index) => {
      for (const [key, tree] of trees) {
        const group = groups.get(key) ?? new Map<number, ClaimTree>()
        groups.set(key, group.set(index, tree))
      }
    })
    return groups
  }

  private treeAfter(index: number, leaf: StepLeaf): ClaimTree {
    const trees = this.treesByLeaf[index]!
    let tree = trees[leaf.id]
    if (tree === undefined) {
      tree = this.transitionTree(index, leaf)
      trees[leaf.id] = tree
    }
    return tree
  }

  private transitionTree(index: number, leaf: StepLeaf): ClaimTree {
    const trees = this.transitionTrees[index] as Map<string, ClaimTree>
    const key = groupOf(leaf)
    let tree = trees.get(key)
    if (tree === undefined) {
      tree = this.newTree()
      trees.set(key, tree)
    }
    return tree
  }

  /** Whatever an answer depends on is added to the places of the claim, and to those of the group of a transition. */
  private recorded(
    tree: ClaimTree,
    index: number,
    group: Map<string, Path> | undefined,
    question: ClaimQuestion<ClaimAnswer>,
  ): ClaimAnswer {
    const wasUnrecorded = tree.isUnrecorded
    if (!wasUnrecorded) this.recordings++
    const recorded = tree.record(question)
    if (tree.isUnrecorded && !wasUnrecorded) this.dependOn(index, [], group)
    if (tree.isOpaque && !wasUnrecorded) this.opaque++
    if (tree.isNews) this.news++
    if (tree.mayReadKeys) this.readKeys.add(index)
    if (!('events' in recorded)) return recorded.answer
    for (const cell of readsIn(recorded.events)) this.dependOn(index, this.placeOf(cell), group)
    for (const set of recorded.searchedSets) this.dependOn(index, JSON.parse(set) as Path, group)
    if (group === undefined && tree.wantsOneCell) this.readOneField(tree, index, question)
    return recorded.answer
  }

  /** If a claim about states has only ever read one field, which holds lists or records, it becomes a question about these. */
  private readOneField(tree: ClaimTree, index: number, question: ClaimQuestion<ClaimAnswer>): void {
    const places = [...this.placesOf(index).values()]
    const cell = this.layout.cells.find(({ path }) => path.length === 1 && path[0] === places[0]?.[0])
    if (places.length > 1 || places[0]?.length !== 1 || cell === undefined || cell.holds === 'anything') return
    const { machine, claim, evaluate, subjects } = question
    const { given, holds } = machine.claims[index] as Invariant
    const alone = new AloneQuestion({
      claim,
      field: String(cell.path[0]),
      like: subjects[0]!.state,
      values: cell.table,
      isPure: [given, holds].every(part => part === undefined || isPurePredicate(part, 2)),
      answerOn: state => claimAnswers.indexOf(evaluate([state])),
      inOtherOrders: state => machine.dictionaries.inOtherOrders([state]).flat(),
    })
    tree.readOneCell(cell.index, alone, claimAnswers)
  }

  /** What depends on a member depends on its set. */
  private placeOf(cell: number): Path {
    const { path, isMember } = this.layout.cells[cell % this.layout.cells.length] as Cell
    return isMember ? path.slice(0, -1) : path
  }

  private pathsOfGroup(group: string): Map<string, Path> {
    const known = this.groupPaths.get(group) ?? new Map<string, Path>()
    this.groupPaths.set(group, known)
    return known
  }

  /** All places that a claim has ever read. */
  placesOf(claim: number): ReadonlyMap<string, Path> {
    return this.paths[claim] as Map<string, Path>
  }

  /** The places that claims about transitions have read, by {@link groupOf}. */
  get placesOfGroups(): ReadonlyMap<string, ReadonlyMap<string, Path>> {
    return this.groupPaths
  }

  private dependOn(index: number, path: Path, group: Map<string, Path> | undefined): void {
    const paths = this.paths[index] as Map<string, Path>
    const key = JSON.stringify(path)
    if (group !== undefined && !group.has(key)) {
      group.set(key, path)
      this.dependencies++
    }
    if (paths.has(key)) return
    paths.set(key, path)
    this.markCells(this.dependsOn[index] as Uint8Array, path)
    this.toEvaluate = []
    this.dependencies++
  }

  private markCells(found: Uint8Array, path: Path): void {
    for (const cell of this.layout.cells) {
      const common = Math.min(cell.path.length, path.length)
      if (cell.path.slice(0, common).every((key, i) => key === path[i])) found[cell.index] = 1
    }
  }

  private valueIn({ words, at }: PackedState, cell: number): number {
    return valueIn(this.layout.cells[cell]!, words, at)
  }
}

/** The step of a mover that a leaf belongs to: claims about transitions have trees of their own for each. */
export function groupOf({ mover, step }: Pick<StepLeaf, 'mover' | 'step'>): string {
  return `${mover} ${step}`
}

/** What holds for every value that a cell has had. */
function factOf({ path, holds }: Cell): string {
  return JSON.stringify([path, holds])
}
