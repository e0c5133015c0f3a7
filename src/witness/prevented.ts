/**
 * What a run that never comes to what its claim asks for still lacks, and which steps would lead there but can be taken nowhere in
 * its loop, or in the state where it stays.
 */

import { canonical, type Plain } from '../base/plain.ts'
import type { Me, TemporalClaim } from '../language/claims.ts'
import { judgePredicate } from '../machine/judge.ts'
import { moverAt, type State } from '../machine/machine.ts'
import { stepOf, transitionsOf } from '../machine/reference.ts'
import type { Cell } from '../state/layout.ts'
import { looksAt } from './blocked.ts'
import { cellValue } from './cell-value.ts'
import { wantedBy } from './loop-goal.ts'
import type { RunFootprints } from './run-footprints.ts'
import { isStuckFrom, type NeededCell, type Waiting } from './waiting.ts'
import { WhatIf } from './what-if.ts'
import type { Loop } from './witness.ts'

/**
 * A step that no state of a loop enables, or not the state in which a run stays, and that would lead to what the claim asks for.
 *
 * @since 0.2.0
 */
export interface PreventedStep {
  /** The process, or null for an action. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** What it waits for: with such a value there alone it could be taken. */
  readonly need: NeededCell
  /** Whether what the claim asks for would be true then; otherwise it would only change what that lacks. */
  readonly isEnough: boolean
}

/** Of larger states and longer loops, this is not tried. */
const maxCells = 400
const maxStates = 40
const valuesTried = 12

/** None where another step comes nearer to it, or somebody waits who may not rest. */
export function preventedIn(
  footprints: RunFootprints,
  claim: TemporalClaim,
  loop: Loop,
  me: Me | undefined,
  waiting: readonly Waiting[],
): Pick<Loop, 'lacks' | 'prevented'> {
  const { machine, layout, states, moves } = footprints
  const wanted = claim.refines === undefined && claim.form !== 'eventuallyAlways' ? wantedBy(claim) : undefined
  const isLarge = layout.cells.length > maxCells || states.length - loop.from > maxStates
  if (wanted === undefined || loop.goal !== undefined || isLarge) return {}
  const isTrue = (state: State): boolean => isQuietlyTrue(() => judgePredicate(machine, claim, wanted, state, me))
  const isAtRest = loop.from === moves.length
  if (isAtRest && waiting.some(({ rests }) => rests !== true)) return {}
  const search = new ValueSearch(footprints, isTrue, loop.from)
  if (isAtRest) return lackedAtRest(search)
  const found = search.prevented(undefined).filter(one => mayRest(waiting, one))
  return found.length === 0 ? {} : { prevented: found }
}

/** Rather what some step would change that can't be taken. */
function lackedAtRest(search: ValueSearch): Pick<Loop, 'lacks' | 'prevented'> {
  const lacking = search.lacking()
  for (const one of lacking) {
    const prevented = search.prevented(one.cell)
    if (prevented.length > 0) return { lacks: one.need, prevented }
  }
  const [last] = lacking
  return last === undefined ? {} : { lacks: last.need }
}

/** A cell with what would make a difference in it. */
interface CellValues {
  readonly cell: number
  readonly need: NeededCell
}

/** Tries other values in the last state of a run. */
class ValueSearch {
  private readonly footprints: RunFootprints
  private readonly isTrue: (state: State) => boolean
  private readonly whatIf: WhatIf
  private readonly from: number
  private readonly end: number

  constructor(footprints: RunFootprints, isTrue: (state: State) => boolean, from: number) {
    this.footprints = footprints
    this.isTrue = isTrue
    this.whatIf = new WhatIf(footprints)
    this.from = from
    this.end = footprints.states.length - 1
  }

  /** The cells with another value of which, alone, the claim would have what it asks for; first what was written last. */
  lacking(): CellValues[] {
    const cells = this.footprints.layout.cells.filter(({ path, isMember }) => path[2] !== 'pc' && !isMember)
    const found = cells.flatMap(({ index }): CellValues[] => {
      const states = this.whatIf.otherStates(this.end, index, valuesTried).filter(this.isTrue)
      const values = states.flatMap(state => cellValue(this.cellAt(index), state) ?? [])
      return values.length === 0 ? [] : [this.needOf(index, values)]
    })
    return found.toSorted((a, b) => this.writerOf(b.cell) - this.writerOf(a.cell))
  }

  /** For each mover that can move nowhere: what it waits for to lead there, or else to change what is lacking. */
  prevented(lacking: number | undefined): PreventedStep[] {
    const { machine, states } = this.footprints
    return machine.movers.flatMap((mover, index): PreventedStep[] => {
      const step = mover.kind === 'action' ? mover.name : stepOf(mover, states[this.end] as State)
      if (step === undefined || !isStuckFrom(this.footprints, index, this.from)) return []
      const { process, instance } = moverAt(machine, index)
      const enough = this.needOfStep(index, after => this.isTrue(after))
      const need = enough ?? (lacking === undefined ? undefined : this.needToChange(index, lacking))
      return need === undefined ? [] : [{ process, instance, step, need, isEnough: enough !== undefined }]
    })
  }

  private needToChange(mover: number, lacking: number): NeededCell | undefined {
    return this.needOfStep(
      mover,
      (after, before, cell) => cell !== lacking && this.shown(lacking, after) !== this.shown(lacking, before),
    )
  }

  /** The cell, written last, with a value of which a mover could take a step to such a state. */
  private needOfStep(
    mover: number,
    isMeant: (after: State, before: State, cell: number) => boolean,
  ): NeededCell | undefined {
    const { machine } = this.footprints
    const found = looksAt(this.footprints, mover, this.end).flatMap((cell): CellValues[] => {
      if (this.isWrittenInLoop(cell)) return []
      const values = this.whatIf.freeing(mover, cell, this.end).filter(value => {
        const before = this.whatIf.stateOf(this.end, cell, value)
        return (
          !this.isTrue(before) &&
          after(() => transitionsOf(machine, before, mover)).some(one => isMeant(one, before, cell))
        )
      })
      return values.length === 0 ? [] : [this.needOf(cell, values)]
    })
    return found.toSorted((a, b) => this.writerOf(a.cell) - this.writerOf(b.cell)).at(-1)?.need
  }

  private needOf(cell: number, values: readonly Plain[]): CellValues {
    const { path, member } = this.footprints.describe(cell, this.end)
    return { cell, need: { path, ...(member !== undefined && { member }), values } }
  }

  private isWrittenInLoop(cell: number): boolean {
    return this.footprints.moves.some((_, k) => k >= this.from && this.footprints.writesOf(k).includes(cell))
  }

  private writerOf(cell: number): number {
    return this.footprints.writerOf(cell, this.end) ?? -1
  }

  private cellAt(index: number): Cell {
    return this.footprints.layout.cells[index] as Cell
  }

  private shown(cell: number, state: State): string {
    const value = cellValue(this.cellAt(cell), state)
    return value === undefined ? '' : canonical(value)
  }
}

/** The states after some steps; none where no run leads there, and a step relied on that. */
function after(transitions: () => ReturnType<typeof transitionsOf>): State[] {
  try {
    return transitions().flatMap(({ effect }) => (effect.kind === 'state' ? [effect.state] : []))
  } catch {
    return []
  }
}

/** No run leads to the states that are tried, and a claim may rely on that. */
function isQuietlyTrue(holds: () => boolean): boolean {
  try {
    return holds()
  } catch {
    return false
  }
}

/** An action waits for nobody to be at fault; of an instance that may not rest another sentence tells. */
function mayRest(waiting: readonly Waiting[], { process, instance }: PreventedStep): boolean {
  return process === null || waiting.some(one => one.process === process && one.instance === instance && one.rests)
}
