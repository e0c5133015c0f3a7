import { judgeSpan } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'

/** What an instance is in from state `from` of a run to state `to`, as the model names it: a section, a lock held. */
export interface Span {
  readonly process: string
  readonly instance: number
  readonly name: string
  readonly from: number
  readonly to: number
}

/** The spans of a run, in the order of the model; a span that the run begins and ends in has no other end. */
export function spansOf(machine: Machine, states: readonly State[]): Span[] {
  return machine.spans.flatMap(span => {
    const count = machine.processes.find(({ name }) => name === span.process)?.count ?? 0
    return Array.from({ length: count }, (_, instance) =>
      stretches(states, state => judgeSpan(machine, span, state, instance)).map(stretch => {
        return { process: span.process, instance, name: span.name, ...stretch }
      }),
    ).flat()
  })
}

function stretches(states: readonly State[], holds: (state: State) => boolean): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  states.forEach((state, k) => {
    if (!holds(state)) return
    if (found.at(-1)?.to === k - 1) found.push({ from: (found.pop() as { from: number }).from, to: k })
    else found.push({ from: k, to: k })
  })
  return found
}
