/**
 * The records at whose keys code has looked: their order shows there, and nowhere else. Of a record that is no dictionary, all
 * states have the keys in the same order.
 */

import type { Path } from '../base/plain.ts'
import type { Dictionaries } from './dictionaries.ts'

export class KeyLooks {
  private isAnywhere = false
  private readonly paths = new Set<Path>()
  /** The answer of {@link areAtDictionaries}, with the numbers of places that it was given for. */
  private answer = { looks: -1, dictionaries: -1, isYes: false }

  /** Whether code has looked at the keys of any record. */
  get areAny(): boolean {
    return this.isAnywhere || this.paths.size > 0
  }

  /** Code has looked at the keys of the record at a path; of some record, where that is not known. */
  note(path: Path | undefined): void {
    if (path === undefined) this.isAnywhere = true
    else this.paths.add(path)
  }

  noteAll({ isAnywhere, paths }: KeyLooks): void {
    this.isAnywhere ||= isAnywhere
    for (const path of paths) this.paths.add(path)
  }

  /** Whether any of the records is known to be a dictionary, or may be one. */
  areAtDictionaries(dictionaries: Dictionaries): boolean {
    if (dictionaries.size === 0) return false
    if (this.isAnywhere) return true
    const { answer, paths } = this
    if (answer.looks !== paths.size || answer.dictionaries !== dictionaries.size) {
      const isYes = [...paths].some(path => dictionaries.isAt(path))
      this.answer = { looks: paths.size, dictionaries: dictionaries.size, isYes }
    }
    return this.answer.isYes
  }
}
