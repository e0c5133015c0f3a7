/**
 * A state graph in the Aldebaran format (`.aut`), which CADP, mCRL2 and others read as a labelled transition system.
 *
 * A label is the title of the step, `reader 0: load`, followed by its choices in brackets. The format has no escapes
 * and is ASCII only. So a double quote is written as a single one. Characters that are not printable ASCII, single
 * quotes, per cent signs and bars (which mCRL2 reads as several actions at once) are written as `%` with the
 * hexadecimal number of each byte of their UTF-8. The same applies to the first letter of an action called `tau` or
 * `i`, since these names mean a hidden step.
 *
 * States keep their numbers. The failure of a step (an assertion fails, an error is thrown) becomes an extra state
 * after them, one for each message, and the label of the transition contains the message. If there are several initial
 * states, there is a new state 0 with a transition `initial` to each, and every other number is one higher, since the
 * format allows only one initial state. The format cannot express the contents of states, the claims that they break,
 * or that a graph is incomplete; the label of a transition that breaks a claim ends with the claim.
 */

import type { GraphTransition, StateGraph } from '../../analyse/state-graph.ts'
import { stepTitle } from '../../witness/witness.ts'
import { Failures } from './failures.ts'

/** The lines of the file. */
export function* graphToAut(graph: StateGraph): Generator<string> {
  const { states, end } = graph
  const initial = states.filter(({ isInitial }) => isInitial)
  const failures = new Failures(graph)
  const isJoined = needsInitialState(graph)
  const [more, first] = isJoined ? [1, initial.length] : [0, 0]
  yield `des (0, ${end.census.transitions + first}, ${states.length + failures.all.length + more})\n`
  if (isJoined) for (const { number } of initial) yield `(0, "initial", ${number + more})\n`
  for (const { transitions } of states) {
    for (const transition of transitions) {
      const to = transition.to ?? states.length + failures.of(transition).number
      yield `(${transition.from + more}, "${autLabel(titleOf(transition))}", ${to + more})\n`
    }
  }
}

/** Whether the graph gets a new state 0 because it has several initial states. */
export function needsInitialState({ states }: StateGraph): boolean {
  return states.filter(({ isInitial }) => isInitial).length > 1
}

function titleOf(transition: GraphTransition): string {
  const { breaks, message } = transition
  const why = message === undefined ? '' : `: ${message}`
  return `${stepTitle(transition)}${breaks.map(claim => ` !! ${claim}${why}`).join('')}`
}

/** The text as a label between quotes. */
export function autLabel(text: string): string {
  const label = text.replace(/[^ -~]|[%'|]/gu, percent).replaceAll('"', "'")
  return label === 'tau' || label === 'i' ? percent(label[0] as string) + label.slice(1) : label
}

function percent(character: string): string {
  const bytes = new TextEncoder().encode(character)
  return Array.from(bytes, byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
