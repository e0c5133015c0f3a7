import { pcCell } from '../../footprint/pc-cell.ts'
import { type RecordedAnswer, recordClaim } from '../../footprint/record-claim.ts'
import { type KnownRuns, type Occasion, type RecordedRun, StepRecorder } from '../../footprint/record-step.ts'
import { setNameBefore } from '../../footprint/state-reads.ts'
import type { Event } from '../../footprint/trace.ts'
import type { Tree } from '../../footprint/tree.ts'
import type { StepName } from '../../language/claims.ts'
import {
  type Bound,
  type ClaimAnswer,
  type Invariant,
  judgeState,
  judgeTransition,
  type Reachable,
  type TransitionClaimOf,
} from '../../machine/judge.ts'
import { type Machine, moverAt, type State } from '../../machine/machine.ts'
import { stepOf } from '../../machine/reference.ts'
import { stepName } from '../../machine/step-name.ts'
import { decodeState, type ReadCell } from '../../state/codec.ts'
import type { Layout } from '../../state/layout.ts'
import {
  type ObservedRun,
  type OptionEvent,
  observedEvents,
  optionsOf,
  readerOf,
  readOf,
  type Values,
  valuesAfter,
} from './observed-run.ts'

/** The number of the wanted option of the `choice`th choose; undefined if it is not offered. */
export type PickOption = (offered: OptionEvent, choice: number) => number | undefined

/** Runs steps and claims in any state that has the cells of a layout, and observes what they depend on. */
export class RunObserver {
  /** How often a recipe or a claim was run. */
  runs = 0
  private readonly machine: Machine
  private readonly layout: Layout
  private readonly recorder: StepRecorder
  /** For runs in other states, while those of a step are recorded. */
  private readonly another: StepRecorder
  private readonly transitionClaims: readonly TransitionClaimOf[]

  constructor(machine: Machine, layout: Layout) {
    this.machine = machine
    this.layout = layout
    this.recorder = new StepRecorder(machine, layout, { namesOptions: true })
    this.another = new StepRecorder(machine, layout, { namesOptions: true })
    this.transitionClaims = machine.claims.filter((claim): claim is TransitionClaimOf => claim.kind === 'transition')
  }

  /** The runs of the step of a mover that a tree does not know. False if it can't be observed what they depend on. */
  newRuns(mover: number, values: Values, tree: Pick<Tree<string>, 'root'>, onRun: (run: ObservedRun) => void): boolean {
    let isObserved = true
    const occasion = this.occasion(mover, values)
    if (occasion === undefined) return false
    const known: KnownRuns = {
      get root() {
        return tree.root
      },
      add: recorded => {
        const run = isObserved ? this.observed(mover, occasion, values, recorded) : undefined
        if (run === undefined) isObserved = false
        else onRun(run)
      },
    }
    return this.recorder.step(occasion, known).kind === 'runs' && isObserved
  }

  /**
   * The run of the step of a mover that takes the options which `pick` finds among those that are offered, one after another;
   * undefined where it finds none, or the run can't be observed.
   */
  runBy(mover: number, values: Values, pick: PickOption): ObservedRun | undefined {
    const occasion = this.occasion(mover, values)
    if (occasion === undefined) return undefined
    let script: readonly number[] = []
    for (;;) {
      const recorded = this.another.run(occasion, script)
      if (recorded.kind !== 'run') return undefined
      const run = this.observed(mover, occasion, values, recorded.run)
      if (run === undefined) return undefined
      const wanted = optionsOf(run.events).map(pick)
      if (wanted.includes(undefined)) return undefined
      const taken = recorded.run.script
      const other = wanted.findIndex((option, i) => option !== taken[i] && option !== nothingOffered)
      if (other < 0) return run
      script = [...taken.slice(0, other), wanted[other] as number]
    }
  }

  /** The answer of a claim about states. */
  answer(claim: Invariant | Reachable | Bound, values: Values): ObservedRun | undefined {
    const { machine, layout } = this
    const read = readerOf(values)
    this.runs++
    const recorded = recordClaim<ClaimAnswer>({
      machine,
      layout,
      claim: claim.name,
      subjects: [{ state: decodeState(layout, read), read }],
      twins: undefined,
      evaluate: ([state]) => judgeState(machine, claim, state as State),
    })
    if (!('events' in recorded)) return undefined
    return { events: observedEvents(recorded.events), effect: recorded.answer, ...nothing }
  }

  /**
   * Undefined if there is no cell for the label, on which the run of a process depends: then one cell holds all of an instance, of
   * which a step that waits need not read anything, so that what is proved at one label would count at all others. (No model is known
   * that would be accepted wrongly, since names are also exchanged wherever a step is recorded.)
   */
  private occasion(mover: number, values: Values): Occasion | undefined {
    const pc = pcCell(this.machine, this.layout, mover)
    if (pc === undefined && moverAt(this.machine, mover).kind === 'process') return undefined
    const read = readerOf(values)
    return { mover, pc, read, state: decodeState(this.layout, read) }
  }

  private observed(
    mover: number,
    { read, pc, state }: Occasion,
    values: Values,
    { events, effect, writes, operations }: RecordedRun,
  ): ObservedRun | undefined {
    this.runs++
    const all: Event[] = pc === undefined ? [...events] : [readOf(pc, read), ...events]
    const answers: string[] = []
    if (effect === 'state' && this.transitionClaims.length > 0) {
      const by = moverAt(this.machine, mover)
      const step = stepName(by, stepOf(by, state) as string)
      const after = readerOf(valuesAfter(values, { writes, operations }))
      for (const claim of this.transitionClaims) {
        const recorded = this.answerOn(claim, step, read, after)
        if (!('events' in recorded)) return undefined
        answers.push(recorded.answer)
        all.push(...this.asBefore(recorded.events, { writes, operations }, read))
      }
    }
    return { events: observedEvents(all), effect, writes, operations, answers }
  }

  private answerOn(
    claim: TransitionClaimOf,
    step: StepName,
    before: ReadCell,
    after: ReadCell,
  ): RecordedAnswer<ClaimAnswer> | { answer: ClaimAnswer } {
    const { machine, layout } = this
    this.runs++
    return recordClaim<ClaimAnswer>({
      machine,
      layout,
      claim: claim.name,
      subjects: [before, after].map(read => ({ state: decodeState(layout, read), read })),
      twins: undefined,
      evaluate: ([a, b]) => judgeTransition(machine, claim, a as State, b as State, step),
    })
  }

  /**
   * What a claim reads after a step depends on what was there before it, where the step has not written it, and on the whole list or
   * record that the step has edited.
   */
  private asBefore(events: readonly Event[], changes: Changes, read: ReadCell): Event[] {
    const count = this.layout.cells.length
    return events.flatMap((event): Event[] => {
      if (event.kind === 'predicate') return this.asBefore(event.events, changes, read)
      if (event.kind === 'unmet') return [{ ...event, set: setNameBefore(event.set) }]
      if (event.kind !== 'read' || event.cell < count) return [event]
      const cell = event.cell - count
      if (changes.writes.some(write => write.cell === cell)) return []
      return changes.operations.some(edit => edit.cell === cell) ? [readOf(cell, read)] : [{ ...event, cell }]
    })
  }
}

type Changes = Pick<ObservedRun, 'writes' | 'operations'>

const nothing = { writes: [], operations: [], answers: [] }

/** What {@link PickOption} returns where there is no member of a set to pick, and should be none. */
export const nothingOffered = -1
