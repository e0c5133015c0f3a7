/** Compares both engines on claims that a refined model brings along with what they mean, tried out on every run. */

import { isDeepStrictEqual } from 'node:util'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { type Looked, lassoOf, withoutRuns } from './judged-naively.ts'
import {
  type Edge,
  eachLasso,
  fairRounds,
  type Graph,
  isFair,
  type Moment,
  momentOf,
  type NaiveLasso,
  type NaiveState,
  naiveGraph,
  predicateOf,
  reachable,
  runAlong,
  stepsFrom,
  truthAt,
} from './naive-runs.ts'
import { buildRefinement, type RandomRefinement, seenAs } from './random-refinements.ts'
import { fairnessIn, pastIn, type RandomFormula, type RandomRuns } from './random-runs.ts'

/** Throws an error that says what differs. */
export async function compareRefinement(random: RandomRefinement): Promise<Looked> {
  const machine = instantiate(buildRefinement(random))
  const options = { allClaims: true, reportsUnknownReads: false }
  const reference = await exploreRuns(machine, { ...options, engine: 'reference' })
  const footprint = await exploreRuns(machine, { ...options, engine: 'footprint' })
  if (!isDeepStrictEqual(withoutRuns(reference.claims), withoutRuns(footprint.claims)))
    throw new Error(
      `the engines differ: ${JSON.stringify(withoutRuns(reference.claims))} and ${JSON.stringify(withoutRuns(footprint.claims))}`,
    )
  const judging = new Judging(random)
  const carried = footprint.claims.filter(({ name }) => name.startsWith('seen'))
  for (const claim of carried) {
    judging.judge(claim)
    if (claim.verdict === 'violated') buildWitness(machine, claim)
    if (claim.run?.loop !== undefined) judging.confirm(claim, lassoOf(machine, judging.graph, claim.run))
  }
  const [formula, again] = ['formula', 'fairness as a formula'].map(name =>
    carried.find(claim => claim.name === `seen: ${name}`),
  )
  if (again !== undefined && formula?.verdict !== again.verdict)
    throw new Error(`fairness is not what its formula says: ${formula?.verdict}, ${again.verdict}`)
  return judging.looked
}

const mostStates = 60
const longestLasso = 6
const mostLassos = 1000

class Judging {
  readonly looked = { decided: 0, violated: 0 }
  readonly graph: Graph
  private readonly random: RandomRefinement
  private readonly rounds: Edge[][] | undefined

  constructor(random: RandomRefinement) {
    this.random = random
    this.graph = naiveGraph(random.concrete)
    this.rounds = this.graph.states.length > mostStates ? undefined : fairRounds(random.concrete, this.graph)
  }

  judge({ name, verdict }: ClaimOutcome): void {
    const isViolated = this.isViolated(name)
    if (isViolated === undefined) return
    this.looked.decided++
    if (isViolated) this.looked.violated++
    if (isViolated !== (verdict === 'violated'))
      throw new Error(`'${name}' is ${verdict}, and is ${isViolated ? '' : 'not '}violated`)
  }

  /** The run that is shown is fair, and violates the claim. */
  confirm({ name, holdsIf }: ClaimOutcome, lasso: NaiveLasso): void {
    const { concrete } = this.random
    const round = lasso.edges.slice(lasso.loop)
    if (
      !isFair(
        concrete,
        round.map(edge => momentOf(this.graph, edge)),
      )
    )
      throw new Error(`the run of '${name}' is not fair`)
    const assumed = this.assumptionNamed(name)
    if (assumed !== undefined) {
      if (this.keeps(assumed, round)) throw new Error(`the run keeps '${name}'`)
    } else if (!this.isSomeoneWronged(name, lasso)) throw new Error(`the run of '${name}' does not violate it`)
    // Where steps fail, assumptions may leave no run that is judged: there is no advice then.
    const mayFail = [...concrete.p.steps, ...concrete.q].some(({ fails }) => fails)
    if (holdsIf === undefined && !mayFail) throw new Error(`there is no advice for '${name}'`)
  }

  /** Undefined where it is too much to find out. */
  private isViolated(name: string): boolean | undefined {
    if (name === 'seen') return this.graph.edges.flat().some(edge => edge.to !== null && !this.isSeenStep(edge))
    if (name === 'seen: initial states') return !this.isSeenInitially()
    const assumed = this.assumptionNamed(name)
    if (assumed !== undefined) return this.rounds?.some(round => !this.keeps(assumed, round))
    const form = name.replace('seen: ', '')
    if (form === 'formula') return this.hasShortLasso(name) ? true : undefined
    if (form === 'fairness as a formula') return undefined
    return this.rounds?.some(round => this.keeps(this.random.abstract, round) && this.isBroken(form, round))
  }

  private isSeenInitially(): boolean {
    const { abstract, concrete } = this.random
    const [first] = naiveGraph({ ...abstract, p: { ...abstract.p } }).states
    return concrete.initials.length > 0 && isDeepStrictEqual(this.seen(0), first)
  }

  private isSeenStep(edge: Edge): boolean {
    const { state, taken } = this.moment(edge)
    return taken.length > 0 || isDeepStrictEqual(state, this.seen(edge.to as number))
  }

  /** The model with the one assumption that a claim is about. */
  private assumptionNamed(name: string): RandomRuns | undefined {
    const [, strength, what] = /^seen: (weak|strong) fairness of (.*)$/.exec(name) ?? []
    if (what === undefined) return undefined
    const fair = { weak: [] as string[], strong: [] as string[] }
    fair[strength as 'weak' | 'strong'].push(what.replace('each choice of', 'each'))
    return { ...this.random.abstract, fair }
  }

  private seen(state: number): NaiveState {
    return seenAs(this.random, this.graph.states[state] as NaiveState)
  }

  /** What the refined model sees where an edge is taken: whichever step leads to where the edge leads. */
  private moment({ from, to }: Edge): Moment {
    const state = this.seen(from)
    const possible = stepsFrom(this.random.abstract, state)
    const after = to === null ? undefined : this.seen(to)
    return { state, possible, taken: possible.filter(({ next }) => next !== null && isDeepStrictEqual(next, after)) }
  }

  private keeps(abstract: RandomRuns, round: readonly Edge[]): boolean {
    return isFair(
      abstract,
      round.map(edge => this.moment(edge)),
    )
  }

  private get instances(): number[] {
    const { abstract } = this.random
    return abstract.isForEach ? Array.from({ length: abstract.p.count }, (_, i) => i) : [0]
  }

  private isBroken(form: string, round: readonly Edge[]): boolean {
    const { abstract } = this.random
    return this.instances.some(me => {
      const goal = predicateOf(abstract, abstract.goal, me)
      const premise = predicateOf(abstract, abstract.premise, me)
      const isBad = (state: number): boolean => !goal(this.seen(state))
      const isBadRound = round.every(({ from }) => isBad(from))
      const isRoundIn = (there: Set<number>): boolean => round.some(({ from }) => there.has(from))
      const all = reachable(this.graph, [0], () => true)
      if (form === 'eventually') return isBadRound && isRoundIn(reachable(this.graph, [0], isBad))
      if (form === 'infinitelyOften') return isBadRound
      if (form === 'eventuallyAlways') return round.some(({ from }) => isBad(from))
      const given = [...all].filter(state => premise(this.seen(state)))
      return isBadRound && isRoundIn(reachable(this.graph, given, isBad))
    })
  }

  private hasShortLasso(name: string): boolean {
    let left = mostLassos
    let isFound = false
    const isFairLasso = ({ edges, loop }: NaiveLasso): boolean =>
      isFair(
        this.random.concrete,
        edges.slice(loop).map(edge => momentOf(this.graph, edge)),
      )
    eachLasso(this.graph, longestLasso, lasso => {
      isFound = isFairLasso(lasso) && this.isSomeoneWronged(name, lasso)
      return isFound || left-- <= 0
    })
    return isFound
  }

  /** Whether a lasso that is as fair as the refined model assumes breaks the claim for some instance. */
  private isSomeoneWronged(name: string, lasso: NaiveLasso): boolean {
    const { abstract } = this.random
    const formula = this.formulaOf(name)
    if (formula === undefined) return true
    if (!this.keeps({ ...abstract, fair: fairnessIn(abstract) }, lasso.edges.slice(lasso.loop))) return false
    const run = runAlong(lasso, pastIn(formula), edge => this.moment(edge))
    return this.instances.some(me => !truthAt(abstract, run, formula, me)[0])
  }

  private formulaOf(name: string): RandomFormula | undefined {
    const { goal, premise, formula } = this.random.abstract
    const eventually: RandomFormula = { f: 'eventually', part: goal }
    const formulas: Record<string, RandomFormula> = {
      eventually,
      leadsTo: { f: 'always', part: { f: 'implies', left: premise, right: eventually } },
      infinitelyOften: { f: 'always', part: eventually },
      eventuallyAlways: { f: 'eventually', part: { f: 'always', part: goal } },
      formula,
    }
    return formulas[name.replace('seen: ', '')]
  }
}
