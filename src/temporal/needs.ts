/** What a loop in a fair core must meet, so that the run that goes round it is accepted and fair. */

import type { FairUnit } from '../machine/fairness-units.ts'
import type { FairCore } from './fair-cores.ts'
import type { Product } from './product.ts'
import type { UnitWatch, UnitWord } from './unit-watch.ts'

/**
 * A condition of the automaton is met in some places. A fair unit meets what is assumed of it by taking a step, a weakly fair one also
 * where it cannot; of a strongly fair unit that never can, nothing is asked.
 */
export type Need =
  | { readonly kind: 'condition'; readonly isMetIn: Uint8Array }
  | { readonly kind: 'weak' | 'strong'; readonly word: UnitWord; readonly bit: number }

/** What must be met in a core, each thing once. What is met wherever one goes is left out. */
export function needsOf(product: Product, core: FairCore, watch: UnitWatch, units: readonly FairUnit[]): Need[] {
  const { automaton } = product
  const conditions = Array.from({ length: automaton.conditions }, (_, i): Need => {
    return { kind: 'condition', isMetIn: Uint8Array.from(automaton.nodes, ({ fulfils }) => (fulfils[i] ? 1 : 0)) }
  })
  const fair = different(watch, units).map((unit): Need => ({ kind: unit.strength, ...watch.bitOf(unit) }))
  return [...conditions, ...fair].filter(need => !core.every(node => isMetAt(product, need, node)))
}

/** One of those that are about the same steps. What a refined model can do does not follow from its steps. */
function different(watch: UnitWatch, units: readonly FairUnit[]): FairUnit[] {
  const known = new Map<string, FairUnit>()
  for (const [i, unit] of units.entries()) {
    const { word, bit } = watch.bitOf(unit)
    const steps = [...word.taken.keys()].filter(step => (word.taken[step]! & bit) !== 0)
    const key = `${unit.strength} ${steps.join()} ${unit.isSeen === true ? i : ''}`
    if (!known.has(key)) known.set(key, unit)
  }
  return [...known.values()]
}

/** Whether a node alone leaves nothing to be asked for. */
function isMetAt(product: Product, need: Need, node: number): boolean {
  if (need.kind === 'condition') return need.isMetIn[product.placeOf(node)] === 1
  return (need.word.possible[product.stateOf(node)]! & need.bit) === 0
}

const maxBits = 31

/** Needs as bits: that they are met, and of a strong one, that the unit can take a step, so that there is a need at all. */
export class NeedBits {
  /** By step: what it meets. */
  readonly atStep: Int32Array
  private readonly product: Product
  private readonly needs: readonly { readonly need: Need; readonly met: number; readonly due: number }[]
  /** By place: what it meets. */
  private readonly atPlace: Int32Array
  /** What a state says by whether a unit can take a step there. */
  private readonly units: {
    readonly possible: Int32Array
    readonly bit: number
    readonly ifPossible: number
    readonly ifNot: number
  }[] = []

  /** All of some needs, in as few lists as possible: one at least. */
  static listsOf(product: Product, needs: readonly Need[]): NeedBits[] {
    const lists: Need[][] = [[]]
    let bits = 0
    for (const need of needs) {
      bits += bitsFor(need)
      if (bits > maxBits) {
        lists.push([])
        bits = bitsFor(need)
      }
      lists.at(-1)?.push(need)
    }
    return lists.map(list => new NeedBits(product, list))
  }

  private constructor(product: Product, needs: readonly Need[]) {
    this.product = product
    let bit = 1
    this.needs = needs.map(need => {
      const met = bit
      bit <<= bitsFor(need)
      return { need, met, due: need.kind === 'strong' ? met << 1 : 0 }
    })
    this.atStep = new Int32Array(product.graph.steps.length)
    this.atPlace = new Int32Array(product.automaton.nodes.length)
    for (const { need, met, due } of this.needs) {
      if (need.kind === 'condition') setWhere(this.atPlace, met, place => need.isMetIn[place] === 1)
      else {
        const { word, bit } = need
        setWhere(this.atStep, met, step => (word.taken[step]! & bit) !== 0)
        this.units.push({ possible: word.possible, bit, ifPossible: due, ifNot: need.kind === 'weak' ? met : 0 })
      }
    }
  }

  atNode(node: number): number {
    const { units, product } = this
    const place = product.placeOf(node)
    const state = node - place * product.states
    let bits = this.atPlace[place]!
    for (let i = 0; i < units.length; i++) {
      const { possible, bit, ifPossible, ifNot } = units[i]!
      bits |= (possible[state]! & bit) === 0 ? ifNot : ifPossible
    }
    return bits
  }

  /** The bits that are still to be met, where some have been. */
  owed(bits: number): number {
    let owed = 0
    for (let i = 0; i < this.needs.length; i++) {
      const { met, due } = this.needs[i]!
      if ((bits & met) === 0 && (due === 0 || (bits & due) !== 0)) owed |= met
    }
    return owed
  }

  areMet(bits: number): boolean {
    return this.owed(bits) === 0
  }
}

function bitsFor({ kind }: Need): 1 | 2 {
  return kind === 'strong' ? 2 : 1
}

function setWhere(bits: Int32Array, bit: number, isMeant: (i: number) => boolean): void {
  for (let i = 0; i < bits.length; i++) if (isMeant(i)) bits[i]! |= bit
}
