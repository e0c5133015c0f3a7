import { isSamePlain, type Path } from '../base/plain.ts'
import type { Claim } from '../language/claims.ts'
import { type ClaimAnswer, judgeState, judgeTransition } from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { keyOf, type Transition, transitionsOf } from '../machine/reference.ts'
import { stepName } from '../machine/step-name.ts'
import type { NameChange } from './name-change.ts'

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

/** Where two states that should differ by names alone behave differently; its states are the one and the other. */
export type Asymmetry =
  | { readonly kind: 'claim'; readonly claim: Claim; readonly mover: number | undefined; readonly states: StatePair }
  | {
      readonly kind: 'step'
      readonly transition: Transition
      /** Who takes the step in the first state, and who takes the same one in the other. */
      readonly mover: number
      readonly states: StatePair
      /** Where the states that the steps lead to differ; undefined if one of the steps is not possible. */
      readonly cell: Path | undefined
    }

type StatePair = readonly [State, State]

/** The first claim about states that says something else in the other state. */
export function differenceOfAnswers(
  machine: Machine,
  states: StatePair,
  answers: Answers,
  others: Answers,
): Asymmetry | undefined {
  const differing = answers.findIndex((answer, i) => answer !== others[i])
  if (differing < 0) return undefined
  return { kind: 'claim', claim: machine.claims[differing] as Claim, mover: undefined, states }
}

/**
 * Likewise the first step that does not lead to the same state under other names, or the first claim, about states or transitions.
 */
export function differenceOf(
  machine: Machine,
  from: Behaviour,
  to: Behaviour,
  change: NameChange,
): Asymmetry | undefined {
  const states: StatePair = [from.state, to.state]
  const ofClaims = differenceOfAnswers(machine, states, from.answers, to.answers)
  if (ofClaims !== undefined) return ofClaims
  for (const [mover, transitions] of from.moves.entries()) {
    const others = to.moves[change.mover(mover)] as readonly Transition[]
    const paired = pairsOf(transitions, others, change)
    if (!Array.isArray(paired)) return { kind: 'step', mover, states, ...(paired as Unpaired) }
    for (const [transition, other] of paired) {
      const claim = claimThatDiffers(machine, states, transition, other)
      if (claim !== undefined) return { kind: 'claim', claim, mover, states }
    }
  }
  return undefined
}

type Unpaired = Pick<Extract<Asymmetry, { kind: 'step' }>, 'transition' | 'cell'>

/** Pairs each transition with the one that does the same under other names; or one that has no partner. */
function pairsOf(
  transitions: readonly Transition[],
  others: readonly Transition[],
  change: NameChange,
): (readonly [Transition, Transition])[] | Unpaired {
  const left = new Set(others)
  const pairs: (readonly [Transition, Transition])[] = []
  for (const transition of transitions) {
    const { step, effect } = transition
    const renamed = effect.kind === 'state' ? change.state(effect.state) : undefined
    const text = renamed === undefined ? effectText(transition) : `${step} ${keyOf(renamed)}`
    const other = [...left].find(one => effectText(one) === text)
    if (other === undefined) return { transition, cell: differingCell(renamed, [...left]) }
    left.delete(other)
    pairs.push([transition, other])
  }
  const [extra] = left
  return extra === undefined ? pairs : { transition: extra, cell: undefined }
}

/** States are compared by their texts. Messages of failures may contain names, so they are not compared. */
function effectText({ step, effect }: Transition): string {
  return effect.kind === 'state' ? `${step} ${effect.key}` : `${step} ${effect.kind}`
}

function differingCell(renamed: State | undefined, [other]: readonly Transition[]): Path | undefined {
  const reached = other?.effect.kind === 'state' ? other.effect.state : undefined
  return renamed === undefined || reached === undefined ? undefined : differingPath(renamed, reached)
}

/** The first claim about transitions that says something else of the other one. */
function claimThatDiffers(
  machine: Machine,
  [before, otherBefore]: StatePair,
  { mover, step, effect }: Transition,
  other: Transition,
): Claim | undefined {
  if (effect.kind !== 'state' || other.effect.kind !== 'state') return undefined
  const { state: after } = effect
  const { state: otherAfter } = other.effect
  const name = stepName(moverAt(machine, mover), step)
  const otherName = stepName(moverAt(machine, other.mover), other.step)
  return machine.claims.find(claim => {
    if (claim.kind !== 'transition') return false
    const answer = judgeTransition(machine, claim, before, after, name)
    return answer !== judgeTransition(machine, claim, otherBefore, otherAfter, otherName)
  })
}

/** The first place at which two values differ. */
export function differingPath(a: unknown, b: unknown, path: Path = []): Path {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return path
  for (const key of Object.keys(a)) {
    const [one, other] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]]
    if (!isSamePlain(one, other)) return differingPath(one, other, [...path, Array.isArray(a) ? Number(key) : key])
  }
  return path
}
