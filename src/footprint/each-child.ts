import type { TreeNode } from './tree.ts'

/** Beyond this many slots, the children of a node may be a few with wide gaps between them, which V8 keeps in a table. */
const manySlots = 1024

/** Visits the children that are there, with their numbers. */
export function eachChild<L>(
  children: readonly (TreeNode<L> | undefined)[],
  visit: (child: TreeNode<L>, way: number) => void,
): void {
  const visitWay = (way: number): void => {
    const child = children[way]
    if (child !== undefined) visit(child, way)
  }
  if (children.length <= manySlots) for (let way = 0; way < children.length; way++) visitWay(way)
  else for (const way in children) visitWay(Number(way))
}
