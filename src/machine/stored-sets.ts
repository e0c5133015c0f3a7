/**
 * The places where a set is stored that are sets in no initial state: a message with a set in it, a copy of a set where
 * there was `null`.
 *
 * Only in places of sets that initial states have are members kept different and in order whatever a step does
 * (`settle.ts`), since only these are known from the start. In the places kept here, `add` and `remove` do that. A step that
 * edits a member there in place, or the array itself, could leave two equal members behind, to be counted as two: so an
 * array in such a place that is not a set is rejected. An array that was not declared as a set is an ordinary list.
 */

import { ModelError } from '../base/errors.ts'
import { knownText } from '../base/known-text.ts'
import { NotPlain, type Path, showPath } from '../base/plain.ts'
import { isKnownSet, memberTexts } from '../language/set.ts'
import { anyIndex, newSetTree, type SetTree } from './set-tree.ts'

export class StoredSets {
  /** The number of places recorded so far. */
  size = 0
  readonly root: SetTree = newSetTree()
  /** Whether members may come in another order, since a state represents others, with names exchanged. */
  areExchanged = false

  /**
   * Records where an array that is known to be a set is stored. Throws {@link ModelError} if it should be one but is not.
   */
  meet(path: Path, array: readonly unknown[], isKnown: boolean): void {
    if (isKnown) this.note(path)
    if (this.size === 0 || this.treeAt(path)?.isSet !== true) return
    this.refuse(path, array)
  }

  /** Whether a value stored at `path` is known to be a set, for the first time at this place. */
  isNews(path: Path, value: object): boolean {
    return isKnownSet(value) && this.treeAt(path)?.isSet !== true
  }

  /** Throws {@link ModelError} if there is a list at one of the places within `value`, which lies at `path`. */
  check(value: unknown, path: Path): void {
    if (this.size > 0) this.look(value, [...path], this.treeAt(path))
  }

  /** The known places below a key of a place. */
  static below(tree: SetTree | undefined, key: string | number): SetTree | undefined {
    return tree?.within.get(typeof key === 'number' ? anyIndex : key)
  }

  private note(path: Path): void {
    let tree = this.root
    for (const key of path) {
      const next = StoredSets.below(tree, key) ?? newSetTree()
      tree.within.set(typeof key === 'number' ? anyIndex : key, next)
      tree = next
    }
    if (tree.isSet) return
    tree.isSet = true
    this.size++
  }

  private treeAt(path: Path): SetTree | undefined {
    let tree: SetTree | undefined = this.root
    for (const key of path) tree = StoredSets.below(tree, key)
    return tree
  }

  private look(value: unknown, path: (string | number)[], tree: SetTree | undefined): void {
    if (tree === undefined || typeof value !== 'object' || value === null) return
    const isList = Array.isArray(value)
    if (isList && tree.isSet) this.refuse(path, value)
    for (const name of Object.keys(value)) {
      const key = isList ? Number(name) : name
      path.push(key)
      this.look((value as Record<string, unknown>)[name], path, StoredSets.below(tree, key))
      path.pop()
    }
  }

  private refuse(path: Path, array: readonly unknown[]): void {
    if (isSet(array, this.areExchanged)) return
    throw new ModelError(
      'broken-set',
      `${showPath(path)} is ${JSON.stringify(array)}, which is not a set: the members of a set are all different, and in order. A step has stored a set there. Change sets with 'add' and 'remove', not in place, and keep lists elsewhere; or begin with a set there: 'setOf()'.`,
    )
  }
}

function isSet(array: readonly unknown[], isInAnyOrder: boolean): boolean {
  try {
    return isInAnyOrder ? new Set(array.map(knownText)).size === array.length : memberTexts(array) !== undefined
  } catch (error) {
    // This is reported where the state is written as text.
    if (error instanceof NotPlain) return true
    throw error
  }
}
