import type { Machine, State } from '../machine/machine.ts'
import { keyOf } from '../machine/reference.ts'
import { type SetTree, setTree } from '../machine/set-tree.ts'
import { KeptRenamings } from './kept-renamings.ts'
import { Names } from './names.ts'
import { groupSize, numberings, type Ties, tiesOf, waysToNumber } from './permutation.ts'
import type { Renaming } from './renaming.ts'
import { maxWays, type Representative, type Representatives } from './representatives.ts'
import { keySignature, mixed, type SeenBy, signatureOf } from './signature.ts'

/** Representatives by the reference: of all ways to number ids in the order of their signatures, the state with the least text. */
export class StateRepresentatives implements Representatives {
  private readonly machine: Machine
  private readonly names: Names
  private readonly sets: SetTree | undefined
  private readonly renamings: KeptRenamings<Renaming>

  constructor(machine: Machine) {
    this.machine = machine
    this.names = new Names(machine.symmetries)
    this.renamings = new KeptRenamings(machine, renaming => renaming)
    this.sets = machine.sets.length > 0 ? setTree(machine.sets) : undefined
  }

  of(state: State): Representative {
    return this.least(state).least
  }

  /** The size of the orbit of a representative; undefined if the orbit may have several representatives. */
  orbitSize(state: State): number | undefined {
    const { ways, isAll } = this.least(state)
    return isAll ? groupSize(this.machine.symmetries) / ways : undefined
  }

  /** The representative, the number of ways in which it is reached, and whether all were tried. */
  private least(state: State): { least: Representative; ways: number; isAll: boolean } {
    const ties = this.ties(state)
    const isAll = waysToNumber(ties) <= maxWays
    let least: Representative | undefined
    let leastKey = ''
    let ways = 0
    for (const by of numberings(ties)) {
      const renamed = this.renamings.by(by).state(state)
      const key = keyOf(renamed)
      if (least === undefined || key < leastKey) {
        least = { state: renamed, by }
        leastKey = key
        ways = 1
      } else if (key === leastKey) ways++
      if (!isAll) break
    }
    return { least: least as Representative, ways, isAll }
  }

  private ties(state: State): Ties[] {
    return this.machine.symmetries.map(({ count }, set) => {
      const numbers = Array.from({ length: count }, (_, number) => number)
      return tiesOf(numbers.map(number => this.signature(state, this.names.seenBy({ set, number }))))
    })
  }

  private signature(state: State, seen: SeenBy): number {
    let sum = 0
    for (const [cell, value] of Object.entries(state)) {
      const part = this.instances(cell, value, seen) ?? signatureOf(value, seen, this.sets?.within.get(cell))
      sum = (sum + mixed(keySignature(cell, seen), part)) | 0
    }
    return sum
  }

  /** For symmetric instances: each is identified by how its id appears, not by its place. */
  private instances(process: string, value: unknown, seen: SeenBy): number | undefined {
    if (this.names.ofInstance(process, 0) === undefined) return undefined
    let sum = 0
    for (const [i, instance] of (value as readonly unknown[]).entries()) {
      const id = this.names.ofInstance(process, i) as string
      const sets = this.sets?.within.get(process)?.within.get(String(i))
      sum = (sum + mixed(keySignature(id, seen), signatureOf(instance, seen, sets))) | 0
    }
    return sum
  }
}
