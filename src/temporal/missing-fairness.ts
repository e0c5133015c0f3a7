/**
 * Which fairness is missing: the smallest sets of assumptions under which a violated claim holds, found by trying.
 *
 * A set that helps must rule out the run that was found, so it has an assumption that this run does not keep. Only those
 * are tried, and if the claim is still violated, those that the next run does not keep besides. A set that leaves no run to be
 * judged helps nobody.
 */

import { assumedText } from '../language/assumed-text.ts'
import { type Assumption, distinct, type StepPattern, type Strength } from '../language/fairness.ts'
import { assumptionsFor } from '../machine/fairness-units.ts'
import type { Machine } from '../machine/machine.ts'

/** What was found under some assumptions. */
export interface Violation {
  /** Whether the run keeps an assumption. */
  keeps(assumption: Assumption): boolean
}

/** What is found where no run that is judged keeps the assumptions: nothing is violated, and nothing is gained. */
export const noRun = 'no run'

/** Finds a violation under assumptions, or none. */
export type FindViolation = (assumptions: readonly Assumption[]) => Promise<Violation | typeof noRun | undefined>

/** Assumptions in a set at most, sets that are reported, and sets that are tried if each takes no time to speak of. */
const maxSize = 3
const maxReported = 3
/** The maximum number of sets of assumptions that are tried. */
export const maxTrials = 80

/**
 * The smallest sets that help besides `stated`, the weakest first; none if nothing helps, and undefined where that was not
 * found out.
 */
export async function missingFairness(
  machine: Machine,
  stated: readonly Assumption[],
  findViolation: FindViolation,
  trialLimit = maxTrials,
): Promise<Assumption[][] | undefined> {
  if (trialLimit < 1) return undefined
  const last = await findViolation([...stated, ...everyStep(machine)])
  if (last !== undefined && last !== noRun) return []
  const first = await findViolation(stated)
  if (first === undefined || first === noRun) return undefined
  const trying = new Trying(candidatesOf(machine), stated, findViolation, trialLimit)
  for (let size = 1; size <= maxSize; size++) {
    await trying.extend([], first, size)
    const helpful = weakest(trying.helpful)
    if (helpful.length > 0) return helpful.slice(0, maxReported)
  }
  return undefined
}

/**
 * All that might be assumed: weak before strong, steps and actions before whole processes. Choices are distinguished where
 * some assumption of the machine does so.
 */
export function candidatesOf(machine: Machine): Assumption[] {
  const { processes, movers } = machine

  const actions = movers.flatMap((mover): StepPattern[] =>
    mover.kind === 'action' ? [{ process: null, step: mover.name }] : [],
  )
  const steps = processes.flatMap(({ name, labels }) => labels.map((step): StepPattern => ({ process: name, step })))
  const whole = processes.map(({ name }): StepPattern => ({ process: name, step: null }))
  const patterns = [...steps, ...actions, ...whole]
  const choices = machine.claims.flatMap(claim => (claim.kind === 'temporal' ? assumptionsFor(machine, claim) : []))
  const each = distinct(choices.filter(one => one.choices !== undefined).map(one => ({ ...one, strength: 'weak' })))
  const all = (strength: Strength): Assumption[] => [...each, ...patterns].map(one => ({ ...one, strength }))
  return [...all('weak'), ...all('strong')]
}

/** All that can be assumed, at its strongest. */
export function everyStep(machine: Machine): Assumption[] {
  return candidatesOf(machine).filter(({ strength }) => strength === 'strong')
}

class Trying {
  readonly helpful: Assumption[][] = []
  private readonly candidates: readonly Assumption[]
  private readonly stated: readonly Assumption[]
  private readonly findViolation: FindViolation
  private readonly trialLimit: number
  private readonly known = new Map<string, Violation | typeof noRun | undefined>()

  constructor(
    candidates: readonly Assumption[],
    stated: readonly Assumption[],
    findViolation: FindViolation,
    trialLimit: number,
  ) {
    this.candidates = candidates
    this.stated = stated
    this.findViolation = findViolation
    this.trialLimit = trialLimit
  }

  /** Tries all sets that have `left` assumptions more than `chosen`, under which `violation` was found. */
  async extend(chosen: readonly Assumption[], violation: Violation, left: number): Promise<void> {
    for (const candidate of this.candidates) {
      if (violation.keeps(candidate)) continue
      const set = [...chosen, candidate]
      const key = set.map(assumptionText).sort().join('\n')
      const isNew = !this.known.has(key)
      if (isNew && this.known.size >= this.trialLimit) return
      const next = isNew ? await this.findViolation([...this.stated, ...set]) : this.known.get(key)
      this.known.set(key, next)
      // More assumptions would leave no run either.
      if (next === noRun) continue
      if (next === undefined) {
        if (isNew && left === 1) this.helpful.push(set)
      } else if (left > 1) await this.extend(set, next, left - 1)
    }
  }
}

function assumptionText(assumption: Assumption): string {
  return `${assumption.strength} ${assumedText(assumption)}`
}

/** The sets that are minimal: no other set demands less. */
function weakest(sets: readonly Assumption[][]): Assumption[][] {
  return sets.filter(
    (set, i) => !sets.some((other, j) => assumesLess(other, set) && (j < i || !assumesLess(set, other))),
  )
}

/** Whether whatever is in `a` is no stronger than something in `b`; not if they are the same list. */
function assumesLess(a: readonly Assumption[], b: readonly Assumption[]): boolean {
  return a !== b && a.every(one => b.some(other => isNoStronger(one, other)))
}

function isNoStronger(a: Assumption, b: Assumption): boolean {
  if (a.choices !== b.choices) {
    // Where a step is possible again and again, some choice of it is; but where it stays possible, its choices may take turns.
    const isCoarser = a.choices === undefined || (b.choices !== undefined && a.choices < b.choices)
    return isCoarser && b.strength === 'strong' && isNoStronger({ ...a, choices: b.choices } as Assumption, b)
  }
  const isPart = a.process === b.process && (a.step === b.step || b.step === null)
  return isPart && (a.strength === 'weak' || b.strength === 'strong')
}
