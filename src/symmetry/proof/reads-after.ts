import type { ReadNode, Tree, TreeNode } from '../../footprint/tree.ts'
import type { ReadCell } from '../../state/codec.ts'
import type { Projection } from '../../state/list-look-ups.ts'
import type { ObservedEvent } from './observed-run.ts'

/** What a tree reads after a run, since the proof of the run in another state depends on it. */
export function readsAfter(tree: Tree<string>, events: readonly ObservedEvent[], read: ReadCell): ObservedEvent[] {
  const reads: ObservedEvent[] = []
  let node = nodeAfter(tree.root, events)
  while (node?.kind === 'read' || node?.kind === 'unmet') {
    const event: ObservedEvent =
      node.kind === 'read'
        ? lookAt(node, read(node.cell))
        : { kind: 'unmet', set: node.set, text: node.text, then: node.then }
    reads.push(event)
    node = childAfter(node, event)
  }
  return reads
}

function lookAt({ cell, projection }: ReadNode<string>, value: number): ObservedEvent {
  // Only recordings of steps and claims are entered in these trees.
  const question = projection as Projection | undefined
  return { kind: 'read', cell, projection: question, value: question?.of(value) ?? value }
}

function nodeAfter(root: TreeNode<string> | undefined, events: readonly ObservedEvent[]): TreeNode<string> | undefined {
  let node = root
  for (const event of events) node = node === undefined ? undefined : childAfter(node, event)
  return node
}

function childAfter(node: TreeNode<string>, event: ObservedEvent): TreeNode<string> | undefined {
  if (node.kind === 'leaf' || node.kind !== event.kind) return undefined
  if (event.kind === 'read') return node.children[event.value]
  if (event.kind === 'choice') return node.children[event.pick]
  if (event.kind === 'pick')
    return node.kind === 'pick' ? node.children[node.cells.indexOf(event.cells[event.at] ?? -1)] : undefined
  return node.children[0]
}
