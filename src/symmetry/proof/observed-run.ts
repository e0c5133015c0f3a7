/** One run of a step, or one answer of a claim, with everything that it depends on, and what came of it. */

import { InternalError } from '../../base/errors.ts'
import type { Operation, Write } from '../../footprint/step-leaf.ts'
import type { ChoiceEvent, Event, PickEvent, ReadEvent, UnmetEvent } from '../../footprint/trace.ts'
import type { ReadCell } from '../../state/codec.ts'

/** A state by the numbers of the values of its cells. */
export type Values = ArrayLike<number>

export interface ObservedRun {
  /** In order. */
  readonly events: readonly ObservedEvent[]
  /** The answer of a claim, or the kind of effect that the step has. */
  readonly effect: string
  readonly writes: readonly Write[]
  readonly operations: readonly Operation[]
  /** The answers of the claims about the transition. */
  readonly answers: readonly string[]
}

/** What a run can depend on. Of predicates, all that they look at is known. */
export type ObservedEvent = ReadEvent | ChoiceEvent | PickEvent | UnmetEvent

/** The option taken at a choose. */
export type OptionEvent = ChoiceEvent | PickEvent

export function readerOf(values: Values): ReadCell {
  return cell => values[cell] as number
}

export function readOf(cell: number, read: ReadCell): ReadEvent {
  return { kind: 'read', cell, projection: undefined, value: read(cell) }
}

/** The events with what predicates have looked at in place of their answers; a cell that is read as a whole is read once. */
export function observedEvents(events: readonly Event[]): ObservedEvent[] {
  const whole = new Set<number>()
  const observed = (event: Event): ObservedEvent[] => {
    if (event.kind === 'predicate') return event.events.flatMap(observed)
    if (event.kind === 'pick' && event.at >= 0) whole.add(event.cells[event.at] as number)
    if (event.kind === 'size') throw new InternalError('a proof has to see each member of a set')
    if (event.kind !== 'read') return [event]
    if (whole.has(event.cell)) return []
    if (event.projection === undefined) whole.add(event.cell)
    return [event]
  }
  return events.flatMap(observed)
}

export function optionsOf(events: readonly ObservedEvent[]): OptionEvent[] {
  return events.filter((event): event is OptionEvent => event.kind === 'choice' || event.kind === 'pick')
}

/** The looks at cells that a run depends on. Where no member of a set could be picked, it depends on the absence of them all. */
export function readsOf(events: readonly ObservedEvent[], read: ReadCell): ReadEvent[] {
  return events.flatMap(event => {
    if (event.kind === 'read') return [event]
    if (event.kind !== 'pick') return []
    const cells = event.at < 0 ? event.cells : [event.cells[event.at] as number]
    return cells.map(cell => readOf(cell, read))
  })
}

/** A state after a step. */
export function valuesAfter(
  values: Values,
  { writes, operations }: Pick<ObservedRun, 'writes' | 'operations'>,
): Int32Array {
  const after = Int32Array.from(values)
  for (const { cell, value } of writes) after[cell] = value
  for (const { cell, operator } of operations) after[cell] = operator.of(values[cell] as number)
  return after
}
