import { judgeSpan } from '../machine/judge.ts'
import type { Machine, State } from '../machine/machine.ts'

/**
 * A phase of an instance, as named by {@link Model.span}, for a stretch of a run: a section, a lock held.
 *
 * @since 0.2.0
 */
export interface Span {
  /** The process. */
  readonly process: string
  /** Which instance of the process. */
  readonly instance: number
  /** The name of the phase. */
  readonly name: string
  /** The first state of the stretch, counted from 0 at the beginning of the run. */
  readonly from: number
  /** The last state of the stretch. */
  readonly to: number
}

/** The spans of a run, in the order of the model. A span is cut off at the beginning and end of the run. */
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
