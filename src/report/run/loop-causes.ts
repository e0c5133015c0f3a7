/** What keeps an infinite run from what it should come to: who waits for what, and which step is never taken in time. */

import { doOverlap, type Path, partAt } from '../../base/plain.ts'
import {
  type GoalStep,
  type HeldUp,
  type Loop,
  leadsBack,
  moverName,
  statesOf,
  type Witness,
} from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { firstFew } from '../text/first-few.ts'
import { harmless, showValue } from '../text/value.ts'
import { waitsFor } from './awaited.ts'
import { foundParts, leftBy, longestValue } from './found-parts.ts'
import { fruitlessLook } from './fruitless-look.ts'
import { lackSentences } from './lack-sentences.ts'
import { inCircle, standstillOf } from './plot/standstill.ts'
import { circleIn, isMover, type Stuck, stuckIn } from './plot/stuck.ts'
import { forParts, freeingParts, hasEnded, neededCell, type Status, sinceParts, waitStart } from './plot/wait-parts.ts'
import {
  inStep,
  moverNamed,
  moverPart,
  type Part,
  type Sentence,
  type StepMover,
  stepMover,
  stepPart,
  valuePart,
} from './plot/words.ts'
import { showRead } from './reads.ts'

const maxWaits = 2
const maxHeldUp = 4
/** Writes of a loop that are listed one by one. */
const maxWrites = 4
const maxFound = 2

/** A state in words: `after step 3`, `in the initial state`. */
export function whenText(state: number): string {
  return state === 0 ? 'in the initial state' : `after step ${state}`
}

/** What comes nearest to it first. */
export function causesOf(witness: Witness, loop: Loop): Sentence[] {
  if (!leadsBack(witness)) return atRest(witness, loop)
  const near = nearSentences(witness, loop)
  const causes = [
    ...near,
    ...lackSentences(witness, loop),
    ...standingSentences(witness, loop).slice(0, near.length > 0 ? 1 : maxWaits),
    ...spoiltSentences(witness, loop),
    ...waitSentences(witness, loop).slice(0, near.length > 0 ? 1 : maxWaits + 1),
    ...heldUpSentences(witness, loop),
  ]
  return causes.length > 0 ? causes : fruitlessLook(witness, loop)
}

/** Who rests is named once: as one who would lead on to it, or as at rest. */
function atRest(witness: Witness, loop: Loop): Sentence[] {
  const { prevented = [] } = loop
  const isNamed = (one: StepMover): boolean => prevented.some(other => isMover(other, one))
  const isAllNamed = prevented.length > 0 && (witness.waiting ?? []).every(isNamed)
  return [...lackSentences(witness, loop), ...(isAllNamed ? [] : standstillOf(witness))]
}

/** A step that would do it, or lead on to it, but is taken at other moments only. */
function nearSentences(witness: Witness, loop: Loop): Sentence[] {
  const { goal } = loop
  if (goal?.taken !== undefined) return [goalSentence(witness, loop, { ...goal, taken: goal.taken })]
  return goal === undefined ? missedSentences(witness, loop) : []
}

/** `worker found server = down in run (step 3); after step 5, run would have made the claim true: ...` */
function goalSentence(witness: Witness, loop: Loop, goal: GoalStep & { readonly taken: number }): Sentence {
  const { at, taken, step, found = [] } = goal
  const label = { code: showValue(step) }
  const isAction = goal.process === null
  const mover = moverNamed(witness, goal)
  // A whole list does not say which of its elements matters.
  const plainly = found.filter(({ value }) => typeof value !== 'object' || value === null)
  if (found.length > 0 && plainly.length === 0 && at !== taken) return momentSentence(witness, loop, goal)
  const looked = plainly
    .slice(0, maxFound)
    .flatMap((read, i): Part[] => [
      i === 0 ? ' found ' : ' and ',
      ...foundParts(witness, { ...goal, choices: [], script: [], changes: [] }, read),
      ...leftBy(read.writer),
    ])
  const other = at === taken ? 'another choice there' : 'it'
  return [
    mover,
    ...(looked.length === 0 ? [' goes on'] : looked),
    ...(isAction ? [] : [' in ', label]),
    ' (',
    stepPart(taken),
    `); ${whenText(at)}, ${other} would make the claim true, but ${obligesNothing(loop)} obliges it to be taken then.`,
  ]
}

/** `receive would make the claim true after step 12, but nothing obliges it to be taken then: it is taken at another moment`. */
function momentSentence(witness: Witness, loop: Loop, goal: GoalStep & { readonly taken: number }): Sentence {
  return [
    moverNamed(witness, goal),
    ` would make the claim true ${whenText(goal.at)}, but ${obligesNothing(loop)} obliges it to be taken then: it is taken at another moment (`,
    stepPart(goal.taken),
    ').',
  ]
}

function obligesNothing({ fairness, holdsIf }: Loop): string {
  if (holdsIf?.length === 0) return 'no fairness'
  return fairness.length === 0 ? 'nothing' : 'no assumption of fairness'
}

/** Who waits goes round as well: it moves as often as fairness asks, but never at the right moment. */
function missedSentences({ me }: Witness, loop: Loop): Sentence[] {
  const { missed } = loop
  if (me === undefined || missed === undefined) return []
  const { step, at, to, taken } = missed
  return [
    [
      { code: harmless(moverName({ ...me, step: '' })), mover: stepMover(me) },
      ' goes round too. ',
      { code: showValue(step) },
      ` would lead on to ${showValue(to)} ${whenText(at)}, but it is taken only when it does not (`,
      stepPart(taken),
      `): ${obligesNothing(loop)} obliges it to be taken at a certain moment.`,
    ],
  ]
}

/** `user finds registered = false each time in find (step 23), as bind had left it in release (step 6).` */
function standingSentences(witness: Witness, { standing = [] }: Loop): Sentence[] {
  return standing.flatMap(({ step, read }): Sentence[] => {
    const { writer } = read
    const taken = witness.steps[step]
    if (writer === null || taken === undefined) return []
    return [
      [
        moverPart(witness, step),
        ' finds ',
        ...foundParts(witness, taken, read),
        ' each time',
        ...inStep(witness, step),
        ', as ',
        moverPart(witness, writer),
        ' left it',
        ...inStep(witness, writer),
        '.',
      ],
    ]
  })
}

/** Which step makes false again what should stay true. */
function spoiltSentences(witness: Witness, { spoilt }: Loop): Sentence[] {
  const step = spoilt === undefined ? undefined : witness.steps[spoilt]
  if (spoilt === undefined || step === undefined) return []
  const label: Part[] = step.process === null ? [] : [' in ', { code: showValue(step.step) }]
  return [[moverNamed(witness, step), ' makes it false each time', ...label, ' (', stepPart(spoilt), ').']]
}

/** Who cannot move anywhere in the loop: the instance that the claim is about, or all. */
function waitSentences(witness: Witness, loop: Loop): Sentence[] {
  const { me } = witness
  const all = stuckIn(witness)
  const own = me === undefined ? undefined : all.find(({ waiting }) => isMover(waiting, me))
  // Where it could go on itself, what others wait for does not keep it.
  if (me !== undefined && loop.heldUp.some(({ isAlways, ...held }) => isAlways && isMover(held, me))) return []
  // Whom the one that matters waits for, as far as they wait themselves.
  const chain = own === undefined ? all : behindIn(all, own)
  const sentences = chain.map(stuck => waitSentence(witness, loop, stuck))
  const circle = circleIn(all).map(i => all[i] as Stuck)
  const isCircle =
    circle.length > 1 && circle.length <= maxWaits && circle.every(one => chain.slice(0, maxWaits).includes(one))
  return isCircle ? [inCircle, ...sentences.slice(0, maxWaits)] : sentences.slice(0, maxWaits)
}

function behindIn(all: readonly Stuck[], first: Stuck): Stuck[] {
  const chain = [first]
  for (let at = first.behind; at !== undefined && !chain.includes(all[at] as Stuck); at = all[at]?.behind)
    chain.push(all[at] as Stuck)
  return chain
}

/** `writer waits in enter for active = 0; while it repeats, that becomes 2 (step 3) and 1 (step 4), over and over.` */
function waitSentence(witness: Witness, loop: Loop, stuck: Stuck): Sentence {
  const { waiting, need } = stuck
  if (need === undefined) return [...waitStart(witness, waiting), '.']
  const now = partAt(statesOf(witness).at(-1), need.path)
  const start = [...waitStart(witness, waiting), ...forParts(witness, waiting, need, now)]
  const writes = writesIn(witness, loop, need.path)
  if (need.member !== undefined) return [...start, '.']
  if (writes.length > 0)
    return [
      ...start,
      '; in the loop ',
      ...neededCell(witness, waiting, need),
      ...roundParts(witness, need.path, writes),
      '.',
    ]
  return [
    ...start,
    '; it is ',
    valuePart(witness, need.path, now),
    ...sinceParts(witness, stuck, now),
    ...freeingParts(witness, stuck, statusIn(witness, loop)),
    '.',
  ]
}

/** The steps of the loop that change a cell. */
function writesIn({ steps }: Witness, { from }: Loop, path: Path): number[] {
  return steps.flatMap(({ changes }, k) =>
    k >= from && changes.some(change => doOverlap(change.path, path)) ? [k] : [],
  )
}

/** ` goes to 2 (step 3), 1 (step 4), and round again`. */
function roundParts(witness: Witness, path: Path, writes: readonly number[]): Part[] {
  const states = statesOf(witness)
  const shown = writes.slice(0, maxWrites)
  return [
    ' goes to ',
    ...shown.flatMap((k, i): Part[] => [
      i === 0 ? '' : ', ',
      valuePart(witness, path, partAt(states[k + 1], path)),
      ' (',
      stepPart(k),
      ')',
    ]),
    writes.length > shown.length ? ` and so on, ${count(writes.length, 'change')} in each round` : ', and round again',
  ]
}

/** What others do in the loop. */
function statusIn({ waiting = [], steps }: Witness, { from, heldUp }: Loop): Status {
  return mover => {
    if (heldUp.some(one => isMover(one, mover))) return 'never goes on'
    if (waiting.some(one => isMover(one, mover))) return 'waits itself'
    return steps.slice(from).some(step => isMover(step, mover)) ? undefined : hasEnded
  }
}

/** Who could move and does not, with what makes them wait in between. */
function heldUpSentences(witness: Witness, loop: Loop): Sentence[] {
  const isGoal = (held: HeldUp): boolean => loop.goal !== undefined && isMover(held, loop.goal)
  const isMine = (held: HeldUp): boolean => witness.me !== undefined && isMover(held, witness.me)
  const rank = (held: HeldUp): number => (isMine(held) ? 0 : isGoal(held) ? 1 : isInAdvice(loop, held) ? 2 : 3)
  // Where it is known who matters, the others are noise.
  const most = loop.heldUp.some(held => isInAdvice(loop, held)) ? 2 : 3
  const sorted = loop.heldUp.filter(held => rank(held) <= most).toSorted((a, b) => rank(a) - rank(b))
  const shown = firstFew(sorted, maxHeldUp).map(one => heldUpSentence(witness, loop, one))
  const left = sorted.length - shown.length
  return left > 0 ? [...shown, [`So could ${count(left, 'other')}.`]] : shown
}

/** Whether the claim would hold if this one were treated fairly, alone or with others. */
function isInAdvice({ holdsIf = [] }: Loop, held: HeldUp): boolean {
  return holdsIf.flat().some(({ process, step }) => process === held.process && (step === null || step === held.step))
}

function heldUpSentence(witness: Witness, loop: Loop, held: HeldUp): Sentence {
  const { from, goal, fairness } = loop
  const mover: Part[] = [
    { code: harmless(moverName(held)), mover: stepMover(held) },
    ...(held.process === null ? [] : [' at ', { code: showValue(held.step) } as Part]),
  ]
  const would =
    goal !== undefined && isMover(held, goal) && goal.step === held.step ? ', which would make the claim true' : ''
  const obliged = fairness.length === 0 ? '' : ', and the fairness assumed does not oblige it to'
  if (held.isAlways) return [...mover, ` could go on all the time${would}, and never does${obliged}.`]
  const wait = (witness.blocked ?? []).find(one => one.to >= from && isMover(one, held) && one.step === held.step)
  const read = wait && waitsFor(witness, wait).at(-1)
  const because: Part[] =
    read === undefined
      ? []
      : ['; in between it waits, since ', { code: showRead(read, longestValue) }, ...leftBy(read.writer)]
  return [...mover, ` could go on again and again${would}, and never does${obliged}`, ...because, '.']
}
