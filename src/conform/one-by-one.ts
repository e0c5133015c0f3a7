/** An implementation driven step by step, each step when the last one has returned: the sequential runs of its model. */

import { isSamePlain, type Plain } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import { stepTitle } from '../witness/witness.ts'
import { distinct, type Implementation, isAt, notEnabled, plainOf, type StepKey, titleOfKey } from './implementation.ts'
import { inStepTime, late } from './in-step-time.ts'
import { notAllowed, shownReturn, threw } from './not-allowed.ts'
import type { Possibilities, PossibleStates, UnseenLimits } from './possible-states.ts'

/** A step to take: with the number of the options, where the test picks them. */
export interface StepToTake extends StepKey {
  readonly pick: number | readonly Plain[]
}

export interface StepLimits extends UnseenLimits {
  /** Milliseconds in which a step returns. */
  readonly stepMs: number
}

export class OneByOne {
  private readonly implementation: Implementation
  private readonly possibilities: Possibilities
  private readonly limits: StepLimits
  private states: PossibleStates
  private readonly done: string[] = []

  constructor(implementation: Implementation, limits: StepLimits) {
    this.implementation = implementation
    this.limits = limits
    this.possibilities = implementation.possibilities(limits)
    this.states = this.possibilities.withUnseen(this.possibilities.initial)
  }

  /** Whether the step may be enabled now, or can be tried anyway. */
  canTake(key: StepKey): boolean {
    return this.implementation.handler(key)?.tries === true ? this.mayBeAt(key) : this.ways(key).length > 0
  }

  /** Whether the model may be in a state. */
  mayBeIn(key: string): boolean {
    return this.states.has(key)
  }

  /** Takes a step. Throws {@link NotAllowed} if what it does is possible in no run of the model. */
  async take(real: unknown, step: StepToTake): Promise<void> {
    const handler = this.implementation.handler(step)
    if (handler === undefined) return
    const choices = this.choicesFor(step)
    const title = stepTitle({ ...step, choices: choices ?? [], script: [] })
    const returned = await this.run(() => handler.run(real, { instance: step.instance, choices: choices ?? [] }), step)
    const after = this.afterwards(step, choices, returned)
    const observed = await this.implementation.observed(real)
    const seen = new Map([...after].filter(([, { state }]) => this.implementation.looksLike(state, observed)))
    if (seen.size === 0) throw this.refused(title, step, after, observed)
    this.done.push(title)
    this.states = this.possibilities.withUnseen(seen)
  }

  /** Throws {@link NotAllowed} unless the implementation begins as the model does. */
  async begin(real: unknown): Promise<void> {
    const observed = await this.implementation.observed(real)
    const seen = new Map([...this.states].filter(([, { state }]) => this.implementation.looksLike(state, observed)))
    if (seen.size === 0) throw this.refused('the beginning', undefined, this.states, observed)
    this.states = this.possibilities.withUnseen(seen)
  }

  private async run(work: () => unknown, step: StepKey): Promise<unknown> {
    const running = async (): Promise<unknown> => work()
    const returned = await inStepTime(running(), this.limits.stepMs).catch(error => {
      throw threw(step, error, this.done)
    })
    if (returned !== late) return returned
    throw notAllowed(
      `${titleOfKey(step)} did not return within ${this.limits.stepMs} ms. Step by step, nothing else happens for which it could wait; for steps that need longer, raise maxStepMs.`,
      { seen: undefined, allowed: ['that it returns'], done: this.done },
    )
  }

  private afterwards(step: StepKey, choices: readonly Plain[] | undefined, returned: unknown): PossibleStates {
    const { possibilities, implementation } = this
    if (returned === notEnabled) {
      const disabled = [...this.states].filter(([, { state }]) => !this.isEnabledIn(state, step))
      if (disabled.length > 0) return new Map(disabled)
      throw notAllowed(`${titleOfKey(step)} was not possible, but the model says that it is.`, {
        seen: undefined,
        allowed: this.lookOfStates(this.states, undefined),
        done: this.done,
      })
    }
    const taken = possibilities.after(this.states, transition => this.implementation.isStep(transition, step, choices))
    const agreeing = possibilities.after(this.states, (transition, before) => {
      if (!this.implementation.isStep(transition, step, choices)) return false
      const expected = implementation.returned(transition, before)
      return expected === undefined || isSamePlain(expected, plainOf(`${titleOfKey(step)} returned`, returned))
    })
    if (agreeing.size === 0) throw this.wrongReturn(step, choices, returned, taken)
    return possibilities.withUnseen(agreeing)
  }

  private wrongReturn(
    step: StepKey,
    choices: readonly Plain[] | undefined,
    returned: unknown,
    taken: PossibleStates,
  ): Error {
    const problem =
      taken.size === 0
        ? `${titleOfKey(step)} was possible, but the model says that it is not.`
        : `${titleOfKey(step)} returned what no run of the model returns.`
    const ways = this.ways(step).filter(({ transition }) => this.implementation.isStep(transition, step, choices))
    const allowed = ways.flatMap(({ transition, before }) => this.implementation.returned(transition, before) ?? [])
    return notAllowed(problem, {
      seen: taken.size === 0 ? undefined : shownReturn(returned),
      allowed: allowed.map(one => `returned ${JSON.stringify(one)}`),
      done: this.done,
    })
  }

  private refused(title: string, step: StepKey | undefined, after: PossibleStates, observed: unknown): Error {
    const verb = step === undefined ? 'looks' : 'ends'
    return notAllowed(`${title} ${verb} as no run of the model does.`, {
      seen: JSON.stringify(observed),
      allowed: this.lookOfStates(after, observed),
      done: step === undefined ? [] : [...this.done, title],
    })
  }

  private lookOfStates(states: PossibleStates, observed: unknown): string[] {
    return [...states.values()].map(({ state }) => this.implementation.lookOf(state, observed ?? state))
  }

  /** The choices of a step that the test picks; undefined if the implementation chooses. */
  private choicesFor({ pick, ...step }: StepToTake): readonly Plain[] | undefined {
    if (this.implementation.handler(step)?.picks !== true) return undefined
    if (typeof pick !== 'number') return pick
    const ways = distinct(this.ways(step).map(({ transition }) => transition.options))
    return ways.length === 0 ? [] : ways[pick % ways.length]
  }

  private ways(step: StepKey): { readonly transition: Transition; readonly before: State }[] {
    return [...this.states].flatMap(([key, possible]) => {
      const transitions = this.possibilities.transitionsOf(possible, key)
      return transitions
        .filter(one => this.implementation.isStep(one, step, undefined))
        .map(transition => ({ transition, before: possible.state }))
    })
  }

  private isEnabledIn(state: State, step: StepKey): boolean {
    return this.possibilities.transitionsOf({ state }).some(one => this.implementation.isStep(one, step, undefined))
  }

  private mayBeAt(key: StepKey): boolean {
    return [...this.states.values()].some(({ state }) => isAt(state, key))
  }
}
