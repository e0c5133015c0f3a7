/**
 * A state graph as JSON lines (`--format jsonl`), which can be written during exploration, so its size does not matter.
 *
 * One object per line, distinguished by its first key:
 *
 * - first `{"format": "interleave-graph/1", "model", "variant", "constants", "processes", "claims"}`;
 * - `{"state": 3, "depth": 2, "value": {...}}`, with `"initial": true`, `"breaks": [names of claims]`,
 *   `"leftOut": number of transitions` and `"unexplored": true` where there is something to say. States are numbered
 *   from 0 in breadth-first order and come in that order;
 * - `{"from": 3, "to": 7, "process": "reader", "instance": 0, "step": "load", "choices": [...]}`, the transitions out of
 *   a state right behind it. `process` is null for an action; `to` is null, with `"breaks"` and `"message"`, where the
 *   step itself is the violation; `"breaks"` also names the transition claims that are false of it;
 * - last `{"end": "exhausted", "states", "transitions", "depth"}`; where `end` is something else the graph is not whole,
 *   and `"leftOut"` says how much is missing. A file without this line was cut off.
 */

import type { GraphEnd, GraphState, GraphTransition } from '../../analyse/state-graph.ts'
import type { Machine } from '../../machine/machine.ts'
import { safeJson } from '../text/safe-json.ts'

export const graphLinesFormat = 'interleave-graph/1'

export function firstGraphLine({ model, variant, constants, processes, claims }: Machine): string {
  return line({
    format: graphLinesFormat,
    model,
    variant,
    constants,
    processes: processes.map(({ name, count }) => ({ name, count })),
    claims: claims.map(({ name, kind }) => ({ name, kind })),
  })
}

/** A state and the transitions out of it. */
export function graphStateLines({ transitions, ...graphState }: GraphState): string {
  const state = line({
    state: graphState.number,
    depth: graphState.depth,
    ...(graphState.isInitial && { initial: true }),
    value: graphState.state,
    ...(graphState.breaks.length > 0 && { breaks: graphState.breaks }),
    ...(graphState.leftOut > 0 && { leftOut: graphState.leftOut }),
    ...(!graphState.isExplored && { unexplored: true }),
  })
  return state + transitions.map(transitionLine).join('')
}

function transitionLine({ from, to, process, instance, step, choices, breaks, message }: GraphTransition): string {
  return line({
    from,
    to,
    process,
    instance,
    step,
    choices,
    ...(breaks.length > 0 && { breaks }),
    ...(message !== undefined && { message }),
  })
}

export function lastGraphLine({ stop, census, leftOut }: GraphEnd): string {
  return line({ end: stop, ...census, ...(stop !== 'exhausted' && { leftOut }) })
}

function line(value: object): string {
  return `${safeJson(value)}\n`
}
