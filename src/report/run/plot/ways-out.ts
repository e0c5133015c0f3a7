/** What would keep a claim, in sentences: with which constants it would not have happened, and what they change. */

import { doOverlap, type Plain } from '../../../base/plain.ts'
import type { Change } from '../../../witness/difference.ts'
import type { Everywhere } from '../../../witness/hinge.ts'
import { moverName, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { count } from '../../text/count.ts'
import { harmless, shorten, showName, showValue } from '../../text/value.ts'
import { wordsOfSwitch } from './phrases.ts'
import { isMover } from './stuck.ts'
import { isSkipped, isUsual, type WayOut, waysOutOf } from './way-out.ts'
import { cellParts, markedOnce, nobody, type Part, type Sentence, stepNamed, valuePart } from './words.ts'
import { ledTo, wouldHave } from './would-have.ts'

/** Cells of the initial state that are listed. */
const maxChanges = 2

export function waysOutIn(witness: Witness): Sentence[] {
  return waysOutOf(witness).map(way => markedOnce(wayOutSentence(witness, way)))
}

/**
 * `With keepsOrder = true, every run keeps the claim.`: what was found of the whole model after the story was printed; nothing where
 * there is nothing to add to it.
 */
export function inOtherRuns(witness: Witness): Sentence[] {
  return waysOutOf(witness).flatMap((way): Sentence[] => {
    const all = inEveryRun(way) ?? (way.everywhere && ['another run still breaks the claim'])
    return all === undefined ? [] : [['With ', switchCode(way), ', ', ...all, '.']]
  })
}

function wayOutSentence(witness: Witness, way: WayOut): Sentence {
  const { constant, value, at, begins } = way
  const words = wordsOfSwitch(witness, constant, value)
  const switched: Part[] = [switchCode(way), ...(words === undefined ? [] : [` (${words})`]), asUsual(witness, way)]
  if (at === undefined) {
    const comma = switched.at(-1) === '' ? '' : ','
    const begun = begunParts(witness, begins)
    const [comes, ...more] = keptParts(witness, way)
    return begun.length > 0
      ? ['With ', ...switched, comma, ...begun, comes, ...more, '.']
      : ['With ', ...switched, comes.replace(/^, and /, ', '), ...more, '.']
  }
  const step = stepNamed(witness, at.step)
  const kept = [...(way.isElsewhere ? [] : laterParts(witness, way)), ...keptParts(witness, way)]
  if (isSkipped(witness, at)) {
    const now = switchCode({ constant, value: witness.constants[constant] as Plain })
    return [
      ...stepNamed(witness, at.step, way.likewise),
      ' did nothing, since ',
      now,
      '; with ',
      { code: shorten(showValue(value), 40) },
      ' it ',
      ...wouldHave(witness, at),
      ...kept,
      '.',
    ]
  }
  return ['With ', ...switched, ', ', ...step, ' ', ...wouldHave(witness, at), ...kept, '.']
}

function switchCode({ constant, value }: Pick<WayOut, 'constant' | 'value'>): { readonly code: string } {
  return { code: `${showName(constant)} = ${shorten(showValue(value), 40)}` }
}

/**
 * That it is what the setting has changed: of a run that goes on forever, since no schedule says the last word there; and of what is
 * no switch turned on, since it may be no repair, but only another configuration.
 */
function asUsual(witness: Witness, { constant, value, variant }: WayOut): string {
  if (variant !== undefined) return `, as in variant '${harmless(variant)}'`
  if (!isUsual(witness, constant) || (value === true && witness.loop === undefined)) return ''
  return witness.variant === null ? ', as in the model itself' : ', as in the model without this variant'
}

/** What the same schedule comes to then, or every run, and what goes wrong still, or only then. */
function keptParts(witness: Witness, way: WayOut): [string, ...Part[]] {
  const all = inEveryRun(way)
  if (all !== undefined) return [', and ', ...all]
  const kept = way.isElsewhere ? ', so the run could not go as it does' : keptText(witness, way.round)
  return [kept, ...thoughParts(drawbacksOf(way))]
}

/** `every run keeps the claim`; undefined where that is not known, or not so. */
function inEveryRun(way: WayOut): Part[] | undefined {
  const { everywhere, stillBreaks } = way
  if (everywhere?.verdict !== 'holds') return undefined
  const still: Part[][] = stillBreaks.length > 0 ? [['this one still breaks ', ...claimParts(stillBreaks)]] : []
  const { misses = [] } = everywhere
  // That may be as it should be: what is reached may be what went wrong.
  const missed: Part[] = misses.length === 0 ? [] : [' (none then reaches ', ...goalParts(misses), ')']
  return ['every run keeps the claim', ...missed, ...thoughParts([...still, ...harmOf(everywhere)])]
}

/** What is wrong with a way out of which it is not known that every run keeps the claim. */
function drawbacksOf({ everywhere, stillBreaks }: WayOut): Part[][] {
  return [
    ...(everywhere === undefined ? [] : [['another run still breaks it']]),
    ...(stillBreaks.length > 0 ? [['it still breaks ', ...claimParts(stillBreaks)]] : []),
    ...harmOf(everywhere),
  ]
}

/** What is right in the model as it is, and wrong then. */
function harmOf({ breaks = [] }: Partial<Everywhere> = {}): Part[][] {
  return breaks.length > 0 ? [['some run then breaks ', ...claimParts(breaks)]] : []
}

function thoughParts(drawbacks: readonly Part[][]): Part[] {
  return drawbacks.flatMap((parts, i): Part[] => [i === 0 ? ', though ' : ', and ', ...parts])
}

/** `"no deadlock" and 2 other claims`. */
function claimParts(names: readonly string[]): Part[] {
  return namedParts(names, 'other claim')
}

/** `"both are inside" and 1 other goal`. */
function goalParts(names: readonly string[]): Part[] {
  return namedParts(names, 'other goal')
}

function namedParts([first = '', ...more]: readonly string[], others: string): Part[] {
  const rest = more.length === 0 ? '' : ` and ${count(more.length, others)}`
  return ['"', { code: shorten(showName(first), 80) }, '"', rest]
}

/** What the same schedule comes to then; after a run that stays in a state forever, what is possible at its end. */
function keptText(witness: Witness, round: WayOut['round']): string {
  const { claim, me, waiting = [] } = witness
  if (round === 'open') return ', so the run could not go round as it does'
  if (round === 'unfair') return ', and the same run would not be fair as assumed'
  if (round === 'kept') return ', and the same schedule, repeated, keeps the claim'
  if (claim.kind === 'deadlock') return ', and the same schedule does not end there'
  if (claim.kind === 'canAlways') return ', and after the same schedule some run leads there'
  if (claim.kind !== 'temporal') return ', and the same schedule keeps the claim'
  const [stuck] = waiting.filter(one => (me === undefined ? one.rests !== true : isMover(one, me)))
  return `, and after the same schedule ${stuck === undefined ? 'it' : harmless(moverName(stuck))} can go on`
}

/** ` it would have begun with x = 1 and y = 2`; nothing where it is a matter of later steps. */
function begunParts(witness: Witness, begins: readonly Change[]): Part[] {
  if (begins.length === 0) return []
  const shown = begins.filter(({ after }) => after !== undefined).slice(0, maxChanges)
  if (shown.length === 0) return [' it would have begun otherwise']
  return [
    ' it would have begun with ',
    ...shown.flatMap(({ path, after }, i): Part[] => [
      i === 0 ? '' : ' and ',
      ...cellParts(witness, nobody, path),
      ' = ',
      valuePart(witness, path, after),
    ]),
  ]
}

/** `, so wait_rcu_gp (step 10) would have waited`, `, so wait (step 4) would have found flag[0] = true and waited`: what that would have come to. */
function laterParts(witness: Witness, { at, waits, diverts }: WayOut): Part[] {
  const later = waits ?? diverts
  if (later === undefined) return []
  const { step, found } = later
  const did: Part[] = diverts === undefined || waits !== undefined ? ['waited'] : ledTo(witness, step, diverts.to)
  // What the step before it would have left goes without saying.
  const isKnown = ({ path }: Change): boolean => at?.changes?.some(change => doOverlap(change.path, path)) === true
  const finds = (waits === undefined ? found : found.filter(change => !isKnown(change)))
    .slice(0, maxChanges)
    .flatMap(({ path, after }): Part[] => [
      ...cellParts(witness, witness.steps[step] as WitnessStep, path),
      ' = ',
      valuePart(witness, path, after),
      ' and ',
    ])
  return [
    ', so ',
    ...stepNamed(witness, step),
    ' would have ',
    ...(finds.length > 0 ? ['found ', ...finds] : []),
    ...did,
  ]
}
