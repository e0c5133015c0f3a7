/** What the instances could do if they stood elsewhere: who could end a wait, were it not done, or stuck itself. */

import { isSamePlain } from '../base/plain.ts'
import { moverAt, type Process, type ProcessMover, type State } from '../machine/machine.ts'
import { transitionsOf } from '../machine/reference.ts'
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
