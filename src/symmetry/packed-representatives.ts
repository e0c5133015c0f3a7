/**
 * Representatives of packed states under one layout: as by the reference, but chosen by a score of the state instead of its
 * text. The score does not depend on the layout, so the choice is the same after the layout has changed.
 */

import type { Machine, State } from '../machine/machine.ts'
import { packState } from '../state/carry-over.ts'
import { cellReader, decodeState } from '../state/codec.ts'
import { hashOf } from '../state/hash.ts'
import { type Layout, valueIn } from '../state/layout.ts'
import { mended, type Shape } from '../state/shape.ts'
import { CellNames } from './cell-names.ts'
import { KeptRenamings } from './kept-renamings.ts'
import type { LeafScore } from './leaf-score.ts'
import { PackedRenaming } from './packed-renaming.ts'
import { exchanged, groupSize, numberings, type Ties, waysToNumber, waysWithin } from './permutation.ts'
import type { Renaming } from './renaming.ts'
import { maxWays, type Representative, type Representatives } from './representatives.ts'

/** Why a representative cannot be packed: it needs another shape, or more bits for some cell. */
export type NeededChange = { readonly shape: Shape | undefined }

/** All ways to number ids of these classes. */
interface Ways {
  readonly renamings: readonly PackedRenaming[]
  /** Whether there are no more, but those that lead to the same states. */
  readonly isAll: boolean
  /** How many ways each of the renamings stands for. */
  readonly times: number
}

export class PackedRepresentatives implements Representatives {
  readonly layout: Layout
  private readonly machine: Machine
  private readonly names: CellNames
  private readonly mentions: (Int32Array | undefined)[][]
  private readonly scores: (LeafScore | undefined)[][]
  /** How many ids each set has. */
  private readonly counts: readonly number[]
  /** Where the signatures of each set begin. */
  private readonly offsets: readonly number[]
  private readonly signatures: Int32Array
  /** For each set, used again and again. */
  private readonly orders: readonly number[][]
  /** By the text of the classes. */
  private readonly ways = new Map<string, Ways>()
  private readonly renamings: KeptRenamings<PackedRenaming>
  /** Those that exchange two ids: by the place of the signature of one, and the number of the other. */
  private readonly exchanges: readonly (PackedRenaming | undefined)[][]
  /** Numbers of values, by cell. */
  private best: Int32Array
  private other: Int32Array
  /** The words of the last representative. */
  private readonly packed: Int32Array
  private by: Renaming | undefined
  /** The number of ways in which the last representative is reached, and whether all were tried. */
  private reached = { times: 0, isAll: true }

  constructor(machine: Machine, layout: Layout) {
    this.machine = machine
    this.layout = layout
    this.names = new CellNames(machine)
    this.renamings = new KeptRenamings(machine, renaming => new PackedRenaming(layout, this.names, renaming))
    this.mentions = layout.cells.map(() => [])
    this.scores = layout.cells.map(() => [])
    this.counts = machine.symmetries.map(({ count }) => count)
    this.offsets = this.counts.map((_, set) => this.counts.slice(0, set).reduce((sum, count) => sum + count, 0))
    this.signatures = new Int32Array(this.counts.reduce((sum, count) => sum + count, 0))
    this.orders = this.counts.map(count => Array.from({ length: count }, () => 0))
    this.exchanges = Array.from(this.signatures, () => [])
    this.best = new Int32Array(layout.cells.length)
    this.other = new Int32Array(layout.cells.length)
    this.packed = new Int32Array(layout.sizeWords)
  }

  /**
   * Replaces a packed state by its representative and returns its hash; changes nothing if the layout has to change first.
   */
  replace(words: Int32Array, at: number): number | NeededChange {
    const change = this.choose(words, at)
    if (change !== undefined) return change
    const { packed } = this
    for (let i = 0; i < packed.length; i++) words[at + i] = packed[i]!
    return hashOf(packed, 0, packed.length)
  }

  of(state: State): Representative {
    const words = packState(this.layout, state) as Int32Array
    this.choose(words, 0)
    return {
      state: decodeState(this.layout, cellReader(this.layout, this.packed, 0)),
      by: (this.by as Renaming).permutation,
    }
  }

  /** The size of the orbit of a packed representative; undefined if the orbit may have several representatives. */
  orbitSize(words: Int32Array, at: number): number | undefined {
    this.choose(words, at)
    return this.reached.isAll ? groupSize(this.machine.symmetries) / this.reached.times : undefined
  }

  /** Packs the representative of a state. */
  private choose(words: Int32Array, at: number): NeededChange | undefined {
    const { renamings, isAll, times: waysEach } = this.waysOf(words, at)
    let [low, high, times] = [0, 0, 0]
    for (const way of renamings) {
      this.other.fill(0)
      if (!way.rename(words, at, this.other)) return this.otherShape(words, at, way.renaming)
      const score = renamings.length === 1 ? none : this.scoreOf(this.other)
      const difference = times === 0 ? -1 : score.high - high || score.low - low
      if (difference === 0) times++
      if (difference >= 0) continue
      ;[low, high, times] = [score.low, score.high, 1]
      ;[this.best, this.other] = [this.other, this.best]
      this.by = way.renaming
    }
    this.reached = { times: times * waysEach, isAll }
    return this.pack() ? undefined : { shape: undefined }
  }

  /** Packs the best numbers; false if a cell has too few bits. */
  private pack(): boolean {
    const { best, packed } = this
    const { cells } = this.layout
    packed.fill(0)
    for (let i = 0; i < cells.length; i++) {
      const { word, shift, mask } = cells[i]!
      const value = best[i]!
      if ((value & mask) !== value) return false
      packed[word]! |= value << shift
    }
    return true
  }

  private otherShape(words: Int32Array, at: number, renaming: Renaming): NeededChange {
    const state = renaming.state(decodeState(this.layout, cellReader(this.layout, words, at)))
    return { shape: mended(this.layout.shape, state) }
  }

  private scoreOf(values: Int32Array): LeafScore {
    let [low, high] = [0, 0]
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      let score = this.scores[i]![value]
      if (score === undefined) {
        const cell = this.layout.cells[i]!
        score = this.names.score(cell, cell.table.values[value])
        this.scores[i]![value] = score
      }
      low = (low + score.low) | 0
      high = (high + score.high) | 0
    }
    return { low, high }
  }

  /** The ways to number ids in the order of their signatures. */
  private waysOf(words: Int32Array, at: number): Ways {
    this.sign(words, at)
    let key = ''
    for (let set = 0; set < this.counts.length; set++) key += this.textOfTies(set, words, at)
    let ways = this.ways.get(key)
    if (ways === undefined) {
      if (this.renamings.dropTooMany()) this.ways.clear()
      ways = this.newWays(tiesIn(key))
      this.ways.set(key, ways)
    }
    return ways
  }

  /**
   * The ids of a set in the order of their signatures, as a text (a list of lists takes longer, and every state needs it): `;` begins a
   * class of ids that look alike, `,` another group in it, and `=` joins ids that can be exchanged without changing the state.
   */
  private textOfTies(set: number, words: Int32Array, at: number): string {
    const order = this.sorted(set)
    let text = setBegins
    for (let from = 0, end = 1; from < order.length; from = end, end++) {
      while (end < order.length && this.signatureOf(set, order[end]!) === this.signatureOf(set, order[from]!)) end++
      text += end === from + 1 ? `;${order[from]}` : this.textOfClass(set, order.slice(from, end), words, at)
    }
    return text
  }

  private textOfClass(set: number, ids: readonly number[], words: Int32Array, at: number): string {
    const groups: { first: number; text: string }[] = []
    for (const id of ids) {
      const group = groups.find(({ first }) => this.exchange(set, first, id).fixes(words, at))
      if (group === undefined) groups.push({ first: id, text: String(id) })
      else group.text += `=${id}`
    }
    return `;${groups.map(({ text }) => text).join()}`
  }

  /** The ids of a set by their signatures, those with the same in their order. */
  private sorted(set: number): readonly number[] {
    const order = this.orders[set] as number[]
    for (let i = 0; i < order.length; i++) {
      const signature = this.signatureOf(set, i)
      let to = i
      for (; to > 0 && this.signatureOf(set, order[to - 1]!) > signature; to--) order[to] = order[to - 1]!
      order[to] = i
    }
    return order
  }

  private signatureOf(set: number, id: number): number {
    return this.signatures[this.offsets[set]! + id]!
  }

  private exchange(set: number, a: number, b: number): PackedRenaming {
    const known = this.exchanges[this.offsets[set]! + a]!
    let made = known[b]
    if (made === undefined) {
      made = this.renamings.by(exchanged(this.machine.symmetries, set, a, b))
      known[b] = made
    }
    return made
  }

  private newWays(ties: readonly Ties[]): Ways {
    const isAll = waysToNumber(ties) <= maxWays
    const renamings: PackedRenaming[] = []
    for (const permutation of numberings(ties)) {
      renamings.push(this.renamings.by(permutation))
      if (!isAll) break
    }
    const times = ties.flat().reduce((ways, groups) => ways * waysWithin(groups), 1)
    return { renamings, isAll, times }
  }

  /** Sums up how each id occurs. */
  private sign(words: Int32Array, at: number): void {
    const { signatures } = this
    signatures.fill(0)
    const { cells } = this.layout
    for (let i = 0; i < cells.length; i++) {
      const value = valueIn(cells[i]!, words, at)
      const mentions = this.mentions[i]![value] ?? this.mentionsOf(i, value)
      for (let k = 0; k < mentions.length; k += 2) signatures[mentions[k]!]! += mentions[k + 1]!
    }
  }

  /** For each id that a value of a cell mentions, its place among the signatures and what that adds there. */
  private mentionsOf(cell: number, value: number): Int32Array {
    const { table } = this.layout.cells[cell]!
    const mentions = this.names
      .mentions(this.layout.cells[cell]!, table.values[value])
      .flatMap(({ id, signature }) => [this.offsets[id.set]! + id.number, signature])
    const made = Int32Array.from(mentions)
    this.mentions[cell]![value] = made
    return made
  }
}

const setBegins = '/'

/** The classes and groups that a text of {@link PackedRepresentatives} names. */
function tiesIn(text: string): Ties[] {
  const sets = text.split(setBegins).slice(1)
  return sets.map(set =>
    set
      .split(';')
      .slice(1)
      .map(alike => alike.split(',').map(group => group.split('=').map(Number))),
  )
}

const none: LeafScore = { low: 0, high: 0 }
