/** What an acceptance found, as text and as JSON. */

import { grouped } from '../base/grouped.ts'
import type { JudgedClaim } from '../language/claims.ts'
import type { Machine, State } from '../machine/machine.ts'
import { successors, type Transition } from '../machine/reference.ts'
import { headline } from '../report/outcome/outcome-text.ts'
import { stepsToText } from '../report/run/witness-text.ts'
import { count } from '../report/text/count.ts'
import { harmless, showValue } from '../report/text/value.ts'
import { buildWitness, stepTaken } from '../witness/build-witness.ts'
import { type StepTaken, stepTitle, type Witness } from '../witness/witness.ts'
import { type Acceptance, type Merged, rememberedRun } from './acceptance.ts'
import { isSeenStep, type LogSighting, sightingInWords } from './log-map.ts'
import type { LogSource } from './log-source.ts'
import { samePartOf } from './observed.ts'
import type { Possible, UnseenLimits } from './possible-states.ts'

/** A state in which the system could be when nothing more was possible. */
interface LastState {
  readonly taken: readonly number[]
  readonly possible: Possible
  /** The next event of each log that has one. */
  readonly next: readonly LogSighting[]
}

/** At most this many states are shown, each with at most this many steps. */
const mostStates = 3
const mostSteps = 24

const noEvents = 'The logs have no event that means anything: they are empty, or the map returns null for each.'

export class AcceptanceReport {
  private readonly machine: Machine
  private readonly logs: readonly LogSource[]
  private readonly found: Acceptance
  private readonly limits: UnseenLimits

  constructor(machine: Machine, logs: readonly LogSource[], found: Acceptance, limits: UnseenLimits) {
    this.machine = machine
    this.logs = logs
    this.found = found
    this.limits = limits
  }

  text(width: number): string {
    const { isAccepted, isInterrupted, isTooMany, events, wasCut } = this.found
    const title = headline(this.machine)
    if (isInterrupted) return `${title}: interrupted after ${count(events, 'event')}, which are accepted`
    if (isAccepted && events === 0) return `${title}: nothing was compared. ${noEvents}`
    if (isAccepted) return `${title}: accepted, ${this.acceptedRun()}`
    if (isTooMany) return `${title}: undecided after ${count(events, 'event')}\n\n${this.tooMany()}`
    const verdict = wasCut ? 'undecided' : 'refused'
    const heading = `${title}: ${verdict} after ${count(events, 'event')}`
    return [heading, ...this.refusedLines(), ...this.states(width)].join('\n\n')
  }

  private acceptedRun(): string {
    const { events } = this.found
    const are = events === 1 ? 'is' : 'are'
    return `${count(events, 'event')} ${are} a run of the model, with ${count(this.unseenSteps(), 'unseen step')}`
  }

  /** The unseen steps of the accepted run that has the fewest, as far as the search kept them. */
  private unseenSteps(): number {
    return Math.min(
      ...this.found.furthest.flatMap(({ states }) => [...states.values()].map(({ unseen = 0 }) => unseen)),
    )
  }

  private tooMany(): string {
    const most = grouped(this.limits.states)
    const orders =
      this.logs.length === 1
        ? ''
        : ' The orders in which several logs may be merged are as many as the product of their lengths.'
    return `After that there are more than ${most} possibilities: --max-states.${orders} Show more in the events, name steps that are always logged ('logged' in the map), or raise it.`
  }

  private get verdict(): 'accepted' | 'refused' | 'unknown' {
    const { isAccepted, isInterrupted, isTooMany, events, wasCut } = this.found
    if (isAccepted) return events === 0 ? 'unknown' : 'accepted'
    return isInterrupted || isTooMany || wasCut ? 'unknown' : 'refused'
  }

  /** The exit code, by its name. */
  get exit(): 'allHold' | 'unexpected' | 'inconclusive' {
    return ({ accepted: 'allHold', refused: 'unexpected', unknown: 'inconclusive' } as const)[this.verdict]
  }

  json(spec: string): object {
    const { isAccepted, isInterrupted, isTooMany, events, wasCut } = this.found
    const isJudged = !isAccepted && !isInterrupted && !isTooMany
    const { model, variant, constants } = this.machine
    return {
      format: 'interleave-acceptance/1',
      spec,
      model,
      variant,
      constants,
      logs: this.logs.map(({ name }) => name),
      verdict: this.verdict,
      events,
      ...(isAccepted && { unseenSteps: this.unseenSteps() }),
      maxUnseen: this.limits.unseen,
      wasCut,
      maxStates: this.limits.states,
      isTooMany,
      ...(isJudged && {
        refusedAt: this.refused().map(({ log, line, event }) => ({ log, line, event })),
        stateCount: this.stateCount,
        states: this.last(Number.POSITIVE_INFINITY).map(last => this.lastToJson(last)),
      }),
    }
  }

  private lastToJson({ possible }: LastState): object {
    const { start, steps } = rememberedRun(possible, mostSteps)
    return {
      state: possible.state,
      from: start.state,
      stepsBefore: stepsBefore(possible, steps),
      steps: steps.map(step => plainStep(stepTaken(this.machine, step))),
      possible: this.enabled(possible.state).map(step => plainStep(stepTaken(this.machine, step))),
    }
  }

  private refusedLines(): string[] {
    const lines = this.refused().map(seen => {
      return `${harmless(seen.log)}, line ${seen.line}, cannot come next: ${harmless(JSON.stringify(seen.event))}\n  It shows ${harmless(sightingInWords(seen))}`
    })
    const cut = `More than ${count(this.limits.unseen, 'step')} in a row that no event shows were left out: --max-unseen.`
    return [...lines, ...(this.found.wasCut ? [cut] : [])]
  }

  /** The events that could not come next, of all logs. */
  private refused(): LogSighting[] {
    const all = this.last(Number.POSITIVE_INFINITY).flatMap(({ next }) => next)
    return [...new Map(all.map(seen => [`${seen.log}\n${seen.line}`, seen])).values()]
  }

  private get stateCount(): number {
    return this.found.furthest.reduce((sum, { states }) => sum + states.size, 0)
  }

  private states(width: number): string[] {
    const all = this.stateCount
    const shown = this.last()
    if (all === 1) return ['There the system is in this state.', ...shown.map(last => this.stateText(last, width))]
    const first = all > shown.length ? ` Here are ${shown.length} of them.` : ''
    return [
      `There the system can be in any of ${grouped(all)} states.${first}`,
      ...shown.map((last, i) => `State ${i + 1} of ${grouped(all)}\n\n${this.stateText(last, width)}`),
    ]
  }

  private stateText({ possible, next }: LastState, width: number): string {
    const { steps: shown } = rememberedRun(possible, mostSteps)
    const run = stepsToText(this.witness(possible), stepsBefore(possible, shown), { width })
    const enabled = this.enabled(possible.state).map(step => stepTitle(stepTaken(this.machine, step)))
    const steps =
      enabled.length === 0 ? 'No step is possible there.' : `Possible there: ${harmless(enabled.join('; '))}`
    return [run, '', steps, ...next.flatMap(seen => this.difference(seen, possible.state))].join('\n')
  }

  /** How the cells that an event shows differ from those that it could show. */
  private difference(seen: LogSighting, state: State): string[] {
    if (seen.state === undefined) return []
    const named = this.enabled(state).filter(step => isSeenStep(this.machine, { ...seen, state: undefined }, step))
    const ends =
      seen.step === undefined ? [state] : named.flatMap(({ effect }) => (effect.kind === 'state' ? [effect.state] : []))
    const could = [...new Set(ends.map(end => showValue(samePartOf(seen.state, end))))]
    if (could.length === 0) return []
    const when = seen.step === undefined ? 'the state has' : `${seen.step} leads to`
    return [harmless(`Line ${seen.line} shows ${showValue(seen.state)}; ${when} ${could.join(' or ')}.`)]
  }

  /** The remembered end of the run, as a witness that it leads there. */
  private witness(possible: Possible): Witness {
    const { start, steps } = rememberedRun(possible, mostSteps)
    const name = this.logs.length === 1 ? `${this.logs[0]?.name}, ${grouped(this.found.events)} events` : 'the logs'
    const claim: JudgedClaim = { kind: 'reachable', name, holds: () => true }
    const machine = { ...this.machine, initialStates: [start.state], claims: [claim] }
    const moves = steps.map(({ mover, script }) => ({ mover, script }))
    return buildWitness(machine, { name, kind: 'reachable', verdict: 'witnessed', run: { initial: 0, moves } })
  }

  private enabled(state: State): Transition[] {
    return successors(this.machine, state)
  }

  private last(most = mostStates): LastState[] {
    const all = this.found.furthest.flatMap(({ taken, states }) =>
      [...states.values()].map(possible => this.lastState(taken, possible)),
    )
    return all.slice(0, most)
  }

  private lastState(taken: Merged['taken'], possible: Possible): LastState {
    const next = this.logs.flatMap((log, i) => log.at(taken[i] as number) ?? [])
    return { taken, possible, next }
  }
}

/** The number of steps of a run before those that are shown. */
function stepsBefore({ steps = 0 }: Possible, shown: readonly Transition[]): number {
  return steps - shown.length
}

function plainStep({ process, instance, step, choices }: StepTaken): object {
  return { process, instance, step, choices }
}
