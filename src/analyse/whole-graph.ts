/**
 * The graph of all reachable states, if they are few enough to be stored in memory with their transitions.
 *
 * A search that stops at a violation has not visited most of the alternatives. This one continues.
 */

import { ModelError, messageOf } from '../base/errors.ts'
import { grouped } from '../base/grouped.ts'
import { PackedState } from '../footprint/packed-state.ts'
import { isSameMoveEverywhere, moveOf, type StepLeaf } from '../footprint/step-leaf.ts'
import { isDeadlock } from '../machine/judge.ts'
import { type InstanceState, type Machine, moverAt } from '../machine/machine.ts'
import type { Fate } from '../outcome/fate.ts'
import { type Move, moveText } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { BlockExpander } from '../search/block-expander.ts'
import type { CutStates } from '../search/cut-states.ts'
import { FootprintEngine } from '../search/footprint-engine.ts'
import type { KnownStates } from '../search/known-states.ts'
import { type ExploreOptions, type Pacer, StoppedWithin } from '../search/options.ts'
import { Search } from '../search/search.ts'
import { type Broken, fatesOf, type TransitionGraph } from './fates.ts'

/** The most states for which the whole graph is explored by default. */
export const maxStatesOfWholeGraph = 200_000

/** The time limit by default, in seconds, and the most transitions that are stored. */
const defaultMaxSeconds = 60
const maxTransitions = 4_000_000

/** The target of a transition and its fate; `state` is undefined if the step fails. */
export interface Target {
  readonly state: StateId | undefined
  readonly fate: Fate
}

/** The whole graph with the fate of every state, with regard to one claim. */
export class FatedGraph {
  private readonly graph: TransitionGraph
  private readonly moves: readonly Move[]
  private readonly broken: Broken
  private readonly fates: readonly Fate[]

  constructor(graph: TransitionGraph, moves: readonly Move[], broken: Broken) {
    this.graph = graph
    this.moves = moves
    this.broken = broken
    this.fates = fatesOf(graph, broken)
  }

  /** States have the same numbers as in every search; the initial states come first, in the order of the machine. */
  fateOf(state: StateId): Fate {
    return this.fates[state] as Fate
  }

  /** The target of a move out of a state; undefined if the move is not enabled there. */
  follow(state: StateId, move: Move): Target | undefined {
    const text = moveText(move)
    const { starts, targets } = this.graph
    for (let t = starts[state]!; t < starts[state + 1]!; t++) {
      if (moveText(this.moves[t] as Move) !== text) continue
      const to = targets[t]!
      if (this.broken.transition(t)) return { state: to < 0 ? undefined : to, fate: 'broken' }
      // A run that ends in another failure has avoided this violation.
      return to < 0 ? { state: undefined, fate: 'safe' } : { state: to, fate: this.fateOf(to) }
    }
    return undefined
  }
}

/** The graph for each claim by name, or the reason why there is none, to be printed after a colon. */
export type Fates =
  | { readonly kind: 'known'; readonly graphs: ReadonlyMap<string, FatedGraph> }
  | { readonly kind: 'unknown'; readonly why: string }

/**
 * Explores every reachable state, past violations, and returns their fates with regard to each of the named claims.
 *
 * Takes as long as an exhaustive check, and about 100 bytes per transition. Default limits apply if none are given.
 * Never throws: nothing that fails after a violation was found invalidates it.
 */
export async function exploreFates(
  machine: Machine,
  claims: readonly string[],
  options: Pick<ExploreOptions, 'maxStates' | 'maxSeconds' | 'maxMemory' | 'heapLimit' | 'signal' | 'onProgress'> = {},
): Promise<Fates> {
  const { maxStates = maxStatesOfWholeGraph, maxSeconds = defaultMaxSeconds, onProgress } = options
  try {
    const limits: ExploreOptions = {
      ...options,
      maxStates,
      maxSeconds,
      ...(onProgress !== undefined && { onProgress: seen => onProgress({ ...seen, phase }) }),
    }
    const search = new Search(machine, limits, parts => new FootprintEngine(parts), true)
    const stop = await search.searchLevels()
    if (stop === 'exhausted') return { kind: 'known', graphs: new SearchedGraph(search).fates(claims) }
    if (stop !== 'state limit') return { kind: 'unknown', why: `exploring all states was stopped by the ${stop}` }
    return { kind: 'unknown', why: `there are ${grouped(maxStates)} states or more` }
  } catch (error) {
    return { kind: 'unknown', why: whyNot(error) }
  }
}

/** The current activity, for the progress line. */
const phase = 'exploring all states around the violation'

/** Why there is no graph. No failure here may lose the existing verdict. */
function whyNot(error: unknown): string {
  if (error instanceof StoppedWithin) return `exploring all states was stopped by the ${error.reason}`
  if (error instanceof ModelError) return `further on, ${error.message.replace(/\.$/, '')}`
  return `exploring all states failed: ${messageOf(error)}`
}

/** The record of each transition while they are collected. */
interface Gathered {
  readonly starts: Int32Array
  readonly targets: number[]
  readonly moves: Move[]
}

/** All states, found by an exhausted search; their transitions are collected here. */
class SearchedGraph {
  private readonly machine: Machine
  private readonly known: KnownStates
  private readonly cut: CutStates
  private readonly blocks: BlockExpander
  private readonly pacer: Pacer
  private readonly count: number
  /** Of leaves that are the same move in every state. */
  private readonly moves = new WeakMap<StepLeaf, Move>()

  constructor({ machine, engine, pacer, cut }: Search<FootprintEngine>) {
    this.cut = cut
    this.machine = machine
    this.known = engine.known
    this.blocks = engine.handOver()
    this.pacer = pacer
    this.count = engine.count
  }

  fates(names: readonly string[]): ReadonlyMap<string, FatedGraph> {
    const claims = names.map(name => this.machine.claims.findIndex(claim => claim.name === name))
    const marks = claims.map(() => new Set<number>())
    const { starts, targets, moves } = this.gather((transition, state, after, leaf) => {
      claims.forEach((claim, i) => {
        if (this.isBrokenTransition(claim, state, after, leaf)) marks[i]?.add(transition)
      })
    })
    const graph: TransitionGraph = {
      states: this.count,
      starts,
      targets: Int32Array.from(targets),
      movers: Int32Array.from(moves, ({ mover }) => mover),
      mayStay: (state, mover) => this.mayStay(state, mover),
    }
    return new Map(
      names.map((name, i) => {
        const broken: Broken = {
          state: state => this.isBrokenState(claims[i] as number, state, graph),
          transition: transition => marks[i]?.has(transition) ?? false,
        }
        return [name, new FatedGraph(graph, moves, broken)]
      }),
    )
  }

  /** All transitions, state by state; `after` is undefined for a step that fails. */
  private gather(
    visit: (transition: number, state: StateId, after: PackedState | undefined, leaf: StepLeaf) => void,
  ): Gathered {
    const starts = new Int32Array(this.count + 1)
    const targets: number[] = []
    const moves: Move[] = []
    const add = (state: StateId, to: number, after: PackedState | undefined, leaf: StepLeaf): void => {
      visit(targets.length, state, after, leaf)
      targets.push(to)
      moves.push(this.moveOf(leaf, state))
    }
    for (let from = 0; from < this.count; ) {
      if (targets.length > maxTransitions) throw new StoppedWithin('state limit')
      this.pacer.checkTime()
      const batch = this.blocks.expand(from, this.count)
      // Not earlier, since expanding may have changed the layout.
      const { store, layout, steps } = this.known
      let record: number = batch.base
      for (let i = 0; i < batch.states; i++) {
        starts[from + i] = targets.length
        for (const end = batch.endOf(i); record < end; record += batch.record.words) {
          const to = store.find(batch.words, record, batch.hashAt(record))
          add(from + i, to, new PackedState(layout, batch.words, record), batch.leafOf(record, steps))
        }
        for (const { state, leaf } of batch.failures) if (state === from + i) add(state, -1, undefined, leaf)
      }
      from += batch.states
    }
    starts[this.count] = targets.length
    return { starts, targets, moves }
  }

  private moveOf(leaf: StepLeaf, from: StateId): Move {
    const known = this.moves.get(leaf)
    if (known !== undefined) return known
    const move = moveOf(leaf, this.known.packed(from).read)
    if (isSameMoveEverywhere(leaf)) this.moves.set(leaf, move)
    return move
  }

  private isBrokenTransition(index: number, from: StateId, after: PackedState | undefined, leaf: StepLeaf): boolean {
    const claim = this.machine.claims[index]
    if (after === undefined) return claim?.kind === leaf.effect
    if (claim?.kind !== 'transition') return false
    return this.known.claims.evaluateTransition(index, leaf, this.known.packed(from), after) === 'false'
  }

  private isBrokenState(index: number, state: StateId, { starts }: TransitionGraph): boolean {
    const { claims } = this.known
    const claim = this.machine.claims[index]
    switch (claim?.kind) {
      case 'invariant':
        return claims.evaluateState(index, this.known.packed(state)) === 'false'
      case 'deadlock':
        return (
          starts[state] === starts[state + 1] &&
          !this.cut.has(state) &&
          isDeadlock(this.machine, claim, this.known.stateOf(state))
        )
      default:
        return false
    }
  }

  /** An action need not ever happen, and an instance need not leave a label at which it may rest. */
  private mayStay(state: StateId, index: number): boolean {
    const mover = moverAt(this.machine, index)
    if (mover.kind === 'action') return true
    const instances = this.known.stateOf(state)[mover.process] as readonly InstanceState[]
    const { pc } = instances[mover.instance] as InstanceState
    return this.machine.processes.some(({ name, mayRest }) => name === mover.process && mayRest.has(pc))
  }
}
