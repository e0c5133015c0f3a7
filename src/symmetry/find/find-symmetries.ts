/** Finds out what is alike in a model that does not say so, and what is in the way of the rest. */

import { type Path, showPath } from '../../base/plain.ts'
import type { Claim } from '../../language/claims.ts'
import { type Machine, moverAt, type State } from '../../machine/machine.ts'
import { keyOf } from '../../machine/reference.ts'
import type { AlikeThings, DifferentThings, FoundSymmetries } from '../../outcome/found-symmetries.ts'
import { differingPath } from '../behaviour.ts'
import { type Arranged, ArrangementSearch } from './arrangement-search.ts'
import { type Arrangement, Exchange } from './exchange.ts'
import { isByNumber } from './number-text.ts'
import { type NumberedPart, partsOf, placesAt } from './parts.ts'
import type { Patience } from './patience.ts'
import { type Failure, Sample, SampleSpent } from './sample.ts'

/** What to compare, and for how long. */
export interface Compared {
  readonly states: readonly State[]
  readonly recordings: number
  readonly patience: Patience
  /** Lets others have a turn, between two things. */
  readonly pause: () => Promise<void>
}

/** Some things that may be alike. */
interface Things {
  readonly name: string
  readonly count: number
}

/** More things than this are not looked at: there are too many pairs of them. */
const maxCount = 16

/** Compares states of a machine of its own, since states that no run reaches are looked at, too. */
export async function findSymmetries(
  machine: Machine,
  { states, recordings, patience, pause }: Compared,
): Promise<FoundSymmetries> {
  const finder = new Finder(machine, states, patience)
  const all = thingsOf(machine)
  for (const [i, things] of all.entries()) {
    await pause()
    finder.look(things, all.length - i)
  }
  const { alike, different, notTried } = finder
  const declared = machine.symmetries.map(({ name }) => name)
  return { states: states.length, recordings, declared, alike, different, notTried }
}

class Finder {
  readonly alike: AlikeThings[] = []
  readonly different: DifferentThings[] = []
  readonly notTried: string[] = []
  private readonly machine: Machine
  private readonly patience: Patience
  private readonly sample: Sample
  /** The same with steps and bounds alone. */
  private readonly steps: Sample

  constructor(machine: Machine, states: readonly State[], patience: Patience) {
    this.patience = patience
    this.machine = machine
    this.sample = new Sample(machine, states, patience)
    this.steps = new Sample({ ...machine, claims: machine.claims.filter(isBound) }, states, patience)
  }

  /** Looks at some things, which are among the last `left` ones. */
  look(things: Things, left: number): void {
    const { name, count } = things
    if (this.alike.some(({ processes, places }) => processes.includes(name) || places.includes(name))) return
    if (!isPossible(this.sample, name, count)) return
    this.patience.begin(left, 0.5)
    const found = count > maxCount ? undefined : this.arranged(this.sample, things, false)
    if (found === undefined) this.notTried.push(name)
    else if (found.isAlike) this.alike.push(alikeBy(this.machine, found.arrangement))
    else {
      this.patience.begin(left)
      this.lookForObstacle(things, found)
    }
  }

  private arranged(sample: Sample, { name, count }: Things, isClosestWanted: boolean): Arranged | undefined {
    return new ArrangementSearch(sample, placesAt(name), count, isClosestWanted).find()
  }

  /** A claim is in the way where steps alone are alike, and else the step that is where most states are. */
  private lookForObstacle(things: Things, found: Arranged): void {
    const bySteps = this.arranged(this.steps, things, true) ?? found
    if (isOfOther(this.machine, things.name, bySteps.arrangement)) return
    const closest = bySteps.isAlike ? { ...bySteps, failure: this.failureOf(bySteps.arrangement) } : bySteps
    const { arrangement, failure } = closest.failure === undefined ? found : closest
    if (failure === undefined) this.notTried.push(things.name)
    else this.different.push(differentBy(this.machine, things.name, { ...found, arrangement, failure }))
  }

  /** Undefined if there is no time to find it. */
  private failureOf(arrangement: Arrangement): Failure | undefined {
    try {
      return this.sample.failureOf(arrangement)
    } catch (error) {
      if (error instanceof SampleSpent) return undefined
      throw error
    }
  }
}

/** What is not alike, with the obstacle. */
interface Obstructed extends Arranged {
  readonly failure: Failure
}

function isBound({ kind }: Claim): boolean {
  return kind === 'bound'
}

/** Whether a part came closest to being alike together with a process, which was looked at itself. */
function isOfOther({ processes }: Machine, part: string, { parts }: Arrangement): boolean {
  const isProcess = processes.some(({ name }) => name === part)
  return !isProcess && processes.some(({ name }) => parts.has(placesAt(name).key))
}

/** Processes first: what is by their instances is known then. */
function thingsOf({ processes, symmetries, initialStates: [initial = {}] }: Machine): Things[] {
  const isDeclared = (name: string): boolean => symmetries.some(set => set.processes.includes(name))
  const shared = Object.entries(initial).filter(([name]) => !processes.some(process => process.name === name))
  return [
    ...processes.filter(({ name, count }) => count > 1 && !isDeclared(name)),
    ...shared.flatMap(([name, value]): Things[] => {
      if (typeof value !== 'object' || value === null) return []
      const keys = Object.keys(value)
      const isById = symmetries.some(set => keys[0]?.startsWith(`${set.name} `))
      const isByPlace = Array.isArray(value) || (isByNumber(value, keys.length) && !isById)
      return isByPlace && keys.length > 1 ? [{ name, count: keys.length }] : []
    }),
  ]
}

/** Whether a part of the state has as many places in all states. */
function isPossible({ machine, states }: Sample, name: string, count: number): boolean {
  const { key } = placesAt(name)
  return partsOf(machine, states, count).some(part => part.key === key)
}

function alikeBy(machine: Machine, arrangement: Arrangement): AlikeThings {
  const parts = [...arrangement.parts.values()]
  const isProcess = ({ path }: NumberedPart): boolean => machine.processes.some(({ name }) => name === path)
  const places = parts.filter(({ kind }) => kind === 'places')
  const initial = initialDifference(machine, arrangement)
  return {
    count: arrangement.count,
    processes: places.filter(isProcess).map(({ path }) => path),
    places: places.filter(part => !isProcess(part)).map(({ path }) => path),
    ids: [...new Set(parts.filter(({ kind }) => kind === 'ids').map(({ path }) => path))],
    ...(initial !== undefined && { initial: initial.length === 0 ? 'all cells' : showPath(initial) }),
  }
}

/** Where an initial state becomes one that is none by an exchange. */
function initialDifference(machine: Machine, arrangement: Arrangement): Path | undefined {
  const keys = new Set(machine.initialStates.map(keyOf))
  for (let one = 0; one + 1 < arrangement.count; one++) {
    const exchange = new Exchange(machine, arrangement, one, one + 1)
    for (const state of machine.initialStates) {
      const other = exchange.state(state)
      if (!keys.has(keyOf(other))) return differingPath(state, other)
    }
  }
  return undefined
}

function differentBy(machine: Machine, name: string, found: Obstructed): DifferentThings {
  const { arrangement, tried, isRuledOut, failure } = found
  const { difference, message, exchange } = failure
  const isProcess = machine.processes.some(process => process.name === name)
  const id = (number: number): string => (isProcess ? `${name} ${number}` : `${name}[${number}]`)
  return {
    name,
    count: arrangement.count,
    ids: [id(exchange.one), id(exchange.other)],
    ...(difference?.kind === 'step' && { step: stepIn(machine, difference.transition) }),
    ...(difference?.kind === 'step' && difference.cell !== undefined && { cell: showPath(difference.cell) }),
    ...(difference?.kind === 'claim' && { claim: difference.claim.name }),
    ...(message !== undefined && { error: message }),
    renamed: [...new Set([...arrangement.parts.values()].map(({ path }) => path))].filter(path => path !== name),
    tried,
    isRuledOut,
  }
}

function stepIn(machine: Machine, { mover, step }: { readonly mover: number; readonly step: string }): string {
  const { process } = moverAt(machine, mover)
  return process === null ? step : `${process}: ${step}`
}
