/**
 * Looks for exceptions to a symmetry: compares the steps and claims of a state with those of states that should differ from
 * it only by names.
 *
 * Every permutation is a product of exchanges of neighbours. So if every state of an orbit behaves like each of its
 * neighbours, all of them behave alike, and one can represent all.
 */

import type { Machine, State } from '../machine/machine.ts'
import { keyOf } from '../machine/reference.ts'
import {
  type Asymmetry,
  answersIn,
  type Behaviour,
  behaviourIn,
  differenceOf,
  differenceOfAnswers,
} from './behaviour.ts'
import { brokenBy } from './broken-symmetry.ts'
import { allExchanges, exchanges, groupSize, type Permutation } from './permutation.ts'
import { Renaming } from './renaming.ts'

/** Up to this many permutations, the steps of all states of an orbit are compared. */
const maxCompared = 24
/** Up to this many permutations, the claims of all states of an orbit are compared. */
const maxEvaluated = 120
/** Beyond, this many states of an orbit, in turn, in addition to those in which two ids are exchanged. */
const furtherStates = 8

/** A state and its text. */
interface Member {
  readonly state: State
  readonly key: string
}

export class Equivariance {
  private readonly machine: Machine
  private readonly neighbours: readonly Renaming[]
  private readonly anyTwo: readonly Renaming[]
  private readonly permutations: number

  constructor(machine: Machine) {
    const renaming = (permutation: Permutation) => new Renaming(machine, permutation)
    this.machine = machine
    this.neighbours = exchanges(machine.symmetries).map(renaming)
    this.anyTwo = allExchanges(machine.symmetries).map(renaming)
    this.permutations = groupSize(machine.symmetries)
  }

  /** Whether {@link checkOrbit} compares all states of an orbit. */
  get isWhole(): boolean {
    return this.permutations <= maxCompared
  }

  /** Compares all states of an orbit, or some if there are many permutations. Throws ModelError `broken-symmetry`. */
  checkOrbit(state: State): void {
    if (!this.isWhole) this.checkSome(state)
    else {
      const behaviour = remembered(of => behaviourIn(this.machine, of))
      this.eachPair(state, (from, to, renaming) => this.compare(behaviour(from), behaviour(to), renaming))
    }
  }

  /** Compares a state with the same under other names. */
  checkUnder(state: State, renaming: Renaming): void {
    this.compare(behaviourIn(this.machine, state), behaviourIn(this.machine, renaming.state(state)), renaming)
  }

  /** Compares a state with all in which two ids are exchanged. */
  checkExchanges(state: State): Behaviour {
    const behaviour = behaviourIn(this.machine, state)
    for (const renaming of this.anyTwo) {
      this.compare(behaviour, behaviourIn(this.machine, renaming.state(state)), renaming)
    }
    return behaviour
  }

  /** Compares the claims about states in all states of an orbit, or in some if there are many permutations. */
  checkClaims(state: State): void {
    const answers = remembered(of => answersIn(this.machine, of))
    const compare = (from: Member, to: Member, renaming: Renaming): void =>
      this.refuse(differenceOfAnswers(this.machine, [from.state, to.state], answers(from), answers(to)), renaming)
    if (this.permutations <= maxEvaluated) this.eachPair(state, compare)
    else {
      const first = memberOf(state)
      for (const renaming of this.anyTwo) compare(first, memberOf(renaming.state(state)), renaming)
    }
  }

  private compare(from: Behaviour, to: Behaviour, renaming: Renaming): void {
    this.refuse(differenceOf(this.machine, from, to, renaming), renaming)
  }

  private refuse(difference: Asymmetry | undefined, { permutation }: Renaming): void {
    if (difference !== undefined) throw brokenBy(this.machine, difference, permutation)
  }

  private checkSome(state: State): void {
    let from = this.checkExchanges(state)
    const { neighbours } = this
    const start = keyOf(state).length
    for (let i = 0; i < furtherStates; i++) {
      // A different one each time, since the same one twice leads back.
      const renaming = neighbours[(start + i) % neighbours.length] as Renaming
      const to = behaviourIn(this.machine, renaming.state(from.state))
      this.compare(from, to, renaming)
      from = to
    }
  }

  /** Calls `compare` with each state of an orbit and each that differs from it by an exchange of neighbours. */
  private eachPair(state: State, compare: (from: Member, to: Member, renaming: Renaming) => void): void {
    const orbit = [memberOf(state)]
    const known = new Set(orbit.map(({ key }) => key))
    for (const from of orbit) {
      for (const renaming of this.neighbours) {
        const to = memberOf(renaming.state(from.state))
        if (!known.has(to.key)) orbit.push(to)
        known.add(to.key)
        compare(from, to, renaming)
      }
    }
  }
}

function memberOf(state: State): Member {
  return { state, key: keyOf(state) }
}

/** The behaviour of each state, computed once. */
function remembered<T>(find: (state: State) => T): (member: Member) => T {
  const known = new Map<string, T>()
  return ({ state, key }) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const found = find(state)
    known.set(key, found)
    return found
  }
}
