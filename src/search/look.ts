/** What every step does and what every claim says in a state, with the clock and random numbers at one end. */

import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { stepOf, type Transition } from '../machine/reference.ts'
import { claimText, randomError, stepText } from '../machine/steady.ts'
import { withReplaceableClock, withStrangeClock } from '../machine/strange-clock.ts'
import { answerIn, textOf, transitionsWithin } from './questions.ts'

/** What was found in a state. Two looks found the same exactly if their texts and answers are the same. */
export interface AuditLook {
  readonly transitions: readonly Transition[]
  /** For each mover, what it does. */
  readonly moves: readonly string[]
  /** For each claim, what it says of the state, or of each transition. */
  readonly answers: readonly unknown[]
}

/** Where the clock and random numbers stand: at an extreme, or as they usually are. */
type ClockAt = Parameters<typeof withStrangeClock>[0] | 'now'

/**
 * Takes all steps before it evaluates the claims, and throws {@link ModelError} if one of either calls what gives random
 * numbers.
 */
export function looksAt(machine: Machine, states: readonly State[], end: ClockAt): AuditLook[] {
  return withReplaceableClock(() =>
    states.map(state => {
      const moves = machine.movers.map((_, mover) => movesAt(machine, state, mover, end))
      const transitions = moves.flat()
      return { transitions, moves: moves.map(textOf), answers: answersAt(machine, state, transitions, end) }
    }),
  )
}

/**
 * The same in a fresh copy of a machine. Its claims are evaluated on the transitions that the machine itself takes out of
 * each state.
 *
 * Claims come before any step has been taken in the copy, so that a variable that a step changes and a claim reads still
 * has its first value there. Steps come in the opposite order, so that a variable that one writes and another reads is
 * read before it is written.
 */
export function looksInCopy(
  fresh: Machine,
  states: readonly State[],
  looks: readonly AuditLook[],
  end: ClockAt,
): AuditLook[] {
  return withReplaceableClock(() => {
    const answers = looks.map(({ transitions }, i) => answersAt(fresh, states[i] as State, transitions, end))
    const moves = states.map((): string[] => [])
    for (let mover = fresh.movers.length - 1; mover >= 0; mover--) {
      for (let i = states.length - 1; i >= 0; i--)
        (moves[i] as string[])[mover] = textOf(movesAt(fresh, states[i] as State, mover, end))
    }
    return looks.map(({ transitions }, i) => ({
      transitions,
      moves: moves[i] as string[],
      answers: answers[i] as unknown[],
    }))
  })
}

/** The name of the step that a mover would take in a state. */
export function stepAt(machine: Machine, state: State, mover: number): string {
  const moving = moverAt(machine, mover)
  return stepText(machine, moving, stepOf(moving, state))
}

function movesAt(machine: Machine, state: State, mover: number, end: ClockAt): Transition[] {
  return at(
    end,
    () => stepAt(machine, state, mover),
    () => transitionsWithin(machine, state, mover),
  )
}

function answersAt(machine: Machine, state: State, transitions: readonly Transition[], end: ClockAt): unknown[] {
  return machine.claims.map(claim =>
    at(
      end,
      () => claimText(machine, claim.name),
      () => answerIn(machine, claim, state, transitions),
    ),
  )
}

function at<T>(end: ClockAt, what: () => string, evaluate: () => T): T {
  if (end === 'now') return evaluate()
  const { value, random } = withStrangeClock(end, evaluate)
  if (random !== undefined) throw randomError(what(), random)
  return value
}
