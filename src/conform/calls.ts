/**
 * Overlapping calls of an implementation, judged by its model: each call must have taken effect at one moment between its
 * beginning and its return, such that all of them together are a run of the model (linearizability: Herlihy and Wing 1990).
 *
 * What is known at each moment is a set of configurations: a state of the model, and which of the open calls have already
 * taken effect, with what they then return.
 */

import { UsageError } from '../base/errors.ts'
import { canonical, isSamePlain, type Plain } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import { stepTitle } from '../witness/witness.ts'
import { distinct, type Implementation, isAt, notEnabled, plainOf, type StepKey, titleOfKey } from './implementation.ts'
import { type NotAllowed, notAllowed, shownReturn } from './not-allowed.ts'
import type { Possibilities, UnseenLimits } from './possible-states.ts'

/** A call that has begun. */
export interface OpenCall extends StepKey {
  readonly number: number
  readonly choices: readonly Plain[] | undefined
}

/** What a call that has taken effect returns: anything if the model says nothing, or that the step was not enabled. */
type Effected =
  | { readonly kind: 'any' }
  | { readonly kind: 'not enabled' }
  | { readonly kind: 'value'; readonly value: Plain }

interface Configuration {
  readonly state: State
  readonly effected: ReadonlyMap<number, Effected>
}

export class Calls {
  private readonly implementation: Implementation
  private readonly possibilities: Possibilities
  private readonly limits: UnseenLimits
  private configurations: ReadonlyMap<string, Configuration>
  private readonly open = new Map<number, OpenCall>()
  private begun = 0
  private readonly events: string[] = []

  constructor(implementation: Implementation, limits: UnseenLimits) {
    this.implementation = implementation
    this.limits = limits
    this.possibilities = implementation.possibilities(limits)
    const initial = implementation.machine.initialStates.map(state => ({ state, effected: new Map() }))
    this.configurations = this.closed(initial)
  }

  /** The steps that may be called now: one for each mover without an open call that may be at a step which is enabled. */
  callable(): StepKey[] {
    const states = distinct([...this.configurations.values()].map(({ state }) => state))
    return this.implementation.keys.filter(key => !this.isBusy(key) && states.some(state => this.mayCall(state, key)))
  }

  /** The choices with which a step may be called. */
  choicesOf(key: StepKey): readonly (readonly Plain[])[] {
    const found = [...this.configurations.values()].flatMap(({ state }) => {
      return this.waysFrom(state, { ...key, choices: undefined }).map(({ options }) => options)
    })
    return distinct(found)
  }

  begin(key: StepKey, choices: readonly Plain[] | undefined): OpenCall {
    const call = { ...key, choices, number: this.begun++ }
    this.open.set(call.number, call)
    this.events.push(`${this.title(call)} begins`)
    this.configurations = this.closed(this.configurations.values())
    return call
  }

  /** A call has returned. Throws {@link NotAllowed} if no run of the model returns this. */
  end(call: OpenCall, returned: unknown): void {
    const text = returned === notEnabled ? 'was not enabled' : shownReturn(returned)
    const fitting = [...this.configurations.values()].filter(({ effected }) =>
      this.returns(effected.get(call.number), call, returned),
    )
    if (fitting.length === 0)
      throw this.refused(`${this.title(call)} ${text}, as in no run of the model.`, this.returnsOf(call))
    this.events.push(`${this.title(call)} ${text}`)
    this.open.delete(call.number)
    const left = fitting.map(({ state, effected }) => {
      return { state, effected: new Map([...effected].filter(([number]) => number !== call.number)) }
    })
    this.configurations = this.closed(left)
  }

  /** Nothing moves any more. Throws {@link NotAllowed} unless some run of the model ends like this. */
  finish(observed: unknown): void {
    const all = [...this.configurations.values()]
    const fitting = all.filter(({ state }) => this.implementation.looksLike(state, observed))
    if (fitting.length === 0)
      throw this.refused(
        'all calls together end as no run of the model does.',
        all.map(({ state }) => this.implementation.lookOf(state, observed)),
        JSON.stringify(observed),
      )
    const waiting = fitting.filter(configuration =>
      [...this.open.values()].every(call => this.mayWait(configuration, call)),
    )
    if (waiting.length > 0) return
    const titles = [...this.open.values()].map(call => this.title(call)).join(', ')
    throw this.refused(`${titles} did not return, although in every run of the model it does.`, [])
  }

  /** What began and what returned, in order. */
  get history(): readonly string[] {
    return this.events
  }

  private title(call: OpenCall): string {
    return stepTitle({ ...call, choices: call.choices ?? [], script: [] })
  }

  private isBusy({ process, instance, step }: StepKey): boolean {
    return [...this.open.values()].some(call =>
      process === null
        ? call.process === null && call.step === step
        : call.process === process && call.instance === instance,
    )
  }

  private mayCall(state: State, key: StepKey): boolean {
    if (!isAt(state, key)) return false
    return (
      this.implementation.handler(key)?.tries === true ||
      this.waysFrom(state, { ...key, choices: undefined }).length > 0
    )
  }

  /** The configurations, and those to which open calls and unseen steps lead. */
  private closed(from: Iterable<Configuration>): Map<string, Configuration> {
    const found = new Map<string, Configuration>()
    const waiting = [...from]
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const key = canonical([one.state, [...one.effected].sort(([a], [b]) => a - b)])
      if (found.has(key)) continue
      found.set(key, one)
      if (found.size > this.limits.states)
        throw new UsageError(
          'bad-limit',
          `there are more than ${this.limits.states} ways to put these calls in order. Take fewer steps in a run: maxSteps.`,
        )
      waiting.push(...this.nextOf(one))
    }
    return found
  }

  private nextOf({ state, effected }: Configuration): Configuration[] {
    const pending = [...this.open.values()].filter(({ number }) => !effected.has(number))
    const byCalls = pending.flatMap(call =>
      this.effectsOf(call, state).map(([after, effect]) => {
        return { state: after, effected: new Map([...effected, [call.number, effect] as const]) }
      }),
    )
    const unseen = this.possibilities
      .transitionsOf({ state })
      .filter(transition => this.implementation.isUnseen(transition))
    return [...byCalls, ...unseen.map(transition => ({ state: stateAfter(transition), effected }))]
  }

  private effectsOf(call: OpenCall, state: State): (readonly [State, Effected])[] {
    const ways = this.waysFrom(state, call)
    if (ways.length === 0) return [[state, { kind: 'not enabled' }]]
    return ways.map(transition => {
      const value = this.implementation.returned(transition, state)
      return [stateAfter(transition), value === undefined ? { kind: 'any' } : { kind: 'value', value }]
    })
  }

  private waysFrom(state: State, { choices, ...key }: StepKey & Pick<OpenCall, 'choices'>): Transition[] {
    return this.possibilities
      .transitionsOf({ state })
      .filter(transition => this.implementation.isStep(transition, key, choices))
  }

  private returns(effect: Effected | undefined, call: OpenCall, returned: unknown): boolean {
    if (effect === undefined) return false
    if (returned === notEnabled || effect.kind === 'not enabled')
      return returned === notEnabled && effect.kind === 'not enabled'
    return effect.kind === 'any' || isSamePlain(effect.value, plainOf(`${titleOfKey(call)} returned`, returned))
  }

  /** Whether a call may go on waiting in this configuration. */
  private mayWait({ state, effected }: Configuration, call: OpenCall): boolean {
    return !effected.has(call.number) && this.waysFrom(state, call).length === 0
  }

  private returnsOf(call: OpenCall): string[] {
    return [...this.configurations.values()].flatMap(({ effected }) => {
      const effect = effected.get(call.number)
      if (effect === undefined) return []
      if (effect.kind === 'value') return [`returned ${JSON.stringify(effect.value)}`]
      return [effect.kind === 'any' ? 'returned' : 'was not enabled']
    })
  }

  private refused(problem: string, allowed: readonly string[], seen?: string): NotAllowed {
    return notAllowed(problem, { seen, allowed, done: this.events })
  }
}

function stateAfter({ effect }: Transition): State {
  return (effect as Extract<Transition['effect'], { kind: 'state' }>).state
}
