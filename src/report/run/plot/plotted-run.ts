/** A run as its plot is looked for: with who depends on whom, and who read what a step had written. */

import { doOverlap, isWithin, type Path, type Plain, partAt, showPath } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import { isMended } from '../../../witness/mended.ts'
import { onlyMoverOf } from '../../../witness/race.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import { statesOf, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { showValue } from '../../text/value.ts'
import { unlike, type Written } from './beats.ts'
import { Dependence } from './dependence.ts'
import { gainsOf } from './words.ts'

/** A read of what a step had written, by a later step, or at the end by the claim. */
export interface Use {
  readonly reader: number
  readonly read: Read
}

/** A step that gave a cell a value that it had before, by which somebody went. */
interface Reset {
  readonly reset: number
  readonly path: Path
}

const longestShort = 8

export class PlottedRun {
  private readonly given: Witness
  /** Without reads that made no difference. */
  readonly witness: Witness
  readonly states: readonly State[]
  readonly dependence: Dependence
  /** Whether all steps on the causal chain are of one mover. */
  readonly isAlone: boolean
  private readonly uses = new Map<number, Use[]>()
  private readonly undone: ReadonlyMap<number, readonly Path[]>
  private readonly histories = new Map<string, readonly string[]>()
  private readonly changes = new Map<string, readonly number[]>()
  private readonly movers = new Map<string, number>()
  private readonly likes = new Map<string, readonly number[]>()

  constructor(given: Witness) {
    this.given = given
    this.witness = withSignificantReads(given)
    this.states = statesOf(given)
    this.dependence = new Dependence(this.witness)
    this.isAlone = onlyMoverOf(this.witness) !== undefined
    for (const [reader, reads] of this.readers()) for (const read of reads) this.addUse({ reader, read })
    this.undone = this.undoneBySteps()
  }

  get last(): number {
    return this.witness.steps.length - 1
  }

  /** Whether few steps matter, so that each of them may be reported. */
  get isShort(): boolean {
    return this.witness.steps.filter((_, k) => this.isOnChain(k)).length <= longestShort
  }

  /** Whether two steps are of the same process instance. */
  isSameMover(a: number, b: number): boolean {
    return this.dependence.names[a] === this.dependence.names[b]
  }

  /** Whether two steps are of the same process instance, and of no action. */
  isSameProcess(a: number, b: number): boolean {
    return this.witness.steps[a]?.process !== null && this.isSameMover(a, b)
  }

  /** Whether two steps are the same one of the same process instance, or the same action. */
  isSameStep(a: number, b: number): boolean {
    return this.isSameMover(a, b) && this.witness.steps[a]?.step === this.witness.steps[b]?.step
  }

  isOnChain(step: number): boolean {
    return this.dependence.distance(step) < Number.POSITIVE_INFINITY
  }

  /** Whether a step matters, if only for what it made possible: the lanes do not show it as one beside the causal chain. */
  isRelevant(step: number): boolean {
    return this.given.slice?.steps[step]?.role !== undefined
  }

  readsOf(step: number): readonly Read[] {
    return seen(this.witness.slice?.steps[step]?.reads)
  }

  /** What a step looked at, whether or not it made a difference. */
  allReadsOf(step: number): readonly Read[] {
    return seen(this.given.slice?.steps[step]?.reads)
  }

  /** What a step looked at although it made no difference. */
  idleReadsOf(step: number): readonly Read[] {
    return this.allReadsOf(step).filter(({ isMoot, path }) => isMoot === true && path.length > 0)
  }

  /** Who read what a step wrote, and depended on it. */
  usesOf(step: number): readonly Use[] {
    return this.uses.get(step) ?? []
  }

  /** Whether a cell is a local of the process instance that takes a step, or its label. */
  isOwn(step: number, path: Path): boolean {
    const { process, instance } = this.witness.steps[step] as WitnessStep
    return process !== null && path[0] === process && path[1] === instance
  }

  /** Whether only one of several processes ever looks at a part of the state, or changes it. */
  isPrivate(path: Path): boolean {
    if (this.isAlone) return false
    const key = JSON.stringify(path)
    const known = this.movers.get(key) ?? this.moversAt(path)
    this.movers.set(key, known)
    return known < 2
  }

  /** How many movers look at a part of the state, or change it; the claim counts as one. */
  private moversAt(path: Path): number {
    const { slice, steps } = this.given
    const isThere = (parts: readonly { readonly path: Path }[] = []): boolean =>
      parts.some(one => doOverlap(one.path, path))
    const names = steps.flatMap(({ changes }, k) =>
      isThere(changes) || isThere(slice?.steps[k]?.reads) ? [this.dependence.names[k]] : [],
    )
    return new Set(names).size + (isThere(slice?.claim) ? 1 : 0)
  }

  /** Whether a part of the state has the same value all along, and nobody is about to change it, nor has changed its like. */
  isConstant(path: Path): boolean {
    return this.isUnchanged(path) && !this.isPending(path) && !this.isPassedOver(path)
  }

  /** Whether a part of the state has the same value all along although another element of the same list was changed. */
  isPassedOver(path: Path): boolean {
    return this.isUnchanged(path) && this.changesOfLike(path).length > 0
  }

  /** The steps that changed the same part of any element of the same list. */
  changesOfLike(path: Path): readonly number[] {
    const at = path.findLastIndex((key, i) => i > 0 && typeof key === 'number')
    if (at < 0) return []
    const key = JSON.stringify(path.with(at, 0))
    const known = this.likes.get(key)
    if (known !== undefined) return known
    const isLike = (other: Path): boolean =>
      other.length === path.length && other.every((key, i) => (i === at ? typeof key === 'number' : key === path[i]))
    const found = this.witness.steps.flatMap(({ changes }, k) => (changes.some(one => isLike(one.path)) ? [k] : []))
    this.likes.set(key, found)
    return found
  }

  /** Whether a part of the state has the same value all along. */
  isUnchanged(path: Path): boolean {
    return new Set(this.historyOf(path)).size < 2
  }

  /** Whether a step that somebody could take at the end would change a part of the state. */
  isPending(path: Path): boolean {
    return (this.witness.pending ?? []).some(({ changes }) => changes.some(change => doOverlap(change.path, path)))
  }

  /** Whether a part of the state never had a value. */
  isNew(path: Path, value: Plain): boolean {
    return !this.historyOf(path).includes(showValue(value))
  }

  isChanged(step: number, path: Path): boolean {
    const history = this.historyOf(path)
    return history[step] !== history[step + 1]
  }

  /** What a step changed beside its own label and locals. */
  sharedChanges(step: number): Path[] {
    const { changes } = this.witness.steps[step] as WitnessStep
    const shared = changes.map(({ path }) => path).filter(path => !this.isOwn(step, path))
    return unlike(
      shared.map(path => this.listGrown(step, path) ?? path),
      showPath,
    )
  }

  /** The parts of the state that a step set, and that another process later set back for one that went by it. */
  undoneLater(step: number): readonly Path[] {
    return this.undone.get(step) ?? []
  }

  /** The parts that the claim looks at in the end and that a step wrote, whether or not that is still there. */
  partsOfClaim(step: number): Path[] {
    const { changes } = this.witness.steps[step] as WitnessStep
    const kept = this.witness.slice?.steps[step]?.kept ?? []
    const looks = (this.witness.slice?.claim ?? []).filter(({ path, member }) => member === undefined && !isPlace(path))
    const written = [...changes.map(({ path }) => path), ...kept]
    return looks.map(({ path }) => path).filter(path => written.some(one => doOverlap(one, path)))
  }

  /** The parts that the claim looks at in the end, whether or not they made a difference to it, and that a step changed. */
  lookedAtByClaim(step: number): Path[] {
    const { changes } = this.witness.steps[step] as WitnessStep
    const looks = (this.given.slice?.claim ?? []).filter(({ path, member }) => member === undefined && !isPlace(path))
    return looks.map(({ path }) => path).filter(path => changes.some(change => doOverlap(change.path, path)))
  }

  private setBefore(reset: number, path: Path): number | undefined {
    const before = this.changesBetween(-1, reset, path).at(-1)
    return before === undefined || this.isSameMover(before, reset) ? undefined : before
  }

  /** How a step changed a part of the state, whole where it changed parts of it. */
  written(step: number, path: Path): Written {
    const [before, after] = [partAt(this.states[step], path), partAt(this.states[step + 1], path)]
    const known = this.readsOf(step).some(read => doOverlap(read.path, path))
    const texts = this.historyOf(path).slice(0, step)
    const isChanged = showValue(before) !== showValue(after)
    const members = this.membersUsed(step, path)
    return {
      path,
      before,
      after,
      ...(members.length > 0 && { members }),
      isBack: isChanged && texts.includes(showValue(after)),
      isFrom: isChanged && (known || texts.some(text => text !== showValue(before))),
    }
  }

  /** The shared lists and sets from which a step took what another process had put there, such as a message. */
  takenFromOthers(step: number): Path[] {
    const { changes } = this.witness.steps[step] as WitnessStep
    const lists = outermost(
      unlike(
        changes.flatMap(({ path }) => this.listAround(step, path)),
        showPath,
      ),
    )
    return lists.filter(path => {
      const taken = gainsOf(partAt(this.states[step + 1], path), partAt(this.states[step], path)) ?? []
      return taken.some(value => {
        const from = this.putThere(step, path, value)
        return from !== undefined && !this.isSameMover(from, step)
      })
    })
  }

  /** The shared list to which a step added elements, or from which it took some, by a change within it. */
  private listGrown(step: number, path: Path): Path | undefined {
    const [list] = this.listAround(step, path)
    if (list === undefined) return undefined
    const [before, after] = [this.states[step], this.states[step + 1]].map(state => partAt(state, list))
    return gainsOf(before, after) === undefined && gainsOf(after, before) === undefined ? undefined : list
  }

  /** The list that a change of a step is within, if it is shared. */
  private listAround(step: number, path: Path): Path[] {
    const lengths = path.map((_, i) => i + 1)
    const found = lengths
      .map(length => path.slice(0, length))
      .findLast(part => Array.isArray(partAt(this.states[step], part)))
    return found === undefined || this.isOwn(step, path) ? [] : [found]
  }

  /** The last step before another that put an element into a list. */
  private putThere(before: number, path: Path, value: Plain): number | undefined {
    const text = showValue(value)
    return this.changesBetween(-1, before, path).findLast(k => {
      const gained = gainsOf(partAt(this.states[k], path), partAt(this.states[k + 1], path)) ?? []
      return gained.some(one => showValue(one) === text)
    })
  }

  /** The members of a set by which later steps went. */
  private membersUsed(step: number, path: Path): Plain[] {
    const key = JSON.stringify(path)
    const found = this.usesOf(step).flatMap(({ read }) =>
      read.member !== undefined && read.value === true && JSON.stringify(read.path) === key ? [read.member] : [],
    )
    return unlike(found, showValue)
  }

  /** The value of a part of the state in each state, as text. */
  private historyOf(path: Path): readonly string[] {
    const key = JSON.stringify(path)
    const known = this.histories.get(key) ?? this.states.map(state => showValue(partAt(state, path)))
    this.histories.set(key, known)
    return known
  }

  /** Steps between two others that changed a cell. */
  changesBetween(from: number, to: number, path: Path): number[] {
    return this.changesOf(path).filter(k => k > from && k < to)
  }

  /** All steps that changed a cell. */
  private changesOf(path: Path): readonly number[] {
    const key = JSON.stringify(path)
    const known = this.changes.get(key)
    if (known !== undefined) return known
    const found = this.witness.steps.flatMap(({ changes }, k) =>
      changes.some(change => doOverlap(change.path, path)) ? [k] : [],
    )
    this.changes.set(key, found)
    return found
  }

  /** What each step set and another one set back. */
  private undoneBySteps(): Map<number, Path[]> {
    const undone = new Map<number, Path[]>()
    for (const { reset, path } of this.resetsFound()) {
      const step = this.setBefore(reset, path)
      if (step !== undefined) undone.set(step, [...(undone.get(step) ?? []), path])
    }
    return undone
  }

  private resetsFound(): Reset[] {
    return [...this.uses].flatMap(([reset, uses]) =>
      uses.flatMap(({ read: { path } }) =>
        !isPlace(path) && !this.isOwn(reset, path) && this.written(reset, path).isBack ? [{ reset, path }] : [],
      ),
    )
  }

  private readers(): [number, readonly Read[]][] {
    const { slice, steps } = this.witness
    const readsOf = (k: number): readonly Read[] => (this.isOnChain(k) ? (slice?.steps[k]?.reads ?? []) : [])
    const ofSteps = steps.map((_, k): [number, readonly Read[]] => [k, readsOf(k)])
    return [...ofSteps, [steps.length, slice?.claim ?? []]]
  }

  /** Who added to a list what was read, and who changed the list last, both count as having written it. */
  private addUse(use: Use): void {
    const { writer, changedBy } = use.read
    for (const step of new Set([writer, changedBy])) {
      if (step === undefined || step === null) continue
      const known = this.uses.get(step)
      if (known === undefined) this.uses.set(step, [use])
      else known.push(use)
    }
  }
}

/** Without lists that a step edited, but did not look at. */
function seen(reads: readonly Read[] = []): readonly Read[] {
  return reads.filter(({ isUnseen }) => isUnseen !== true)
}

/** The outermost of some paths. */
export function outermost(paths: readonly Path[]): Path[] {
  return paths.filter(path => !paths.some(whole => whole.length < path.length && isWithin(path, whole)))
}

/** Whether a path leads to the label of an instance. */
export function isPlace(path: Path): boolean {
  return path.length === 3 && path[2] === 'pc'
}

/**
 * Without reads that made no difference. Where keys of the state itself come and go, every read is one of the whole
 * state, which is no cell that a story could name.
 */
function withSignificantReads(witness: Witness): Witness {
  const { slice } = witness
  if (slice === undefined) return witness
  const significant = (reads: readonly Read[]): Read[] =>
    reads.filter(read => read.path.length > 0 && (read.isMoot !== true || isMended(witness, read)))
  const steps = slice.steps.map(step => {
    const reads = significant(step.reads)
    const { role, ...rest } = step
    // Who decided by nothing that made a difference did not decide.
    const isIdle = role === 'decision' && reads.length === 0 && step.omitted === undefined
    return isIdle || role === undefined ? { ...rest, reads } : { ...rest, role, reads }
  })
  return { ...witness, slice: { ...slice, steps, claim: significant(slice.claim) } }
}
