/** What a run comes to, as its claim sees it: the last sentence of a story. */

import { isWithin, type Path, partAt } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { moverName, type WitnessStep } from '../../../witness/witness.ts'
import { harmless, shorten, showName, showValue } from '../../text/value.ts'
import { unlike } from './beats.ts'
import { wordsOfCell } from './phrases.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { cellParts, type Part, type Sentence, valuePart } from './words.ts'

const maxValues = 4
/** The longest list or record that is shown whole where the claim read several parts of it. */
const longestWhole = 40

/** `So leader = [0, 1]: the claim "one leader" is broken.`; nothing where the claim says nothing of values that changed. */
export function upshotOf(run: PlottedRun): Sentence[] {
  const { claim } = run.witness
  const parts = valuesSeen(run)
  if (parts.length === 0) return []
  const values = parts.slice(0, maxValues).flatMap((path, i): Part[] => {
    const joint = i === 0 ? '' : i === Math.min(parts.length, maxValues) - 1 ? ' and ' : ', '
    return [joint, ...valueParts(run, path)]
  })
  const name: Part[] = ['"', { code: shorten(showName(claim.name), 80) }, '"']
  if (claim.kind === 'invariant') return [['So ', ...values, ': the claim ', ...name, ' is broken.']]
  if (claim.kind === 'reachable') return [['So ', ...values, ': ', ...name, ' is reached.']]
  return [['That was while ', ...values, ': the claim ', ...name, ' is broken.']]
}

/** The parts of the state that made the answer of the claim, and that the run changed; labels where there is nothing else. */
function valuesSeen(run: PlottedRun): Path[] {
  const { claim, slice } = run.witness
  if (claim.kind !== 'invariant' && claim.kind !== 'reachable' && claim.kind !== 'transition') return []
  const changed = (slice?.claim ?? []).filter(read => read.writer !== null && isSeenBefore(run, read))
  const values = changed.filter(({ path }) => !isPlace(path) && wordsOfCell(run.witness, path)?.isBookkeeping !== true)
  const places = changed.filter(({ path }) => isPlace(path) && !isOwnStep(run, path))
  const paths = (values.length > 0 ? values : places).map(({ path }) => path)
  return unlike(
    paths.map(path => wholeOf(run, paths, path)),
    path => JSON.stringify(path),
  )
}

/** Of a claim about a step what was there before it and stayed: the story says with the step what that changed. */
function isSeenBefore(run: PlottedRun, { path, writer }: Read): boolean {
  return run.witness.claim.kind !== 'transition' || (writer !== run.last && !run.isChanged(run.last, path))
}

/** Of a claim about a step it goes without saying where its process was. */
function isOwnStep(run: PlottedRun, path: Path): boolean {
  return run.witness.claim.kind === 'transition' && run.isOwn(run.last, path)
}

/** The list or record around a part, if the claim read several parts of it and it is short. */
function wholeOf(run: PlottedRun, paths: readonly Path[], path: Path): Path {
  const around = path.slice(0, -1)
  const isShared =
    around.length > 0 && !isInstance(run, around) && paths.filter(other => isWithin(other, around)).length > 1
  return isShared && !isPlace(path) && showValue(partAt(run.states.at(-1), around)).length <= longestWhole
    ? around
    : path
}

/** A process instance has a label, which tells nothing of its locals. */
function isInstance({ witness }: PlottedRun, path: Path): boolean {
  return path.length <= 2 && witness.processes.some(({ name }) => name === path[0])
}

/** What a claim about states saw last, and one about steps before the last step. */
function stateSeen({ witness, states }: PlottedRun): State | undefined {
  return witness.claim.kind === 'transition' ? states.at(-2) : states.at(-1)
}

/** `reader 0 is at enter`, `reader 0 has ended`. */
function placeParts(run: PlottedRun, path: Path): Part[] {
  const mover: Part = { code: harmless(moverName({ process: String(path[0]), instance: Number(path[1]), step: '' })) }
  const label = partAt(stateSeen(run), path)
  return label === 'done' ? [mover, ' has ended'] : [mover, ' is at ', valuePart(run.witness, path, label)]
}

function valueParts(run: PlottedRun, path: Path): Part[] {
  const { witness } = run
  const nobody: WitnessStep = { process: null, instance: 0, step: '', choices: [], script: [], changes: [] }
  if (isPlace(path)) return placeParts(run, path)
  return [...cellParts(witness, nobody, path), ' = ', valuePart(witness, path, partAt(stateSeen(run), path))]
}
