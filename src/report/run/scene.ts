/** The steps of a witness as a reader follows them: who moves, to which label, and which other cells change. */

import { canonical, isWithin, type Path, type Plain, partAt, showPath } from '../../base/plain.ts'
import type { State } from '../../machine/machine.ts'
import type { Change } from '../../witness/difference.ts'
import { endsInStep, type Witness, type WitnessStep } from '../../witness/witness.ts'
import { harmless, missing, shorten, shortenPair, showValue } from '../text/value.ts'

/** A cell that changed, as text. Of a set, `before` is what was taken out and `after` what was added; either may be empty. */
export interface ShownChange {
  readonly cell: string
  readonly before: string
  readonly after: string
  readonly isSet?: true
}

/** `1`, `-> 2`; of a set `- a,`, `+ b`: the parts between which a line may break. */
export function changeTexts({ before, after, isSet }: ShownChange, arrow: string): string[] {
  if (isSet !== true) return [before, `${arrow} ${after}`]
  return [before, after].filter(text => text !== '').map((text, i, all) => (i + 1 < all.length ? `${text},` : text))
}

/** `x: 1 -> 2` */
export function changeText(change: ShownChange, arrow: string): string {
  return `${change.cell}: ${changeTexts(change, arrow).join(' ')}`
}

export interface Scene {
  /** From 1 on. The scene leads from state `number - 1` to state `number`. */
  readonly number: number
  readonly step: WitnessStep
  /** The label of the mover after the step, if the step leads to a state. */
  readonly at: string | undefined
  /**
   * `back to load`, `now at leave`, `done`: given if the step leads back, or if no later step of the run shows the
   * label.
   */
  readonly news: string | undefined
  /** The changes, apart from the label of the mover. */
  readonly changes: readonly Change[]
}

/** `states` are those of the witness, in order. */
export function scenesOf(witness: Witness, states: readonly State[]): Scene[] {
  const been = new Set<string>()
  return witness.steps.map((step, k) => {
    been.add(placeOf(step, step.step))
    const at = labelAfter(witness, states, k)
    const movesAgain = witness.steps.slice(k + 1).some(later => isSameMover(later, step))
    return {
      number: k + 1,
      step,
      at,
      news: at === undefined ? undefined : newsOf(at, been.has(placeOf(step, at)), movesAgain),
      changes: step.changes.filter(({ path }) => !isPlaceOf(step, path)),
    }
  })
}

function newsOf(at: string, isBack: boolean, movesAgain: boolean): string | undefined {
  if (at === 'done') return 'done'
  if (isBack) return `back to ${showValue(at)}`
  return movesAgain ? undefined : `now at ${showValue(at)}`
}

function labelAfter(witness: Witness, states: readonly State[], k: number): string | undefined {
  const { process, instance } = witness.steps[k] as WitnessStep
  if (process === null || (endsInStep(witness) && k === witness.steps.length - 1)) return undefined
  const instances = states[k + 1]?.[process] as readonly { readonly pc: string }[] | undefined
  return instances?.[instance]?.pc
}

function placeOf({ process, instance }: WitnessStep, label: string): string {
  return JSON.stringify([process, instance, label])
}

function isSameMover(a: WitnessStep, b: WitnessStep): boolean {
  return a.process === b.process && a.instance === b.instance && (a.process !== null || a.step === b.step)
}

function isPlaceOf({ process, instance }: WitnessStep, path: Path): boolean {
  return path.length === 3 && path[0] === process && path[1] === instance && path[2] === 'pc'
}

/** The most characters of a list that is shown whole when its length changed. */
const longestList = 60

/**
 * The changes from one state to another as text, with values of at most `limit` characters.
 *
 * A list that got longer or shorter is shown whole if it is short, else by what was added and taken out. Shown place by place,
 * removing the first message from a queue would look like a change of every place. Members of `sets` have no places at all.
 */
export function showChanges(
  changes: readonly Change[],
  before: State,
  after: State,
  limit: number,
  sets: readonly Path[] = [],
): ShownChange[] {
  const shown = new Map<string, ShownChange>()
  for (const change of changes) {
    const list = grownOrShrunk(changes, change.path)
    const whole = list && showChange(list, partAt(before, list), partAt(after, list), limit)
    const members = list && showListChange(list, partAt(before, list), partAt(after, list), limit)
    const one =
      whole && isWhole(whole)
        ? whole
        : (members ?? ofSet(change) ?? showChange(change.path, change.before, change.after, limit))
    shown.set(one.cell, one)
  }
  return [...shown.values()]

  function ofSet({ path }: Change): ShownChange | undefined {
    const set = sets.find(one => one.length < path.length && isWithin(path, one))
    return set && showSetChange(set, partAt(before, set), partAt(after, set), limit)
  }

  function isWhole(list: ShownChange): boolean {
    return Math.max(list.before.length, list.after.length) <= Math.min(limit, longestList)
  }
}

/** The outermost list around `path` whose length changed. */
function grownOrShrunk(changes: readonly Change[], path: Path): Path | undefined {
  for (let length = 1; length < path.length; length++) {
    const list = path.slice(0, length)
    if (typeof path[length] !== 'number') continue
    if (changes.some(change => changesLengthOf(list, change))) return list
  }
  return undefined
}

function changesLengthOf(list: Path, change: Change): boolean {
  const isElement = change.path.length === list.length + 1 && list.every((key, i) => change.path[i] === key)
  return (
    isElement && typeof change.path.at(-1) === 'number' && (change.before === undefined || change.after === undefined)
  )
}

function showChange(path: Path, before: Plain | undefined, after: Plain | undefined, limit: number): ShownChange {
  const texts = [before, after].map(value => (value === undefined ? missing : showValue(value))) as [string, string]
  const [old, now] = shortenPair(...texts, limit)
  return { cell: harmless(showPath(path)), before: old, after: now }
}

/** The most members that are shown of those added, and of those taken out. */
const maxMembers = 3

function showSetChange(path: Path, before: Plain | undefined, after: Plain | undefined, limit: number): ShownChange {
  const [lost, gained] = [without(before, after), without(after, before)]
  return {
    cell: harmless(showPath(path)),
    before: signed(lost, '-', limit),
    after: signed(gained, '+', limit),
    isSet: true,
  }
}

/** Of a list with other elements; undefined where most are others, so that the places tell more. */
function showListChange(
  path: Path,
  before: Plain | undefined,
  after: Plain | undefined,
  limit: number,
): ShownChange | undefined {
  const count = without(before, after).length + without(after, before).length
  return count === 0 || count > 2 * maxMembers ? undefined : showSetChange(path, before, after, limit)
}

function signed(members: readonly Plain[], sign: string, limit: number): string {
  const shown = members.slice(0, maxMembers).map(member => `${sign} ${shorten(showValue(member), limit)}`)
  return [...shown, ...(members.length > maxMembers ? [`${sign} ${members.length - maxMembers} more`] : [])].join(', ')
}

/** The members of one that the other has not, or has less often. */
function without(members: Plain | undefined, others: Plain | undefined): Plain[] {
  const left = membersOf(others).map(canonical)
  return membersOf(members).filter(member => {
    const at = left.indexOf(canonical(member))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function membersOf(set: Plain | undefined): readonly Plain[] {
  return Array.isArray(set) ? set : []
}
