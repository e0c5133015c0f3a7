/**
 * Runs steps on plain copies of a state, whereas the reference runs them on drafts of immer: the same effect at a fraction
 * of the cost.
 *
 * Only clear cases are decided here. Whatever goes wrong in a run (something is thrown, `me` is stored, a label does not
 * exist) is left to the reference, which reports it. Engines compare samples of the rest with the reference.
 */

import { disown } from '../base/disown.ts'
import { ModelError } from '../base/errors.ts'
import { type ChooseWatcher, runStep } from '../language/control.ts'
import { AuthorsCode } from './authors-code.ts'
import { type Machine, type Mover, moverAt, type ProcessMover, type State } from './machine.ts'
import { OwnInstance } from './own-view.ts'
import { Scratch, type ScratchDepth } from './scratch.ts'
import { stepText } from './steady.ts'
import { goTo, isRefusedReturn, type OwnPlace } from './step-end.ts'

/** How a run ended. The state that a step leads to is in the scratch, until the next run. */
export interface DirectRun {
  readonly end: 'disabled' | 'assertion' | 'taken' | 'unclear'
  /** The numbers of the options taken, and how many there were at each choose. */
  readonly script: readonly number[]
  readonly widths: readonly number[]
}

/** Watches a run: this is how an engine sees what a step reads and writes. */
export interface DirectWatch {
  /** What the step gets in place of the state and of its own instance; an action has no instance. */
  over(root: State, own: OwnPlace | undefined, where: () => string): { state: unknown; me: unknown }
  /** Moves the program counter of the own instance. */
  goTo(label: string): void
  /** Called when the step has finished. */
  settle(): void
  readonly onChoose: ChooseWatcher
}

/** Runs the steps of one machine, one after the other. */
export class DirectRunner {
  private readonly machine: Machine
  private made: Scratch | undefined
  private readonly texts = new Map<Mover, Map<string, string>>()

  constructor(machine: Machine) {
    this.machine = machine
  }

  /** The state after the last run. */
  get scratch(): Scratch {
    return this.made as Scratch
  }

  /** Runs a mover's step once, with the options of `script` and the first at every later `choose`. */
  run(
    state: State,
    index: number,
    step: string,
    script: readonly number[],
    depth: ScratchDepth,
    watch?: DirectWatch,
  ): DirectRun {
    const mover = moverAt(this.machine, index)
    const scratch = this.scratchFor(state)
    scratch.begin(state, depth)
    const code = new AuthorsCode(this.textOf(mover, step), state)
    let isClear = true
    const body = (): void => {
      isClear = mover.kind === 'action' ? this.act(mover, watch) : this.step(mover, step, watch)
      watch?.settle()
    }
    try {
      const {
        outcome,
        script: taken,
        widths,
      } = code.runAuthorsCode(() => runStep(script, body, watch?.onChoose ?? unseen))
      return { end: endOf(outcome.kind, isClear), script: taken, widths }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      // Only proxies detect this; everything else the reference detects too.
      if (error.code === 'identity') throw new ModelError('identity', `${code.what} ${error.message}`, { cause: error })
      return { end: 'unclear', script: [], widths: [] }
    }
  }

  private act(mover: Mover & { readonly kind: 'action' }, watch: DirectWatch | undefined): boolean {
    const { root } = this.scratch
    const state = watch?.over(root, undefined, () => '').state ?? root
    const returned = mover.step(state, this.machine.constants)
    return !disown(returned) && (returned === state || !isRefusedReturn(returned, Object.keys(root)))
  }

  private step(mover: ProcessMover, label: string, watch: DirectWatch | undefined): boolean {
    const step = mover.steps.get(label)
    if (step === undefined) return false
    const { process, instance } = mover
    const { root } = this.scratch
    if (watch !== undefined) {
      const { state, me } = watch.over(root, { process, instance }, () => this.textOf(mover, label))
      return this.goOn(mover, label, step(state, me, this.machine.constants), next => watch.goTo(next))
    }
    const instances = root[process] as object[]
    const own = instances[instance] as Record<string, unknown>
    const seen = new OwnInstance(own, instance, () => this.textOf(mover, label))
    instances[instance] = seen.me
    let returned: unknown
    try {
      returned = step(root, seen.me, this.machine.constants)
    } finally {
      seen.isOver = true
      if (instances[instance] === seen.me) instances[instance] = own
    }
    return this.goOn(mover, label, returned, next => goTo(root, { process, instance }, own, next))
  }

  /** Moves the program counter to where a step goes; false if there is no such label. */
  private goOn(mover: ProcessMover, label: string, returned: unknown, goTo: (label: string) => void): boolean {
    if (disown(returned)) return false
    const next = returned ?? mover.following.get(label)
    if (typeof next !== 'string' || (next !== 'done' && !mover.steps.has(next))) return false
    goTo(next)
    return true
  }

  /** One scratch serves all states with the same fields; after a step has added or removed a field, it is discarded. */
  private scratchFor(state: State): Scratch {
    if (this.made === undefined || !this.made.isWhole || !this.made.hasFieldsOf(state))
      this.made = new Scratch(this.machine, state)
    return this.made
  }

  private textOf(mover: Mover, step: string): string {
    let texts = this.texts.get(mover)
    if (texts === undefined) {
      texts = new Map()
      this.texts.set(mover, texts)
    }
    let text = texts.get(step)
    if (text === undefined) {
      text = stepText(this.machine, mover, step)
      texts.set(step, text)
    }
    return text
  }
}

/** A watched run does not copy options for display. */
const unseen: ChooseWatcher = () => {}

function endOf(outcome: 'returned' | 'threw' | 'disabled' | 'assertion', isClear: boolean): DirectRun['end'] {
  if (outcome === 'disabled' || outcome === 'assertion') return outcome
  return outcome === 'returned' && isClear ? 'taken' : 'unclear'
}
