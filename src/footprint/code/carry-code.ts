/**
 * Generated code that packs states anew when only the places of cells have changed.
 *
 * Exports
 *   carry(from, to, end) → 0       packs the states at `from` into those from `to` up to `end`
 */

import type { BitMove } from '../../state/carry-over.ts'
import { Code, ModuleBuilder, op } from './assembler.ts'

/** Sizes of states in words. */
export interface CarrySizes {
  readonly before: number
  readonly after: number
}

/** The module for states of these two sizes. */
export function generateCarryCode(
  moves: readonly BitMove[],
  sizes: CarrySizes,
  maxPages: number,
): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder()
  builder.define(builder.declare(3, 'carry'), carryCode(moves, sizes))
  return builder.finish({ maximum: maxPages })
}

function carryCode(moves: readonly BitMove[], { before, after }: CarrySizes): Code {
  const code = new Code(3)
  const [from, to, end] = [0, 1, 2]
  code.block().loop()
  code.get(to).get(end).op(op.geU).brIf(1)
  for (let word = 0; word < after; word++) {
    code.get(to).const(0)
    for (const move of moves) if (move.toWord === word) moved(code, from, move)
    code.store(4 * word)
  }
  for (const [at, words] of [
    [from, before],
    [to, after],
  ] as const)
    code
      .get(at)
      .const(4 * words)
      .op(op.add)
      .set(at)
  code.br(0).end().end()
  return code.const(0)
}

/** Adds the bits of a move to the word on the stack. */
function moved(code: Code, from: number, { fromWord, mask, left, right }: BitMove): void {
  code
    .get(from)
    .load(4 * fromWord)
    .const(mask)
    .op(op.and)
  if (left > 0) code.const(left).op(op.shl)
  if (right > 0) code.const(right).op(op.shrU)
  code.op(op.or)
}
