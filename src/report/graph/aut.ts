/**
 * A state graph in the Aldebaran format (`.aut`), which CADP, mCRL2 and others read as a labelled transition system.
 *
 * A label is the title of the step, `reader 0: load`, with its choices behind it in brackets. The format has no escapes
 * and no letters but ASCII, so a double quote stands as a single one, and what is not printable ASCII, a single quote,
 * a per cent sign or a bar (which mCRL2 reads as several actions at once) as `%` with the hexadecimal number of each
 * byte of its UTF-8. An action called `tau` or `i` has its first letter written so, since these names mean a hidden step.
 *
 * States have their numbers. What a step comes to that leads to no state (an assertion fails, an error is thrown) is a
 * state of its own behind them, one for each message, and the label of the transition says what it is. With several
 * initial states there is a new state 0 with a transition `initial` to each, and every other number is one higher, since
 * the format has one initial state only. What a state is, which claims it breaks, and that a graph is not whole cannot
 * be said in it; a transition that breaks a claim says so at the end of its label.
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

/** Whether the graph gets a new state 0, because it has several initial ones. */
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
