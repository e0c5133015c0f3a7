/** Holding both engines against the naive judge on one random model. */

import { isDeepStrictEqual } from 'node:util'
import { patternText } from '../../../src/language/assumed-text.ts'
import type { Assumption, Strength } from '../../../src/language/fairness.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import type { ClaimOutcome, Outcome, Run } from '../../../src/outcome/outcome.ts'
import { maxExactParts } from '../../../src/temporal/exact-automaton.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import {
  type Edge,
  eachLasso,
  fairRounds,
  type Graph,
  isFair,
  momentOf,
  type NaiveLasso,
  naiveGraph,
  predicateOf,
  reachable,
  runAlong,
  truthAt,
} from './naive-runs.ts'
import { buildRuns, isThere, partsIn, pastIn, type RandomFormula, type RandomRuns } from './random-runs.ts'

/** What was looked at: how often the naive judge could decide, and what came of it. */
export interface Looked {
  readonly decided: number
  readonly violated: number
  /** Violations that were found before all states were known. */
  readonly early?: number
}

/** Throws an error that says what differs. */
export async function compareRuns(random: RandomRuns): Promise<Looked> {
  const machine = instantiate(buildRuns(random))
  const options = { allClaims: true, reportsUnknownReads: false }
  const reference = await exploreRuns(machine, { ...options, engine: 'reference' })
  const footprint = await exploreRuns(machine, { ...options, engine: 'footprint' })
  if (!isDeepStrictEqual(withoutRuns(reference.claims), withoutRuns(footprint.claims)))
    throw new Error(`the engines differ: ${show(reference.claims)} and ${show(footprint.claims)}`)
  const judging = new Judging(random, machine)
  for (const claim of footprint.claims) judging.judge(claim)
  for (const engine of ['reference', 'footprint'] as const)
    judging.confirmEarly(await lookEarly(machine, engine), footprint)
  const [formula, again] = ['formula', 'fairness as a formula'].map(name =>
    footprint.claims.find(claim => claim.name === name),
  )
  if (again !== undefined && formula?.verdict !== again.verdict)
    throw new Error(`fairness is not what its formula says: ${formula?.verdict}, ${again.verdict}`)
  return judging.looked
}

/** Ended by the first violation, which is looked for among few states already. */
function lookEarly(machine: Machine, engine: 'reference' | 'footprint'): Promise<Outcome> {
  return exploreRuns(machine, { engine, reportsUnknownReads: false, looks: { first: 1, apart: 2 } })
}

export function withoutRuns(claims: readonly ClaimOutcome[]): unknown {
  return claims.map(({ run: _, shortestRuns: __, ...claim }) => claim)
}

function show(claims: readonly ClaimOutcome[]): string {
  return JSON.stringify(withoutRuns(claims))
}

/** A number that is lower for a shorter stem, and for a shorter loop where stems are equal. */
function lengthOf({ edges, loop }: NaiveLasso): number {
  return loop * 1000 + edges.length - loop
}

function lengthInWords({ edges, loop }: NaiveLasso): string {
  return `a stem of ${loop} and a loop of ${edges.length - loop} steps`
}

const formsOfRounds: ReadonlySet<string> = new Set(['eventually', 'leadsTo', 'infinitelyOften', 'eventuallyAlways'])

const maxStates = 60
const longestLasso = 7
const maxLassos = 2000

class Judging {
  readonly looked = { decided: 0, violated: 0, early: 0 }
  private readonly random: RandomRuns
  private readonly machine: Machine
  private readonly graph: Graph
  private readonly rounds: Edge[][] | undefined
  private readonly instances: readonly number[]

  constructor(random: RandomRuns, machine: Machine) {
    this.random = random
    this.machine = machine
    this.graph = naiveGraph(random)
    this.rounds = this.graph.states.length > maxStates ? undefined : fairRounds(random, this.graph)
    this.instances = random.isForEach ? Array.from({ length: random.p.count }, (_, i) => i) : [0]
  }

  judge(claim: ClaimOutcome): void {
    if (claim.kind !== 'temporal' && claim.kind !== 'canAlways') return
    if (claim.verdict === 'violated') this.confirm(claim)
    const isViolated = this.isViolated(claim)
    if (isViolated === undefined) return
    this.looked.decided++
    if (isViolated) this.looked.violated++
    if (isViolated !== (claim.verdict === 'violated'))
      throw new Error(`'${claim.name}' is ${claim.verdict}, and is ${isViolated ? '' : 'not '}violated`)
    this.confirmAdvice(claim)
  }

  /** What is found before all states are known is what is found then, in a run that may be longer. */
  confirmEarly({ claims, stop }: Outcome, whole: Outcome): void {
    if (stop !== 'violation') return
    for (const claim of claims) {
      if (claim.kind !== 'temporal' || claim.verdict === 'unknown') continue
      const known = whole.claims.find(({ name }) => name === claim.name)
      if (claim.verdict !== 'violated' || known?.verdict !== 'violated')
        throw new Error(`'${claim.name}' is ${claim.verdict} among the first states, and ${known?.verdict} in the end`)
      if (claim.holdsIf !== undefined && !isDeepStrictEqual(claim.holdsIf, known.holdsIf))
        throw new Error(`'${claim.name}' gets other advice among the first states than in the end`)
      this.confirm(claim)
      this.looked.early++
    }
  }

  /** The claim holds with each set of assumptions that the advice names; if it names none, the claim fails even with all. */
  private confirmAdvice({ name, holdsIf }: ClaimOutcome): void {
    if (holdsIf === undefined || this.rounds === undefined || !formsOfRounds.has(name)) return
    const everything = this.names.map(step => ({ process: null, step, strength: 'strong' }) as const)
    if (holdsIf.length === 0 && !this.isViolatedWith(name, everything))
      throw new Error(`'${name}' is reported as violated whatever is fair`)
    for (const set of holdsIf) {
      if (this.isViolatedWith(name, set)) throw new Error(`'${name}' is violated with ${JSON.stringify(set)}`)
      const isLarge = set.some(
        one =>
          !this.isViolatedWith(
            name,
            set.filter(other => other !== one),
          ),
      )
      if (isLarge) throw new Error(`'${name}' holds with less than ${JSON.stringify(set)}`)
    }
  }

  /** All that takes steps in the model. */
  private get names(): string[] {
    return ['p', 'q', 'act'].filter(name => isThere(this.random, name))
  }

  private isViolatedWith(name: string, set: readonly Assumption[]): boolean {
    const { weak, strong } = this.random.fair
    const more = (strength: Strength): string[] =>
      set
        .filter(one => one.strength === strength)
        .map(one => (one.choices === undefined ? '' : 'each ') + patternText(one))
    const fair = { weak: [...weak, ...more('weak')], strong: [...strong, ...more('strong')] }
    const rounds = fairRounds({ ...this.random, fair }, this.graph) as Edge[][]
    return this.instances.some(me => rounds.some(round => this.violates(name, round, me)))
  }

  /** Whether a claim is violated, by trying everything; undefined where that is too much. */
  private isViolated({ name }: ClaimOutcome): boolean | undefined {
    if (name === 'canAlways') return this.instances.some(me => this.isLost(me))
    if (name === 'formula') return this.shortest(this.random.formula) === undefined ? undefined : true
    if (this.rounds === undefined || name === 'fairness as a formula') return undefined
    return this.instances.some(me => this.rounds?.some(round => this.violates(name, round, me)))
  }

  private isLost(me: number): boolean {
    const goal = predicateOf(this.random, this.random.goal, me)
    return [...this.from([0], () => true)].some(
      state => ![...this.from([state], () => true)].some(there => goal(this.graph.states[there] as never)),
    )
  }

  private from(starts: readonly number[], may: (state: number) => boolean): Set<number> {
    return reachable(this.graph, starts, may)
  }

  /** Whether some run that goes round in this way violates a claim of a certain form. */
  private violates(form: string, round: readonly Edge[], me: number): boolean {
    const { states } = this.graph
    const goal = predicateOf(this.random, this.random.goal, me)
    const premise = predicateOf(this.random, this.random.premise, me)
    const isBad = (state: number): boolean => !goal(states[state] as never)
    const isBadRound = round.every(({ from }) => isBad(from))
    const isRoundIn = (there: Set<number>): boolean => round.some(({ from }) => there.has(from))
    const all = this.from([0], () => true)
    switch (form) {
      case 'eventually':
        return isBadRound && isRoundIn(this.from([0], isBad))
      case 'leadsTo': {
        const given = [...all].filter(state => premise(states[state] as never))
        return isBadRound && isRoundIn(this.from(given, isBad))
      }
      case 'infinitelyOften':
        return isBadRound && isRoundIn(all)
      case 'eventuallyAlways':
        return round.some(({ from }) => isBad(from)) && isRoundIn(all)
      default:
        throw new Error(`no form '${form}'`)
    }
  }

  /** Of the short fair lassos that violate a formula, the one with the least stem, and among these with the least loop. */
  private shortest(formula: RandomFormula, random = this.random): NaiveLasso | undefined {
    let left = maxLassos
    let best: NaiveLasso | undefined
    eachLasso(this.graph, longestLasso, lasso => {
      const isBetter = best === undefined || lengthOf(lasso) < lengthOf(best)
      if (isBetter && this.isFairLasso(lasso, random) && this.instances.some(me => !this.isTrueOf(lasso, formula, me)))
        best = lasso
      return left-- <= 0
    })
    return best
  }

  private isFairLasso({ edges, loop }: NaiveLasso, random = this.random): boolean {
    return isFair(
      random,
      edges.slice(loop).map(edge => momentOf(this.graph, edge)),
    )
  }

  /** What the run of a claim is fair to: to every step, if the claim is violated however fair they are. */
  private fairTo({ holdsIf }: ClaimOutcome): RandomRuns {
    if (holdsIf?.length !== 0) return this.random
    const { weak, strong } = this.random.fair
    const labels = ['p', 'q'].flatMap(name => [name, ...[0, 1, 2].map(label => `${name}: l${label}`)])
    const choices = [...weak, ...strong].filter(name => name.startsWith('each '))
    return { ...this.random, fair: { weak, strong: [...strong, ...labels, 'act', ...choices] } }
  }

  /** What was before is the same in each round only when the run has gone round some times. */
  private isTrueOf(lasso: NaiveLasso, formula: RandomFormula, me: number): boolean {
    const run = runAlong(lasso, pastIn(formula), edge => momentOf(this.graph, edge))
    return truthAt(this.random, run, formula, me)[0] as boolean
  }

  /** The run of a violated claim: replayed by the reference, and step by step held against the definition. */
  private confirm(claim: ClaimOutcome): void {
    const witness = buildWitness(this.machine, claim)
    const { run } = claim
    if (run === undefined) throw new Error(`'${claim.name}' is violated without a run`)
    if (witness.steps.length !== claim.steps) throw new Error(`'${claim.name}' has a run of another length`)
    if (claim.kind === 'canAlways') return
    const lasso = lassoOf(this.machine, this.graph, run)
    const isUnfair = claim.name === 'fairness as a formula'
    if (!isUnfair && !this.isFairLasso(lasso, this.fairTo(claim)))
      throw new Error(`the run of '${claim.name}' is not fair`)
    const formula = this.formulaOf(claim.name)
    const me = run.me?.instance ?? 0
    if (formula !== undefined && this.isTrueOf(lasso, formula, me))
      throw new Error(`the run of '${claim.name}' does not violate it`)
    if (formula !== undefined && !claim.mayBeShorter) this.confirmShort(claim, lasso, formula)
  }

  /** No lasso that is found by trying has a shorter stem, and none with that stem has a shorter loop. */
  private confirmShort(claim: ClaimOutcome, lasso: NaiveLasso, formula: RandomFormula): void {
    if (partsIn(formula) > maxExactParts || pastIn(formula) > 0) return
    const best = this.shortest(formula, this.fairTo(claim))
    if (best === undefined || lengthOf(lasso) <= lengthOf(best)) return
    throw new Error(`the run of '${claim.name}' is ${lengthInWords(lasso)}, and there is one of ${lengthInWords(best)}`)
  }

  private formulaOf(name: string): RandomFormula | undefined {
    const { goal, premise, formula } = this.random
    const eventually: RandomFormula = { f: 'eventually', part: goal }
    switch (name) {
      case 'eventually':
        return eventually
      case 'leadsTo':
        return { f: 'always', part: { f: 'implies', left: premise, right: eventually } }
      case 'infinitelyOften':
        return { f: 'always', part: eventually }
      case 'eventuallyAlways':
        return { f: 'eventually', part: { f: 'always', part: goal } }
      case 'formula':
        return formula
      default:
        return undefined
    }
  }
}

/** The run as edges of the naive graph. */
export function lassoOf(machine: Machine, graph: Graph, { moves, loop }: Run): NaiveLasso {
  const edges: Edge[] = []
  let at = 0
  for (const { mover, script } of moves) {
    const name = machine.movers[mover]?.name
    const edge = graph.edges[at]?.find(one => one.mover === name && one.script === script.join())
    if (edge?.to == null) throw new Error(`there is no step of ${name} in state ${at}`)
    edges.push(edge)
    at = edge.to
  }
  const from = loop ?? 0
  if (from === moves.length) {
    const [edge] = graph.edges[at] as Edge[]
    if (edge === undefined || edge.mover !== null) throw new Error('the run stays where it could go on')
    return { edges: [...edges, edge], loop: from }
  }
  if (edges[from]?.from !== at) throw new Error('the run does not lead back')
  return { edges, loop: from }
}
