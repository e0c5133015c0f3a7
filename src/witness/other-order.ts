/**
 * In which other order the same steps would have kept a claim: the repair of a race, where no constant of the model is one.
 *
 * Each order that is tried is taken again with the model, and judged as the run was.
 */

import { canonical } from '../base/plain.ts'
import { moverAt, type State } from '../machine/machine.ts'
import { type Transition, transitionsOf } from '../machine/reference.ts'
import type { BrokenRun } from './broken-run.ts'
import { difference } from './difference.ts'
import { brokenStill, isWorse } from './hinges.ts'
import { type Replay, replayed } from './replay.ts'
import type { Slice } from './slice.ts'

/**
 * Another order of the steps of a run, in which they break neither its claim nor any other that the run does not break.
 *
 * - `unbroken`: from step `first` to step `last`, which are of one process, no other process takes a step: those that did come after.
 * - `later`: step `first`, and what its process did next, comes only after step `last`, which is of another process.
 * - `before`: a process that took no more steps in the run has come as far as `taken` before step `first`; steps of others may then
 *   have to wait.
 *
 * Steps are numbered from 0.
 *
 * @since 0.2.0
 */
export type OtherOrder =
  | { readonly kind: 'unbroken' | 'later'; readonly first: number; readonly last: number }
  | {
      readonly kind: 'before'
      readonly first: number
      readonly taken: { readonly process: string; readonly instance: number; readonly step: string }
    }

type NewOrder = Extract<OtherOrder, { readonly last: number }>
type StepBefore = Extract<OtherOrder, { readonly kind: 'before' }>

/** The longest run whose steps are put in another order. */
const longestRun = 80
const ordersTried = 120
/** The steps of one process that are put before one of the run. */
const longestAhead = 8

/** The least change of the order that keeps the claim: rather one process undisturbed than two that change places. */
export function otherOrderOf(run: BrokenRun, slice: Slice): OtherOrder | undefined {
  if (run.transitions.length > longestRun) return undefined
  const relevant = run.transitions.flatMap((_, k) =>
    slice.steps[k]?.role === undefined && k < run.transitions.length - 1 ? [] : [k],
  )
  const orders = ordersOf(run, relevant)
  return (
    orders.find(order => isKept(run, order)) ?? (run.claim.kind === 'deadlock' ? undefined : stepBefore(run, relevant))
  )
}

/** The steps of a run in another order, by their numbers. */
export function reordered(steps: readonly { readonly mover: number }[], { kind, first, last }: NewOrder): number[] {
  const all = steps.map((_, k) => k)
  const mover = steps[first]?.mover
  const isLate = (k: number): boolean => first <= k && k <= last && (steps[k]?.mover === mover) === (kind === 'later')
  return [...all.filter(k => k <= last && !isLate(k)), ...all.filter(isLate), ...all.filter(k => k > last)]
}

/** The shortest stretches of one process that others interrupt, then pairs of steps of different ones. */
function ordersOf({ transitions }: BrokenRun, relevant: readonly number[]): NewOrder[] {
  const isSame = (a: number, b: number): boolean => transitions[a]?.mover === transitions[b]?.mover
  const pairs = relevant.flatMap(last => relevant.filter(first => first < last).map(first => ({ first, last })))
  const sorted = pairs.toSorted((a, b) => a.last - a.first - (b.last - b.first) || b.last - a.last)
  const isCut = ({ first, last }: Pick<NewOrder, 'first' | 'last'>): boolean =>
    isSame(first, last) && relevant.some(k => first < k && k < last && !isSame(k, first))
  const unbroken = sorted.filter(isCut).map((pair): NewOrder => ({ kind: 'unbroken', ...pair }))
  const later = sorted
    .filter(({ first, last }) => !isSame(first, last))
    .map((pair): NewOrder => ({ kind: 'later', ...pair }))
  return [...unbroken.slice(0, ordersTried), ...later.slice(0, ordersTried)]
}

/** Whether the steps break no claim in that order, in which the others may have to wait for a process that nobody interrupts. */
function isKept(run: BrokenRun, order: NewOrder): boolean {
  const transitions = reordered(run.transitions, order).map(k => run.transitions[k] as Transition)
  const replay = replayed(run.machine, { initial: run.initial, transitions })
  if (replay === undefined) return false
  const isPossible =
    order.kind === 'unbroken'
      ? isTakenWhole(replay, transitions, run.transitions[order.first] as Transition)
      : // Of two steps that change places, what somebody does then that is something else says nothing about the order.
        replay.held === undefined && isAlike(replay, transitions, run)
  return isPossible && isGood(run, replay)
}

/** Whether a mover takes as many steps as planned. */
function isTakenWhole(replay: Replay, planned: readonly Transition[], { mover }: Transition): boolean {
  const countIn = (steps: readonly Transition[]): number => steps.filter(one => one.mover === mover).length
  return countIn(replay.transitions) === countIn(planned)
}

/** Whether each step but the one that breaks the claim changes the same cells as it did in the run. */
function isAlike({ states, transitions }: Replay, planned: readonly Transition[], run: BrokenRun): boolean {
  const changedBy = (before: State | undefined, { effect }: Transition): string =>
    effect.kind === 'state' ? canonical(difference(before, effect.state).map(({ path }) => path)) : ''
  return planned.every((one, i) => {
    const before = run.states[run.transitions.indexOf(one)]
    const taken = transitions[i]
    if (one === run.transitions.at(-1)) return true
    return taken !== undefined && changedBy(states[i], taken) === changedBy(before, one)
  })
}

function isGood(run: BrokenRun, replay: Replay): boolean {
  return brokenStill(run.machine, replay, run) !== undefined && !isWorse(run.machine, replay, run)
}

/** The steps of a process under way that it would have had to take, as late as possible, before one that others went by. */
function stepBefore(run: BrokenRun, relevant: readonly number[]): StepBefore | undefined {
  const { machine, transitions } = run
  for (const first of relevant.toReversed()) {
    for (const mover of new Set(transitions.slice(0, first).map(one => one.mover))) {
      const isUnderWay = transitions.findLastIndex(one => one.mover === mover) < first
      const ahead = isUnderWay ? stepsAhead(run, first, mover) : []
      const taken = ahead.find((_, i) => isKeptAfter(run, first, ahead.slice(0, i + 1)))
      const { process, instance } = moverAt(machine, mover)
      if (taken !== undefined && process !== null)
        return { kind: 'before', first, taken: { process, instance, step: taken.step } }
    }
  }
  return undefined
}

/** Whether the run keeps its claim if some more steps come before one of its own. */
function isKeptAfter(run: BrokenRun, first: number, ahead: readonly Transition[]): boolean {
  const transitions = run.transitions.toSpliced(first, 0, ...ahead)
  const replay = replayed(run.machine, { initial: run.initial, transitions })
  return replay !== undefined && isGood(run, replay)
}

/** What a mover would have done before a step of the run, as far as it has no choice and need not wait. */
function stepsAhead({ machine, states }: BrokenRun, before: number, mover: number): Transition[] {
  const ahead: Transition[] = []
  for (let state = states[before] as State; ahead.length < longestAhead; ) {
    const [taken, ...others] = transitionsOf(machine, state, mover)
    if (taken?.effect.kind !== 'state' || others.length > 0) return ahead
    ahead.push(taken)
    state = taken.effect.state
  }
  return ahead
}
