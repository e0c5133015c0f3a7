/**
 * What the last step overwrote without a look at it, although another one had changed that since its process had: so somebody who
 * was taken for dead goes on as the owner of what was given to another one.
 */

import { doOverlap, type Path, partAt } from '../../../base/plain.ts'
import { wordsOfCell } from './phrases.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { cellParts, inStep, moverPart, nobody, type Sentence, stepNamed, valuePart } from './words.ts'

/** Steps are numbered from 0. */
interface Unseen {
  readonly path: Path
  /** The last change by the process of the last step. */
  readonly own: number
  /** The first change by another one after that. */
  readonly other: number
}

/** `nack (step 7) did not look at status, which worker 0 had set to running in claim (step 1), and reap then changed to queued (step 3).` */
export function overwrittenUnseen(run: PlottedRun): Sentence[] {
  if (run.witness.claim.verdict !== 'violated') return []
  const found = run.sharedChanges(run.last).flatMap(path => unseen(run, path))
  return found.slice(0, 1).map(one => sentence(run, one))
}

function unseen(run: PlottedRun, path: Path): Unseen[] {
  const isReal = !isPlace(path) && wordsOfCell(run.witness, path)?.isBookkeeping !== true
  const isSeen = run.allReadsOf(run.last).some(read => doOverlap(read.path, path))
  if (!isReal || isSeen) return []
  const changes = run.changesBetween(-1, run.last, path)
  const own = changes.findLast(k => run.isSameProcess(k, run.last))
  const other = changes.find(k => own !== undefined && k > own)
  const isKnown = own !== undefined && other !== undefined && run.isRelevant(own) && run.isRelevant(other)
  return isKnown ? [{ path, own, other }] : []
}

function sentence({ witness, last, states }: PlottedRun, { path, own, other }: Unseen): Sentence {
  return [
    ...stepNamed(witness, last),
    ' did not look at ',
    ...cellParts(witness, nobody, path),
    ', which ',
    moverPart(witness, own),
    ' had set to ',
    valuePart(witness, path, partAt(states[own + 1], path)),
    ...inStep(witness, own),
    ', and ',
    moverPart(witness, other),
    ' then changed to ',
    valuePart(witness, path, partAt(states[other + 1], path)),
    ...inStep(witness, other),
    '.',
  ]
}
