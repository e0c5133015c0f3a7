/** What came too late for a look: a step that another process had yet to take when the run ended. */

import { doOverlap, type Path, type Plain, partAt } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import { applyChanges } from '../../../witness/difference.ts'
import type { PendingStep } from '../../../witness/pending.ts'
import { moverName, type WitnessStep } from '../../../witness/witness.ts'
import { harmless, showName } from '../../text/value.ts'
import type { Plot } from './plot.ts'
import type { PlottedRun } from './plotted-run.ts'
import { cellParts, type Part, type Sentence, stepMover, valuePart } from './words.ts'

/** `server 0 had yet to set store.count to 2 in store.`; of several the one that the latest look would have found. */
export function yetToCome({ run, beats }: Plot): Sentence[] {
  const found = beats
    .toReversed()
    .flatMap(({ step, reads }) =>
      reads
        .filter(({ member }) => member === undefined)
        .flatMap(({ path }) => pendingFor(run, step, path).map(late => sentence(run, late, path))),
    )
  return found.slice(0, 1)
}

/** A step that another process, which was under way at a look, was about to take, with what it would have left there. */
interface Late {
  readonly pending: PendingStep
  readonly value: Plain
}

/**
 * The pending steps that would have given the cell that step `look` read a value that it never had. Of a process that had
 * not begun only for the last step: to all others it may as well come later.
 */
export function pendingFor(run: PlottedRun, look: number, path: Path): Late[] {
  const end = run.states.at(-1) as State
  return (run.witness.pending ?? []).flatMap((pending): Late[] => {
    const before = run.dependence.names.lastIndexOf(moverName(pending))
    const isUnderWay = before >= 0 && before < look
    if (
      !(isUnderWay || (before < 0 && look === run.last)) ||
      !pending.changes.some(change => doOverlap(change.path, path))
    )
      return []
    const value = partAt(applyChanges(end, pending.changes), path)
    // Where elements come and go, the next state of a list is always a new one.
    const hasMovedOn = Array.isArray(value) && run.changesBetween(look - 1, run.last + 1, path).length > 0
    return value !== undefined && run.isNew(path, value) && !hasMovedOn ? [{ pending, value }] : []
  })
}

function sentence({ witness }: PlottedRun, { pending, value }: Late, path: Path): Sentence {
  const { process, step } = pending
  const isOne = witness.processes.find(({ name }) => name === process)?.count === 1
  const taken: WitnessStep = { ...pending, choices: [], script: [] }
  const mover: Part = { code: isOne ? showName(process) : harmless(moverName(pending)), mover: stepMover(pending) }
  return [
    mover,
    ' had yet to set ',
    ...cellParts(witness, taken, path),
    ' to ',
    valuePart(witness, path, value),
    ' in ',
    { code: showName(step) },
    '.',
  ]
}
