/** A plot in sentences, in order of time. */

import { partAt } from '../../../base/plain.ts'
import type { Change } from '../../../witness/difference.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { statesOf, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { shorten, showName } from '../../text/value.ts'
import { roundsSentence } from '../rounds.ts'
import type { Beat, Written } from './beats.ts'
import { brokenBefore } from './broken-before.ts'
import { hadItStill } from './forgetting.ts'
import { leftAloneIn } from './left-alone.ts'
import { leftBefore, leftParts } from './left-parts.ts'
import { freshReads, newReads, readsStated, writesStated } from './news.ts'
import { overwrittenUnseen } from './overwritten-unseen.ts'
import { wordsOfCell, wordsOfStep } from './phrases.ts'
import type { Plot } from './plot.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { readParts } from './read-parts.ts'
import { isPicked } from './reported-reads.ts'
import { rulesNamed } from './rules-named.ts'
import { missedSentence, upshotOf } from './upshot.ts'
import {
  cellParts,
  changeParts,
  inStep,
  inWords,
  labelOf,
  markedOnce,
  moverPart,
  type Part,
  type Sentence,
  stepPart,
  textOf,
  valuePart,
  verdictParts,
} from './words.ts'
import { yetToCome } from './yet-to-come.ts'

/** Clauses that one sentence takes. */
const maxClauses = 3
/** Changes of the last step that are listed. */
const maxChanges = 2
/** Steps of one clause that are listed one by one. */
const maxSteps = 4
/** What happened, and what it comes to. */
export function storyOf(plot: Plot): Sentence[] {
  const unseen = isKnownOtherwise(plot) ? [] : overwrittenUnseen(plot.run)
  const alone = unseen.length > 0 || isExplained(plot) ? unseen : leftAloneIn(plot.run)
  const after = [...upshotOf(plot.run), ...missedSentence(plot.run), ...unforgotten(plot), ...brokenBefore(plot)]
  return [...sentencesOf(plot), ...alone, ...yetToCome(plot), ...after].map(markedOnce)
}

/** Whether it is known what else went wrong: somebody raced or forgot, or another constant would keep the claim. */
function isExplained(plot: Plot): boolean {
  return plot.kind === 'race' || isKnownOtherwise(plot)
}

/** The same, but for a race in which nobody goes by what is outdated. */
function isKnownOtherwise({ beats, run }: Plot): boolean {
  const { hinges = [] } = run.witness
  return hinges.length > 0 || beats.some(({ forgot, stale }) => forgot.length + stale.length > 0)
}

/** What led to a deadlock, if somebody went by what was no longer true, or a step did nothing that would end a wait now. */
export function beforeStandstill(plot: Plot): Sentence[] {
  const isSignificant = plot.beats.some(({ stale, omitted, forgot }) =>
    [stale, omitted, forgot].some(parts => parts.length > 0),
  )
  return isSignificant ? [...sentencesOf(plot), ...unforgotten(plot), ...brokenBefore(plot)].map(markedOnce) : []
}

/** What happened. */
export function sentencesOf(plot: Plot): Sentence[] {
  const groups = groupsOf(plot)
  const sentences = groups.map((beats, i) => sentenceOf(plot, beats, groups.slice(0, i)))
  const { rounds } = plot
  if (rounds === undefined) return sentences
  const after = groups.findIndex(([first]) => (first?.step ?? 0) >= rounds.from)
  return sentences.toSpliced(after < 0 ? sentences.length : after, 0, roundsSentence(rounds))
}

/** What the last step of a run changed, of which nothing else is known. */
export function lastStepSentence(witness: Witness): Sentence {
  const k = witness.steps.length - 1
  const step = witness.steps[k] as WitnessStep
  const [before, after] = statesOf(witness).slice(-2)
  const isOwnLabel = ({ path }: Change): boolean =>
    isPlace(path) && path[0] === step.process && path[1] === step.instance
  const changes = step.changes.filter(change => !isOwnLabel(change)).slice(0, maxChanges)
  const did = changes.map(({ path }): Part[] => {
    const value = { before: partAt(before, path), after: partAt(after, path) }
    return changeParts(witness, step, { path, ...value, isBack: false, isFrom: true })
  })
  const done = did.length > 0 ? did : leftUndone(witness, k)
  return [
    moverPart(witness, k),
    ' ',
    ...listed(done.length > 0 ? done : [['took its step']]),
    ...inStep(witness, k),
    '.',
  ]
}

/** What a step that changed nothing would have changed under another constant. */
function leftUndone(witness: Witness, k: number): Part[][] {
  const [before] = statesOf(witness).slice(k)
  const undone = (witness.hinges ?? []).flatMap(({ steps }) => steps.filter(({ step }) => step === k))
  const paths = undone.flatMap(({ changes = [] }) => changes.map(({ path }) => path))
  return paths.slice(0, 1).map((path): Part[] => {
    const value = partAt(before, path)
    const written = { path, before: value, after: value, isBack: false, isFrom: false }
    return changeParts(witness, witness.steps[k] as WitnessStep, written)
  })
}

/** What would have come of it, had nothing been forgotten. */
function unforgotten({ run, beats }: Plot): Sentence[] {
  return beats.flatMap(({ step, forgot }) => forgot.map(one => hadItStill(run, step, one)))
}

/** Neighbours of one process together. */
function groupsOf({ run, beats }: Plot): Beat[][] {
  const groups: Beat[][] = []
  for (const beat of beats) {
    const last = groups.at(-1)
    const isSame = last !== undefined && run.isSameProcess((last[0] as Beat).step, beat.step)
    if (isSame && last.length < maxClauses) last.push(beat)
    else groups.push([beat])
  }
  return groups
}

function sentenceOf(plot: Plot, beats: readonly Beat[], before: readonly (readonly Beat[])[]): Sentence {
  const { witness } = plot.run
  const isSo = isDoneByIt(plot, beats) && isByIt(plot, beats, before.at(-1))
  const clauses = beats.map((beat, i) => clauseOf(plot, beat, before, isSo && i === 0))
  const joined = clauses.flatMap((clause, i): Part[] => (i === 0 ? clause : [joint(plot, beats, i), ...clause]))
  return [isSo ? 'So ' : '', moverPart(witness, (beats[0] as Beat).step), ' ', ...joined, '.']
}

/** Between the clauses of a sentence: `so` where the last went by what the one before it found. */
function joint(plot: Plot, beats: readonly Beat[], i: number): string {
  if (i < beats.length - 1) return ', then '
  const [one, other] = [beats[i - 1] as Beat, beats[i] as Beat]
  const isNew = newReads(plot, other, other.reads).length > 0
  // Who did nothing found a reason for that, not for what comes next.
  const isReason = one.writes.length === 0 && one.omitted.length === 0 && !one.isIdle
  const isOf = other.stale.length === 0 && other.breaks.length === 0 && !other.isIdle && !isByOwnLook(plot, other)
  const isSo = isReason && isOf && !isNew && plot.run.dependence.goesBy(other.step, one.step)
  return isSo ? ', and so ' : ', and then '
}

/** Whether a sentence tells of what somebody did by what others had left: the end of the run, or a change that was outdated. */
function isDoneByIt({ run }: Plot, beats: readonly Beat[]): boolean {
  return beats.some(({ step, stale, isUnheld }) => step === run.last || stale.length > 0 || isUnheld)
}

/** Whether the first step of a sentence found what the sentence before it tells of. */
function isByIt({ run }: Plot, [first]: readonly Beat[], before: readonly Beat[] = []): boolean {
  const steps = before.flatMap(({ step, more }) => [step, ...more])
  const isOther = before.every(({ step }) => !run.isSameMover(step, first?.step ?? step))
  return first !== undefined && isOther && readsStated(first).some(({ writer }) => steps.includes(writer ?? -1))
}

/** `found x = 1 and set y to 2 in label (step 3)`. */
function clauseOf(plot: Plot, beat: Beat, before: readonly (readonly Beat[])[], isSo: boolean): Part[] {
  const { witness } = plot.run
  const label = isChoiceStated(plot, beat)
    ? showName((witness.steps[beat.step] as WitnessStep).step)
    : labelOf(witness, beat.step)
  const did = didIn(plot, beat, before.slice(0, -1), { isSo })
  const where: Part[] = label === undefined ? [] : [' in ', { code: label }]
  const words = wordsOfStep(witness, witness.steps[beat.step] as WitnessStep)
  const explained = words === undefined ? [] : [`: ${words}`]
  return [...listed(did.length > 0 ? did : [wentOn(plot, beat)]), ...where, ' (', ...stepParts(beat), ...explained, ')']
}

/** Of a step that did nothing else: what it looked at, and where its process went from it. */
function wentOn(plot: Plot, beat: Beat): Part[] {
  const read = decidingRead(plot.run, beat.step)
  const went = wentTo(plot, beat)
  return read === undefined ? went : [...readParts(plot, beat, read), ' and ', ...went]
}

/** Whether a step did nothing but go where its own look led, and not what the step before it had found. */
function isByOwnLook(plot: Plot, beat: Beat): boolean {
  return beat.writes.length + beat.reads.length === 0 && decidingRead(plot.run, beat.step) !== undefined
}

/** What a step looked at that is no local of its process: of that it may depend where it goes. */
function decidingRead(run: PlottedRun, step: number): Read | undefined {
  const isReal = ({ path }: Read): boolean =>
    path.length > 0 &&
    !isPlace(path) &&
    !run.isOwn(step, path) &&
    wordsOfCell(run.witness, path)?.isBookkeeping !== true
  return run.readsOf(step).find(isReal)
}

function wentTo({ run }: Plot, { step }: Beat): Part[] {
  const { process, instance, changes } = run.witness.steps[step] as WitnessStep
  const path = [process ?? '', instance, 'pc']
  const label = changes.find(change => JSON.stringify(change.path) === JSON.stringify(path))?.after
  if (label === undefined) return ['took its step']
  return label === 'done' ? ['ended'] : ['went on to ', valuePart(run.witness, path, label)]
}

/** `step 3`, `steps 3-5` or `steps 3, 5, 9`. */
function stepParts({ step, more }: Beat): Part[] {
  if (more.length === 0) return [stepPart(step)]
  const all = [step, ...more]
  const isStretch = all.every((k, i) => k === step + i)
  const shown = isStretch || all.length > maxSteps ? [step, all.at(-1) as number] : all
  const between = isStretch ? '-' : all.length > maxSteps ? ' to ' : ', '
  return ['steps ', ...shown.flatMap((k, i): Part[] => [...(i === 0 ? [] : [between]), { step: k, name: `${k + 1}` }])]
}

/**
 * What a step of the story did, without saying which step and whose it is: for a note beside it, which has room for the words for
 * a cell only.
 */
export function beatNote(plot: Plot, beat: Beat): string {
  const did = didIn(plot, beat, [], { isTitled: true })
  return textOf(inWords(listed(did.length > 0 ? did : [wentOn(plot, beat)])))
}

/**
 * `past` are sentences of which it is worth a word which step left what is found; where the step's title stands above, what it
 * chose need not be said again; where the sentence begins with *So*, no other one follows.
 */
function didIn(
  plot: Plot,
  beat: Beat,
  past: readonly (readonly Beat[])[],
  { isTitled = false, isSo = false }: { readonly isTitled?: boolean; readonly isSo?: boolean },
): Part[][] {
  const { witness, last } = plot.run
  const step = witness.steps[beat.step] as WitnessStep
  const again = againIn(plot, beat)
  const fresh = freshReads(plot, beat)
  const reads = fresh.map(read => [...readParts(plot, beat, read, isTitled), ...leftParts(plot, read, past)])
  const stale = staleIn(plot, beat)
  const also = isAlso(plot, beat) ? 'also ' : ''
  const writes = writesStated(plot, beat).map((written, i): Part[] => {
    const isFirst = i + stale.length + again.length + reads.length === 0
    const left = leftBefore(plot, beat, written, isFirst ? past : [plot.beats])
    return [i === 0 && !written.isBack ? also : '', ...changeParts(witness, step, written, left)]
  })
  // It may have done something else than what it left out.
  const isChange = beat.writes.length > 0
  const so = reads.length > 0 && !isSo ? 'so ' : ''
  const omitted: Part[][] = beat.omitted.length === 0 || isChange ? [] : [[`${so}did nothing`]]
  const isIdle = beat.isIdle && omitted.length + beat.writes.length === 0
  const idle: Part[][] = isIdle ? [[plot.run.allReadsOf(beat.step).length > 0 ? 'changed nothing' : 'did nothing']] : []
  const unheld: Part[][] = beat.isUnheld ? [[`${so}did not wait`]] : []
  const verdict = beat.step === last ? verdictParts(witness) : []
  const all = [...stale, ...again, ...reads, ...omitted, ...idle, ...unheld, ...writes, ...verdict]
  return [...all, ...brokenIn(plot, beat, all.length === 0)]
}

/** Which other claims it broke, where they are not named behind the story; there only that it did, of a step of which there is nothing else to say. */
function brokenIn({ run: { witness }, namesBroken }: Plot, beat: Beat, isOnly: boolean): Part[][] {
  if (namesBroken !== true) return isOnly && beat.breaks.length > 0 ? [['broke another claim']] : []
  const broken = rulesNamed(witness, beat) ? [] : beat.breaks
  return broken.map((claim): Part[] => ['broke another claim, "', { code: shorten(showName(claim), 80) }, '"'])
}

/** Whether a sentence says what a process chose in a step: it is what the process found. */
function isChoiceStated(plot: Plot, beat: Beat): boolean {
  const step = plot.run.witness.steps[beat.step] as WitnessStep
  return step.process !== null && step.choices.length === 1 && freshReads(plot, beat).some(read => isPicked(step, read))
}

/** What it still went by. */
function staleIn(plot: Plot, { step, stale }: Beat): Part[][] {
  return stale.map(({ at, read }) => [
    'still went by ',
    ...earlierLook(plot, step, read),
    ' (read at ',
    stepPart(at),
    ')',
  ])
}

/** What it found as before, of which others had made something else in between. */
function againIn(plot: Plot, { step, again }: Beat): Part[][] {
  return again.map(({ at, read }) => ['found ', ...earlierLook(plot, step, read), ' again (as at ', stepPart(at), ')'])
}

/** `lock = 1`: a cell with the value that a step had found in it before. */
function earlierLook({ run: { witness } }: Plot, step: number, read: Read): Part[] {
  const cell = cellParts(witness, witness.steps[step] as WitnessStep, read.path)
  return [...cell, ' = ', valuePart(witness, read.path, read.value)]
}

/** Whether an earlier sentence already reports the like of another process. */
function isAlso(plot: Plot, beat: Beat): boolean {
  const { run, beats } = plot
  const firstOf = (one: Beat): Written[] => writesStated(plot, one).slice(0, 1)
  const kinds = firstOf(beat)
    .filter(({ path }) => !run.isOwn(beat.step, path))
    .map(kindOfWrite)
  return beats.some(other => {
    const isEarlier =
      other.step < beat.step && run.witness.steps[other.step]?.step === run.witness.steps[beat.step]?.step
    const isOther = isEarlier && !run.isSameProcess(other.step, beat.step)
    return isOther && firstOf(other).some(one => kinds.includes(kindOfWrite(one)))
  })
}

/** The common text of writes whose cells differ only in indices, by their values or by what they add to a list. */
function kindOfWrite({ path, after }: Written): string {
  const value = Array.isArray(after) || typeof after === 'number' ? null : after
  return JSON.stringify([path.map(key => (typeof key === 'number' ? null : key)), value ?? null])
}

/** Verbs behind which several cells follow. */
const sharedVerbs: readonly unknown[] = ['still went by ', 'found ', 'set ', 'changed ', 'left ']

/** With a verb that comes again said once. */
function listed(parts: readonly Part[][]): Part[] {
  return parts.flatMap((part, i): Part[] => {
    if (i === 0) return part
    const sentences = part.filter(one => one !== '')
    const verbBefore = parts[i - 1]?.find(one => one !== '' && one !== 'also ')
    const isSame = sharedVerbs.includes(sentences[0]) && sentences[0] === verbBefore
    const rest = isSame ? sentences.slice(1) : sentences
    return [i === parts.length - 1 ? ' and ' : ', ', ...rest]
  })
}
