/** What a run comes to, as its claim sees it: the last sentence of a story. */

import { canonical, doOverlap, isWithin, type Path, type Plain, partAt, showPath } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { moverName } from '../../../witness/witness.ts'
import { harmless, shorten, showName, showValue } from '../../text/value.ts'
import { unlike } from './beats.ts'
import { wordsOfCell } from './phrases.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { wouldHaveSet } from './wait-parts.ts'
import { cellParts, inARow, nobody, type Part, type Sentence, valueLimit, valuePart } from './words.ts'

const maxValues = 4
/** Flags that nobody has set. */
const maxUnset = 2
/** Members of a set that is too long to be shown. */
const maxMembers = 4
/** The longest list or record that is shown whole where the claim read several parts of it. */
const longestWhole = 40

/** `So leader = [0, 1]: the claim "one leader" is broken.`; nothing where the claim says nothing of values that changed. */
export function upshotOf(run: PlottedRun): Sentence[] {
  const { claim } = run.witness
  const changed = valuesSeen(run).slice(0, maxValues)
  const unset = flagsUnset(run, changed)
  if (changed.length + unset.length === 0) return []
  const joint = changed.length > 0 && unset.length > 0 ? [', and '] : []
  const still = unset.length > 0 ? [', as from the beginning'] : []
  const values = [...listParts(run, changed), ...joint, ...listParts(run, unset), ...still]
  const name: Part[] = ['"', { code: shorten(showName(claim.name), 80) }, '"']
  if (claim.kind === 'invariant') return [['So ', ...values, ': the claim ', ...name, ' is broken.']]
  if (claim.kind === 'reachable') return [['So ', ...values, ': ', ...name, ' is reached.']]
  return [['That was while ', ...values, ': the claim ', ...name, ' is broken.']]
}

function listParts(run: PlottedRun, paths: readonly Path[]): Part[] {
  return inARow(paths.map(path => valueParts(run, path)))
}

/** The flags that made the answer, too, and that nobody has set. */
function flagsUnset(run: PlottedRun, others: readonly Path[]): Path[] {
  const { claim, slice } = run.witness
  if (claim.kind !== 'invariant' && claim.kind !== 'transition') return []
  const isFlag = ({ value }: Read): boolean => value === null || typeof value === 'boolean'
  const unset = (slice?.claim ?? []).filter(({ path, member, writer, ...read }) => {
    const isReal = member === undefined && !isPlace(path) && wordsOfCell(run.witness, path)?.isBookkeeping !== true
    const isReported = isFlag({ path, writer, ...read }) || isMissed(run, path)
    return isReal && writer === null && isReported && run.isUnchanged(path)
  })
  const real = unset.filter(({ path }) => !others.some(whole => isWithin(path, whole)))
  const ranked = real.toSorted((a, b) => rankOfUnset(run, b) - rankOfUnset(run, a)).map(({ path }) => path)
  const parts = ranked.map(path => {
    const whole = wholeOf(run, ranked, path)
    return run.isUnchanged(whole) ? whole : path
  })
  return unlike(parts, path => JSON.stringify(path)).slice(0, maxUnset)
}

/** Rather what is missed, or what a step would have waited for under another constant, then what is true: that more is not so tells less. */
function rankOfUnset(run: PlottedRun, { path, value }: Read): number {
  const { hinges = [] } = run.witness
  const isAwaited = hinges.some(({ waits }) => waits?.found.some(one => doOverlap(one.path, path)) === true)
  return (isMissed(run, path) || isAwaited ? 2 : 0) + (value === true ? 1 : 0)
}

function isMissed({ witness: { slice } }: PlottedRun, path: Path): boolean {
  return slice?.missed !== undefined && showPath(slice.missed.of) === showPath(path)
}

/** `put (step 18) would have set released to 1, had it found count = 1.`: who would have written what the claim misses. */
export function missedSentence({ witness }: PlottedRun): Sentence[] {
  const missed = witness.slice?.missed
  if (missed === undefined) return []
  return [[...wouldHaveSet(witness, missed, missed.of, cellParts(witness, nobody, missed.of)), '.']]
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

/** The list or record around a part, if the parts that made the answer are the most of it and it is short. */
function wholeOf(run: PlottedRun, paths: readonly Path[], path: Path): Path {
  const around = path.slice(0, -1)
  if (around.length === 0 || isInstance(run, around) || isPlace(path)) return path
  const parts = new Set(paths.filter(other => isWithin(other, around)).map(showPath))
  const whole = partAt(run.states.at(-1), around)
  const isMost = parts.size > 1 && 2 * parts.size > Object.keys(whole ?? {}).length
  return isMost && showValue(whole).length <= longestWhole ? around : path
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
  if (isPlace(path)) return placeParts(run, path)
  const value = partAt(stateSeen(run), path)
  const members = value === undefined || showValue(value).length <= valueLimit ? [] : membersSeen(run, path)
  if (members.length === 0) return [...cellParts(witness, nobody, path), ' = ', valuePart(witness, path, value)]
  const listed = members.map(member => [valuePart(witness, [...path, 0], member)])
  return [...cellParts(witness, nobody, path), ' has ', ...inARow(listed)]
}

/** The members of a set that made the answer of the claim, as the state has them; the last ones that were added, if there are many. */
function membersSeen(run: PlottedRun, path: Path): Plain[] {
  const set = partAt(stateSeen(run), path)
  const found = (run.witness.slice?.claim ?? []).filter(
    ({ member, value, ...read }) => member !== undefined && value === true && showPath(read.path) === showPath(path),
  )
  const latest = found.toSorted((a, b) => (b.writer ?? -1) - (a.writer ?? -1)).slice(0, maxMembers)
  const wanted = new Set(latest.map(({ member }) => canonical(member as Plain)))
  return Array.isArray(set) ? set.filter(one => wanted.has(canonical(one))) : []
}
