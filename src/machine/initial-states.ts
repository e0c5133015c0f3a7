/**
 * The initial states of a machine, settled one by one, without duplicates. There may be a million of them, so they are not
 * all copied, and their texts are not kept.
 */

import { canonical, isSamePlain, type Path } from '../base/plain.ts'
import { setsIn } from '../language/set.ts'
import { Dictionaries } from './dictionaries.ts'
import { KeyOrder } from './key-order.ts'
import type { State } from './machine.ts'
import { type Form, settle } from './settle.ts'
import { StoredSets } from './stored-sets.ts'

export class InitialStates {
  readonly states: State[] = []
  form: Form & { readonly storedSets: StoredSets }
  /** Whether a set was found in a place where earlier states had a list, which may therefore not be in canonical form. */
  hasMoreSets = false
  private readonly keyOrder: KeyOrder
  private readonly places: Set<string>
  /** The last state of each hash, and for each state the one before it with the same. */
  private readonly last = new Map<number, number>()
  private readonly before: number[] = []

  /** `sets` are the known places of sets, `steps` the texts of all steps. */
  constructor(sets: readonly Path[], steps: readonly string[]) {
    this.keyOrder = new KeyOrder(steps)
    this.places = new Set(sets.map(path => JSON.stringify(path)))
    this.form = { keyOrder: this.keyOrder, dictionaries: new Dictionaries(), sets, storedSets: new StoredSets() }
  }

  /** Adds a state, unless it is already there. Throws {@link NotPlain} if it is not plain data. */
  add(state: object): void {
    let settled = settle({ ...this.form, storedSets: undefined }, state)
    const text = canonical(settled)
    if (this.learn(state)) settled = settle(this.form, state)
    const hash = hashOf(text)
    const last = this.last.get(hash) ?? -1
    for (let at = last; at >= 0; at = this.before[at]!) if (isSamePlain(this.states[at], settled)) return
    this.last.set(hash, this.states.length)
    this.before.push(last)
    this.states.push(settled as State)
  }

  /** Whether this state has changed the form of states. New keys come after all known ones. */
  private learn(state: object): boolean {
    const hasNewKeys = this.keyOrder.rank(state)
    const { places, areNested } = setsIn(state)
    const sets = places.filter(path => !this.places.has(JSON.stringify(path)))
    if (sets.length === 0) return hasNewKeys || areNested
    for (const path of sets) this.places.add(JSON.stringify(path))
    this.hasMoreSets ||= this.states.length > 0
    this.form = { ...this.form, sets: [...this.form.sets, ...sets] }
    return true
  }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
