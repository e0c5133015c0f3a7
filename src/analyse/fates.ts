/**
 * The fate of each state of a graph, with regard to one claim: what can still happen from it.
 *
 * A state is
 *   broken      if it shows the violation;
 *   doomed      if it is not broken, and every run from it breaks the claim: there is neither an end without violation
 *               that it can come to, nor a way to go on forever without it;
 *   cornered    if it is neither, and every run from it that starves no process breaks the claim;
 *   endangered  if the violation can be reached from it, and also be avoided by a run that lets every process move;
 *   safe        if no violation can be reached from it.
 *
 * Runs are maximal. They end if no step is enabled, or at a step that fails; such a run may break another claim, but
 * has avoided this one. For a claim about states, in CTL over these runs: `broken` or `doomed` is AF broken, all fates
 * but `safe` imply EF broken, and `safe` is AG not broken (Clarke and Emerson 1981). `cornered` makes turning points
 * useful if some process spins: if it may spin forever while the others stand still, almost no state is doomed, and no
 * author relies on that. Starving a process means violating weak fairness: from some state on, it is enabled in every
 * state but never moves. Only process instances are fair, and only at labels where they may not rest; actions are not.
 *
 * Every fate except `endangered` is final: from a cornered state, only cornered, doomed and broken states are
 * reachable. Takes time and memory linear in the numbers of states and transitions.
 */

import type { Fate } from '../outcome/fate.ts'

/** A graph in compressed sparse rows: its transitions are numbered state by state. */
export interface TransitionGraph {
  readonly states: number
  /** The transitions out of state `s` are those from `starts[s]` up to, but not including, `starts[s + 1]`. */
  readonly starts: Int32Array
  /** The state that each transition leads to, or -1 if its step fails. */
  readonly targets: Int32Array
  /** The mover of each transition. */
  readonly movers: Int32Array
  /** Whether fairness allows a mover to stay in a state forever although it could move. */
  mayStay(state: number, mover: number): boolean
}

/** The violations of a claim: states or transitions. */
export interface Broken {
  state(state: number): boolean
  transition(transition: number): boolean
}

/** The fate of every state of a graph. */
export function fatesOf(graph: TransitionGraph, broken: Broken): Fate[] {
  const cut = new CutGraph(graph, broken)
  const canBreak = cut.leadingTo(cut.statesWhere(s => cut.canBreakAtOnce(s)))
  const doomed = cut.doomed()
  const isOpen = (s: number) => canBreak[s] === 1 && doomed[s] === 0
  const harmless = cut.statesWhere(s => canBreak[s] === 0 || cut.canFailAtOnce(s))
  const lasting = fairCycles(cut, isOpen).flatMap(component => component[0] as number)
  const canAvoid = cut.leadingTo([...harmless, ...lasting])
  return Array.from({ length: graph.states }, (_, s) => {
    if (cut.isBroken(s)) return 'broken'
    if (canBreak[s] === 0) return 'safe'
    if (doomed[s] === 1) return 'doomed'
    return canAvoid[s] === 1 ? 'endangered' : 'cornered'
  })
}

/** The graph without what follows a violation. */
class CutGraph {
  readonly graph: TransitionGraph
  private readonly brokenStates: Uint8Array
  /** Transitions that continue without violation. */
  private readonly harmless: Uint8Array
  /** The harmless transitions by the state they lead to. */
  private readonly sources: Int32Array
  private readonly sourceStarts: Int32Array

  constructor(graph: TransitionGraph, broken: Broken) {
    this.graph = graph
    const { states, starts, targets } = graph
    this.brokenStates = Uint8Array.from({ length: states }, (_, s) => Number(broken.state(s)))
    this.harmless = new Uint8Array(targets.length)
    this.sourceStarts = new Int32Array(states + 1)
    for (let s = 0; s < states; s++) {
      if (this.isBroken(s)) continue
      for (let t = starts[s]!; t < starts[s + 1]!; t++) {
        const to = targets[t]!
        if (broken.transition(t) || (to >= 0 && this.isBroken(to))) continue
        this.harmless[t] = 1
        if (to >= 0) this.sourceStarts[to + 1]!++
      }
    }
    for (let s = 0; s < states; s++) this.sourceStarts[s + 1]! += this.sourceStarts[s]!
    this.sources = new Int32Array(this.sourceStarts[states]!)
    const next = this.sourceStarts.slice()
    for (let s = 0; s < states; s++) {
      for (const to of this.onward(s)) this.sources[next[to]!++] = s
    }
  }

  isBroken(state: number): boolean {
    return this.brokenStates[state] === 1
  }

  /** The targets of harmless transitions, once for each transition. */
  *onward(state: number): Iterable<number> {
    for (const t of this.harmlessFrom(state)) if (this.graph.targets[t]! >= 0) yield this.graph.targets[t]!
  }

  *harmlessFrom(state: number): Iterable<number> {
    const { starts } = this.graph
    for (let t = starts[state]!; t < starts[state + 1]!; t++) if (this.harmless[t] === 1) yield t
  }

  /** Whether the state itself, or a transition out of it, is a violation. */
  canBreakAtOnce(state: number): boolean {
    const { starts } = this.graph
    for (let t = starts[state]!; t < starts[state + 1]!; t++) if (this.harmless[t] === 0) return true
    return this.isBroken(state)
  }

  /** Whether a run can end here at a step that fails without breaking this claim. */
  canFailAtOnce(state: number): boolean {
    for (const t of this.harmlessFrom(state)) if (this.graph.targets[t] === -1) return true
    return false
  }

  statesWhere(is: (state: number) => boolean): number[] {
    const found: number[] = []
    for (let s = 0; s < this.graph.states; s++) if (is(s)) found.push(s)
    return found
  }

  /** Marks `goals` and all states from which harmless transitions lead to one of them (backward reachability, EF). */
  leadingTo(goals: readonly number[]): Uint8Array {
    const marked = new Uint8Array(this.graph.states)
    const todo: number[] = []
    const mark = (s: number): void => {
      if (marked[s] === 1) return
      marked[s] = 1
      todo.push(s)
    }
    goals.forEach(mark)
    for (let s = todo.pop(); s !== undefined; s = todo.pop()) this.sourcesOf(s).forEach(mark)
    return marked
  }

  /**
   * Marks the states that are not broken and all of whose runs break the claim (AF, by counting the remaining harmless
   * transitions of each state).
   */
  doomed(): Uint8Array {
    const { states, starts } = this.graph
    const marked = new Uint8Array(states)
    const ways = new Int32Array(states)
    const todo: number[] = []
    const close = (s: number): void => {
      marked[s] = 1
      todo.push(s)
    }
    for (let s = 0; s < states; s++) {
      if (this.isBroken(s)) continue
      for (const _ of this.harmlessFrom(s)) ways[s]!++
      // A state where a run ends without violation has no harmless transition either, but is not doomed.
      if (ways[s] === 0 && starts[s + 1]! > starts[s]!) close(s)
    }
    for (let s = todo.pop(); s !== undefined; s = todo.pop()) {
      for (const before of this.sourcesOf(s)) {
        ways[before]!--
        if (ways[before] === 0) close(before)
      }
    }
    return marked
  }

  private sourcesOf(state: number): Int32Array {
    return this.sources.subarray(this.sourceStarts[state]!, this.sourceStarts[state + 1]!)
  }
}

/**
 * The strongly connected components among the states of `within` in which a run can stay forever without starving a
 * process. If any run can, then one that takes every transition of the component again and again can (fair components,
 * as in fair CTL: Emerson and Lei 1985).
 */
function fairCycles(cut: CutGraph, within: (state: number) => boolean): number[][] {
  const part = new Int32Array(cut.graph.states).fill(-1)
  const parts = connectedParts(cut, within)
  parts.forEach((states, p) => {
    for (const s of states) part[s] = p
  })
  const inner = (s: number) =>
    [...cut.harmlessFrom(s)].filter(t => cut.graph.targets[t]! >= 0 && part[cut.graph.targets[t]!] === part[s])
  return parts.filter(states => {
    const moving = new Set(states.flatMap(s => inner(s).map(t => cut.graph.movers[t]!)))
    if (moving.size === 0) return false
    const starved = states.reduce<Set<number> | undefined>((owed, s) => owedIn(cut.graph, s, moving, owed), undefined)
    return starved?.size === 0
  })
}

/**
 * The movers other than `moving`, and among `among` if given, that can move in a state and may not stay there forever.
 */
function owedIn(
  graph: TransitionGraph,
  s: number,
  moving: ReadonlySet<number>,
  among: ReadonlySet<number> | undefined,
): Set<number> {
  const { starts, movers } = graph
  const owed = new Set<number>()
  for (let t = starts[s]!; t < starts[s + 1]!; t++) {
    const mover = movers[t]!
    if (moving.has(mover) || owed.has(mover) || among?.has(mover) === false) continue
    if (!graph.mayStay(s, mover)) owed.add(mover)
  }
  return owed
}

/**
 * Strongly connected components by Tarjan's algorithm (1972), with an explicit stack, since paths are longer than the
 * call stack.
 */
function connectedParts(cut: CutGraph, within: (state: number) => boolean): number[][] {
  const parts: number[][] = []
  const index = new Int32Array(cut.graph.states).fill(-1)
  const low = new Int32Array(cut.graph.states)
  const isOpen = new Uint8Array(cut.graph.states)
  const open: number[] = []
  const path: { readonly state: number; readonly onward: Iterator<number> }[] = []
  let visited = 0
  const enter = (state: number): void => {
    index[state] = low[state] = visited++
    isOpen[state] = 1
    open.push(state)
    path.push({ state, onward: cut.onward(state)[Symbol.iterator]() })
  }
  for (let root = 0; root < cut.graph.states; root++) {
    if (index[root] !== -1 || !within(root)) continue
    enter(root)
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const { state } = at
      const { value: to, done } = at.onward.next()
      if (!done) {
        if (!within(to)) continue
        if (index[to] === -1) enter(to)
        else if (isOpen[to] === 1) low[state] = Math.min(low[state]!, index[to]!)
        continue
      }
      path.pop()
      const before = path.at(-1)
      if (before !== undefined) low[before.state] = Math.min(low[before.state]!, low[state]!)
      if (low[state] !== index[state]) continue
      const members = open.splice(open.lastIndexOf(state))
      for (const s of members) isOpen[s] = 0
      parts.push(members)
    }
  }
  return parts
}
