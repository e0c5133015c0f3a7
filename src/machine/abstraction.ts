/** Maps the states of a machine to states of the more abstract machine that it refines. */

import { ModelError, messageOf } from '../base/errors.ts'
import { describe, NotPlain, showPath } from '../base/plain.ts'
import type { Claim, Refinement } from '../language/claims.ts'
import type { Machine, State } from './machine.ts'
import { keyOf, successors, type Transition } from './reference.ts'
import { settle } from './settle.ts'
import { claimText } from './steady.ts'

export class Abstraction {
  readonly machine: Machine
  private readonly where: string
  private readonly seenAs: (state: unknown) => unknown
  /** For each expanded abstract state, the texts of its successors. */
  private readonly next = new Map<string, ReadonlySet<string>>()

  /** `claim` is made for a machine with these `constants`; `abstract` is refined. */
  constructor(
    concrete: Pick<Machine, 'model' | 'constants'>,
    claim: Claim & { readonly refines: Refinement },
    abstract: Machine,
  ) {
    // No claim is seen through two models.
    this.machine = { ...abstract, abstractions: new Map() }
    this.where = claimText(concrete as Machine, claim.name)
    this.seenAs = state => claim.refines.stateOf(state, concrete.constants)
  }

  /** The abstract state. Throws {@link ModelError} if it does not have the form of one. */
  stateOf(state: State): State {
    const given = this.seenAs(state)
    this.checkForm(given)
    try {
      const seen = settle({ ...this.machine, storedSets: undefined }, given) as State
      keyOf(seen)
      return seen
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error
      throw this.wrong(`where ${showPath(error.path)} is ${error.reason}, which is not plain data`)
    }
  }

  /** Whether a transition between these states is one of the abstract machine, or stutters. */
  hasStep(before: State, after: State): boolean {
    const from = this.stateOf(before)
    const to = keyOf(this.stateOf(after))
    return keyOf(from) === to || this.textsAfter(from).has(to)
  }

  /** Whether the state maps to an initial state of the abstract machine. */
  hasBeginning(state: State): boolean {
    const key = keyOf(this.stateOf(state))
    return this.machine.initialStates.some(initial => keyOf(initial) === key)
  }

  /** The steps of the abstract machine that lead from one of its states to another; from a state to itself, too. */
  stepsBetween(before: State, after: State): Transition[] {
    const key = keyOf(after)
    return this.transitionsFrom(before).filter(({ effect }) => effect.kind === 'state' && effect.key === key)
  }

  /** What the abstract machine can do in the state to which a state maps. */
  transitionsFrom(seen: State): Transition[] {
    return this.possibleIn(seen).filter(({ effect }) => effect.kind === 'state')
  }

  /** The same with what fails. */
  possibleIn(seen: State): Transition[] {
    return successors(this.machine, seen)
  }

  private textsAfter(seen: State): ReadonlySet<string> {
    const key = keyOf(seen)
    const known = this.next.get(key)
    if (known !== undefined) return known
    const texts = new Set(this.transitionsFrom(seen).map(({ effect }) => (effect.kind === 'state' ? effect.key : '')))
    this.next.set(key, texts)
    return texts
  }

  /** Otherwise a misspelt cell would look like a step without a counterpart. */
  private checkForm(given: unknown): void {
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw this.wrong(`and got ${describe(given)}`)
    const state = given as Record<string, unknown>
    const [example] = this.machine.initialStates as [State]
    const cells = Object.keys(example)
    const missing = cells.find(cell => !Object.hasOwn(given, cell))
    if (missing !== undefined) throw this.wrong(`and '${missing}' is missing in it`)
    const other = Object.keys(given).find(cell => !cells.includes(cell))
    if (other !== undefined) throw this.wrong(`and there is no '${other}' in these`)
    for (const { name, count, labels } of this.machine.processes) this.checkInstances(state[name], name, count, labels)
  }

  private checkInstances(given: unknown, process: string, count: number, labels: readonly string[]): void {
    if (!Array.isArray(given) || given.length !== count)
      throw this.wrong(`where '${process}' is a list of ${count} instances`)
    for (const instance of given as { readonly pc?: unknown }[]) {
      const { pc } = instance
      if (pc !== 'done' && !labels.includes(pc as string))
        throw this.wrong(
          `where '${process}' is at ${labels.map(label => `'${label}'`).join(', ')} or 'done', not at ${JSON.stringify(pc)}`,
        )
    }
  }

  private wrong(how: string): ModelError {
    return new ModelError(
      'bad-argument',
      `${this.where} must give a state of model '${this.machine.model}' for each state, ${how}. Its states look like ${JSON.stringify(this.machine.initialStates[0])}.`,
    )
  }
}

/** The abstract machine of a claim, or why there is none. */
export function abstractionOf(
  concrete: Pick<Machine, 'model' | 'constants'>,
  claim: Claim & { readonly refines: Refinement },
  instantiate: (refines: Refinement, set: unknown) => Machine,
): Abstraction {
  const where = claimText(concrete as Machine, claim.name)
  try {
    return new Abstraction(concrete, claim, instantiate(claim.refines, claim.refines.constantsOf(concrete.constants)))
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError('bad-argument', `${where} refines a model that cannot be made: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

/** The claims of a machine, with those of refinement made for its constants, and the abstractions behind these, by name. */
export function withAbstractions(
  concrete: Pick<Machine, 'model' | 'constants' | 'initialStates'>,
  claims: readonly Claim[],
  instantiate: (refines: Refinement, set: unknown) => Machine,
): { claims: Claim[]; abstractions: ReadonlyMap<string, Abstraction> } {
  const abstractions = new Map<string, Abstraction>()
  const known = new Map<Refinement, Abstraction>()
  const made = claims.map((claim): Claim => {
    if (!('refines' in claim) || claim.refines === undefined) return claim
    const { refines } = claim
    const abstraction = known.get(refines) ?? abstractionOf(concrete, { ...claim, refines }, instantiate)
    known.set(refines, abstraction)
    abstractions.set(claim.name, abstraction)
    if (claim.kind === 'transition')
      return {
        ...claim,
        holds: (before: unknown, after: unknown) => abstraction.hasStep(before as State, after as State),
      }
    return claim.kind === 'invariant' ? { ...claim, holds: beginsAs(concrete.initialStates, abstraction) } : claim
  })
  return { claims: made, abstractions }
}

/** Decided for all initial states at once, which makes the claim trivial for all other states. */
function beginsAs(initialStates: readonly State[], abstraction: Abstraction): (state: unknown) => boolean {
  const wrong = new Set(initialStates.filter(state => !abstraction.hasBeginning(state)).map(keyOf))
  return wrong.size === 0 ? () => true : state => !wrong.has(keyOf(state as State))
}
