/** How near the loop of an infinite run comes to what its claim asks for, and what takes it away again. */

import type { Me, TemporalClaim } from '../language/claims.ts'
import type { AnyPredicate, FormulaSource } from '../language/formula.ts'
import { type EndlessRun, predicateAlong, type RunMoment } from '../machine/endless-run.ts'
import { judgePredicate } from '../machine/judge.ts'
import { moverAt } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { Loop } from './witness.ts'

/** What should come true: a step of the loop that could make it so. What should stay true: the step that ends that. */
export function goalOf(run: EndlessRun, claim: TemporalClaim, me: Me | undefined): Pick<Loop, 'goal' | 'spoilt'> {
  if (claim.refines !== undefined) return {}
  const wanted = wantedBy(claim)
  if (wanted === undefined) return {}
  return claim.form === 'eventuallyAlways' ? spoiltIn(run, claim, me, wanted) : missedIn(run, claim, me, wanted)
}

/** The predicate that is to come true, or to stay so; none of a formula of another form. */
export function wantedBy({ form, formula }: TemporalClaim): AnyPredicate | undefined {
  if (form === 'temporal') return undefined
  const [found] = eventuallyIn(formula)
  if (found?.op === 'state') return found.holds
  return found?.op === 'release' && found.right.op === 'state' ? found.right.holds : undefined
}

/** The parts that are to be true some time. */
function eventuallyIn(formula: FormulaSource): FormulaSource[] {
  switch (formula.op) {
    case 'until':
      return [formula.right]
    case 'release':
      return eventuallyIn(formula.right)
    case 'or':
      return formula.parts.flatMap(eventuallyIn)
    default:
      return []
  }
}

function missedIn(run: EndlessRun, claim: TemporalClaim, me: Me | undefined, wanted: AnyPredicate): Pick<Loop, 'goal'> {
  const { machine, moments, loop } = run
  const round = moments.slice(loop)
  const leadsThere = ({ effect }: Transition): boolean =>
    effect.kind === 'state' && judgePredicate(machine, claim, wanted, effect.state, me)
  for (const [k, { possible }] of round.entries()) {
    const found = possible.find(leadsThere)
    if (found === undefined) continue
    const { process, instance } = moverAt(machine, found.mover)
    const taken = round.findIndex(moment => moment.taken?.mover === found.mover && moment.taken.step === found.step)
    const goal = { process, instance, step: found.step, at: loop + k }
    return { goal: taken < 0 ? goal : { ...goal, taken: loop + taken } }
  }
  return {}
}

function spoiltIn(
  run: EndlessRun,
  claim: TemporalClaim,
  me: Me | undefined,
  wanted: AnyPredicate,
): Pick<Loop, 'spoilt'> {
  const { moments, loop } = run
  const isTrue = predicateAlong(run, claim, me, wanted)
  const next = (k: number): number => (k + 1 < moments.length ? k + 1 : loop)
  const spoils = (_: RunMoment, k: number): boolean => k >= loop && isTrue[k] === true && isTrue[next(k)] === false
  const spoilt = moments.findIndex(spoils)
  return spoilt < 0 ? {} : { spoilt }
}

/** The loop with what the step that misses its goal read, where that was otherwise when it would have come to it. */
export function withFound(loop: Loop, footprints: RunFootprints): Loop {
  const { goal } = loop
  if (goal?.taken === undefined || goal.taken === goal.at) return loop
  const { taken, at } = goal
  const found = footprints.readsOf(taken).filter(cell => footprints.isChanged(cell, at, taken))
  if (found.length === 0) return loop
  return { ...loop, goal: { ...goal, found: found.map(cell => footprints.describe(cell, taken)) } }
}
