/**
 * A generated function that answers a claim about a state, or about the two states of a transition.
 *
 *   parameters   out | first | second     where the answer of a part is put; the addresses of the states
 *   result       one more than the number of the answer, or 0 if the tree does not know it
 */

import type { Cell, Layout } from '../../state/layout.ts'
import { StepFunction } from './step-function.ts'

/** The parameters with the addresses of both states. */
const [first, second] = [1, 2]

/** The cells of two states, one behind the other, as the trees of claims about transitions number them. */
export function pairLayout({ cells, sizeWords, ...layout }: Layout): Layout {
  const ofSecond = cells.map(
    (cell): Cell => ({ ...cell, index: cells.length + cell.index, word: sizeWords + cell.word }),
  )
  return { ...layout, cells: [...cells, ...ofSecond], sizeWords: 2 * sizeWords }
}

/** The code of one such function; `layout` is that of a pair. */
export class PairFunction extends StepFunction {
  private readonly wordsOfFirst: number

  constructor(layout: Layout) {
    super(layout, 3)
    this.wordsOfFirst = layout.sizeWords / 2
  }

  override word(word: number): void {
    if (word < this.wordsOfFirst) this.code.get(first).load(4 * word)
    else this.code.get(second).load(4 * (word - this.wordsOfFirst))
  }
}
