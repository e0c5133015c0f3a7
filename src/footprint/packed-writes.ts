import type { Layout } from '../state/layout.ts'
import type { StepLeaf } from './step-leaf.ts'

/** What a leaf does to one word of a state: the bits that stay, and what is put into the others. */
export interface WordWrite {
  readonly word: number
  /** Ones where the word stays as it is. */
  readonly keep: number
  readonly put: number
}

/** The writes of a leaf as masks over words, each word once; the bits of cells that are operated on are cleared. */
export function packWrites({ cells }: Layout, leaf: StepLeaf): readonly WordWrite[] {
  const byWord = new Map<number, WordWrite>()
  const operations = leaf.operations.map(({ cell }) => ({ cell, value: 0 }))
  for (const { cell, value } of [...leaf.writes, ...operations]) {
    const { word, shift, mask } = cells[cell]!
    const { keep, put } = byWord.get(word) ?? { keep: -1, put: 0 }
    byWord.set(word, { word, keep: keep & ~(mask << shift), put: put | (value << shift) })
  }
  return [...byWord.values()]
}
