/**
 * The verdicts of temporal claims on the whole graph of a search: the obvious implementation of what they mean.
 *
 * The negated formula becomes an automaton, and a fair run of the graph that it accepts is a violation.
 */

import { ModelError } from '../base/errors.ts'
import type { CanAlwaysClaim, Me, TemporalClaim } from '../language/claims.ts'
import type { Assumption } from '../language/fairness.ts'
import { assumptionsFor, fairUnitsOf } from '../machine/fairness-units.ts'
import { askedFor } from '../machine/judge.ts'
import { claimText } from '../machine/steady.ts'
import type { ClaimOutcome, Run } from '../outcome/outcome.ts'
import { StoppedWithin } from '../search/options.ts'
import { automatonOf } from './automaton.ts'
import { shortestRunToNoReturn } from './can-always.ts'
import { fairCores, watch } from './fair-cores.ts'
import { type AskedGraph, type Truth, truthOf } from './labelling.ts'
import { fairLasso, isFairTo, isShorter, type Lasso, runOf, someFairLasso } from './lasso.ts'
import { maxAsked, missingFairness, type Violation } from './missing-fairness.ts'
import { normalForm } from './normal-form.ts'
import { type Product, productOf } from './product.ts'

/** The verdict of a claim, and what it came of. */
export function judgeRuns(graph: AskedGraph, claim: TemporalClaim | CanAlwaysClaim): Promise<ClaimOutcome> {
  return claim.kind === 'temporal' ? judgeTemporal(graph, claim) : judgeCanAlways(graph, claim)
}

/** A product in which violations are looked for, for one instance. */
interface Case {
  readonly me: Me | undefined
  readonly product: Product
}

interface FoundLasso {
  readonly me: Me | undefined
  readonly lasso: Lasso
}

async function judgeTemporal(graph: AskedGraph, claim: TemporalClaim): Promise<ClaimOutcome> {
  const { machine } = graph
  const stated = assumptionsFor(machine, claim)
  const cases = await casesOf(graph, claim)
  const found = await violationIn(graph, cases, stated)
  const base = { name: claim.name, kind: claim.kind, ...(stated.length > 0 && { fairness: stated }) }
  if (found === undefined) {
    const vacuous = await whyVacuous(graph, claim)
    return { ...base, verdict: 'holds', ...(vacuous !== undefined && { vacuous }) }
  }
  const run = runOf(graph.steps, found.lasso, found.me)
  const violated = { ...base, verdict: 'violated', ...lengths(run) } as const
  graph.tell(violated)
  const holdsIf = await whatIsMissing(graph, cases, stated, found)
  return { ...violated, run, ...(holdsIf !== undefined && { holdsIf }) }
}

/** Nodes of products that are gone through for the sake of advice. */
const maxNodesForAdvice = 20_000_000

/** Undefined too where there is no time left to find it out: the verdict is known. */
async function whatIsMissing(
  graph: AskedGraph,
  cases: readonly Case[],
  stated: readonly Assumption[],
  found: FoundLasso,
): Promise<Assumption[][] | undefined> {
  const nodes = cases.reduce((sum, { product }) => sum + product.count, 1)
  const ask = async (assumptions: readonly Assumption[]): Promise<Violation | undefined> => {
    const other = await someViolationIn(graph, cases, assumptions)
    return other && violationOf(graph, other)
  }
  const most = Math.min(maxAsked, Math.floor(maxNodesForAdvice / nodes))
  try {
    return await missingFairness(graph.machine, stated, violationOf(graph, found), ask, most)
  } catch (error) {
    if (error instanceof StoppedWithin) return undefined
    throw error
  }
}

function lengths({ moves, loop }: Run): Pick<ClaimOutcome, 'steps' | 'loop'> {
  return { steps: moves.length, ...(loop !== undefined && { loop: moves.length - loop }) }
}

async function casesOf(graph: AskedGraph, claim: TemporalClaim): Promise<Case[]> {
  const form = normalForm(claim.formula, true)
  const automaton = automatonOf(form)
  if (automaton === undefined)
    throw new ModelError(
      'bad-argument',
      `${claimText(graph.machine, claim.name)} has a formula that is too large to be judged. Make several claims of it; what is assumed of runs belongs into its fairness ({ fair: ... }).`,
    )
  const cases: Case[] = []
  for (const me of askedFor(graph.machine, claim)) {
    const truths: Truth[] = []
    for (const atom of form.atoms) truths.push(await truthOf(graph, me, atom))
    cases.push({ me, product: await productOf(graph.steps, automaton, truths, graph.pause) })
  }
  return cases
}

/** Of all instances, the run with the shortest stem. */
async function violationIn(
  graph: AskedGraph,
  cases: readonly Case[],
  assumptions: readonly Assumption[],
): Promise<FoundLasso | undefined> {
  const watched = watch({ graph: graph.steps }, fairUnitsOf(graph.machine, assumptions))
  let best: FoundLasso | undefined
  for (const { me, product } of cases) {
    const lasso = fairLasso(product, fairCores(product, watched), watched)
    if (lasso !== undefined && (best === undefined || isShorter(lasso, best.lasso))) best = { me, lasso }
    await graph.pause()
  }
  return best
}

/** The first that is found, of whichever instance. */
async function someViolationIn(
  graph: AskedGraph,
  cases: readonly Case[],
  assumptions: readonly Assumption[],
): Promise<FoundLasso | undefined> {
  const watched = watch({ graph: graph.steps }, fairUnitsOf(graph.machine, assumptions))
  for (const { me, product } of cases) {
    const lasso = someFairLasso(product, fairCores(product, watched), watched)
    if (lasso !== undefined) return { me, lasso }
    await graph.pause()
  }
  return undefined
}

function violationOf({ machine, steps }: AskedGraph, { lasso }: FoundLasso): Violation {
  return { keeps: assumption => fairUnitsOf(machine, [assumption]).every(unit => isFairTo(steps, lasso, unit)) }
}

async function whyVacuous(graph: AskedGraph, claim: TemporalClaim): Promise<string | undefined> {
  const asked = askedFor(graph.machine, claim)
  if (asked.length === 0) return `there is no instance of ${claim.of}`
  if (claim.given === undefined) return undefined
  for (const me of asked) if ((await graph.truths.of(me, claim.given)).includes(1)) return undefined
  return 'its premise was never true'
}

async function judgeCanAlways(graph: AskedGraph, claim: CanAlwaysClaim): Promise<ClaimOutcome> {
  const base = { name: claim.name, kind: claim.kind }
  const asked = askedFor(graph.machine, claim)
  let shortest: Run | undefined
  for (const me of asked) {
    const run = shortestRunToNoReturn(graph.steps, await graph.truths.of(me, claim.can), me)
    if (run !== undefined && (shortest === undefined || run.moves.length < shortest.moves.length)) shortest = run
  }
  if (shortest !== undefined) {
    const violated = { ...base, verdict: 'violated', ...lengths(shortest) } as const
    graph.tell(violated)
    return { ...violated, run: shortest }
  }
  return { ...base, verdict: 'holds', ...(asked.length === 0 && { vacuous: `there is no instance of ${claim.of}` }) }
}
