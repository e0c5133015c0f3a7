/** What a loop does: its steps one by one, of a longer one what they change, and of a very long one how often each moves. */

import { canonical, type Path, type Plain, partAt } from '../../base/plain.ts'
import type { State } from '../../machine/machine.ts'
import { type Loop, leadsBack, moverName, statesOf, type Witness, type WitnessStep } from '../../witness/witness.ts'
import { harmless, showValue } from '../text/value.ts'
import { whenText } from './loop-causes.ts'
import { unlike } from './plot/beats.ts'
import {
  cellParts,
  elements,
  labelOf,
  moverPart,
  type Part,
  type Sentence,
  stepMover,
  stepPart,
  valuePart,
} from './plot/words.ts'

/** Steps of a loop that are listed one by one, with what they change if there are more. */
const maxTaken = 8
/** The longest loop of which it is said what its steps change. */
const longestRound = 40
/** Changes of one step that are listed. */
const maxChanges = 2
/** The most movers of a loop that are listed. */
const maxMovers = 12

export function goesRound(witness: Witness, loop: Loop): Sentence {
  const { from } = loop
  const last = witness.steps.length
  if (!leadsBack(witness)) return [`No step is possible ${whenText(last)}: so it stays forever.`]
  const steps = from + 1 === last ? `Step ${last} repeats` : `Steps ${from + 1} to ${last} repeat`
  const round = Array.from({ length: last - from }, (_, i) => from + i)
  return [`${steps} forever: `, ...roundParts(witness, loop, round), '.']
}

function roundParts(witness: Witness, loop: Loop, round: readonly number[]): Part[] {
  if (round.length <= maxTaken) return takenParts(witness, round)
  const changed = round.length > longestRound ? [] : changedParts(witness, loop, round)
  return changed.length > 0 ? changed : moversIn(witness, round)
}

/** `worker 1 takes lock (step 1), then unlock (step 2)`. */
function takenParts(witness: Witness, round: readonly number[]): Part[] {
  return round.flatMap((k, i): Part[] => {
    const before = witness.steps[k - 1]
    const isSame = i > 0 && before !== undefined && moverName(before) === moverName(witness.steps[k] as WitnessStep)
    const label = labelOf(witness, k)
    const what: Part[] = label === undefined ? [] : [' takes ', { code: label }]
    return [
      i === 0 ? '' : isSame ? ', then ' : '; ',
      ...(isSame && label !== undefined ? [{ code: label }] : [moverPart(witness, k), ...what]),
      ' (',
      stepPart(k),
      ')',
    ]
  })
}

/**
 * `after step 12, send adds 0 to queue (step 13), lose takes 0 out of queue (step 14), and so on`: from where something should
 * follow that never does.
 */
function changedParts(witness: Witness, { from, since = from }: Loop, round: readonly number[]): Part[] {
  const start = Math.max(0, since - from)
  const inOrder = [...round.slice(start), ...round.slice(0, start)]
  const all = inOrder.map(k => ({ k, parts: stepChanges(witness, k) })).filter(({ parts }) => parts.length > 0)
  const shown = all.slice(0, maxTaken)
  if (shown.length === 0) return []
  return [
    start > 0 ? `${whenText(since)}, ` : '',
    ...shown.flatMap(({ k, parts }, i): Part[] => [
      i === 0 ? '' : ', ',
      moverPart(witness, k),
      ' ',
      ...parts.flatMap((part, j) => (j === 0 ? part : [' and ', ...part])),
      ' (',
      stepPart(k),
      ')',
    ]),
    shown.length < round.length ? ', and so on' : '',
  ]
}

/** What a step changes for all: cells, and lists as a whole. */
function stepChanges(witness: Witness, k: number): Part[][] {
  const [before, after] = [statesOf(witness)[k], statesOf(witness)[k + 1]]
  const { changes } = witness.steps[k] as WitnessStep
  const isShared = (path: Path): boolean => witness.processes.every(({ name }) => name !== path[0])
  const paths = unlike(
    changes.map(({ path }) => listAround([before, after], path)),
    canonical,
  )
  return paths
    .filter(isShared)
    .slice(0, maxChanges)
    .map(path => changeOf(witness, k, path, [partAt(before, path), partAt(after, path)]))
}

/** The list that has another number of elements after a change within it; else the part itself. */
function listAround(states: readonly [State | undefined, State | undefined], path: Path): Path {
  const lengthIn = (state: State | undefined, prefix: Path): number | undefined => {
    const list = partAt(state, prefix)
    return Array.isArray(list) ? list.length : undefined
  }
  const prefixes = path.map((_, i) => path.slice(0, i + 1))
  return prefixes.find(prefix => lengthIn(states[0], prefix) !== lengthIn(states[1], prefix)) ?? path
}

function changeOf(
  witness: Witness,
  k: number,
  path: Path,
  [before, after]: readonly [Plain | undefined, Plain | undefined],
): Part[] {
  const cell = cellParts(witness, witness.steps[k] as WitnessStep, path)
  if (Array.isArray(before) && Array.isArray(after)) {
    const [gained, lost] = [without(after, before), without(before, after)]
    const place: Path = [...path, 0]
    if (lost.length === 0 && gained.length > 0) return ['adds ', ...elements(witness, place, gained), ' to ', ...cell]
    if (gained.length === 0 && lost.length > 0)
      return ['takes ', ...elements(witness, place, lost), ' out of ', ...cell, ...overtakenParts(before, after, lost)]
  }
  return ['sets ', ...cell, ' to ', valuePart(witness, path, after)]
}

/** ` before 0, which came earlier`: of one that is taken out of a list of plain values, who had stood in it longer. */
function overtakenParts(before: readonly Plain[], after: readonly Plain[], [taken]: readonly Plain[]): Part[] {
  const [first] = before
  const isPlain = before.every(one => typeof one !== 'object')
  const isFirst = showValue(first) === showValue(taken) || showValue(after[0]) !== showValue(first)
  if (first === undefined || !isPlain || isFirst || before.length - after.length !== 1) return []
  return [' before ', { code: showValue(first) }, ', which came earlier']
}

/** The elements of a list that another one has not, or has less often. */
function without(all: readonly Plain[], others: readonly Plain[]): Plain[] {
  const left = others.map(showValue)
  return all.filter(one => {
    const at = left.indexOf(showValue(one))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** `worker 1 takes 12 of them, worker 2 takes 8`; actions count with all their choices. */
function moversIn(witness: Witness, round: readonly number[]): Part[] {
  const stepAt = (k: number): WitnessStep => witness.steps[k] as WitnessStep
  const nameAt = (k: number): string => moverName(stepAt(k))
  const movers = unlike(round, nameAt).slice(0, maxMovers)
  return movers.flatMap((first, i): Part[] => [
    i === 0 ? '' : ', ',
    { code: harmless(nameAt(first)), mover: stepMover(stepAt(first)) },
    ` takes ${round.filter(k => nameAt(k) === nameAt(first)).length} of them`,
  ])
}
