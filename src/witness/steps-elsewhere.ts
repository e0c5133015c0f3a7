/** What the instances could do if they stood elsewhere: who could end a wait, were it not done, or stuck itself. */

import { isSamePlain } from '../base/plain.ts'
import { moverAt, type Process, type ProcessMover, type State } from '../machine/machine.ts'
import { stepOf, transitionsOf } from '../machine/reference.ts'
import type { Cell } from '../state/layout.ts'
import { cellValue } from './cell-value.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { WhatIf } from './what-if.ts'

/**
 * A step that would end a wait if its instance stood at it.
 *
 * @since 0.2.0
 */
export interface FreeingStep {
  /** Its process. */
  readonly process: string
  /** The number of its instance, from 0. */
  readonly instance: number
  /** Its label. */
  readonly step: string
  /** The action that would end the wait after that step, and can't before it; missing where the step itself would. */
  readonly then?: string
}

/** A mover that waits at the end, and the last state with the value for which it waits. */
export interface StuckMover {
  readonly mover: number
  readonly freed: State
}

/** Beyond this many, steps are not tried: a wait has a few who could end it, or nobody could be named. */
const maxTried = 400
const maxFreeing = 2

export class StepsElsewhere {
  private readonly footprints: RunFootprints
  private readonly whatIf: WhatIf
  /** For each label of each instance, the states that its step would lead to from the last one. */
  private known: readonly { readonly mover: ProcessMover; readonly step: string; readonly after: readonly State[] }[] =
    []
  private isKnown = false

  constructor(footprints: RunFootprints, whatIf: WhatIf) {
    this.footprints = footprints
    this.whatIf = whatIf
  }

  /** The steps of others that would give `cell` a value with which `mover` could move; rather of the one that wrote it last. */
  freeing(mover: number, cell: number): FreeingStep[] {
    const { layout, machine, moves, states } = this.footprints
    const end = states.length - 1
    const place = layout.cells[cell] as Cell
    const now = cellValue(place, states[end] as State)
    const frees = (state: State): boolean => {
      const value = cellValue(place, state)
      const isOther = value !== undefined && (now === undefined || !isSamePlain(value, now))
      return isOther && this.whatIf.isFreedBy(mover, cell, end, value)
    }
    const writer = moves[this.footprints.writerOf(cell, end) ?? -1]?.mover
    const last = writer === undefined ? undefined : moverAt(machine, writer)
    const found = this.all().filter(one => one.mover !== moverAt(machine, mover) && one.after.some(frees))
    const sorted = [...found.filter(one => one.mover === last), ...found.filter(one => one.mover !== last)]
    return sorted.slice(0, maxFreeing).map(({ mover: { process, instance }, step }) => ({ process, instance, step }))
  }

  /**
   * The steps of others who wait themselves, after which an action would give `cell` such a value: a resource that one of them
   * holds is handed on only when it returns it.
   */
  freeingThen(mover: number, cell: number, others: readonly StuckMover[]): FreeingStep[] {
    const { layout, machine, states } = this.footprints
    const end = states.length - 1
    const actions = machine.movers.flatMap((one, index) => (one.kind === 'action' ? [{ name: one.name, index }] : []))
    const freedIn = (state: State): string | undefined =>
      actions.find(({ index }) =>
        this.after(state, index).some(after => {
          const value = cellValue(layout.cells[cell] as Cell, after)
          return value !== undefined && this.whatIf.isFreedBy(mover, cell, end, value)
        }),
      )?.name
    if (actions.length === 0 || freedIn(states[end] as State) !== undefined) return []
    const found = others
      .filter(one => one.mover !== mover)
      .flatMap(({ mover: other, freed }): FreeingStep[] => {
        const { process, instance } = moverAt(machine, other) as ProcessMover
        const then = this.after(freed, other)
          .map(freedIn)
          .find(name => name !== undefined)
        const step = stepOf(moverAt(machine, other), states[end] as State)
        return then === undefined || step === undefined ? [] : [{ process, instance, step, then }]
      })
    return found.slice(0, maxFreeing)
  }

  private all(): typeof this.known {
    if (!this.isKnown) this.known = this.tryAll()
    this.isKnown = true
    return this.known
  }

  private tryAll(): typeof this.known {
    const { machine, states } = this.footprints
    const labels = (name: string): readonly string[] =>
      (machine.processes.find(one => one.name === name) as Process).labels
    const all = machine.movers.flatMap((mover, index) =>
      mover.kind === 'process' ? labels(mover.process).map(step => ({ mover, index, step })) : [],
    )
    if (all.length > maxTried) return []
    const end = states.at(-1) as State
    return all.map(({ mover, index, step }) => ({
      mover,
      step,
      after: this.after(standingAt(end, mover, step), index),
    }))
  }

  private after(state: State, mover: number): State[] {
    try {
      return transitionsOf(this.footprints.machine, state, mover).flatMap(({ effect }) =>
        effect.kind === 'state' ? [effect.state] : [],
      )
    } catch {
      // No run has come to this state, and the step may rely on that.
      return []
    }
  }
}

/** The state with an instance at another of its labels. */
function standingAt(state: State, { process, instance }: ProcessMover, pc: string): State {
  const all = state[process] as readonly object[]
  return { ...state, [process]: all.map((one, i) => (i === instance ? { ...one, pc } : one)) } as State
}
