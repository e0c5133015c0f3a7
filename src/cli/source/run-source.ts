/**
 * Replays the run of a witness in a copy of the spec's modules, compiled with V8's coverage on, so that the source of each
 * step can be shown beside it, with the lines that ran and what they read.
 */

import { resolve } from 'node:path'
import { kindOf, pathOf } from '../../base/author-location.ts'
import { canonical } from '../../base/plain.ts'
import { type Claim, isAboutRuns, predicatesOf } from '../../language/claims.ts'
import { isModel } from '../../language/description-of.ts'
import { instantiate, type Setting } from '../../machine/instantiate.ts'
import { judgePredicate } from '../../machine/judge.ts'
import type { Machine, State } from '../../machine/machine.ts'
import { attempt, type Transition, take, type Watch } from '../../machine/reference.ts'
import { claimAtEnd } from '../../witness/claim-at-end.ts'
import type { LinesRun, RunSource } from '../../witness/source.ts'
import type { Witness, WitnessStep } from '../../witness/witness.ts'
import { wholeAddress } from '../fresh-copy.ts'
import { Coverage } from './coverage.ts'
import { Excerpts } from './excerpts.ts'
import { LineTracer } from './line-tracer.ts'

/** The number of steps whose source is kept; for longer runs, the last ones. */
const maxSteps = 120

/** The runs of one setting, beside their source. */
export class SourcedRuns {
  private readonly machine: Machine
  private readonly coverage: Coverage

  private constructor(machine: Machine, coverage: Coverage) {
    this.machine = machine
    this.coverage = coverage
  }

  /** Undefined if the modules cannot be loaded again: a page without source is better than none. */
  static async open(file: string, setting: Setting): Promise<SourcedRuns | undefined> {
    const coverage = new Coverage()
    try {
      const { default: model } = (await import(wholeAddress(resolve(file)))) as { readonly default?: unknown }
      if (isModel(model)) return new SourcedRuns(instantiate(model, setting), coverage)
    } catch {
      // Faults of the modules were reported when they were first loaded.
    }
    coverage.stop()
    return undefined
  }

  close(): void {
    this.coverage.stop()
  }

  /** The witness with its source; without it where the copy does not take the run. */
  sourced(witness: Witness): Witness {
    try {
      const source = this.sourceOf(witness)
      return source === undefined ? witness : { ...witness, source }
    } catch {
      return witness
    }
  }

  private sourceOf(witness: Witness): RunSource | undefined {
    const { machine } = this
    const replayed = replayOf(machine, witness)
    if (replayed === undefined) return undefined
    const { states } = replayed
    const excerpts = new Excerpts(script => this.coverage.codeOf(script))
    this.coverage.forget()
    const steps = witness.steps.map((step, k) =>
      k < witness.steps.length - maxSteps ? [] : this.linesOf(states[k] as State, step, excerpts),
    )
    const claim = machine.claims.find(({ name }) => name === witness.claim.name)
    const lines = claim === undefined ? [] : this.linesOfClaim(claim, witness, replayed, excerpts)
    return { excerpts: excerpts.all, steps, claim: lines }
  }

  private linesOf(state: State, step: WitnessStep, excerpts: Excerpts): LinesRun[] {
    return this.ran(excerpts, tracer => {
      attempt(this.machine, state, moverOf(this.machine, step), step.script, watchBy(tracer))
    })
  }

  private linesOfClaim(claim: Claim, { me }: Witness, { states, last }: Replayed, excerpts: Excerpts): LinesRun[] {
    const judge = (tracer: LineTracer): void => {
      const view = (seen: State): State => tracer.watch(thawed(seen) as State)
      if (isAboutRuns(claim)) {
        const end = states.at(-1) as State
        for (const predicate of predicatesOf(claim)) judgePredicate(this.machine, claim, predicate, end, me, view)
      } else {
        const seen = claim.kind === 'transition' ? watchedPair(tracer, states) : states.slice(-1).map(view)
        claimAtEnd(this.machine, claim, { states: seen, last, isLast: false })
      }
    }
    return this.ran(excerpts, judge, true)
  }

  private ran(excerpts: Excerpts, action: (tracer: LineTracer) => void, hasRoot = false): LinesRun[] {
    const tracer = new LineTracer()
    action(tracer)
    return excerpts.linesRun(this.coverage.ran(isAuthors), tracer, hasRoot)
  }
}

/** The states before and after the last step. */
function watchedPair(tracer: LineTracer, states: readonly State[]): State[] {
  const moments = ['before', 'after'] as const
  return states.slice(-2).map((state, i) => tracer.watch(thawed(state) as State, [], moments[i]))
}

/** The states of a run, and its last transition. */
interface Replayed {
  readonly states: readonly State[]
  readonly last: Transition | undefined
}

/** The run, replayed by the copy; undefined if the copy behaves differently. */
function replayOf(machine: Machine, witness: Witness): Replayed | undefined {
  const initial = canonical(witness.initial)
  const states = machine.initialStates.filter(state => canonical(state) === initial)
  let last: Transition | undefined
  for (const step of witness.steps) {
    const state = states.at(-1)
    last = state && take(machine, state, moverOf(machine, step), step.script)
    if (last === undefined) return undefined
    if (last.effect.kind === 'state') states.push(last.effect.state)
  }
  return { states, last }
}

function isAuthors(url: string): boolean {
  return url.startsWith('file:') && kindOf(pathOf(url)) === 'author'
}

function watchBy(tracer: LineTracer): Watch {
  return { over: draft => tracer.watch(draft), settle: () => undefined, onChoose: () => undefined }
}

function moverOf({ movers }: Machine, { process, instance, step }: WitnessStep): number {
  return movers.findIndex(mover =>
    mover.kind === 'action'
      ? process === null && mover.name === step
      : mover.process === process && mover.instance === instance,
  )
}

/** A copy that is not frozen: a proxy must give what a frozen object has. */
function thawed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(thawed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, thawed(part)]))
}
