/** Counts what a search by footprints spends its states and its time on, where a profile is wanted. */

import { unreachable } from '../../base/errors.ts'
import type { Path } from '../../base/plain.ts'
import type { RecordingWatcher, StepFootprint } from '../../footprint/step-footprints.ts'
import type { StepLeaf } from '../../footprint/step-leaf.ts'
import type { Event } from '../../footprint/trace.ts'
import { type Machine, moverAt } from '../../machine/machine.ts'
import type { PartProfile, Profile, StepProfile } from '../../outcome/profile.ts'
import { type Cell, type Layout, narrowCells } from '../../state/layout.ts'
import type { StateStore } from '../../state/state-store.ts'
import { partName, partsOf, type StatePart, valuesOf } from './parts.ts'
import { statesWithout } from './states-without.ts'

/** Depths at which a profile says how many values there were. */
const shownDepths = 6

type Counts = { -readonly [K in keyof StepProfile]: StepProfile[K] }

export class Profiler implements RecordingWatcher {
  private readonly machine: Machine
  private readonly steps = new Map<string, Counts>()
  /** By the number of the mover and the label, since names are made of texts. */
  private readonly stepsOfMovers = new Map<string, Counts>()
  /** For each level, the values of each part. */
  private readonly levels: ReadonlyMap<string, number>[] = []
  private readonly layoutChanges = new Map<string, number>()
  private readonly read = new Set<string>()
  private areAllRecorded = true

  constructor(machine: Machine) {
    this.machine = machine
    // Read on the way to the step, before anything is recorded.
    for (const { process, instance } of machine.movers)
      if (process !== null) this.read.add(nameAt([process, instance, 'pc']))
  }

  onLeaf({ cells }: Layout, _leaf: StepLeaf, events: readonly Event[]): void {
    for (const part of partsSeen(events, cells)) this.read.add(part)
  }

  onLost(): void {
    this.areAllRecorded = false
  }

  onRuns({ mover, step }: StepFootprint, how: 'recorded' | 'direct', runs: number, ms: number): void {
    const counts = this.countsOf(mover, step)
    if (how === 'recorded') counts.recordedRuns += runs
    else counts.directRuns += runs
    counts.seconds += ms / 1000
  }

  /** A transition was entered. */
  entered({ mover, step }: StepLeaf, isNew: boolean): void {
    const counts = this.countsOf(mover, step)
    counts.transitions++
    if (isNew) counts.newStates++
  }

  /** All states are packed anew. */
  layoutChanged(before: Layout, after: Layout): void {
    const known = new Set(before.cells.map(cellName))
    const added = after.cells.filter(cell => !known.has(cellName(cell)))
    const blamed = new Set((added.length > 0 ? added : narrowCells(before)).map(partName))
    for (const part of blamed) this.layoutChanges.set(part, (this.layoutChanges.get(part) ?? 0) + 1)
  }

  endLevel(layout: Layout): void {
    this.levels.push(new Map(partsOf(layout).map(part => [part.name, valuesOf(part)])))
  }

  profile(layout: Layout, store: StateStore): Profile {
    const parts = partsOf(layout).filter(part => valuesOf(part) > 1)
    const without = statesWithout(parts, store, layout)
    return {
      steps: [...this.steps.values()].sort((a, b) => b.newStates - a.newStates || b.transitions - a.transitions),
      parts: parts.map((part, i) => this.partProfile(part, without[i]!)).sort(heaviestFirst),
    }
  }

  private partProfile(part: StatePart, without: number): PartProfile {
    const { name, cells } = part
    return {
      part: name,
      cells: cells.length,
      values: valuesOf(part),
      growth: this.growthOf(name),
      layoutChanges: this.layoutChanges.get(name) ?? 0,
      statesWithout: without,
      ...(this.areAllRecorded && this.levels.length > 0 && { isUnread: !this.read.has(name) }),
    }
  }

  private growthOf(part: string): PartProfile['growth'] {
    const last = this.levels.length - 1
    // A limit may end the search within the first level.
    if (last < 0) return []
    const depths = Array.from({ length: shownDepths }, (_, i) => Math.round((last * i) / (shownDepths - 1)))
    return [...new Set(depths)]
      .filter(depth => depth >= 0)
      .map(depth => ({ depth, values: this.levels[depth]!.get(part) ?? 0 }))
  }

  private countsOf(mover: number, step: string): Counts {
    const key = `${mover} ${step}`
    const known = this.stepsOfMovers.get(key)
    if (known !== undefined) return known
    const { process } = moverAt(this.machine, mover)
    const name = process === null ? step : `${process}: ${step}`
    const none = { step: name, transitions: 0, newStates: 0, recordedRuns: 0, directRuns: 0, seconds: 0 }
    const counts = this.steps.get(name) ?? none
    this.steps.set(name, counts)
    this.stepsOfMovers.set(key, counts)
    return counts
  }
}

/** The parts that a run depends on; not those of lists that it only edits. */
function partsSeen(events: readonly Event[], cells: readonly Cell[]): string[] {
  return events.flatMap(event => {
    switch (event.kind) {
      case 'predicate':
        return partsSeen(event.events, cells)
      case 'pick':
        return event.cells.map(cell => partName(cells[cell]!))
      case 'read':
        return [partName(cells[event.cell]!)]
      case 'size':
      case 'unmet':
        return [nameAt(JSON.parse(event.set) as Path)]
      case 'choice':
        return []
      default:
        return unreachable(event)
    }
  })
}

function nameAt(path: Path): string {
  return partName({ path, isMember: false })
}

function cellName({ path, isMember, holds }: Cell): string {
  return JSON.stringify([path, isMember, holds])
}

/** By how few states there would be without it. */
function heaviestFirst(a: PartProfile, b: PartProfile): number {
  return a.statesWithout - b.statesWithout || b.values - a.values
}
