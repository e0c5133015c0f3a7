/**
 * What units of fairness can do and do in a graph, as bits: 31 units at a time, so that all that matters of a part of the
 * graph is found out by going through it once.
 */

import { canonical } from '../base/plain.ts'
import { type FairUnit, isSameUnit, matches, type Unit } from '../machine/fairness-units.ts'
import type { RunSteps } from './run-steps.ts'

const unitsPerWord = 31

/** Some of the units, each as a bit. */
export interface UnitWord {
  /** For each step the units whose step it is. */
  readonly taken: Int32Array
  /** For each state the units that can take a step there. */
  readonly possible: Int32Array
}

/** By word, the units of which something is assumed. */
export interface Duties {
  readonly weak: Int32Array
  readonly strong: Int32Array
}

/** The units of one graph, in words of bits. */
export class UnitWatch {
  readonly words: readonly UnitWord[]
  /** Different ones. */
  private readonly units: readonly Unit[]

  constructor(graph: RunSteps, units: readonly Unit[]) {
    this.units = units.filter((unit, i) => units.findIndex(other => isSameUnit(other, unit)) === i)
    this.words = Array.from({ length: Math.ceil(this.units.length / unitsPerWord) }, (_, word) =>
      wordOf(graph, this.units.slice(word * unitsPerWord, (word + 1) * unitsPerWord)),
    )
  }

  /** A unit that is watched: the word that it is in, with its number, and its bit there. */
  bitOf(unit: Unit): { readonly number: number; readonly word: UnitWord; readonly bit: number } {
    const place = this.placeOf(unit)
    const number = Math.floor(place / unitsPerWord)
    return { number, word: this.words[number]!, bit: 1 << (place % unitsPerWord) }
  }

  /** What is assumed: the fair units are among those that are watched. */
  duties(fair: readonly FairUnit[]): Duties {
    const bits = { weak: new Int32Array(this.words.length), strong: new Int32Array(this.words.length) }
    for (const unit of fair) {
      const { number, bit } = this.bitOf(unit)
      bits[unit.strength][number]! |= bit
    }
    return bits
  }

  private placeOf(unit: Unit): number {
    return this.units.findIndex(one => isSameUnit(one, unit))
  }
}

/** What one claim and its advice need. */
const maxKept = 3

/** The watches that were needed last: most claims of a model are about runs that are fair to the same units. */
export class UnitWatches {
  private readonly kept: { readonly graph: RunSteps; readonly text: string; readonly watch: UnitWatch }[] = []

  of(graph: RunSteps, units: readonly Unit[]): UnitWatch {
    const text = textOf(units)
    const known = this.kept.findIndex(one => one.graph === graph && one.text === text)
    const [found] = known < 0 ? [] : this.kept.splice(known, 1)
    const { watch } = found ?? { watch: new UnitWatch(graph, units) }
    this.kept.unshift({ graph, text, watch })
    this.kept.splice(maxKept)
    return watch
  }
}

function textOf(units: readonly Unit[]): string {
  return units
    .map(({ mover, label, chosen, isSeen = false }) =>
      canonical([mover, label, isSeen, chosen?.choices ?? 0, chosen?.text ?? '']),
    )
    .join()
}

function wordOf(graph: RunSteps, units: readonly Unit[]): UnitWord {
  const { starts, transitions, states } = graph
  const masks = new Int32Array(graph.steps.length)
  for (const [i, unit] of units.entries())
    graph
      .stepsOf(step => matches(unit, step))
      .forEach((isMeant, step) => {
        if (isMeant === 1) masks[step]! |= 1 << i
      })
  const possible = new Int32Array(states)
  for (let state = 0; state < states; state++) {
    let mask = 0
    for (let t = starts[state]!; t < starts[state + 1]!; t++) mask |= masks[transitions.stepOf(t)]!
    possible[state] = mask
  }
  for (const [i, unit] of units.entries())
    if (unit.isSeen === true) setWhere(graph.whereEnabled(unit), possible, 1 << i)
  return { taken: masks, possible }
}

/** A refined model may be able to do more where it sees a state than is done there. */
function setWhere(isPossible: Uint8Array, possible: Int32Array, bit: number): void {
  for (let state = 0; state < possible.length; state++) if (isPossible[state] === 1) possible[state]! |= bit
}
