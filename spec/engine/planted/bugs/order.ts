/** Planted bugs in `src/order`, and in what uses it. */

import type { PlantedBug } from '../planted-bug.ts'
import { lateEffects, order, randomOrder } from '../test-files.ts'

const ordered = [order, lateEffects, randomOrder]

export const orderBugs: readonly PlantedBug[] = [
  {
    bug: 'steps are put off forever',
    file: 'src/order/postponed.ts',
    text: 'return successor < 0 || this.lastOf(successor) !== id',
    instead: 'return true',
    tests: ordered,
  },
  {
    bug: 'what was relied on is not looked at again',
    file: 'src/search/block-order.ts',
    text: 'if (!this.reliances.hold(this.effects())) throw',
    instead: 'if (this.reliances.hold(this.effects())) return\n    throw',
    tests: ordered,
  },
  {
    bug: 'a claim about states is taken not to see steps',
    file: 'src/order/known-effects.ts',
    text: 'return this.seenByClaims.some(',
    instead: 'return this.seenByClaims.every(',
    tests: ordered,
  },
  {
    bug: 'what claims about transitions read does not count as read by the step',
    file: 'src/order/known-effects.ts',
    text: 'addCells(reads, this.readByClaims(mover, step))',
    instead: '',
    tests: ordered,
  },
  {
    bug: 'what a step writes may have been read by others',
    file: 'src/order/known-effects.ts',
    text: ' || meet(writes, itsReads)',
    instead: '',
    tests: ordered,
  },
  {
    bug: 'what a step reads may be written by others',
    file: 'src/order/known-effects.ts',
    text: 'meet(reads, itsWrites) || ',
    instead: '',
    tests: ordered,
  },
  {
    bug: 'a step that waits waits forever',
    file: 'src/order/persistent-sets.ts',
    text: 'return !canMove && !meet(reads, written)',
    instead: 'return !canMove',
    tests: ordered,
  },
  {
    bug: 'others take only their next step',
    file: 'src/order/persistent-sets.ts',
    text: 'met.push(this.effects.of(effect.mover, label))',
    instead: '',
    tests: ordered,
  },
  {
    bug: 'a mover in the set that waits needs nobody',
    file: 'src/order/persistent-sets.ts',
    text: 'addCells(unwritten, doing.reads)',
    instead: 'if (doing.canMove) addCells(unwritten, doing.reads)',
    tests: ordered,
  },
  {
    bug: 'a new shape of states is taken for none that a step relied on',
    file: 'src/search/block-order.ts',
    text: 'if (this.known?.layout.shape !== this.firstShape) throw',
    instead: 'if (this.known === undefined) throw',
    tests: [lateEffects],
  },
  {
    bug: 'edits of lists do not count as writes',
    file: 'src/order/step-effects.ts',
    text: 'of [...leaf.writes, ...leaf.operations]) this',
    instead: 'of leaf.writes) this',
    tests: ordered,
  },
  {
    bug: 'a step that is run from every state is taken to touch nothing',
    file: 'src/order/step-effects.ts',
    text: 'this.addPlace(effect.reads, [])\n    this.addPlace(effect.writes, [])',
    instead: '',
    tests: ordered,
  },
  {
    bug: 'a run among fewer transitions is called a shortest one',
    file: 'src/search/ordered-search.ts',
    text: 'mayBeShorter: true,',
    instead: '',
    tests: [order],
  },
]
