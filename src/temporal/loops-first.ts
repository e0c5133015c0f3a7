/** Where an automaton can go round forever. */

import type { Automaton, AutomatonNode } from './automaton.ts'

/** The same automaton with those nodes first among which it can go round and meet all conditions, and how many they are. */
export function loopsFirst({ nodes, initials, conditions }: Automaton): { ordered: Automaton; inLoops: number } {
  const inLoops = new NodeLoops(nodes).components.filter(component => meetsAll(nodes, conditions, component)).flat()
  const isOfLoop = new Set(inLoops)
  const order = [...inLoops, ...[...nodes.keys()].filter(node => !isOfLoop.has(node))]
  const numberOf = new Map(order.map((node, number) => [node, number]))
  const renumbered = (list: readonly number[]): number[] => list.map(node => numberOf.get(node) as number)
  const ordered = order.map(node => ({ ...nodes[node]!, next: renumbered(nodes[node]!.next) }))
  return { ordered: { nodes: ordered, initials: renumbered(initials), conditions }, inLoops: inLoops.length }
}

function meetsAll(nodes: readonly AutomatonNode[], conditions: number, component: readonly number[]): boolean {
  for (let i = 0; i < conditions; i++) if (!component.some(node => nodes[node]!.fulfils[i])) return false
  return true
}

/** The strongly connected components of an automaton, after Tarjan (1972). */
class NodeLoops {
  readonly components: number[][] = []
  private readonly nodes: readonly AutomatonNode[]
  private readonly order: number[] = []
  private readonly open: number[] = []
  private entered = 0

  constructor(nodes: readonly AutomatonNode[]) {
    this.nodes = nodes
    for (const node of nodes.keys()) if (this.order[node] === undefined) this.visit(node)
  }

  /** Returns the earliest open node that a node leads to. */
  private visit(node: number): number {
    const entered = this.entered++
    this.order[node] = entered
    const opened = this.open.push(node) - 1
    let low = entered
    for (const next of this.nodes[node]!.next) low = Math.min(low, this.order[next] ?? this.visit(next))
    if (low === entered) this.close(opened)
    return low
  }

  private close(opened: number): void {
    const component = this.open.splice(opened)
    for (const node of component) this.order[node] = Number.POSITIVE_INFINITY
    const [node] = component as [number]
    if (component.length > 1 || this.nodes[node]!.next.includes(node)) this.components.push(component)
  }
}
