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

import type { Path } from '../base/plain.ts'
import { type ClaimSubject, recordClaim } from '../footprint/record-claim.ts'
import { readsIn } from '../footprint/trace.ts'
import type { Claim } from '../language/claims.ts'
import { judgeInvariant, judgeReachable, judgeTransition } from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { stepOf } from '../machine/reference.ts'
import { stepName } from '../machine/step-name.ts'
import type { Move } from '../outcome/outcome.ts'
import { looksAt } from './blocked.ts'
import { forgottenBefore, type LostValue } from './forgotten.ts'
import { type MissedByClaim, missedByClaim } from './missed-by-claim.ts'
import { type Look, Moot, type Sliced } from './moot.ts'
import { type Omission, type OmittedWrite, omissionsFor } from './omissions.ts'
import type { Read, RunFootprints } from './run-footprints.ts'
import { WhatIf } from './what-if.ts'

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
  /** Whether it decided, beside what it wrote, that its process came to a later step that matters. */
  readonly decides?: true
  /** Cells that it wrote with the value that they had; missing if there are none. */
  readonly kept?: readonly Path[]
  /** What it did not do when it was taken, and would do at the end of the run to end a wait; missing if nothing. */
  readonly omitted?: readonly Omission[]
  /** What it overwrote unread with the initial value, and a later step would have gone by; missing if nothing. */
  readonly forgot?: readonly LostValue[]
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
  /** Of what the claim read and no step has changed, who would have written something with which it would be true. */
  readonly missed?: MissedByClaim
}

/** Other values of a cell with which a claim is judged again. */
const valuesTried = 12

/**
 * The slice of a run for a claim; without a claim, no step matters more than another. Of a run after which some are stuck it is
 * what they wait for: in a deadlock all who have not ended. `missed` are the steps that could have written what nobody did.
 */
export function sliceOf(
  footprints: RunFootprints,
  claim: Claim | undefined,
  stuck: readonly number[] = claim?.kind === 'deadlock' ? notEnded(footprints) : [],
  missed: readonly number[] = [],
): Slice {
  if (claim === undefined) return { steps: readsAlong(footprints).map(reads => ({ reads })), claim: [] }
  const looks = looksOf(footprints, claim, stuck)
  const whatIf = new WhatIf(footprints)
  const roles = new Roles(footprints, whatIf)
  const omitted = omittedAtEnd(footprints, whatIf, stuck)
  const missing = missedByClaim(footprints, whatIf, claim, looks)
  const idle = [...omitted.map(({ k }) => k), ...missed, ...(missing === undefined ? [] : [missing.missed.step])]
  mark(roles, footprints, { claim, stuck, looks, idle })
  const moot = new Moot({
    footprints,
    whatIf,
    matters: new Set(roles.of.keys()),
    isLastBroken: isStep(claim),
    waiting: stuck,
    undone: [...omitted, ...(missing === undefined ? [] : [{ k: missing.missed.step, cells: [missing.read] }])],
    looks,
    isMootToClaim: look => isMootTo(footprints, whatIf, { claim, stuck }, look),
  })
  const forgotten = forgottenBefore({ claim, footprints, whatIf, moot }, roles.inOrder())
  return {
    steps: footprints.moves.map((_, k): SlicedStep => {
      const role = roles.of.get(k)
      const forgot = forgotten.filter(one => one.k === k).map(one => one.forgotten)
      const lost = forgot.length > 0 && { forgot }
      if (role === undefined) return { reads: readsOf(footprints, k), ...lost }
      const reads = footprints.readsOf(k).map(cell => noted(footprints.readBy(k, cell), moot.ofStep(k, cell)))
      const omissions = omitted.filter(one => one.k === k).map(({ omission }) => omission)
      const kept = keptBy(footprints, k)
      return {
        reads,
        role,
        ...(role === 'value' && moot.decides(k) && { decides: true }),
        ...(kept.length > 0 && { kept }),
        ...(omissions.length > 0 && { omitted: omissions }),
        ...lost,
      }
    }),
    claim: looks.map(look => noted(footprints.describe(look.cell, look.k), moot.toClaim(look))),
    ...(missing !== undefined && { missed: missing.missed }),
  }
}

/** What each step of a run read. */
export function readsAlong(footprints: RunFootprints): Read[][] {
  return footprints.moves.map((_, k) => readsOf(footprints, k))
}

function readsOf(footprints: RunFootprints, k: number): Read[] {
  return footprints.readsOf(k).map(cell => footprints.readBy(k, cell))
}

function keptBy(footprints: RunFootprints, k: number): Path[] {
  if (k + 1 >= footprints.states.length) return []
  const pc = footprints.pcOf((footprints.moves[k] as Move).mover)
  const same = footprints.writesOf(k).filter(cell => cell !== pc && !footprints.isChanged(cell, k, k + 1))
  return same.flatMap(cell => {
    const { path, member } = footprints.describe(cell, k)
    return member === undefined ? [path] : []
  })
}

function noted(read: Read, isMoot: boolean): Read {
  return isMoot ? { ...read, isMoot } : read
}

/** What other steps omitted to do for the instances that wait at the end; of a step that did so repeatedly, the first time. */
function omittedAtEnd(footprints: RunFootprints, whatIf: WhatIf, stuck: readonly number[]): OmittedWrite[] {
  const end = footprints.states.length - 1
  const all = stuck.flatMap(mover =>
    looksAt(footprints, mover, end).flatMap(cell => omissionsFor(footprints, whatIf, mover, cell)),
  )
  const nameOf = ({ k }: OmittedWrite): string => {
    const { mover } = footprints.moves[k] as Move
    return `${mover} ${stepOf(moverAt(footprints.machine, mover), footprints.states[k] as State)}`
  }
  return all.filter(one => all.every(other => other.k >= one.k || nameOf(other) !== nameOf(one)))
}

/** What a run shows: a claim, or those who are stuck. */
interface Shown {
  readonly claim: Claim
  readonly stuck: readonly number[]
}

/** Whether the answer of a claim would have been the same with each other value of a cell that is tried. */
function isMootTo(footprints: RunFootprints, whatIf: WhatIf, { claim, stuck }: Shown, { cell, k }: Look): boolean {
  const { machine, states, moves } = footprints
  const end = states.length - 1
  if (stuck.length > 0) return stuck.every(mover => whatIf.freeing(mover, cell, end).length === 0)
  const judged = (state: State): string => {
    const seen =
      claim.kind !== 'transition'
        ? [state]
        : k === end
          ? [states[end - 1] as State, state]
          : [state, states[end] as State]
    try {
      return String(answer(machine, claim, seen, moves.at(-1)?.mover, states))
    } catch {
      // The claim may rely on what is true of all states that can be reached.
      return 'threw'
    }
  }
  const others = [...whatIf.otherStates(k, cell, valuesTried), ...whatIf.statesWithNumbers(k, cell, valuesTried)]
  const now = judged(states[k] as State)
  return whatIf.isProof(others.length, cell, k) && others.every(other => judged(other) === now)
}

/** The cells that a claim reads at the end of a run. */
export function claimReads(footprints: RunFootprints, claim: Claim): Read[] {
  const stuck = claim.kind === 'deadlock' ? notEnded(footprints) : []
  return looksOf(footprints, claim, stuck).map(({ cell, k }) => footprints.describe(cell, k))
}

/** Whether a claim is broken by a step, and not by a state. */
function isStep({ kind }: Claim): boolean {
  return kind === 'assertion' || kind === 'error' || kind === 'transition'
}

function mark(
  roles: Roles,
  footprints: RunFootprints,
  { claim, stuck, looks, idle }: Shown & Pick<Sliced, 'looks'> & { readonly idle: readonly number[] },
): void {
  const last = footprints.moves.length - 1
  if (isStep(claim) && last >= 0) roles.matters(last, 'violation')
  for (const k of idle) roles.matters(k, 'decision')
  for (const { cell, k } of looks) roles.wasRead(cell, k)
  for (const mover of stuck) roles.decided(mover, last + 1)
  roles.close()
}

class Roles {
  readonly of = new Map<number, Role>()
  private readonly footprints: RunFootprints
  private readonly whatIf: WhatIf
  private readonly isDecision = new Map<number, boolean>()
  /** Steps that matter and whose own dependences are not yet processed. */
  private readonly pending: number[] = []

  constructor(footprints: RunFootprints, whatIf: WhatIf) {
    this.footprints = footprints
    this.whatIf = whatIf
  }

  /** The steps that matter. */
  inOrder(): number[] {
    return [...this.of.keys()].sort((a, b) => a - b)
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
      known = this.whatIf.decides(k)
      this.isDecision.set(k, known)
    }
    return known
  }
}

function looksOf(footprints: RunFootprints, claim: Claim, stuck: readonly number[]): Look[] {
  const end = footprints.states.length - 1
  const looksOfStuck = (): Look[] =>
    stuck.flatMap(mover => looksAt(footprints, mover, end).map(cell => ({ cell, k: end })))
  switch (claim.kind) {
    case 'invariant':
    case 'reachable':
      return claimLooks(footprints, claim, [end])
    case 'transition':
      return claimLooks(footprints, claim, [end - 1, end])
    case 'deadlock':
    case 'canAlways':
      return looksOfStuck()
    case 'assertion':
    case 'error':
    case 'temporal':
    case 'bound':
      return []
  }
}

/** The movers that are at a step in the last state. */
function notEnded({ machine, states }: RunFootprints): number[] {
  return machine.movers.flatMap((mover, i) => (stepOf(mover, states.at(-1) as State) === undefined ? [] : [i]))
}

function claimLooks(footprints: RunFootprints, claim: Claim, at: readonly number[]): Look[] {
  const { machine, layout, states, moves } = footprints
  const subjects = at.map((k): ClaimSubject => ({ state: states[k] as State, read: footprints.reader(k) }))
  const evaluate = (seen: readonly State[]): string => String(answer(machine, claim, seen, moves.at(-1)?.mover, states))
  const recorded = recordClaim({ machine, layout, twins: undefined, claim: claim.name, subjects, evaluate })
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
