import { isSamePlain, type Path } from '../base/plain.ts'
import type { Claim } from '../language/claims.ts'
import { type ClaimAnswer, judgeState, judgeTransition } from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { keyOf, type Transition, transitionsOf } from '../machine/reference.ts'
import { stepName } from '../machine/step-name.ts'
import { brokenByClaim, brokenByStep } from './broken-symmetry.ts'
import type { Renaming } from './renaming.ts'

/** What can be done in a state. */
export interface Behaviour {
  readonly state: State
  readonly answers: Answers
  /** By the number of the mover; empty if the state is outside the bounds. */
  readonly moves: readonly (readonly Transition[])[]
}

/** The answers of claims about states, by the number of the claim. */
export type Answers = readonly (ClaimAnswer | undefined)[]

export function answersIn(machine: Machine, state: State): Answers {
  return machine.claims.map(claim =>
    claim.kind === 'invariant' || claim.kind === 'reachable' || claim.kind === 'bound'
      ? judgeState(machine, claim, state)
      : undefined,
  )
}

export function behaviourIn(machine: Machine, state: State): Behaviour {
  const answers = answersIn(machine, state)
  const isOutside = machine.claims.some(({ kind }, i) => kind === 'bound' && answers[i] === 'false')
  const moves = isOutside ? [] : machine.movers.map((_, mover) => transitionsOf(machine, state, mover))
  return { state, answers, moves }
}

/** Throws ModelError `broken-symmetry` unless claims agree on a state and its renaming. */
export function compareAnswers(
  machine: Machine,
  state: State,
  answers: Answers,
  others: Answers,
  renaming: Renaming,
): void {
  const differing = answers.findIndex((answer, i) => answer !== others[i])
  if (differing < 0) return
  const { name } = machine.claims[differing] as Claim
  throw brokenByClaim(machine, name, renaming.permutation, state)
}

/** Likewise unless all steps lead to states that differ only by the renaming, and claims about transitions agree. */
export function compareBehaviour(machine: Machine, from: Behaviour, to: Behaviour, renaming: Renaming): void {
  compareAnswers(machine, from.state, from.answers, to.answers, renaming)
  for (const [mover, transitions] of from.moves.entries()) {
    const others = to.moves[renaming.mover(mover)] as readonly Transition[]
    for (const [transition, other] of pairsOf(machine, transitions, others, renaming)) {
      compareClaims(machine, from.state, transition, to.state, other, renaming)
    }
  }
}

/** Pairs each transition with the one that does the same under other names. */
function pairsOf(
  machine: Machine,
  transitions: readonly Transition[],
  others: readonly Transition[],
  renaming: Renaming,
): (readonly [Transition, Transition])[] {
  const left = new Set(others)
  const pairs = transitions.map(transition => {
    const { step, effect } = transition
    const renamed = effect.kind === 'state' ? renaming.state(effect.state) : undefined
    const text = renamed === undefined ? effectText(transition) : `${step} ${keyOf(renamed)}`
    const other = [...left].find(one => effectText(one) === text)
    if (other === undefined) throw broken(machine, transition, renamed, [...left], renaming)
    left.delete(other)
    return [transition, other] as const
  })
  const [extra] = left
  if (extra !== undefined) throw broken(machine, extra, undefined, [], renaming)
  return pairs
}

/** States are compared by their texts. Messages of failures may contain names, so they are not compared. */
function effectText({ step, effect }: Transition): string {
  return effect.kind === 'state' ? `${step} ${effect.key}` : `${step} ${effect.kind}`
}

function broken(
  machine: Machine,
  transition: Transition,
  renamed: State | undefined,
  [other]: readonly Transition[],
  renaming: Renaming,
): Error {
  const reached = other?.effect.kind === 'state' ? other.effect.state : undefined
  const cell = renamed === undefined || reached === undefined ? undefined : differingPath(renamed, reached)
  return brokenByStep(machine, transition, renaming.permutation, cell)
}

function compareClaims(
  machine: Machine,
  state: State,
  { mover, step, effect }: Transition,
  otherState: State,
  other: Transition,
  renaming: Renaming,
): void {
  if (effect.kind !== 'state' || other.effect.kind !== 'state') return
  const name = stepName(moverAt(machine, mover), step)
  const otherName = stepName(moverAt(machine, other.mover), other.step)
  for (const claim of machine.claims) {
    if (claim.kind !== 'transition') continue
    const answer = judgeTransition(machine, claim, state, effect.state, name)
    if (answer !== judgeTransition(machine, claim, otherState, other.effect.state, otherName))
      throw brokenByClaim(machine, claim.name, renaming.permutation, state)
  }
}

/** The first place at which two values differ. */
function differingPath(a: unknown, b: unknown, path: Path = []): Path {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return path
  for (const key of Object.keys(a)) {
    const [one, other] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]]
    if (!isSamePlain(one, other)) return differingPath(one, other, [...path, Array.isArray(a) ? Number(key) : key])
  }
  return path
}
