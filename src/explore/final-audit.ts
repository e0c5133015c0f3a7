/**
 * What is looked into when a search has ended, before anything is said of it: whether steps and claims are functions of
 * the state, so that what was seen once can be relied on.
 *
 * Some states that the search has left are looked at again: with the clock and random numbers standing elsewhere, with
 * equal objects being the same or different ones, with the keys of dictionaries the other way round, and in a fresh copy of the author's modules,
 * where variables outside the model have the values that they began with.
 */

import { type Claim, isAboutRuns } from '../language/claims.ts'
import { judgeInvariant, judgePredicates, judgeReachable, judgeTransition } from '../system/judge.ts'
import type { Machine, Mover, State } from '../system/machine.ts'
import { stepOf, successors, type Transition, transitionsOf } from '../system/reference.ts'
import {
  claimText,
  hiddenStateError,
  impureClaimError,
  impureStepError,
  refuseIdentity,
  refuseKeyOrder,
  stepText,
  type Twins,
  twinsOf,
} from '../system/steady.ts'
import { stepName } from '../system/step-name.ts'
import { withStrangeClock } from '../system/strange-clock.ts'

/** States looked at: the first ones, where every step is new, and as many of all others. */
const firstStates = 6
const otherStates = 6

/** The numbers of the states to be looked at, of the first `count`. */
export function sampleOf(count: number): number[] {
  const first = Array.from({ length: Math.min(count, firstStates) }, (_, i) => i)
  const rest = count - first.length
  const others = Math.min(rest, otherStates)
  return [
    ...first,
    ...Array.from({ length: others }, (_, i) => first.length + Math.floor(((i + 1) * rest) / others) - 1),
  ]
}

/** Throws {@link ModelError} where a step or a claim is no function of the state. `fresh` is the machine once more, from modules of its own. */
export function auditEnd(machine: Machine, states: readonly State[], fresh: Machine | undefined): void {
  for (const state of states) {
    for (const [mover] of machine.movers.entries()) auditMover(machine, mover, state)
    const twins = twinsOf([state])
    for (const claim of machine.claims) auditClaim(machine, claim, state, twins)
  }
  if (fresh !== undefined) compareWithFresh(machine, fresh, states)
}

function auditMover(machine: Machine, mover: number, state: State): void {
  const [early, late] = (['early', 'late'] as const).map(clock =>
    textOf(withStrangeClock(clock, () => transitionsOf(machine, state, mover))),
  )
  if (early !== late) throw impureStepError(whereOf(machine, mover, state))
}

function auditClaim(machine: Machine, claim: Claim, state: State, twins: Twins): void {
  const ask = asking(claim)
  if (ask === undefined) return
  const what = claimText(machine, claim.name)
  const answer = ask(machine, state)
  if (withStrangeClock('early', () => ask(machine, state)) !== withStrangeClock('late', () => ask(machine, state)))
    throw impureClaimError(what)
  refuseKeyOrder(machine, what, [state], ([s]) => ask(machine, s as State), answer)
  refuseIdentity(what, twins, ([s]) => ask(machine, s as State))
}

/**
 * Claims come before any step has been taken in the copy, so that a variable that a step changes and a claim reads still
 * has its first value there. Movers come in the opposite order, so that one that a mover writes and another reads is read
 * before it is written.
 */
function compareWithFresh(machine: Machine, fresh: Machine, states: readonly State[]): void {
  for (const [i, claim] of machine.claims.entries()) {
    const there = fresh.claims[i] as Claim
    if (states.some(state => answersOf(machine, claim, machine, state) !== answersOf(fresh, there, machine, state)))
      throw hiddenStateError(claimText(machine, claim.name))
  }
  for (let mover = machine.movers.length - 1; mover >= 0; mover--) {
    for (const state of states) {
      const there = textOf(transitionsOf(fresh, state, mover))
      if (there !== textOf(transitionsOf(machine, state, mover))) throw hiddenStateError(whereOf(machine, mover, state))
    }
  }
}

/** What a claim of `machine` says of a state, or of each transition that `moving` takes out of it. */
function answersOf(machine: Machine, claim: Claim, moving: Machine, state: State): string {
  if (claim.kind !== 'transition') return String(asking(claim)?.(machine, state))
  return successors(moving, state)
    .map(({ mover, step, effect }) => {
      if (effect.kind !== 'state') return ''
      const name = stepName(machine.movers[mover] as Mover, step)
      return judgeTransition(machine, claim, state, effect.state, name)
    })
    .join()
}

/** How a claim about states is asked; undefined for the others, which are looked at with each transition. */
function asking(claim: Claim): ((machine: Machine, state: State) => unknown) | undefined {
  if (claim.kind === 'invariant') return (machine, state) => judgeInvariant(machine, claim, state)
  if (claim.kind === 'reachable') return (machine, state) => judgeReachable(machine, claim, state)
  if (isAboutRuns(claim)) return (machine, state) => judgePredicates(machine, claim, state)
  return undefined
}

function textOf(transitions: readonly Transition[]): string {
  return transitions
    .map(({ script, effect }) => `${script} ${effect.kind} ${effect.kind === 'state' ? effect.key : effect.message}`)
    .join('\n')
}

function whereOf(machine: Machine, mover: number, state: State): string {
  const moving = machine.movers[mover] as Mover
  return stepText(machine, moving, stepOf(moving, state))
}
