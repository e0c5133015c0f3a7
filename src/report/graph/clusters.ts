/**
 * The quotient of a state graph under a partition of its states: one node per block (an existential abstraction, as in
 * Clarke, Grumberg and Long 1994).
 */

import type { GraphState, GraphTransition, StateGraph } from '../../analyse/state-graph.ts'
import { type ClusterBy, edgeTitle } from './partition.ts'

export interface Cluster {
  /** From 0, in the order of their first states. */
  readonly number: number
  /** A representative: its first state. */
  readonly first: GraphState
  states: number
  /** Transitions between two of its states. */
  inside: number
  isInitial: boolean
  /** The number of its states that break each claim. */
  readonly breaks: Map<string, number>
  leftOut: number
  unexplored: number
}

/** All failing steps that break the same claim. */
export interface FailureCluster {
  readonly number: number
  readonly claim: string
  readonly first: string
  messages: number
}

/** All transitions of one name between two clusters, or to a failure. */
export interface ClusterEdge {
  readonly from: number
  readonly to: number | { readonly failure: number }
  readonly title: string
  /** The process of the transitions; null for actions, and for transitions of several processes. */
  readonly process: string | null
  /** The instance; 0 for all instances. */
  readonly instance: number
  /** The transition claims that these transitions break. Transitions that break none form a separate edge. */
  readonly claims: readonly string[]
  transitions: number
}

export interface Clustered {
  readonly by: ClusterBy
  readonly clusters: readonly Cluster[]
  readonly failures: readonly FailureCluster[]
  readonly edges: readonly ClusterEdge[]
}

/** The quotient; undefined if it exceeds the limits for nodes or edges. */
export function clusterStates(graph: StateGraph, by: ClusterBy): Clustered
export function clusterStates(
  graph: StateGraph,
  by: ClusterBy,
  limits: { readonly nodes: number; readonly edges: number },
): Clustered | undefined
export function clusterStates(
  graph: StateGraph,
  by: ClusterBy,
  limits = { nodes: Number.POSITIVE_INFINITY, edges: Number.POSITIVE_INFINITY },
): Clustered | undefined {
  const quotient = new Quotient(by)
  for (const graphState of graph.states) {
    quotient.addState(graphState)
    if (quotient.clusters.length > limits.nodes) return undefined
  }
  for (const { transitions } of graph.states) {
    for (const transition of transitions) quotient.addTransition(transition)
    if (quotient.edges.size > limits.edges) return undefined
  }
  if (quotient.clusters.length + quotient.failures.size > limits.nodes) return undefined
  return {
    by,
    clusters: quotient.clusters,
    failures: [...quotient.failures.values()],
    edges: [...quotient.edges.values()],
  }
}

class Quotient {
  readonly clusters: Cluster[] = []
  readonly failures = new Map<string, FailureCluster>()
  readonly edges = new Map<string, ClusterEdge>()
  private readonly by: ClusterBy
  private readonly byText = new Map<string, Cluster>()
  /** The cluster of each state, by its number. */
  private readonly clusterOf: Cluster[] = []
  private readonly messages = new Set<string>()

  constructor(by: ClusterBy) {
    this.by = by
  }

  addState(graphState: GraphState): void {
    const cluster = this.clusterFor(graphState)
    this.clusterOf[graphState.number] = cluster
    cluster.states++
    cluster.isInitial ||= graphState.isInitial
    cluster.leftOut += graphState.leftOut
    if (!graphState.isExplored) cluster.unexplored++
    for (const claim of graphState.breaks) cluster.breaks.set(claim, (cluster.breaks.get(claim) ?? 0) + 1)
  }

  addTransition(transition: GraphTransition): void {
    const from = this.clusterOf[transition.from] as Cluster
    if (transition.to === null) {
      this.addEdge(transition, from.number, { failure: this.failureFor(transition).number }, [])
      return
    }
    const to = this.clusterOf[transition.to] as Cluster
    if (from === to && transition.breaks.length === 0) from.inside++
    else this.addEdge(transition, from.number, to.number, transition.breaks)
  }

  private clusterFor(graphState: GraphState): Cluster {
    const text = JSON.stringify(this.by.linesOf(graphState))
    const known = this.byText.get(text)
    if (known !== undefined) return known
    const cluster: Cluster = {
      number: this.clusters.length,
      first: graphState,
      states: 0,
      inside: 0,
      isInitial: false,
      breaks: new Map(),
      leftOut: 0,
      unexplored: 0,
    }
    this.clusters.push(cluster)
    this.byText.set(text, cluster)
    return cluster
  }

  private failureFor({ breaks, message = '' }: GraphTransition): FailureCluster {
    const claim = breaks.join(', ')
    const known = this.failures.get(claim)
    const failure = known ?? { number: this.failures.size, claim, first: message, messages: 0 }
    if (known === undefined) this.failures.set(claim, failure)
    const text = JSON.stringify([claim, message])
    if (!this.messages.has(text)) failure.messages++
    this.messages.add(text)
    return failure
  }

  private addEdge(transition: GraphTransition, from: number, to: ClusterEdge['to'], claims: readonly string[]): void {
    const title = edgeTitle(this.by, transition)
    const key = JSON.stringify([from, to, title, claims])
    const known = this.edges.get(key)
    if (known !== undefined) {
      known.transitions++
      return
    }
    const process = this.by.edges === 'all' ? null : transition.process
    const instance = this.by.edges === 'instance' ? transition.instance : 0
    this.edges.set(key, { from, to, title, process, instance, claims, transitions: 1 })
  }
}
