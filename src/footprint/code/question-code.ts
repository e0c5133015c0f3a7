/**
 * Generated code: the trees of questions about states, as a WebAssembly module.
 *
 * Exports
 *   answers(from, to, out, stride) → 0      answers all of them for the states from `from` up to `to`; the answers to the first
 *                                           question are at `out`, a byte for each state, those to the next one `stride` bytes
 *                                           further on: 0 where the tree does not know it, 1 for no, 2 for yes
 */

import type { Tree } from '../tree.ts'
import { AnswerCode } from './answer-code.ts'
import { Code, op } from './assembler.ts'
import { addressOf } from './state-code.ts'
import { generateWhatFits, type TreeCodeLimit, type TreeCodeSource } from './tree-code.ts'

/** What the code of questions is generated from. */
export interface QuestionCodeSource extends TreeCodeSource {
  readonly chunkBits: number
  readonly trees: readonly Tree<boolean>[]
}

/** Code for as much of the trees as may become code; undefined if even a small part would be too large. */
export function generateQuestionCode(
  source: QuestionCodeSource,
  maxPages: number,
): Uint8Array<ArrayBuffer> | undefined {
  return generateWhatFits(limit => new QuestionCode(source, limit).generate(maxPages))
}

class QuestionCode extends AnswerCode {
  private readonly source: QuestionCodeSource

  constructor(source: QuestionCodeSource, limit: TreeCodeLimit) {
    super(source, limit)
    this.source = source
  }

  generate(maxPages: number): Uint8Array<ArrayBuffer> {
    const answers = this.module.declare(4, 'answers')
    this.module.define(answers, this.answers())
    return this.module.finish(maxPages)
  }

  private answers(): Code {
    const { layout, chunkBits, trees } = this.source
    const [id, to, out, stride] = [0, 1, 2, 3]
    const code = new Code(4)
    const [state, at] = [code.local(), code.local()]
    code.block().loop()
    code.get(id).get(to).op(op.geU).brIf(1)
    addressOf(code, id, { sizeWords: layout.sizeWords, chunkBits })
    code.set(state).get(out).set(at)
    for (const tree of trees) {
      code.get(at)
      this.answer(code, this.reduced(tree), state, state)
      code.storeByte().get(at).get(stride).op(op.add).set(at)
    }
    code.get(out).const(1).op(op.add).set(out)
    code.get(id).const(1).op(op.add).set(id)
    code.br(0).end().end()
    return code.const(0)
  }
}
