/**
 * The verdicts of temporal claims on the whole graph of a search, with runs that show violations. Under the reference engine
 * the definitions have the say on verdicts (textbook.ts); runs are confirmed when they are shown.
 *
 * The negated formula becomes an automaton, and a fair run of the graph that it accepts is a violation.
 */

import { InternalError, ModelError } from '../base/errors.ts'
import type { CanAlwaysClaim, Me, TemporalClaim, TemporalForm } from '../language/claims.ts'
import type { Assumption } from '../language/fairness.ts'
import { assumptionsFor, type FairUnit, fairUnitsOf, formulasOf, premisesOf } from '../machine/fairness-units.ts'
import { instancesFor } from '../machine/judge.ts'
import { claimText } from '../machine/steady.ts'
import type { ClaimOutcome, Run } from '../outcome/outcome.ts'
import { StoppedWithin } from '../search/options.ts'
import { type Automaton, automatonOf } from './automaton.ts'
import { type Goal, shortestRunToNoReturn } from './can-always.ts'
import { exactAutomatonOf } from './exact-automaton.ts'
import { type Assumed, CoreSearch, type FairCore } from './fair-cores.ts'
import { fairRunsOf } from './fair-runs.ts'
import { fairLasso, type Lasso, maxNodes, maxPairs, runOf } from './lasso.ts'
import {
  candidatesOf,
  everyStep,
  type FindViolation,
  maxTrials,
  missingFairness,
  noRun,
  type Violation,
} from './missing-fairness.ts'
import { type NormalForm, normalForm } from './normal-form.ts'
import { Product } from './product.ts'
import { reachedNodes } from './reached-nodes.ts'
import { isLostSomewhere, isTrueOfSomeRun } from './textbook.ts'
import { type JudgedGraph, type Truth, truthOf } from './truth.ts'
import { whyVacuous } from './why-vacuous.ts'

/** The verdict of a claim, and what it came of. */
export function judgeRuns(graph: JudgedGraph, claim: TemporalClaim | CanAlwaysClaim): Promise<ClaimOutcome> {
  return claim.kind === 'temporal' ? judgeTemporal(graph, claim) : judgeCanAlways(graph, claim)
}

/** An instance for which a claim is violated, and where: the cores of the product in which runs go round that violate it. */
interface Case {
  readonly form: NormalForm
  readonly me: Me | undefined
  readonly truths: readonly Truth[]
  readonly product: Product
  readonly search: CoreSearch
  readonly cores: readonly FairCore[]
}

interface FoundLasso {
  readonly me: Me | undefined
  readonly lasso: Lasso
}

/** What is assumed, with the units that it is about. */
interface Stated extends Assumed {
  readonly units: readonly FairUnit[]
}

async function judgeTemporal(graph: JudgedGraph, claim: TemporalClaim): Promise<ClaimOutcome> {
  const found = await casesOf(graph, claim)
  if (found.cases.length > 0) return violationOf(graph, claim, found)
  const vacuous = (await whyVacuous(graph, claim)) ?? (await whyNoRun(graph, found.stated))
  return { ...found.base, verdict: 'holds', ...(vacuous !== undefined && { vacuous }) }
}

/** The violation of a claim among the first states, if there is one. It is one of the whole graph, in which there may be shorter runs. */
export async function violationInPart(graph: JudgedGraph, claim: TemporalClaim): Promise<ClaimOutcome | undefined> {
  const found = await casesOf(graph, claim)
  return found.cases.length > 0 ? { ...(await violationOf(graph, claim, found)), mayBeShorter: true } : undefined
}

/** A claim with what is assumed for it, and for which instances it is violated. */
interface ClaimCases {
  readonly assumptions: readonly Assumption[]
  readonly premises: readonly FairUnit[]
  readonly stated: Stated
  readonly cases: readonly Case[]
  readonly base: Pick<ClaimOutcome, 'name' | 'kind' | 'fairness'>
}

async function casesOf(graph: JudgedGraph, claim: TemporalClaim): Promise<ClaimCases> {
  const assumptions = assumptionsFor(graph.machine, claim)
  const premises = premisesOf(graph.steps.seen?.machine ?? graph.machine, claim, graph.steps.seen?.steps ?? [])
  const stated = statedIn(graph, assumptions, premises)
  const cases = await violatedCases(graph, claim, stated)
  const base = { name: claim.name, kind: claim.kind, ...(assumptions.length > 0 && { fairness: assumptions }) }
  return { assumptions, premises, stated, cases, base }
}

async function violationOf(
  graph: JudgedGraph,
  claim: TemporalClaim,
  { assumptions, premises, stated, cases, base }: ClaimCases,
): Promise<ClaimOutcome> {
  const run = await shortestOf(graph, claim, cases, stated)
  const violated = { ...base, verdict: 'violated', ...lengths(run) } as const
  graph.report(violated)
  const missing = await whatIsMissing(graph, cases, assumptions, premises)
  // What helps in a part may not be enough elsewhere; what doesn't help there doesn't help anywhere.
  const holdsIf = graph.isPart && missing?.length !== 0 ? undefined : missing
  const fairest = holdsIf?.length === 0 ? await fairestOf(graph, claim, cases, assumptions, premises) : run
  return { ...violated, ...lengths(fairest), run: fairest, ...(holdsIf !== undefined && { holdsIf }) }
}

/** Why the claim is about no run, if it is not. */
function whyNoRun({ steps, pause, byDefinition }: JudgedGraph, stated: Stated): Promise<string | undefined> {
  return fairRunsOf(steps, pause).whyNone(stated, stated.units, byDefinition)
}

/**
 * The run that is shown where no fairness helps: a shortest one that is strongly fair to every step. An unfair one would
 * suggest that fairness is what is missing.
 */
async function fairestOf(
  graph: JudgedGraph,
  claim: TemporalClaim,
  cases: readonly Case[],
  assumptions: readonly Assumption[],
  premises: readonly FairUnit[],
): Promise<Run> {
  const everything = statedIn(graph, [...assumptions, ...everyStep(graph.machine)], premises)
  const left = cases.map(one => ({ ...one, cores: one.search.coresWithin(one.cores, everything) }))
  return shortestOf(
    graph,
    claim,
    left.filter(({ cores }) => cores.length > 0),
    everything,
  )
}

function statedIn(
  { machine, steps, watches }: JudgedGraph,
  assumptions: readonly Assumption[],
  premises: readonly FairUnit[],
): Stated {
  const units = [...fairUnitsOf(machine, assumptions, steps.steps), ...premises]
  const watch = watches.of(steps, units)
  return { units, watch, duties: watch.duties(units) }
}

/** The instances for which some fair run violates a claim. */
async function violatedCases(graph: JudgedGraph, claim: TemporalClaim, stated: Stated): Promise<Case[]> {
  const cases: Case[] = []
  const { machine, steps } = graph.steps.seen ?? { machine: graph.machine, steps: [] }
  for (const formula of formulasOf(machine, claim, steps)) {
    const form = normalForm(formula, true)
    const automaton = requireAutomaton(graph, claim, form)
    for (const me of instancesFor(graph.machine, claim)) {
      const truths: Truth[] = []
      for (const atom of form.atoms) truths.push(await truthOf(graph, me, atom))
      await graph.pause()
      if (graph.byDefinition && isTrueOfSomeRun(graph.steps, form, truths, stated.units) === false) continue
      const found = await coresIn(graph, automaton, truths, stated)
      if (found.cores.length > 0) cases.push({ form, me, truths, ...found })
      else if (graph.byDefinition) throw noRunError(claim)
    }
  }
  return cases
}

function requireAutomaton({ machine }: JudgedGraph, { name }: TemporalClaim, form: NormalForm): Automaton {
  const automaton = automatonOf(form)
  if (automaton !== undefined) return automaton
  throw new ModelError(
    'bad-argument',
    `${claimText(machine, name)} has a formula that is too large to judge.${writtenAgain(form)} Split it into several claims, and state assumptions about runs as fairness ({ fair: ... }).`,
  )
}

/** What may make a formula needlessly large: predicates that say the same, but are functions of their own. */
function writtenAgain({ atoms }: NormalForm): string {
  const texts = atoms.flatMap(atom => (atom.op === 'state' ? [String(atom.holds)] : []))
  const again = texts.filter((text, i) => texts.indexOf(text) < i)
  const [first] = again
  if (first === undefined) return ''
  const others = new Set(again).size > 1 ? ' and others again' : ''
  return ` It has the predicate '${first.replaceAll(/\s+/g, ' ').slice(0, longestPredicate)}' ${texts.filter(text => text === first).length} times${others}, and each function is a predicate of its own: where they mean the same, write it once ('const p = ...') and use p everywhere.`
}

/** In letters, as a message quotes it. */
const longestPredicate = 60

/** The judge of the faster way says otherwise. */
function noRunError({ name }: TemporalClaim | CanAlwaysClaim): InternalError {
  return new InternalError(`'${name}' is violated by its definition, and no run was found that violates it`)
}

async function coresIn(graph: JudgedGraph, automaton: Automaton, truths: readonly Truth[], stated: Stated) {
  const product = new Product(graph.steps, automaton, truths)
  const search = new CoreSearch(product)
  return { product, search, cores: search.coresAmong(await reachedNodes(product, graph.pause), stated) }
}

/** Of all instances, the run with the shortest stem. */
async function shortestOf(
  graph: JudgedGraph,
  claim: TemporalClaim,
  cases: readonly Case[],
  stated: Stated,
): Promise<Run> {
  let best: FoundLasso | undefined
  const left = { pairs: maxPairs }
  for (const one of cases) {
    const { product, cores } = (await exactCase(graph, claim, one, cases.length, stated)) ?? one
    const lasso = fairLasso(product, cores, stated.watch, stated.units, best?.lasso, left)
    if (lasso !== undefined) best = { me: one.me, lasso }
    await graph.pause()
  }
  const { lasso, me } = best as FoundLasso
  return runOf(graph.steps, lasso, me)
}

/**
 * Claims whose automaton goes round with a run that violates them: it is always in the one place where a predicate is false, or wherever
 * its truth says.
 */
const roundWithRuns: ReadonlySet<TemporalForm> = new Set(['eventually', 'infinitelyOften', 'eventuallyAlways'])

/** The same with an automaton in which shortest runs can be found; undefined where that is not needed, or would be too large. */
async function exactCase(
  graph: JudgedGraph,
  claim: TemporalClaim,
  { form, truths }: Case,
  cases: number,
  stated: Stated,
): Promise<Pick<Case, 'product' | 'cores'> | undefined> {
  if (roundWithRuns.has(claim.form)) return undefined
  const automaton = exactAutomatonOf(form)
  if (automaton === undefined || automaton.nodes.length * graph.steps.states * cases > maxNodes) return undefined
  return coresIn(graph, automaton, truths, stated)
}

/** Nodes of cores that are gone through for the sake of advice. */
const maxNodesForAdvice = 20_000_000

/** Undefined too where there is no time left to find it out: the verdict is known. */
async function whatIsMissing(
  graph: JudgedGraph,
  cases: readonly Case[],
  stated: readonly Assumption[],
  premises: readonly FairUnit[],
): Promise<Assumption[][] | undefined> {
  const { machine, steps, watches } = graph
  const nodes = cases.reduce((sum, { cores }) => cores.reduce((all, core) => all + core.length, sum), 1)
  const all = fairUnitsOf(machine, [...stated, ...candidatesOf(machine)], steps.steps)
  const watch = watches.of(steps, [...all, ...premises])
  const fairRuns = fairRunsOf(steps, graph.pause)
  const violationUnder: FindViolation = async assumptions => {
    await graph.pause()
    const units = [...fairUnitsOf(machine, assumptions, steps.steps), ...premises]
    const assumed = { watch, duties: watch.duties(units) }
    for (const { search, cores } of cases) {
      const [core] = search.coresWithin(cores, assumed)
      if (core !== undefined) return violationIn(graph, search, core, assumed)
    }
    return (await fairRuns.exist(assumed)) ? undefined : noRun
  }
  const most = Math.min(maxTrials, Math.floor(maxNodesForAdvice / (nodes + fairRuns.cost)))
  try {
    return await missingFairness(machine, stated, violationUnder, most)
  } catch (error) {
    if (error instanceof StoppedWithin) return undefined
    throw error
  }
}

/** The run that goes everywhere in a core. */
function violationIn({ machine, steps }: JudgedGraph, search: CoreSearch, core: FairCore, assumed: Assumed): Violation {
  const seen = search.seenIn(core, assumed)
  const keeps = (unit: FairUnit): boolean => {
    const { number, bit } = assumed.watch.bitOf(unit)
    const { taken, ever, always } = seen[number]!
    if ((taken & bit) !== 0) return true
    return unit.strength === 'weak' ? (always & bit) === 0 : (ever & bit) === 0
  }
  return { keeps: assumption => fairUnitsOf(machine, [assumption], steps.steps).every(keeps) }
}

function lengths({ moves, loop }: Run): Pick<ClaimOutcome, 'steps' | 'loop'> {
  return { steps: moves.length, ...(loop !== undefined && { loop: moves.length - loop }) }
}

async function judgeCanAlways(graph: JudgedGraph, claim: CanAlwaysClaim): Promise<ClaimOutcome> {
  const base = { name: claim.name, kind: claim.kind }
  const goals: Goal[] = []
  for (const me of instancesFor(graph.machine, claim)) goals.push({ me, truth: await graph.truths.of(me, claim.can) })
  const isLost = !graph.byDefinition || goals.some(goal => isLostSomewhere(graph.steps, goal))
  const run = isLost ? shortestRunToNoReturn(graph.steps, goals) : undefined
  if (graph.byDefinition && isLost && run === undefined) throw noRunError(claim)
  if (run !== undefined) {
    const violated = { ...base, verdict: 'violated', ...lengths(run) } as const
    graph.report(violated)
    return { ...violated, run }
  }
  const vacuous = whyLostNowhere(claim, goals)
  return { ...base, verdict: 'holds', ...(vacuous !== undefined && { vacuous }) }
}

/** Why no state loses its goals, where that says nothing. */
function whyLostNowhere({ of }: CanAlwaysClaim, goals: readonly Goal[]): string | undefined {
  if (goals.length === 0) return `there is no instance of ${of}`
  // So it may come to pass outside the bounds alone.
  return goals.some(({ truth }) => truth.includes(1))
    ? undefined
    : 'it is true of no state: every run can leave the bounds'
}
