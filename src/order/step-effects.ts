/**
 * What each step of each mover has ever read and written, and where it has led its process. It only grows, and outlives the
 * layouts of a search and the search itself.
 */

import { unreachable } from '../base/errors.ts'
import type { Path } from '../base/plain.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import type { Event } from '../footprint/trace.ts'
import type { Layout } from '../state/layout.ts'
import { keepPlace, type Places } from './cell-set.ts'

/** Of one step of one mover. */
export interface StepEffect {
  readonly reads: Places
  readonly writes: Places
  /** The labels that it has led to. */
  readonly next: ReadonlySet<string>
}

type GrowingEffect = { reads: Map<string, Path>; writes: Map<string, Path>; next: Set<string> }

/** The effects of all steps, as far as they were recorded. */
export class StepEffects {
  /** How often something was added. */
  version = 0
  private readonly known = new Map<string, GrowingEffect>()

  /** Undefined where the step was never recorded: it may do anything. */
  of(mover: number, step: string): StepEffect | undefined {
    return this.known.get(keyOf(mover, step))
  }

  /** The steps of a mover that were recorded. */
  stepsOf(mover: number): string[] {
    return [...this.known.keys()].filter(key => key.startsWith(`${mover} `)).map(key => key.slice(key.indexOf(' ') + 1))
  }

  /** Adds what a run did. `pcs` are the cells of all program counters, by their numbers, with whose they are. */
  add(layout: Layout, leaf: StepLeaf, events: readonly Event[], pcs: ReadonlyMap<number, number>): void {
    const { mover, step } = leaf
    const effect = this.growing(mover, step)
    for (const cell of cellsLookedAt(events)) this.addPlace(effect.reads, pathOf(layout, cell))
    for (const { cell } of leaf.operations) this.addPlace(effect.reads, pathOf(layout, cell))
    for (const { cell } of [...leaf.writes, ...leaf.operations]) this.addPlace(effect.writes, pathOf(layout, cell))
    for (const { cell, value } of leaf.writes) {
      const whose = pcs.get(cell)
      if (whose === mover) this.addNext(effect, String(layout.cells[cell]?.table.values[value]))
      else if (whose !== undefined) this.lose(mover, step)
    }
  }

  /** From now on nothing is known of a step: it may do anything. */
  lose(mover: number, step: string): void {
    const effect = this.growing(mover, step)
    this.addPlace(effect.reads, [])
    this.addPlace(effect.writes, [])
  }

  private growing(mover: number, step: string): GrowingEffect {
    const key = keyOf(mover, step)
    let effect = this.known.get(key)
    if (effect === undefined) {
      effect = { reads: new Map(), writes: new Map(), next: new Set() }
      this.known.set(key, effect)
      this.version++
    }
    return effect
  }

  private addPlace(places: Map<string, Path>, path: Path): void {
    if (keepPlace(places, path)) this.version++
  }

  private addNext({ next }: GrowingEffect, label: string): void {
    if (next.has(label)) return
    next.add(label)
    this.version++
  }
}

/** All cells that a run looked at, those among which it picked included. */
function cellsLookedAt(events: readonly Event[]): number[] {
  return events.flatMap(event => {
    switch (event.kind) {
      case 'predicate':
        return cellsLookedAt(event.events)
      case 'pick':
      case 'size':
        return event.cells
      case 'read':
        return [event.cell]
      case 'choice':
      // A reduction by order is given up when a set has a new member.
      case 'unmet':
        return []
      default:
        return unreachable(event)
    }
  })
}

function pathOf({ cells }: Layout, cell: number): Path {
  return (cells[cell] as Layout['cells'][number]).path
}

function keyOf(mover: number, step: string): string {
  return `${mover} ${step}`
}
