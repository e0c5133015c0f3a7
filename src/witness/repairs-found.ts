/** What would have kept a claim that a run breaks: other values of constants, or another order of its steps. */

import { type Claim, isAboutRuns, type Me } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import type { Run } from '../outcome/outcome.ts'
import type { BrokenRun } from './broken-run.ts'
import type { Hinge } from './hinge.ts'
import { hingesOf } from './hinges.ts'
import { loopHingesOf } from './loop-hinges.ts'
import { otherOrderOf } from './other-order.ts'
import { type Try, triesOf, triesOfVariants, valuesTried } from './tries.ts'
import { moversOf, type Waiting } from './waiting.ts'
import type { Loop, Witness } from './witness.ts'

interface EndOfRun extends Pick<Witness, 'slice'> {
  readonly loop: Loop | undefined
  readonly waiting: readonly Waiting[] | undefined
}

/** Reaching something hangs on nothing that could be mended. */
export function hasHinges(claim: Claim): boolean {
  return claim.kind !== 'reachable' && !isAboutRuns(claim)
}

/** With which constants the claim would have been kept, and, if with no switch of the model, in which other order of the steps. */
export function repairsFound(
  found: Omit<BrokenRun, 'stuck' | 'initial' | 'me'>,
  { initial, me }: Run,
  end: EndOfRun,
): Pick<Witness, 'hinges' | 'tried' | 'otherOrder'> {
  const { machine, claim } = found
  const { loop, waiting = [], slice } = end
  const stuck = loop === undefined ? [] : stuckForever(machine, me, waiting)
  const run: BrokenRun = { ...found, initial, stuck, me }
  const isReplayed = hasHinges(claim) || claim.kind === 'canAlways' || stuck.length > 0
  const isRound = loop !== undefined && loop.from < run.transitions.length && claim.kind === 'temporal'
  if (claim.kind === 'reachable') return {}
  const tries = triesOf(run)
  // Of a run at rest nothing can be tried; it is known only whether there was anything to try.
  if (!isReplayed && !isRound) return tries.length > 0 ? {} : { tried: [] }
  const look = (tries: readonly Try[]): RepairsAmong => foundAmong(run, tries, isReplayed, isRound ? loop : undefined)
  const { repairs, others } = look(tries)
  if (repairs.length > 0) return { hinges: repairs }
  const further = others.length > 0 ? [] : triesOfVariants(run)
  const ofVariants = look(further)
  const hinges = [...others, ...ofVariants.repairs, ...ofVariants.others]
  const tried = hinges.length > 0 ? undefined : valuesTried([...tries, ...further])
  const otherOrder = isReplayed && loop === undefined && slice !== undefined ? otherOrderOf(run, slice) : undefined
  return { hinges, ...(tried !== undefined && { tried }), ...(otherOrder !== undefined && { otherOrder }) }
}

interface RepairsAmong {
  readonly repairs: readonly Hinge[]
  /** Of a run that goes round; or, where nothing better is known, that the situation does not arise. */
  readonly others: readonly Hinge[]
}

function foundAmong(run: BrokenRun, tries: readonly Try[], isReplayed: boolean, loop: Loop | undefined): RepairsAmong {
  const { claim } = run
  const { repairs, situations } = isReplayed ? hingesOf(run, tries) : { repairs: [], situations: [] }
  if (repairs.length > 0 || loop === undefined || claim.kind !== 'temporal') return { repairs, others: situations }
  const inRounds = loopHingesOf({ ...run, claim, from: loop.from }, tries)
  return { repairs, others: inRounds.length > 0 ? inRounds : situations }
}

/** The movers that wait forever in an infinite run: the instance that the claim is about, or all that may not rest. */
function stuckForever(machine: Machine, me: Me | undefined, waiting: readonly Waiting[]): number[] {
  const isMine = ({ process, instance }: Waiting): boolean => process === me?.process && instance === me.instance
  const meant = waiting.filter(one => (me === undefined ? one.rests !== true : isMine(one)))
  return moversOf(machine, meant)
}
