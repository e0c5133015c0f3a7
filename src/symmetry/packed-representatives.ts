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
import { CellNames, type Mention } from './cell-names.ts'
import type { LeafScore } from './leaf-score.ts'
import { PackedRenaming } from './packed-renaming.ts'
import { exchanged, groupSize, numberings, type Ties, tiesOf, waysToNumber, waysWithin } from './permutation.ts'
import { Renaming } from './renaming.ts'
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
  private readonly mentions: (readonly Mention[] | undefined)[][]
  private readonly scores: (LeafScore | undefined)[][]
  private readonly signatures: readonly Int32Array[]
  /** By the text of the classes. */
  private readonly ways = new Map<string, Ways>()
  private readonly renamings = new Map<string, PackedRenaming>()
  /** Those that exchange two ids. */
  private readonly exchanges = new Map<string, PackedRenaming>()
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
    this.mentions = layout.cells.map(() => [])
    this.scores = layout.cells.map(() => [])
    this.signatures = machine.symmetries.map(({ count }) => new Int32Array(count))
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
    const alike = this.signatures.map(textOfTies).join('/')
    const hasTies = alike.includes(',')
    const ties = hasTies ? this.ties(words, at) : undefined
    const key = ties === undefined ? alike : JSON.stringify(ties)
    let ways = this.ways.get(key)
    if (ways === undefined) {
      if (this.renamings.size > maxKept) {
        this.renamings.clear()
        this.ways.clear()
      }
      ways = this.newWays(ties ?? this.signatures.map(each => tiesOf([...each])))
      this.ways.set(key, ways)
    }
    return ways
  }

  /** Ids that look alike in a state; those that can be exchanged without changing it are interchangeable. */
  private ties(words: Int32Array, at: number): readonly Ties[] {
    return this.signatures.map((signatures, set) =>
      tiesOf([...signatures]).map(alike => {
        const groups: number[][] = []
        for (const [id] of alike as readonly [number][]) {
          const group = groups.find(([other]) => this.exchange(set, other as number, id).fixes(words, at))
          if (group === undefined) groups.push([id])
          else group.push(id)
        }
        return groups
      }),
    )
  }

  private exchange(set: number, a: number, b: number): PackedRenaming {
    const key = `${set} ${a} ${b}`
    const known = this.exchanges.get(key)
    if (known !== undefined) return known
    const renaming = new Renaming(this.machine, exchanged(this.machine.symmetries, set, a, b))
    const made = new PackedRenaming(this.layout, this.names, renaming)
    this.exchanges.set(key, made)
    return made
  }

  private newWays(ties: readonly Ties[]): Ways {
    const isAll = waysToNumber(ties) <= maxWays
    const renamings: PackedRenaming[] = []
    for (const permutation of numberings(ties)) {
      const key = String(permutation)
      const known = this.renamings.get(key)
      const renaming = known ?? new PackedRenaming(this.layout, this.names, new Renaming(this.machine, permutation))
      this.renamings.set(key, renaming)
      renamings.push(renaming)
      if (!isAll) break
    }
    const times = ties.flat().reduce((ways, groups) => ways * waysWithin(groups), 1)
    return { renamings, isAll, times }
  }

  /** Sums up how each id occurs. */
  private sign(words: Int32Array, at: number): void {
    for (const each of this.signatures) each.fill(0)
    const { cells } = this.layout
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!
      const value = valueIn(cell, words, at)
      let mentions = this.mentions[i]![value]
      if (mentions === undefined) {
        mentions = this.names.mentions(cell, cell.table.values[value])
        this.mentions[i]![value] = mentions
      }
      for (let k = 0; k < mentions.length; k++) {
        const { id, signature } = mentions[k]!
        this.signatures[id.set]![id.number]! += signature
      }
    }
  }
}

const none: LeafScore = { low: 0, high: 0 }

/** Ids that fit the bits of a number. */
const bitsOfNumber = 31
/** The number of cached renamings, each of which has a table for each cell. */
const maxKept = 6000

/** The result of {@link tiesOf} for signatures, as a text: faster, since every state needs it. */
function textOfTies(signatures: Int32Array): string {
  if (signatures.length > bitsOfNumber) return JSON.stringify(tiesOf([...signatures]))
  let text = ''
  let last = 0
  for (let rank = 0, taken = 0; rank < signatures.length; rank++) {
    let least = -1
    for (let i = 0; i < signatures.length; i++) {
      if ((taken >> i) & 1) continue
      if (least < 0 || signatures[i]! < signatures[least]!) least = i
    }
    taken |= 1 << least
    text += rank > 0 && signatures[least] === last ? `,${least}` : `;${least}`
    last = signatures[least]!
  }
  return text
}
