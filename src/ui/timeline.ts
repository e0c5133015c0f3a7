/**
 * A witness as a sequence of positions for the reader: 0 is the initial state, then each step has its number, and the
 * last position is the claim.
 */

import { doOverlap, isWithin, type Path, type Plain, partAt } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import { castOf, isPlayedBy, type Player } from '../report/run/cast.ts'
import { isSkipped } from '../report/run/plot/way-out.ts'
import { changeText, type Scene, scenesOf, showChanges } from '../report/run/scene.ts'
import { sealingStep } from '../report/run/turning-point.ts'
import { linksOf, namedSteps, rolesOf, type StepRole } from '../report/run/why.ts'
import type { Blocked } from '../witness/blocked.ts'
import { isMended } from '../witness/mended.ts'
import { type Crossing, crossingsOf } from '../witness/race.ts'
import type { Read } from '../witness/run-footprints.ts'
import type { LinesRun } from '../witness/source.ts'
import { leadsBack, type OtherStep, statesOf, type Witness, type WitnessStep } from '../witness/witness.ts'

/** A value that a cell has from a position on. `value` is missing if the cell does not exist. */
export interface WrittenValue {
  readonly position: number
  readonly value: Plain | undefined
}

export class Timeline {
  readonly witness: Witness
  readonly states: readonly State[]
  readonly scenes: readonly Scene[]
  /** The columns, in the order of the model. */
  readonly lanes: readonly Player[]
  readonly crossings: readonly Crossing[]
  private readonly roles: readonly StepRole[]
  private readonly named: ReadonlySet<number>
  /** The steps that the page speaks of, in a sentence or by an arrow. */
  private readonly decisive: ReadonlySet<number>
  /** The position of the claim, the last one. */
  readonly end: number

  constructor(witness: Witness) {
    this.witness = witness
    this.states = statesOf(witness)
    this.scenes = scenesOf(witness, this.states)
    this.lanes = castOf(witness)
    this.crossings = crossingsOf(witness)
    this.roles = rolesOf(witness)
    this.named = namedSteps(witness)
    this.decisive = decisiveIn(witness, this.named)
    this.end = witness.steps.length + 1
  }

  /** The step at a position; none at the initial state and at the claim. */
  step(position: number): WitnessStep | undefined {
    return this.witness.steps[position - 1]
  }

  before(position: number): State {
    return this.states[Math.max(0, Math.min(position, this.end - 1) - (this.step(position) ? 1 : 0))] ?? this.last
  }

  /** The state after a position; for a step that is itself the violation, the state in which it was taken. */
  after(position: number): State {
    return this.states[position] ?? this.last
  }

  private get last(): State {
    return this.states.at(-1) as State
  }

  laneOf(position: number): number {
    const step = this.step(position)
    return step === undefined ? -1 : this.lanes.findIndex(lane => isPlayedBy(lane, step))
  }

  /** `unknown` also for positions without a step. */
  roleOf(position: number): StepRole {
    return this.roles[position - 1] ?? 'unknown'
  }

  /** False only of a step that is known to be off the causal chain. */
  isCausal(position: number): boolean {
    return this.roleOf(position) !== 'none'
  }

  /** Whether there is an explanation that names steps. */
  get isExplained(): boolean {
    return this.named.size > 0
  }

  /** Whether the explanation names a step. So it does the ends of a run, in a manner of speaking. */
  isInStory(position: number): boolean {
    const isEdge = position === 0 || position >= this.end - 1 || position === this.loopStart
    return isEdge || this.decisive.has(position - 1) || this.isOnTheWay(position)
  }

  /** The position of the first step of the story; beyond the end if there is no story. */
  get firstInStory(): number {
    return Math.min(...this.named, this.end) + 1
  }

  /** The position of the first step that repeats forever, if the run goes round. */
  get loopStart(): number | undefined {
    const { witness } = this
    return witness.loop !== undefined && leadsBack(witness) ? witness.loop.from + 1 : undefined
  }

  /** Whether a position is among those that repeat forever, with the row that goes back. */
  isInLoop(position: number): boolean {
    return this.loopStart !== undefined && position >= this.loopStart
  }

  /** Of a run that goes round and never comes to what one instance should do: its steps before the loop. */
  private isOnTheWay(position: number): boolean {
    const { me, loop } = this.witness
    const step = this.step(position)
    const isOwn = step !== undefined && step.process === me?.process && step.instance === me.instance
    return loop !== undefined && isOwn && !this.isInLoop(position)
  }

  /** Whether the step did nothing, where it would have done something under another constant, and the story does not name it. */
  isSkipped(position: number): boolean {
    return this.isIneffective(position) && !this.isOfConsequence(position)
  }

  /** Whether a step of the story or the loop changed nothing, where it would have under another constant: a test may be all of it. */
  hasChangedNothing(position: number): boolean {
    return this.isIneffective(position) && this.isOfConsequence(position)
  }

  private isOfConsequence(position: number): boolean {
    return this.isInStory(position) || this.isInLoop(position)
  }

  private isIneffective(position: number): boolean {
    const steps = (this.witness.hinges ?? []).flatMap(hinge => hinge.steps)
    return steps.some(hinge => hinge.step === position - 1 && isSkipped(this.witness, hinge))
  }

  /** What the step read; at the last position, what the claim read. */
  readsAt(position: number): readonly Read[] {
    const { slice } = this.witness
    const ofStep = slice?.steps[position - 1]?.reads ?? this.witness.reads?.[position - 1]
    const reads = position === this.end ? slice?.claim : ofStep
    return reads?.filter(({ isUnseen }) => isUnseen !== true).map(read => withoutDoubt(this.witness, read)) ?? []
  }

  /** The source of the step; at the last position, that of the claim. */
  sourceAt(position: number): readonly LinesRun[] {
    const { source } = this.witness
    return (position === this.end ? source?.claim : source?.steps[position - 1]) ?? []
  }

  /** The changes as text, apart from the label of the mover. */
  changesAt(position: number, limit: number): readonly string[] {
    const scene = this.scenes[position - 1]
    if (scene === undefined) return []
    const { sets } = this.witness
    const shown = showChanges(scene.changes, this.before(position), this.after(position), limit, sets)
    return shown.map(change => changeText(change, '→'))
  }

  /**
   * The number of the state in which the choice at a position was made: the one before a step, or the last one at the
   * end.
   */
  stateAt(position: number): number {
    return position === this.end ? this.states.length - 1 : Math.max(0, position - 1)
  }

  /** The other steps that were enabled at the position. */
  othersAt(position: number): readonly OtherStep[] {
    return this.witness.others[this.stateAt(position)] ?? []
  }

  blockedAt(position: number): readonly Blocked[] {
    const state = this.stateAt(position)
    return (this.witness.blocked ?? []).filter(({ from, to }) => from <= state && state <= to)
  }

  /** The instances that had already ended when the choice at a position was made. */
  doneAt(position: number): readonly Player[] {
    const state = this.states[this.stateAt(position)] as State
    return this.lanes.filter(({ process, instance }) => {
      const instances = process === null ? undefined : (state[process] as { pc: string }[])
      return instances?.[instance]?.pc === 'done'
    })
  }

  /**
   * The values of a cell in the run, the first one at position 0. A step that is known to have written the value
   * already there counts as a writer.
   */
  historyOf(path: Path): readonly WrittenValue[] {
    const writers = new Set([0])
    this.witness.steps.forEach(({ changes }, k) => {
      if (changes.some(change => doOverlap(change.path, path))) writers.add(k + 1)
    })
    for (const { path: read, writer, member } of this.allReads()) {
      if (writer !== null && member === undefined && isSame(read, path)) writers.add(writer + 1)
    }
    return [...writers].sort((a, b) => a - b).map(position => ({ position, value: partAt(this.after(position), path) }))
  }

  /** The position of the write that gave a cell its value after `position`. */
  writerAt(path: Path, position: number): number {
    return this.historyOf(path).findLast(written => written.position <= position)?.position ?? 0
  }

  private allReads(): readonly Read[] {
    const { slice, blocked, reads } = this.witness
    return [
      ...(reads?.flat() ?? []),
      ...(slice?.steps.flatMap(({ reads }) => reads) ?? []),
      ...(slice?.claim ?? []),
      ...(blocked?.flatMap(({ reads }) => reads) ?? []),
    ]
  }
}

/** The steps that the explanation names, those that its arrows join, and the one after which it can't be avoided. */
function decisiveIn(witness: Witness, named: ReadonlySet<number>): ReadonlySet<number> {
  const joined = linksOf(witness).flatMap(({ reader, writer }) => [reader, writer])
  const sealing = sealingStep(witness)
  return new Set([...named, ...joined, ...(sealing > 0 ? [sealing - 1] : [])])
}

/** What a constant that keeps the claim would have made another value did make a difference. */
function withoutDoubt(witness: Witness, read: Read): Read {
  if (read.isMoot !== true || !isMended(witness, read)) return read
  const { isMoot: _, ...significant } = read
  return significant
}

export function isSame(a: Path, b: Path): boolean {
  return a.length === b.length && isWithin(a, b)
}
