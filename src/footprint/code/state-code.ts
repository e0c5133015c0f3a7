/**
 * Generated code that looks states up and stores them, for one size of state. This part of the hot loop does not depend
 * on the model, so it is generated once and kept when the trees of steps grow.
 *
 * Exports
 *   insert(p, end, index, mask, count, fresh)  looks the records up, stores new states, lists their records at `fresh`;
 *          → count                             `count` counts states
 *   find(p, end, index, mask)                  looks the records up; puts the number of its state, or -1, in place of the
 *          → 0                                 hash of each
 *   reindex(index, mask, from, to, hashes)     enters these states into the index; `hashes` is room for a number each
 *          → 0
 *
 * Both iterate over their states twice. The first pass only prefetches the cache lines of the index: these reads do not
 * depend on each other, so memory serves them in parallel.
 */

import { mixConstants, salt } from '../../state/hash.ts'
import { directoryAt, takenAt } from '../../state/linear-store.ts'
import { RecordLayout } from '../record.ts'
import { Code, ModuleBuilder, op } from './assembler.ts'

/** All that this code depends on. */
export interface StateSize {
  readonly sizeWords: number
  readonly chunkBits: number
}

/** A word that is written and never read, so that the prefetching reads are not optimised away. */
const sinkAt = 0

/** The module with all exports, for states of one size. */
export function generateStateCode(size: StateSize, maxPages: number): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder()
  const insert = builder.declare(6, 'insert')
  const reindex = builder.declare(5, 'reindex')
  builder.define(insert, insertCode(size))
  const find = builder.declare(4, 'find')
  builder.define(find, findCode(size))
  builder.define(reindex, reindexCode(size))
  return builder.finish({ maximum: maxPages })
}

/** Turns the word on the stack into its contribution to the hash. */
export function mixOf(code: Code, local: number, word: number): void {
  code.const(salt(word)).op(op.xor).const(mixConstants.first).op(op.mul).tee(local)
  code.get(local).const(13).op(op.shrU).op(op.xor).const(mixConstants.second).op(op.mul).tee(local)
  code.get(local).const(16).op(op.shrU).op(op.xor)
}

/** The address of the state whose number is in a local. */
export function addressOf(code: Code, id: number, { sizeWords, chunkBits }: StateSize): void {
  code.get(id).const(chunkBits).op(op.shrU).const(2).op(op.shl).load(directoryAt)
  code
    .get(id)
    .const(2 ** chunkBits - 1)
    .op(op.and)
    .const(4 * sizeWords)
    .op(op.mul)
    .op(op.add)
}

/** The locals of looking records up. */
interface LookUpLocals {
  readonly at: number
  readonly slot: number
  readonly hashed: number
  readonly tag: number
  readonly id: number
  readonly address: number
  readonly record: RecordLayout
}

/** What is done with a record: in any case, where no state is like it, and where one is. */
interface LookUpEnds {
  readonly first?: (locals: LookUpLocals) => void
  readonly isNew: (locals: LookUpLocals) => void
  readonly isKnown?: (locals: LookUpLocals) => void
}

/** The parameters of looking records up. */
const lookUpParameters = { start: 0, end: 1, index: 2, mask: 3 }

/** Looks up the records from parameter 0 up to parameter 1, in the index that parameter 2 leads to, with the mask of parameter 3. */
function lookUpCode(code: Code, size: StateSize, { first, isNew, isKnown }: LookUpEnds): void {
  const { locals, each, home, loadEntry, hasTag, stateInEntry } = lookUpParts(code, size)
  const { slot, address } = locals
  const { mask } = lookUpParameters
  const sink = code.local()
  // First prefetch the cache lines of the index; the states they lead to are mostly recent and still in the cache.
  each(() => {
    home()
    loadEntry()
    code.get(sink).op(op.xor).set(sink)
  })
  code.const(0).get(sink).store(sinkAt)
  each(() => {
    first?.(locals)
    home()
    code.block().loop()
    loadEntry()
    code.op(op.eqz).if()
    isNew(locals)
    code.br(2).end()
    hasTag()
    code.if().block()
    stateInEntry()
    code.set(address)
    leaveIfWordsDiffer(code, size, locals)
    // All words are the same: the state is known.
    isKnown?.(locals)
    code.br(3).end().end()
    code.get(slot).const(1).op(op.add).get(mask).op(op.and).set(slot)
    code.br(0).end().end()
  })
}

interface LookUpParts {
  readonly locals: LookUpLocals
  /** Code for each record. */
  readonly each: (body: () => void) => void
  /** The first slot of a record. */
  readonly home: () => void
  readonly loadEntry: () => void
  readonly hasTag: () => void
  /** The address of the state that an entry leads to. */
  readonly stateInEntry: () => void
}

/** The locals of a look-up, and what its two passes are made of. */
function lookUpParts(code: Code, size: StateSize): LookUpParts {
  const { start, end, index, mask } = lookUpParameters
  const record = new RecordLayout(size.sizeWords)
  const at = code.local()
  const hashed = code.local()
  const entry = code.local()
  const slot = code.local()
  const id = code.local()
  const address = code.local()
  const tag = code.local()
  code.get(mask).const(-1).op(op.xor).set(tag)
  const each = (body: () => void): void => {
    code.get(start).set(at).block().loop()
    code.get(at).get(end).op(op.geU).brIf(1)
    body()
    code.get(at).const(record.bytes).op(op.add).set(at).br(0).end().end()
  }
  const loadEntry = (): void => {
    code.get(slot).const(2).op(op.shl).get(index).op(op.add).load().tee(entry)
  }
  const hasTag = (): void => {
    code.get(entry).get(hashed).op(op.xor).get(tag).op(op.and).op(op.eqz)
  }
  const home = (): void => {
    code.get(at).load(record.hashByte).tee(hashed).get(mask).op(op.and).set(slot)
  }
  const stateInEntry = (): void => {
    code.get(entry).get(mask).op(op.and).const(1).op(op.sub).set(id)
    addressOf(code, id, size)
  }
  return { locals: { at, slot, hashed, tag, id, address, record }, each, home, loadEntry, hasTag, stateInEntry }
}

/** Leaves the block if a word of the record is not that of the state. */
function leaveIfWordsDiffer(code: Code, { sizeWords }: StateSize, { at, address }: LookUpLocals): void {
  for (let word = 0; word < sizeWords; word++)
    code
      .get(address)
      .load(4 * word)
      .get(at)
      .load(4 * word)
      .op(op.ne)
      .brIf(0)
}

function insertCode(size: StateSize): Code {
  const code = new Code(6)
  const { index } = lookUpParameters
  const [count, fresh] = [4, 5]
  lookUpCode(code, size, {
    // Every leaf in a batch has had a transition.
    first: ({ at, record }) => code.get(at).load(record.leafByte).const(1).storeByte(takenAt),
    isNew: ({ at, slot, hashed, tag, id, address }) => {
      code.get(count).set(id)
      addressOf(code, id, size)
      code.set(address)
      for (let word = 0; word < size.sizeWords; word++)
        code
          .get(address)
          .get(at)
          .load(4 * word)
          .store(4 * word)
      code.get(count).const(1).op(op.add).set(count)
      code.get(slot).const(2).op(op.shl).get(index).op(op.add)
      code.get(hashed).get(tag).op(op.and).get(count).op(op.or).store()
      code.get(fresh).get(at).store().get(fresh).const(4).op(op.add).set(fresh)
    },
  })
  return code.get(count)
}

function findCode(size: StateSize): Code {
  const code = new Code(4)
  lookUpCode(code, size, {
    isNew: ({ at, record }) => code.get(at).const(-1).store(record.hashByte),
    isKnown: ({ at, id, record }) => code.get(at).get(id).store(record.hashByte),
  })
  return code.const(0)
}

/** Sets `hashed` to the hash of the state `id`. */
function hashState(
  code: Code,
  size: StateSize,
  { id, address, hashed, mixed }: { readonly [local in 'id' | 'address' | 'hashed' | 'mixed']: number },
): void {
  addressOf(code, id, size)
  code.set(address).const(0).set(hashed)
  for (let word = 0; word < size.sizeWords; word++) {
    code.get(address).load(4 * word)
    mixOf(code, mixed, word)
    code.get(hashed).op(op.xor).set(hashed)
  }
}

/** Enters the states from `from` on into the index: first their hashes, touching their lines, then they themselves. */
function reindexCode(size: StateSize): Code {
  const code = new Code(5)
  const [index, mask, from, to, hashes] = [0, 1, 2, 3, 4]
  const id = code.local()
  const address = code.local()
  const hashed = code.local()
  const mixed = code.local()
  const slot = code.local()
  const sink = code.local()
  const each = (body: () => void): void => {
    code.get(from).set(id).block().loop()
    code.get(id).get(to).op(op.geU).brIf(1)
    body()
    code.get(id).const(1).op(op.add).set(id).br(0).end().end()
  }
  const hashAddress = (): void => {
    code.get(id).get(from).op(op.sub).const(2).op(op.shl).get(hashes).op(op.add)
  }
  const entryAddress = (): void => {
    code.get(slot).const(2).op(op.shl).get(index).op(op.add)
  }
  each(() => {
    hashState(code, size, { id, address, hashed, mixed })
    hashAddress()
    code.get(hashed).store()
    code.get(hashed).get(mask).op(op.and).set(slot)
    entryAddress()
    code.load().get(sink).op(op.xor).set(sink)
  })
  code.const(0).get(sink).store(sinkAt)
  each(() => {
    hashAddress()
    code.load().tee(hashed).get(mask).op(op.and).set(slot)
    code.block().loop()
    entryAddress()
    code.tee(address).load().op(op.eqz).brIf(1)
    code.get(slot).const(1).op(op.add).get(mask).op(op.and).set(slot)
    code.br(0).end().end()
    code.get(address).get(hashed).get(mask).const(-1).op(op.xor).op(op.and)
    code.get(id).const(1).op(op.add).op(op.or).store()
  })
  return code.const(0)
}
