/**
 * Shortens a run as far as is possible in reasonable time, so that it can be read.
 *
 * First by leaving out steps: the rest is replayed by label, leaving out steps that are no longer possible. Then by
 * searching all states from the beginning, up to a limit: if they are few, the result is a shortest run.
 */

import { canonical } from '../base/plain.ts'
import type { Machine, State } from '../machine/machine.ts'
import { keyOf, type Transition, transitionsOf } from '../machine/reference.ts'
import type { Run } from '../outcome/outcome.ts'
import { explore } from '../search/explore.ts'
import { type NamedMove, type NamedRun, runOf } from './named-run.ts'
import { RunJudge } from './run-judge.ts'

/** A run, and whether it is known that no shorter one shows the same. */
export interface ShortenedRun {
  readonly run: Run
  readonly isShortest: boolean
}

/**
 * The total number of replayed steps, some ten seconds. Not a time limit, since the result must not depend on the machine.
 */
const maxSteps = 500_000
/** States among which a shortest run is searched. */
const maxStates = 20_000

export async function shortened(machine: Machine, claim: number, found: NamedRun): Promise<ShortenedRun> {
  const short = new Shortening(machine, claim).shorten(found)
  const least = await shortestRun(machine, claim, short.moves.length)
  if (least === 'none shorter') return { run: runOf(short), isShortest: true }
  return least === 'unknown' ? { run: runOf(short), isShortest: false } : { run: least, isShortest: true }
}

/** Searches states level by level for a run of fewer than `steps` steps. */
async function shortestRun(machine: Machine, index: number, steps: number): Promise<Run | 'none shorter' | 'unknown'> {
  if (steps === 0) return 'none shorter'
  const claims = machine.claims.filter(({ kind }, i) => i === index || kind === 'bound')
  const name = machine.claims[index]?.name
  try {
    // A violation by a step is found when the state before it is left, so the last step is no deeper than the limit.
    const options = { allClaims: true, maxStates, maxDepth: steps - 1, reportsUnknownReads: false }
    const outcome = await explore({ ...machine, claims }, options)
    const shown = outcome.claims.find(claim => claim.name === name)
    if (shown?.run !== undefined) return shown.run
    return outcome.stop === 'exhausted' || outcome.stop === 'depth limit' ? 'none shorter' : 'unknown'
  } catch {
    // Faults in states outside the run do not affect what it shows.
    return 'unknown'
  }
}

class Shortening {
  private readonly machine: Machine
  private readonly claim: number
  private readonly judge: RunJudge
  private steps = 0

  constructor(machine: Machine, claim: number) {
    this.machine = machine
    this.claim = claim
    this.judge = new RunJudge(machine, [claim])
  }

  shorten(found: NamedRun): NamedRun {
    let run = this.withoutLoops(found) ?? found
    run = this.withoutMovers(run)
    for (let size = Math.ceil(run.moves.length / 2); size >= 1; ) {
      const shorter = this.withoutPieces(run, size)
      // A step may be superfluous only after another one has gone.
      if (size === 1 && shorter.moves.length < run.moves.length) size = Math.max(1, Math.ceil(shorter.moves.length / 4))
      else size = size === 1 ? 0 : Math.ceil(size / 2)
      run = shorter
    }
    return run
  }

  /** Steps between two equal states are superfluous. */
  private withoutLoops({ initial, moves }: NamedRun): NamedRun | undefined {
    let kept: NamedMove[] = []
    let state = this.machine.initialStates[initial] as State
    const lengths = new Map([[keyOf(state), 0]])
    for (const move of moves) {
      const effect = this.take(state, move)?.effect
      kept.push(move)
      if (effect?.kind !== 'state') break
      state = effect.state
      const before = lengths.get(effect.key)
      if (before === undefined) lengths.set(effect.key, kept.length)
      else kept = kept.slice(0, before)
    }
    return this.again({ initial, moves: kept })
  }

  /** Without all steps of some mover. */
  private withoutMovers(run: NamedRun): NamedRun {
    let short = run
    for (const mover of new Set(run.moves.map(move => move.mover))) {
      const rest = short.moves.filter(move => move.mover !== mover)
      short = this.shorter(short, rest)
    }
    return short
  }

  /** Without pieces of `size` steps that are superfluous. */
  private withoutPieces(run: NamedRun, size: number): NamedRun {
    let short = run
    for (let from = short.moves.length - size; from > -size; from -= size) {
      const start = Math.max(0, from)
      short = this.shorter(short, short.moves.toSpliced(start, from + size - start))
    }
    return short
  }

  private shorter(run: NamedRun, moves: readonly NamedMove[]): NamedRun {
    if (this.steps > maxSteps || moves.length >= run.moves.length) return run
    const again = this.again({ initial: run.initial, moves })
    return again !== undefined && again.moves.length < run.moves.length ? again : run
  }

  /** Takes the steps that are possible, until the claim is violated or witnessed; undefined if that does not happen. */
  private again({ initial, moves }: NamedRun): NamedRun | undefined {
    const { judge } = this
    const taken: NamedMove[] = []
    let state = this.machine.initialStates[initial] as State
    if (this.shows(judge.state(state))) return { initial, moves: [] }
    for (const move of moves) {
      const transition = judge.isOutside(state) ? undefined : this.take(state, move)
      if (transition === undefined) continue
      const { effect, script } = transition
      taken.push({ ...move, script })
      if (this.shows(judge.transition(state, transition))) return { initial, moves: taken }
      if (effect.kind !== 'state') return undefined
      state = effect.state
      if (this.shows(judge.state(state))) return { initial, moves: taken }
    }
    return this.shows(this.isStill(state) ? judge.end(state) : []) ? { initial, moves: taken } : undefined
  }

  private shows(found: readonly number[]): boolean {
    return found.includes(this.claim)
  }

  /** Whether no step is enabled; needed only for deadlocks. */
  private isStill(state: State): boolean {
    const { machine, claim } = this
    if (machine.claims[claim]?.kind !== 'deadlock') return false
    return machine.movers.every((_, mover) => transitionsOf(machine, state, mover).length === 0)
  }

  /** The same step with the same chosen options, whatever their numbers now are. */
  private take(state: State, { mover, step, script, options }: NamedMove): Transition | undefined {
    this.steps++
    const possible = transitionsOf(this.machine, state, mover).filter(transition => transition.step === step)
    return (
      possible.find(other => String(other.script) === String(script) && canonical(other.options) === options) ??
      possible.find(other => canonical(other.options) === options)
    )
  }
}
