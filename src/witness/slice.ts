/**
 * The causal slice of a run: the steps on which its result depends.
 *
 * It is computed backwards from the cells that the claim read. A step matters if it gave a cell the value that the
 * claim, or a step that matters, read there. It also matters if it decided that its process reached a step that
 * matters: with another value in a cell that it read, it would have waited, failed or gone elsewhere. Program order
 * alone is no reason. (Dynamic slicing: Korel and Laski 1988, Agrawal and Horgan 1990.)
 *
 * The slice is closed under "last wrote what was read". So its steps do the same without the others, once their program
 * counters are set: a run of the slice alone shows the same result as the whole run.
 */

import { type ClaimSubject, recordClaim } from '../footprint/record-claim.ts'
import { readsIn } from '../footprint/trace.ts'
import type { Claim } from '../language/claims.ts'
import { judgeInvariant, judgeReachable, judgeTransition } from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { stepOf } from '../machine/reference.ts'
import { stepName } from '../machine/step-name.ts'
import { looksAt } from './blocked.ts'
import type { Read, RunFootprints } from './run-footprints.ts'

/**
 * Why a step matters: a value that it wrote was read (`value`), it decided that its process reached a step that matters
 * (`decision`), or it is the violation itself (`violation`).
 *
 * @since 0.2.0
 */
export type Role = 'value' | 'decision' | 'violation'

/**
 * What a step of a run read, and why it matters, if so.
 *
 * @since 0.2.0
 */
export interface SlicedStep {
  /** The cells that the step read, each once, in order. */
  readonly reads: readonly Read[]
  /** Missing if the step does not matter. */
  readonly role?: Role
}

/**
 * The part of a run on which its result depends: the steps that wrote what was read, or that decided where their
 * process went.
 *
 * @since 0.2.0
 */
export interface Slice {
  /** One for each step of the run. */
  readonly steps: readonly SlicedStep[]
  /** What the claim read at the end of the run; for a deadlock, what the waiting processes read. */
  readonly claim: readonly Read[]
}

/** A read of a cell in state `k` of the run. */
interface Look {
  readonly cell: number
  readonly k: number
}

/** The slice of a run for a claim; without a claim, no step matters more than another. */
export function sliceOf(footprints: RunFootprints, claim: Claim | undefined): Slice {
  const looks = claim === undefined ? [] : looksOf(footprints, claim)
  const roles = new Roles(footprints)
  if (claim !== undefined) mark(roles, footprints, claim, looks)
  return {
    steps: footprints.moves.map((_, k) => {
      const role = roles.of.get(k)
      const reads = footprints.readsOf(k).map(cell => footprints.describe(cell, k))
      return role === undefined ? { reads } : { reads, role }
    }),
    claim: looks.map(({ cell, k }) => footprints.describe(cell, k)),
  }
}

/** The cells that a claim reads at the end of a run. */
export function claimReads(footprints: RunFootprints, claim: Claim): Read[] {
  return looksOf(footprints, claim).map(({ cell, k }) => footprints.describe(cell, k))
}

function mark(roles: Roles, footprints: RunFootprints, claim: Claim, looks: readonly Look[]): void {
  const last = footprints.moves.length - 1
  const isStep = claim.kind === 'assertion' || claim.kind === 'error' || claim.kind === 'transition'
  if (isStep && last >= 0) roles.matters(last, 'violation')
  for (const { cell, k } of looks) roles.wasRead(cell, k)
  if (claim.kind === 'deadlock') for (const mover of waiting(footprints)) roles.decided(mover, last + 1)
  roles.close()
}

class Roles {
  readonly of = new Map<number, Role>()
  private readonly footprints: RunFootprints
  private readonly isDecision = new Map<number, boolean>()
  /** Steps that matter and whose own dependences are not yet processed. */
  private readonly pending: number[] = []

  constructor(footprints: RunFootprints) {
    this.footprints = footprints
  }

  wasRead(cell: number, k: number): void {
    const writer = this.footprints.writerOf(cell, k)
    if (writer !== null) this.matters(writer, 'value')
  }

  matters(k: number, role: Role): void {
    const known = this.of.get(k)
    if (known === undefined) this.pending.push(k)
    if (known === undefined || (known === 'decision' && role === 'value')) this.of.set(k, role)
  }

  /** Marks the decisions of `mover` on its way to state `k`. */
  decided(mover: number, k: number): void {
    const { moves } = this.footprints
    // An action does not depend on what it did before.
    if (this.footprints.pcOf(mover) === undefined) return
    for (let step = k - 1; step >= 0; step--) {
      if (moves[step]?.mover === mover && this.decides(step)) this.matters(step, 'decision')
    }
  }

  /** Follows dependences backwards to a fixed point. */
  close(): void {
    for (let k = this.pending.pop(); k !== undefined; k = this.pending.pop()) {
      for (const cell of this.footprints.readsOf(k)) this.wasRead(cell, k)
      this.decided(this.footprints.moves[k]?.mover as number, k)
    }
  }

  private decides(k: number): boolean {
    let known = this.isDecision.get(k)
    if (known === undefined) {
      known = this.footprints.decides(k)
      this.isDecision.set(k, known)
    }
    return known
  }
}

function looksOf(footprints: RunFootprints, claim: Claim): Look[] {
  const end = footprints.states.length - 1
  switch (claim.kind) {
    case 'invariant':
    case 'reachable':
      return claimLooks(footprints, claim, [end])
    case 'transition':
      return claimLooks(footprints, claim, [end - 1, end])
    case 'deadlock':
      return waiting(footprints).flatMap(mover => looksAt(footprints, mover, end).map(cell => ({ cell, k: end })))
    case 'assertion':
    case 'error':
    case 'temporal':
    case 'canAlways':
    case 'bound':
      return []
  }
}

/** The movers that are at a step in the last state. */
function waiting({ machine, states }: RunFootprints): number[] {
  return machine.movers.flatMap((mover, i) => (stepOf(mover, states.at(-1) as State) === undefined ? [] : [i]))
}

function claimLooks(footprints: RunFootprints, claim: Claim, at: readonly number[]): Look[] {
  const { machine, layout, states, moves } = footprints
  const subjects = at.map((k): ClaimSubject => ({ state: states[k] as State, read: footprints.reader(k) }))
  const evaluate = (seen: readonly State[]): string => String(answer(machine, claim, seen, moves.at(-1)?.mover, states))
  const recorded = recordClaim({ machine, layout, twins: undefined, claim: claim.name, subjects, ask: evaluate })
  const size = layout.cells.length
  if (!('events' in recorded)) return at.flatMap(k => layout.cells.map(({ index }) => ({ cell: index, k })))
  return readsIn(recorded.events).map(cell => ({ cell: cell % size, k: at[Math.floor(cell / size)] as number }))
}

function answer(
  machine: Machine,
  claim: Claim,
  seen: readonly State[],
  mover: number | undefined,
  states: readonly State[],
): unknown {
  if (claim.kind === 'invariant') return judgeInvariant(machine, claim, seen[0] as State)
  if (claim.kind === 'reachable') return judgeReachable(machine, claim, seen[0] as State)
  if (claim.kind !== 'transition' || mover === undefined) return undefined
  const taken = moverAt(machine, mover)
  const step = stepOf(taken, states.at(-2) as State) as string
  return judgeTransition(machine, claim, seen[0] as State, seen[1] as State, stepName(taken, step))
}
