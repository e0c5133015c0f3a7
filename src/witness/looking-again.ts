/**
 * What a process would have written, had it looked once more just before: its last steps, as far as they only noted what it
 * found, taken again together with the one that writes. What a lost update lost is among these values, and nowhere else in a run.
 */

import type { Plain } from '../base/plain.ts'
import { type InstanceState, moverAt, type State } from '../machine/machine.ts'
import type { Move } from '../outcome/outcome.ts'
import type { Cell } from '../state/layout.ts'
import { cellValue } from './cell-value.ts'
import type { RunFootprints } from './run-footprints.ts'
import { SameChoices } from './same-choices.ts'

export class LookingAgain {
  private readonly footprints: RunFootprints
  private readonly values: ReadonlyMap<number, readonly Plain[]>

  constructor(footprints: RunFootprints) {
    this.footprints = footprints
    const values = new Map<number, Plain[]>()
    for (const k of footprints.moves.keys())
      for (const [cell, value] of this.writtenAfresh(k)) values.set(cell, [...(values.get(cell) ?? []), value])
    this.values = values
  }

  /** What steps that wrote a cell would have written there. */
  of(cell: number): readonly Plain[] {
    return this.values.get(cell) ?? []
  }

  private writtenAfresh(k: number): [cell: number, value: Plain][] {
    const state = this.stateAfresh(k)
    if (state === undefined) return []
    return this.footprints.writesOf(k).flatMap((cell): [number, Plain][] => {
      const value = cellValue(this.footprints.layout.cells[cell] as Cell, state)
      // A list or a record that was not there before would have cells of its own.
      return value === undefined || (typeof value === 'object' && value !== null) ? [] : [[cell, value]]
    })
  }

  /** The state after step `k`, had its process taken its looks once more before it; undefined where these were not outdated. */
  private stateAfresh(k: number): State | undefined {
    const { machine, moves, states } = this.footprints
    const { process, instance } = moverAt(machine, (moves[k] as Move).mover)
    if (process === null || states[k + 1] === undefined) return undefined
    const notes = this.notesBefore(k)
    const first = notes.findIndex(step => this.isOutdated(step, k))
    if (first < 0) return undefined
    const [then, now] = [states[notes[first] as number], states[k]] as [State, State]
    const locals = (then[process] as readonly InstanceState[])[instance] as InstanceState
    const before: State = { ...now, [process]: (now[process] as readonly InstanceState[]).with(instance, locals) }
    return [...notes.slice(first), k].reduce<State | undefined>(
      (state, step) => state && this.takenIn(state, step),
      before,
    )
  }

  /** The steps of the same process before step `k`, back to the last that wrote more than its own locals. */
  private notesBefore(k: number): number[] {
    const { moves } = this.footprints
    const { mover } = moves[k] as Move
    const own = [...moves.keys()].filter(step => step < k && moves[step]?.mover === mover)
    return own.slice(own.findLastIndex(step => !this.isNote(step, mover)) + 1)
  }

  private isNote(step: number, mover: number): boolean {
    return this.footprints.writesOf(step).every(cell => this.footprints.isOwn(mover, cell))
  }

  /** Whether something that a step read had changed when step `k` was taken, and not by the process itself. */
  private isOutdated(step: number, k: number): boolean {
    const { mover } = this.footprints.moves[step] as Move
    return this.footprints
      .readsOf(step)
      .some(cell => !this.footprints.isOwn(mover, cell) && this.footprints.isChanged(cell, step, k))
  }

  private takenIn(state: State, step: number): State | undefined {
    const { machine, moves, states } = this.footprints
    try {
      const effect = new SameChoices(machine, states[step] as State, moves[step] as Move).in(state)?.effect
      return effect?.kind === 'state' ? effect.state : undefined
    } catch {
      // No run leads to this state, and the step may rely on that.
      return undefined
    }
  }
}
