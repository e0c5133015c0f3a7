/** Planted bugs in `src/state`. */

import type { PlantedBug } from '../planted-bug.ts'
import { listElements, lists, records, settling, stores, walking } from '../test-files.ts'

export const stateBugs: readonly PlantedBug[] = [
  // Layouts and stores.
  {
    bug: 'a cell has one bit too few when its table is full',
    file: 'src/state/width.ts',
    text: '32 - Math.clz32(values - 1)',
    instead: '32 - Math.clz32((values - 1) >> 1)',
    tests: [walking],
  },
  {
    bug: 'of several cells that move alike, only the last is carried over',
    file: 'src/state/carry-over.ts',
    text: '(moves.get(key)?.mask ?? 0) | (a.mask << a.shift)',
    instead: 'a.mask << a.shift',
    tests: [walking],
  },
  {
    bug: 'states with the same hash are one state in the store of small searches',
    file: 'src/state/chunked-store.ts',
    text: 'if (id < 0 || this.isState(id, words, at)) return id',
    instead: 'if (id < 0 || id >= 0) return id',
    tests: [walking],
  },
  {
    bug: 'states with the same bits of their hash are one state in the linear store',
    file: 'src/state/linear-store.ts',
    text: '=== 0 && this.isState((entry & mask) - 1, words, at)) return slot',
    instead: '=== 0) return slot',
    tests: [stores],
  },
  {
    bug: 'a hole in the heap is handed out as it was left',
    file: 'src/state/heap.ts',
    text: 'this.words.fill(0, wordsOf(at), wordsOf(hole.at))',
    instead: '',
    tests: [stores],
  },
  {
    bug: 'an address above 2 GB becomes negative',
    file: 'src/state/units.ts',
    text: '((at << 2) >>> 0) as ByteAddress',
    instead: '(at << 2) as ByteAddress',
    tests: ['spec/engine/state/units.spec.ts'],
  },
  {
    bug: 'the view of a memory that has grown is used again',
    file: 'src/state/linear-store.ts',
    text: 'const words = isOwn ? this.words : given',
    instead: 'const words = isOwn ? given : given',
    tests: [stores],
  },
  // Layouts that settle.
  {
    bug: 'a forced change of layout leaves no more room than the previous one',
    file: 'src/state/room.ts',
    text: 'this.changes = states < 2 * this.lastNarrow + fewStates ? this.changes + 1 : 1',
    instead: 'this.changes = 1',
    tests: [settling],
  },
  // Lists of which only a part is looked at, and edits that are the same for every list.
  {
    bug: 'a list of places of sets is edited like any other',
    file: 'src/state/shape.ts',
    text: '!holdsSets && isHeld(holds, value)',
    instead: 'isHeld(holds, value)',
    tests: [lists],
  },
  {
    bug: 'keys that an operator sets come last',
    file: 'src/state/record-look-ups.ts',
    text: 'sorted([...fields.keys()])',
    instead: '[...fields.keys()]',
    tests: [records],
  },
  {
    bug: 'an operator leaves the keys that are gone',
    file: 'src/state/record-look-ups.ts',
    text: 'else fields.delete(key)',
    instead: 'else fields.has(key)',
    tests: [records],
  },
  {
    bug: 'an object is in a list twice',
    file: 'src/state/value-table.ts',
    text: 'return isSecond ? freeze(copyOf(element), true) : element',
    instead: 'return element',
    tests: [listElements],
  },
  {
    bug: 'a record is kept for values that the layout has no room for',
    file: 'src/state/unpack-state.ts',
    text: 'if (value > mask) return make(read)',
    instead: '',
    tests: ['spec/engine/state/unpack-state.spec.ts'],
  },
  {
    bug: 'records that differ in one value are kept as one',
    file: 'src/state/unpack-state.ts',
    text: 'key = (key << bits) | value',
    instead: 'key = (key << (bits - 1)) | value',
    tests: ['spec/engine/state/unpack-state.spec.ts'],
  },
]
