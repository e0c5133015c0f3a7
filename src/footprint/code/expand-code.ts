/** The loop over the states of a block: for each of them, the functions of all movers write the records of its successors. */

import { Code, op } from './assembler.ts'
import { addressOf, mixOf, type StateSize } from './state-code.ts'
import { hasWordParameters, mixesAt } from './step-function.ts'

const [id, to, target, limit, ends] = [0, 1, 2, 3, 4]

/** The locals of the loop. */
interface Locals {
  /** The address of the state. */
  readonly source: number
  readonly hashed: number
  readonly written: number
  readonly mixed: number
  /** The words of the state, if they are parameters. */
  readonly words: readonly number[]
}

/** `movers` are the numbers of their functions. */
export function expandCode(size: StateSize, movers: readonly number[]): Code {
  const code = new Code(5)
  const locals = localsOf(code, size)
  code.block().loop()
  code.get(id).get(to).op(op.geU).brIf(1)
  code.get(target).get(limit).op(op.gtU).brIf(1)
  loadState(code, locals, size)
  code.get(target).set(locals.written)
  for (const mover of movers) callMover(code, locals, mover)
  code.get(locals.written).set(target)
  code.get(ends).get(target).store()
  code.get(ends).const(4).op(op.add).set(ends)
  code.get(id).const(1).op(op.add).set(id)
  code.br(0).end().end()
  return code.get(id)
}

function localsOf(code: Code, { sizeWords }: StateSize): Locals {
  const [source, hashed, written, mixed] = [code.local(), code.local(), code.local(), code.local()]
  const words = hasWordParameters(sizeWords) ? Array.from({ length: sizeWords }, () => code.local()) : []
  return { source, hashed, written, mixed, words }
}

/** Loads the words of the state, hashes it, and leaves its mixed words where leaves find them. */
function loadState(code: Code, { source, hashed, written, mixed, words }: Locals, size: StateSize): void {
  addressOf(code, id, size)
  code.set(source).const(0).set(hashed)
  for (let word = 0; word < size.sizeWords; word++) {
    code
      .const(0)
      .get(source)
      .load(4 * word)
    if (words.length > 0) code.tee(words[word]!)
    mixOf(code, mixed, word)
    code.tee(written).store(mixesAt + 4 * word)
    code.get(hashed).get(written).op(op.xor).set(hashed)
  }
}

/** Ends the loop before this state if its trees are needed. */
function callMover(code: Code, { source, hashed, written, words }: Locals, mover: number): void {
  code.get(written).get(hashed)
  if (words.length > 0) for (const word of words) code.get(word)
  else code.get(source)
  code.call(mover).tee(written).op(op.eqz).brIf(1)
}
