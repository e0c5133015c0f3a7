/**
 * A state graph as GraphML, for yEd, Gephi, NetworkX and the like.
 *
 * There is a node for each state, `s` and its number, and one for each message of a failing step, `f` and a number.
 * There is an edge for each transition, so two nodes may have several. Facts about them are data of declared keys;
 * states and choices are JSON. The graph itself carries model, variant, constants and, if it is incomplete, what is
 * missing.
 */

import type { GraphState, GraphTransition, StateGraph } from '../../analyse/state-graph.ts'
import { stepTitle } from '../../witness/witness.ts'
import { safeJson } from '../text/safe-json.ts'
import { harmless } from '../text/value.ts'
import { type FailedTransition, Failures } from './failures.ts'
import { missingOfGraph } from './notes.ts'

const keys = {
  graph: { model: 'string', variant: 'string', constants: 'string', stop: 'string', missing: 'string' },
  node: {
    kind: 'string',
    label: 'string',
    state: 'string',
    depth: 'int',
    initial: 'boolean',
    breaks: 'string',
    leftOut: 'int',
    explored: 'boolean',
  },
  edge: {
    label: 'string',
    process: 'string',
    instance: 'int',
    step: 'string',
    choices: 'string',
    breaks: 'string',
  },
} as const

type Kind = keyof typeof keys
type DataOf<K extends Kind> = { readonly [key in keyof (typeof keys)[K]]?: string | number | boolean | undefined }

/** The lines of the file. */
export function* graphToGraphml(graph: StateGraph): Generator<string> {
  const { machine, states, end } = graph
  const failures = new Failures(graph)
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
  for (const kind of ['graph', 'node', 'edge'] as const) {
    for (const [name, type] of Object.entries(keys[kind])) {
      yield `  <key id="${kind}-${name}" for="${kind}" attr.name="${name}" attr.type="${type}"/>\n`
    }
  }
  yield '  <graph id="states" edgedefault="directed">\n'
  yield* data('graph', {
    model: harmless(machine.model),
    variant: machine.variant === null ? undefined : harmless(machine.variant),
    constants: safeJson(machine.constants),
    stop: end.stop,
    missing: missingOfGraph(end),
  })
  for (const graphState of states) yield* stateNode(graphState)
  for (const failure of failures.all) yield* failureNode(failure)
  for (const { transitions } of states) {
    for (const transition of transitions) yield* edge(transition, failures)
  }
  yield '  </graph>\n</graphml>\n'
}

function* stateNode(graphState: GraphState): Generator<string> {
  yield `    <node id="s${graphState.number}">\n`
  yield* data('node', {
    kind: 'state',
    label: String(graphState.number),
    state: safeJson(graphState.state),
    depth: graphState.depth,
    initial: graphState.isInitial,
    breaks: namesOf(graphState.breaks),
    leftOut: graphState.leftOut > 0 ? graphState.leftOut : undefined,
    explored: graphState.isExplored ? undefined : false,
  })
  yield '    </node>\n'
}

function* failureNode({ number, breaks, message }: FailedTransition): Generator<string> {
  yield `    <node id="f${number}">\n`
  yield* data('node', { kind: 'failure', label: harmless(message), breaks: namesOf(breaks) })
  yield '    </node>\n'
}

function* edge(transition: GraphTransition, failures: Failures): Generator<string> {
  const { from, to, process, instance, step, choices, breaks } = transition
  const target = to === null ? `f${failures.of(transition).number}` : `s${to}`
  yield `    <edge source="s${from}" target="${target}">\n`
  yield* data('edge', {
    label: harmless(stepTitle(transition)),
    process: process === null ? undefined : harmless(process),
    instance: process === null ? undefined : instance,
    step: harmless(step),
    choices: choices.length === 0 ? undefined : safeJson(choices),
    breaks: namesOf(breaks),
  })
  yield '    </edge>\n'
}

/** The names of claims as JSON, since a name may contain any character; nothing if there are none. */
function namesOf(claims: readonly string[]): string | undefined {
  return claims.length === 0 ? undefined : safeJson(claims)
}

function* data<K extends Kind>(kind: K, values: DataOf<K>): Generator<string> {
  const indent = kind === 'graph' ? '    ' : '      '
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) yield `${indent}<data key="${kind}-${name}">${xmlText(String(value))}</data>\n`
  }
}

/** The text between tags. It has no characters that XML forbids: see {@link harmless} and {@link safeJson}. */
function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
