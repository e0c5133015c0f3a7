import { type CanAlwaysClaim, type Me, predicatesOf, type TemporalClaim } from '../language/claims.ts'
import type { AnyPredicate } from '../language/formula.ts'
import { instancesFor, judgePredicate } from '../machine/judge.ts'
import type { Machine } from '../machine/machine.ts'
import { maxStatesAtOnce } from '../search/engine-graph.ts'
import type { ExploredGraph } from '../search/explored-graph.ts'
import type { SoFar } from '../search/options.ts'

/** What the predicates of a claim say of every state of a graph. Kept, so that each is evaluated once in a state. */
export class PredicateTruths {
  private readonly machine: Machine
  private readonly claim: TemporalClaim | CanAlwaysClaim
  private readonly graph: ExploredGraph
  private readonly pause: () => Promise<void>
  private evaluated: Promise<void> | undefined
  /** By instance. */
  private readonly known = new Map<number | undefined, Map<AnyPredicate, Uint8Array>>()

  constructor(
    machine: Machine,
    claim: TemporalClaim | CanAlwaysClaim,
    graph: ExploredGraph,
    pause: () => Promise<void>,
  ) {
    this.machine = machine
    this.claim = claim
    this.graph = graph
    this.pause = pause
  }

  /** For each state whether a predicate is true of it; for an instance, if the claim is made for each. */
  async of(me: Me | undefined, predicate: AnyPredicate): Promise<Uint8Array> {
    this.evaluated ??= this.evaluateEverywhere()
    await this.evaluated
    return this.truthsFor(me).get(predicate) as Uint8Array
  }

  /** What the claim was found to say of each state of the sample; undefined if it was not evaluated. */
  answersInSample(): string[] | undefined {
    const truths = instancesFor(this.machine, this.claim).flatMap(me =>
      predicatesOf(this.claim).map(predicate => this.truthsFor(me).get(predicate)),
    )
    if (truths.includes(undefined)) return undefined
    return this.graph.sample.map(state => truths.map(truth => truth?.[state] === 1).join())
  }

  /** Read by `cli/whereabouts.ts`, where a predicate does not return. */
  get soFar(): SoFar {
    return this.graph.soFar
  }

  private truthsFor(me: Me | undefined): Map<AnyPredicate, Uint8Array> {
    const truths = this.known.get(me?.instance) ?? new Map<AnyPredicate, Uint8Array>()
    this.known.set(me?.instance, truths)
    return truths
  }

  /** All of them in one sweep: where a state has to be unpacked to be shown to a predicate, it is unpacked once for all. */
  private async evaluateEverywhere(): Promise<void> {
    const { machine, claim, graph } = this
    const questions = instancesFor(machine, claim).flatMap(me =>
      [...new Set(predicatesOf(claim))].map(predicate => ({ me, predicate, truth: new Uint8Array(graph.count) })),
    )
    for (const { me, predicate, truth } of questions) this.truthsFor(me).set(predicate, truth)
    const answers = graph.answers(
      questions.map(({ me, predicate }) => ({
        claim: claim.name,
        answer: state => judgePredicate(machine, claim, predicate, state, me),
      })),
    )
    const truths = questions.map(({ truth }) => truth)
    for (let from = 0; from < graph.count; from += maxStatesAtOnce) {
      answers.enter(from, Math.min(from + maxStatesAtOnce, graph.count), truths)
      await this.pause()
    }
  }
}
