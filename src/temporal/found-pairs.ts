import { doubled } from './doubled.ts'

const firstPairs = 256

/**
 * Pairs of a node of a product and of what has been met on the way to it, as bits: each once, in the order in which a search breadth
 * first finds them.
 */
export class FoundPairs {
  count = 0
  /** By pair: its node. */
  node = new Int32Array(firstPairs)
  /** By pair: what has been met. */
  bits = new Int32Array(firstPairs)
  /** By pair: the one before it and the transition from there; -1 for the first one. */
  private before = new Int32Array(firstPairs)
  private transition = new Int32Array(firstPairs)
  /** Open addressing: one more than the number of a pair. */
  private table = new Int32Array(4 * firstPairs)

  /** Adds a pair unless it is known. */
  add(node: number, bits: number, before: number, transition: number): void {
    const slot = this.slotOf(node, bits)
    if (this.table[slot] !== 0) return
    const pair = this.count++
    this.table[slot] = this.count
    this.node[pair] = node
    this.bits[pair] = bits
    this.before[pair] = before
    this.transition[pair] = transition
    if (this.count === this.node.length) this.grow()
  }

  /** The transitions that lead to a pair, and the nodes that they lead to. */
  wayTo(pair: number): { readonly way: readonly number[]; readonly nodes: readonly number[] } {
    const [way, nodes]: [number[], number[]] = [[], []]
    for (let at = pair; this.before[at]! >= 0; at = this.before[at]!) {
      way.push(this.transition[at]!)
      nodes.push(this.node[at]!)
    }
    return { way: way.reverse(), nodes: nodes.reverse() }
  }

  private slotOf(node: number, bits: number): number {
    const mask = this.table.length - 1
    const hash = Math.imul(Math.imul(node, 0x9e3779b1) ^ bits, 0x85ebca6b)
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const pair = this.table[slot]! - 1
      if (pair < 0 || (this.node[pair] === node && this.bits[pair] === bits)) return slot
    }
  }

  private grow(): void {
    this.node = doubled(this.node)
    this.bits = doubled(this.bits)
    this.before = doubled(this.before)
    this.transition = doubled(this.transition)
    this.table = new Int32Array(2 * this.table.length)
    for (let pair = 0; pair < this.count; pair++) this.table[this.slotOf(this.node[pair]!, this.bits[pair]!)] = pair + 1
  }
}
