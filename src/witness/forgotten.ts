/**
 * What a run forgot: a step put back what a cell held at first, without a look at what it held by then; without that a later
 * step would have acted otherwise, and the claim would have been kept. So a restart forgets what was only in memory.
 */

import type { Path, Plain } from '../base/plain.ts'
import type { Claim } from '../language/claims.ts'
import type { Cell } from '../state/layout.ts'
import { cellValue } from './cell-value.ts'
import { claimAtEnd } from './claim-at-end.ts'
import type { Change } from './difference.ts'
import type { Moot } from './moot.ts'
import { restOfRun } from './rest-of-run.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { Otherwise, WhatIf } from './what-if.ts'

/**
 * A value that a step overwrote with the initial one, without having read it, and by which a later step would have gone.
 *
 * @since 0.2.0
 */
export interface LostValue {
  /** The cell; of a member of a set, the set. */
  readonly path: Path
  /** The member; `value` says whether it was in the set. */
  readonly member?: Plain
  /** The value that was lost. */
  readonly value: Plain
  /** The first later step, from 0, that matters and would have acted otherwise. */
  readonly step: number
  /** What it would have done: waited, failed, or led elsewhere. */
  readonly effect: 'waits' | 'fails' | 'differs'
  /** The label that it would have led to, where that is another one. */
  readonly to?: string
  /** What it would have left otherwise of what matters: `before` is what it did leave. */
  readonly changes?: readonly Change[]
}

/** A value with the step that forgot it. */
export interface LossOfStep {
  readonly k: number
  readonly forgotten: LostValue
}

interface SlicedRun {
  readonly claim: Claim
  readonly footprints: RunFootprints
  readonly whatIf: WhatIf
  readonly moot: Moot
}

/** What was forgotten before `steps`, those that matter, in their order; each value once. */
export function forgottenBefore(run: SlicedRun, steps: readonly number[]): LossOfStep[] {
  const found = steps.flatMap(step => {
    return run.footprints.readsOf(step).flatMap(cell => forgottenAt(run, cell, step))
  })
  const keyOf = ({ k, forgotten: { path, member } }: LossOfStep): string => JSON.stringify([k, path, member])
  return found.filter((one, i) => found.findIndex(other => keyOf(other) === keyOf(one)) === i)
}

/** A cell that step `step` read, if what it held before its last change is forgotten. */
function forgottenAt(run: SlicedRun, cell: number, step: number): LossOfStep[] {
  const { footprints, whatIf, moot } = run
  const k = lastChange(footprints, cell, step)
  const isFirstValue = k !== undefined && !footprints.isChanged(cell, 0, k + 1)
  if (k === undefined || !isFirstValue || footprints.readsOf(k).includes(cell)) return []
  const other = whatIf.doneAs(step, cell, k)
  if (other.where === 'error' || !moot.isTurnedBy(step, other) || !isKeptWith(run, { cell, k, step })) return []
  const { path, member, value } = footprints.describe(cell, k)
  const forgotten: LostValue = {
    path,
    ...(member !== undefined && { member }),
    value,
    step,
    ...effectOf(footprints, whatIf.did(step), other, moot.effectsOf(step)),
  }
  return [{ k, forgotten }]
}

/** A cell that step `k` put back, and a later step that went by it. */
interface Loss {
  readonly cell: number
  readonly k: number
  readonly step: number
}

/** Whether the run from a step on would have kept the claim, had a cell still held there what it held before step `k`. That a step waits is no help where all do. */
function isKeptWith({ footprints, whatIf, claim }: SlicedRun, { cell, k, step }: Loss): boolean {
  if (claim.kind === 'deadlock' || claim.kind === 'canAlways') return false
  const rest = restOfRun(footprints, whatIf, step, whatIf.stateAs(step, cell, k))
  return (
    rest?.transitions.every((last, i) => {
      const states = rest.states.slice(i, i + 2)
      return claimAtEnd(footprints.machine, claim, { states, last, isLast: false }) !== 'false'
    }) === true
  )
}

function lastChange(footprints: RunFootprints, cell: number, before: number): number | undefined {
  for (let k = before - 1; k >= 0; k--) if (footprints.isChanged(cell, k, k + 1)) return k
  return undefined
}

type OtherEffect = Pick<LostValue, 'effect' | 'to' | 'changes'>

function effectOf(
  { layout }: RunFootprints,
  did: Otherwise,
  other: Otherwise,
  effects: readonly number[],
): OtherEffect {
  if (other.where === 'disabled') return { effect: 'waits' }
  if (other.state === undefined) return { effect: 'fails' }
  const changes = effects.flatMap(index => changeOf(layout.cells[index] as Cell, did, other))
  return {
    effect: 'differs',
    ...(other.where !== did.where && other.where.startsWith('to ') && { to: other.where.slice('to '.length) }),
    ...(changes.length > 0 && { changes }),
  }
}

/** How a cell would have come out otherwise; nothing for a member of a set, which has no place of its own. */
function changeOf(cell: Cell, did: Otherwise, other: Otherwise): Change[] {
  if (cell.isMember || did.state === undefined || other.state === undefined) return []
  const [before, after] = [cellValue(cell, did.state), cellValue(cell, other.state)]
  if (before === undefined || after === undefined || JSON.stringify(before) === JSON.stringify(after)) return []
  return [{ path: cell.path, before, after }]
}
