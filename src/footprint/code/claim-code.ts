/**
 * Generated code: the trees of claims, as a WebAssembly module that passes over whatever says nothing new.
 *
 * Exports
 *   states(fresh, end, leaves, count) → fresh       passes over new states, whose records are listed from `fresh` up to
 *                                                   `end`; returns where it stops
 *   transitions(record, end, id, ends, fresh, freshEnd, leaves, count) → record
 *                                                   the same for transitions, and for the new states among what they lead
 *                                                   to; `record` belongs to the state `id` or to a later one, and
 *                                                   `ends` has the end of its records
 *
 *   leaves    [ asked | group | asked | group | ... ]     for each of `count` leaves: a bit for each claim about states whose
 *                                                         answer may be another one after it, the top bit where that is
 *                                                         known; and which trees claims about transitions have for it
 *   quiet     [ answers | answers | ... ]                 for each claim about states, then for each about transitions: the
 *                                                         answers that say nothing new, a bit for each; the lowest stands
 *                                                         for an answer that the tree does not know
 *   passed    [ number | number | ... ]                   for each claim about states, then for each group: how often
 *                                                         an answer was found
 *
 * It stops at the first record for which the search has something to do, and knows nothing of what that is.
 */

import type { ClaimAnswer } from '../../machine/judge.ts'
import type { ByteAddress } from '../../state/units.ts'
import { RecordLayout } from '../record.ts'
import type { Tree } from '../tree.ts'
import { AnswerCode } from './answer-code.ts'
import { Code, op } from './assembler.ts'
import { addressOf } from './state-code.ts'
import { generateWhatFits, type TreeCodeLimit, type TreeCodeSource } from './tree-code.ts'

/** The bit that says that the rest is known of a leaf. */
export const isKnownBit = 1 << 31
/** Answers of a claim that is not asked any more: all are quiet. */
export const allQuiet = -1

type ClaimTreeOrNone = Tree<ClaimAnswer> | undefined

/** What the code of claims is generated from; claims without a tree are asked elsewhere. */
export interface ClaimCodeSource extends TreeCodeSource {
  readonly chunkBits: number
  /** For each claim about states, at most 31. */
  readonly states: readonly ClaimTreeOrNone[]
  /** For each group, for each claim about transitions. */
  readonly groups: readonly (readonly ClaimTreeOrNone[])[]
  readonly quietAt: ByteAddress
  readonly passedAt: ByteAddress
}

/** Code for as much of the trees as may become code; undefined if even a small part would be too large. */
export function generateClaimCode(source: ClaimCodeSource, maxPages: number): Uint8Array<ArrayBuffer> | undefined {
  return generateWhatFits(limit => new ClaimCode(source, limit).generate(maxPages))
}

class ClaimCode extends AnswerCode {
  private readonly source: ClaimCodeSource
  private readonly record: RecordLayout

  constructor(source: ClaimCodeSource, limit: TreeCodeLimit) {
    super(source, limit)
    this.source = source
    this.record = new RecordLayout(source.layout.sizeWords)
  }

  generate(maxPages: number): Uint8Array<ArrayBuffer> {
    const states = this.module.declare(4, 'states')
    const transitions = this.module.declare(8, 'transitions')
    const ofState = this.ofState()
    this.module.define(states, this.states(ofState))
    this.module.define(transitions, this.transitions(this.ofGroup(), ofState))
    return this.module.finish(maxPages)
  }

  /** A function of claims, as bits, and the address of a state: whether all they say there is quiet. */
  private ofState(): number {
    const [claims, state] = [0, 1]
    const code = new Code(2)
    const func = this.module.declare(2)
    const quiet = code.local()
    this.source.states.forEach((tree, claim) => {
      code
        .get(claims)
        .const(1 << claim)
        .op(op.and)
        .if()
      this.returnUnlessQuiet(code, quiet, claim, () => this.answer(code, this.reduced(tree), state, state))
      count(code, this.source.passedAt + 4 * claim)
      code.end()
    })
    this.module.define(func, code.const(1))
    return func
  }

  /** A function of a group and the addresses of two states: whether all that claims say of the transition is quiet. */
  private ofGroup(): number {
    const [group, before, after] = [0, 1, 2]
    const code = new Code(3)
    const func = this.module.declare(3)
    const merged = new Map<string, number>()
    const functions = this.source.groups.map(trees => this.ofTrees(trees, merged))
    const distinct = [...new Set(functions)]
    // Blocks from the outside in: for groups that nobody knows, and one for each function.
    code.block()
    for (const _ of distinct) code.block()
    code
      .get(group)
      .brTable(
        functions.map(called => distinct.indexOf(called)),
        distinct.length,
      )
      .end()
    for (const called of distinct) code.get(before).get(after).call(called).return().end()
    this.module.define(func, code.const(0))
    return func
  }

  /** A function of the addresses of two states; the same for groups whose trees say the same. */
  private ofTrees(trees: readonly ClaimTreeOrNone[], merged: Map<string, number>): number {
    const parts = trees.map(tree => this.reduced(tree))
    const key = parts.map(part => part?.id ?? '-').join()
    const known = merged.get(key)
    if (known !== undefined) return known
    const [before, after] = [0, 1]
    const code = new Code(2)
    const func = this.module.declare(2)
    merged.set(key, func)
    const quiet = code.local()
    parts.forEach((part, claim) => {
      const place = this.source.states.length + claim
      this.returnUnlessQuiet(code, quiet, place, () => this.answer(code, part, before, after))
    })
    this.module.define(func, code.const(1))
    return func
  }

  /** Returns 0 unless the answer, which `push` leaves on the stack, is quiet. */
  private returnUnlessQuiet(code: Code, quiet: number, place: number, push: () => void): void {
    code
      .const(0)
      .load(this.source.quietAt + 4 * place)
      .tee(quiet)
      .const(allQuiet)
      .op(op.ne)
      .if()
      .get(quiet)
    push()
    code.op(op.shrU).const(1).op(op.and).op(op.eqz).if().const(0).return().end().end()
  }

  private states(ofState: number): Code {
    const [fresh, end, leaves, known] = [0, 1, 2, 3]
    const code = new Code(4)
    const [record, entry] = [code.local(), code.local()]
    code.block().loop()
    code.get(fresh).get(end).op(op.geU).brIf(1)
    code.get(fresh).load().set(record)
    this.leaveUnlessKnown(code, { record, entry, leaves, known })
    leaveUnlessQuiet(code, { record, entry, ofState })
    code.get(fresh).const(4).op(op.add).set(fresh)
    code.br(0).end().end()
    return code.get(fresh)
  }

  private transitions(ofGroup: number, ofState: number): Code {
    const [record, end, id, ends, fresh, freshEnd, leaves, known] = [0, 1, 2, 3, 4, 5, 6, 7]
    const code = new Code(8)
    const [entry, before, stateEnd, group] = [code.local(), code.local(), code.local(), code.local()]
    const findState = (): void => {
      addressOf(code, id, { sizeWords: this.record.sizeWords, chunkBits: this.source.chunkBits })
      code.set(before).get(ends).load().set(stateEnd)
    }
    findState()
    code.block().loop()
    code.get(record).get(end).op(op.geU).brIf(1)
    code.block().loop()
    code.get(record).get(stateEnd).op(op.ltU).brIf(1)
    code.get(id).const(1).op(op.add).set(id).get(ends).const(4).op(op.add).set(ends)
    findState()
    code.br(0).end().end()
    this.leaveUnlessKnown(code, { record, entry, leaves, known })
    code.get(entry).load(4).tee(group).get(before).get(record).call(ofGroup).op(op.eqz).brIf(1)
    code.get(fresh).get(freshEnd).op(op.ltU).if()
    code.get(fresh).load().get(record).op(op.eq).if()
    leaveUnlessQuiet(code, { record, entry, ofState }, 2)
    code.get(fresh).const(4).op(op.add).set(fresh)
    code.end().end()
    const passed = entry
    code.get(group).const(2).op(op.shl).set(passed)
    const at = this.source.passedAt + 4 * this.source.states.length
    code.get(passed).get(passed).load(at).const(1).op(op.add).store(at)
    code.get(record).const(this.record.bytes).op(op.add).set(record)
    code.br(0).end().end()
    return code.get(record)
  }

  /** Leaves the block around a loop if nothing is known of the leaf of a record; else puts the address of what is into `entry`. */
  private leaveUnlessKnown(code: Code, locals: Record<'record' | 'entry' | 'leaves' | 'known', number>): void {
    const { record, entry, leaves, known } = locals
    code.get(record).load(this.record.leafByte).tee(entry).get(known).op(op.geU).brIf(1)
    code.get(entry).const(3).op(op.shl).get(leaves).op(op.add).tee(entry)
    code.load().const(isKnownBit).op(op.and).op(op.eqz).brIf(1)
  }
}

/** Leaves the block around a loop, which has `depth` blocks within it here, unless all claims about a new state are quiet. */
function leaveUnlessQuiet(code: Code, locals: Record<'record' | 'entry' | 'ofState', number>, depth = 0): void {
  const { record, entry, ofState } = locals
  const claimBits = (): Code => code.get(entry).load().const(~isKnownBit).op(op.and)
  claimBits().if()
  claimBits()
    .get(record)
    .call(ofState)
    .op(op.eqz)
    .brIf(depth + 2)
  code.end()
}

/** Counts in a word of memory. */
function count(code: Code, at: number): void {
  code.const(0).const(0).load(at).const(1).op(op.add).store(at)
}
