/** What a run forgot, as far as a story tells it: not a lock that is handed on. */

import { doOverlap } from '../../../base/plain.ts'
import type { LostValue } from '../../../witness/forgotten.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { cellParts, labelOf, moverPart, nobody, type Sentence, stepPart, valuePart } from './words.ts'
import { wouldHave } from './would-have.ts'

/** What step `k` forgot while others still went by what had been done along with it. */
export function forgottenBy(run: PlottedRun, k: number): LostValue[] {
  // What leads to something wanted is no mistake.
  if (run.witness.claim.verdict === 'witnessed') return []
  return (run.witness.slice?.steps[k]?.forgot ?? []).filter(one => isMissed(run, k, one))
}

/**
 * Whether a value was still needed: who had set it did something else with it, by which somebody goes after it is lost, or by which
 * others had gone before, as those that were promised something. Where it is taken back by the one who set it, it is needed only by
 * that one, and only where that is no part of what it always does: a lock is released.
 */
function isMissed(run: PlottedRun, k: number, { path, step }: LostValue): boolean {
  const setter = run.changesBetween(-1, k, path).at(-1)
  if (setter === undefined || isPlace(path)) return false
  const isFreed = run.isSameMover(setter, k) && (!run.isSameMover(setter, step) || !isByChance(run, k))
  return !isFreed && doneWith(run, setter, k).some(one => isReliedOn(run, one, k, path))
}

/** Whether a process came to a step by a choice, as to one that stands for a crash: what it always does is meant to be done. */
function isByChance(run: PlottedRun, k: number): boolean {
  const { steps } = run.witness
  const before = steps.findLastIndex((_, step) => step < k && run.isSameMover(step, k))
  return [before, k].some(step => (steps[step]?.choices.length ?? 0) > 0)
}

/** The steps before `k` of the one who set a value that went by it, with the one that set it. */
function doneWith(run: PlottedRun, setter: number, k: number): number[] {
  const later = run.witness.steps.flatMap((_, step) => (step > setter && step < k ? [step] : []))
  return [setter, ...later.filter(step => run.isSameMover(step, setter) && run.dependence.goesBy(step, setter))]
}

function isReliedOn(run: PlottedRun, step: number, k: number, path: LostValue['path']): boolean {
  const isOther = (reader: number): boolean => !run.isSameMover(reader, step) && !run.isSameMover(reader, k)
  return run.usesOf(step).some(({ reader, read }) => {
    return (reader > k || isOther(reader)) && !isPlace(read.path) && !doOverlap(read.path, path)
  })
}

/** `Had its seen still been 1, enter (step 4) could not have been taken.` */
export function hadItStill(run: PlottedRun, k: number, forgotten: LostValue): Sentence {
  const { witness } = run
  const { path, member, value, step } = forgotten
  const cell = cellParts(witness, nobody, path)
  const label = labelOf(witness, step)
  const isSelf = label === undefined
  const had =
    member === undefined
      ? ['Had ', ...cell, ' still been ', valuePart(witness, path, value)]
      : [
          'Had ',
          valuePart(witness, [...path, 0], member),
          value === true ? ' still been in ' : ' not been in ',
          ...cell,
        ]
  const then = forgotten.effect === 'waits' ? ['could not have been taken'] : wouldHave(witness, forgotten)
  const which = isSelf ? moverPart(witness, step) : { code: label }
  const whose = isSelf || run.isSameMover(step, k) ? [] : [' of ', moverPart(witness, step)]
  return [...had, ', ', which, ...whose, ' (', stepPart(step), ') ', ...then, '.']
}
