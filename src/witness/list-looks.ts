/** What the steps of a run looked at in lists that are one cell each, and who had put it there. */

import type { RecordedRun } from '../footprint/record-step.ts'
import type { Event, ReadEvent } from '../footprint/trace.ts'
import type { Edit, PartQuestion, Projection } from '../state/list-look-ups.ts'
import { type Element, elementsAfter, initialElements } from './list-origins.ts'

/** What a step did with the list in a cell. */
interface ListLook {
  /** What it asked; undefined where it read the whole list. */
  readonly projections: readonly Projection[] | undefined
  readonly edits: readonly Edit[] | undefined
}

/** A list as it is in the states of a run. */
export interface ListHistory {
  /** The values, and their numbers. */
  readonly valueAt: (k: number) => unknown
  readonly numberAt: (k: number) => number
}

/** The looks of a run at the list in one cell. */
export class ListLooks {
  private readonly cell: number
  private readonly history: ListHistory
  /** The recorded run of each step; undefined where it could not be recorded part by part. */
  private readonly runs: readonly (RecordedRun | undefined)[]
  private readonly elements: Element[][]

  constructor(cell: number, history: ListHistory, runs: readonly (RecordedRun | undefined)[]) {
    this.cell = cell
    this.history = history
    this.runs = runs
    this.elements = [initialElements(history.valueAt(0))]
  }

  /** Whether step `k` edited the list without a look at it. */
  isOnlyEdited(k: number): boolean {
    const look = this.look(k)
    return look?.projections?.length === 0 && look.edits !== undefined
  }

  /**
   * The step that wrote what step `k` read of the list: that added the element which it took out, or else the last to add one
   * that it looked at. Of the length, and of what was there from the beginning, the last step that made it so. Undefined
   * where step `k` read the whole list.
   */
  writerFor(k: number): number | null | undefined {
    const projections = this.look(k)?.projections
    if (projections === undefined) return undefined
    const before = this.elementsAt(k)
    const seen = projections.flatMap(({ question }) => elementFor(question, before) ?? [])
    const after = new Set(this.elementsAt(k + 1))
    const taken = seen.filter(element => !after.has(element))
    const steps = (taken.length > 0 ? taken : seen).flatMap(({ addedBy }) => addedBy ?? [])
    return steps.length > 0 ? Math.max(...steps) : this.lastChangeOf(projections, k)
  }

  private lastChangeOf(projections: readonly Projection[], k: number): number | null {
    for (let step = k - 1; step >= 0; step--) {
      const [before, after] = [this.history.numberAt(step), this.history.numberAt(step + 1)]
      if (projections.some(question => question.of(before) !== question.of(after))) return step
    }
    return null
  }

  private elementsAt(k: number): readonly Element[] {
    for (let step = this.elements.length; step <= k; step++) {
      const before = this.elements[step - 1] as Element[]
      this.elements.push(
        elementsAfter(before, step - 1, this.history.valueAt(step), this.look(step - 1)?.edits ?? this.untouched(step)),
      )
    }
    return this.elements[k] as Element[]
  }

  /** No edits, where the list is the same after a step. */
  private untouched(step: number): readonly Edit[] | undefined {
    return this.history.numberAt(step - 1) === this.history.numberAt(step) ? [] : undefined
  }

  private look(k: number): ListLook | undefined {
    const run = this.runs[k]
    if (run === undefined) return undefined
    const reads = flat(run.events).filter(({ cell }) => cell === this.cell)
    const isUnasked = run.lengthUnasked.includes(this.cell)
    const projections = reads.flatMap(({ projection }) => projection ?? [])
    const given = run.operations.find(({ cell }) => cell === this.cell)?.operator.edits
    return {
      projections:
        projections.length < reads.length
          ? undefined
          : projections.filter(({ question }) => question !== 'length' || !isUnasked),
      edits: given?.kind === 'list' ? given.edits : undefined,
    }
  }
}

function flat(events: readonly Event[]): ReadEvent[] {
  return events.flatMap(event => {
    if (event.kind === 'predicate') return flat(event.events)
    return event.kind === 'read' ? [event] : []
  })
}

/** The element that a question is about; undefined where it is about none, or there is none. */
function elementFor(question: PartQuestion, elements: readonly Element[]): Element | undefined {
  if (typeof question === 'number') return elements.at(question)
  const [, what, argument] = /^(\w+) (.*)$/s.exec(question) ?? []
  if (argument === undefined) return undefined
  if (what === 'form') return elements.at(Number(argument))
  const wanted: unknown = what === 'includes' || what === 'indexOf' ? JSON.parse(argument) : undefined
  return elements.find(({ value }) => value === wanted)
}
