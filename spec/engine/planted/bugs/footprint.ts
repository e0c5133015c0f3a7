/** Planted bugs in `src/footprint` where it walks trees. */

import type { PlantedBug } from '../planted-bug.ts'
import {
  alone,
  changingShapes,
  claimsOfRuns,
  impure,
  lists,
  notFollowed,
  randomRuns,
  recorded,
  walking,
} from '../test-files.ts'

export const footprintBugs: readonly PlantedBug[] = [
  {
    bug: 'fields of states with their keys in another order are taken for those of the usual order',
    file: 'src/footprint/direct-changes.ts',
    text: "keys.map(key => (root.kind === 'record' ? root.fields.get(key) : undefined))",
    instead: "[...(root.kind === 'record' ? root.fields.values() : [])]",
    tests: ['spec/engine/footprint/direct-steps.spec.ts'],
  },
  // Claims that are evaluated on a single list.
  {
    bug: 'a claim that was evaluated on one field has an answer although it has looked at another',
    file: 'src/footprint/alone.ts',
    text: 'return this.looksFurther || (',
    instead: 'return (',
    tests: [alone],
  },
  {
    bug: 'a claim that is evaluated on one list may edit it',
    file: 'src/footprint/alone.ts',
    text: 'list !== undefined && !isSameList(list, value as unknown[])',
    instead: 'list !== undefined && list.length < 0',
    tests: [alone],
  },
  {
    bug: 'a claim that is set aside is never evaluated in other orders of keys once that is no news',
    file: 'src/footprint/claim-tree.ts',
    text: 'plainAnswer(question, this.isNews || this.goesByKeys(question))',
    instead: 'plainAnswer(question, this.isNews)',
    tests: ['spec/engine/footprint/direct-steps.spec.ts'],
  },
  {
    bug: 'a claim that is evaluated on one field may depend on the order of keys',
    file: 'src/footprint/alone.ts',
    text: 'return others.every(other => this.evaluateOnce(other[field]) === answer) ? answer : -1',
    instead: 'return answer',
    tests: [alone],
  },
  {
    bug: 'a claim that has read other fields is evaluated on one of them',
    file: 'src/footprint/claim-footprints.ts',
    text: 'if (places.length > 1 || places[0]?.length !== 1 || cell === undefined',
    instead: 'if (places[0]?.length !== 1 || cell === undefined',
    tests: [alone],
  },
  // Claims as trees.
  {
    bug: 'claims are not asked after a step that may have written anything',
    file: 'src/footprint/claim-footprints.ts',
    text: 'if (leaf === undefined || !leaf.areWritesKnown) return this.stateClaims',
    instead: 'if (leaf === undefined) return this.stateClaims',
    tests: [walking],
  },
  {
    bug: 'an opaque claim depends on nothing',
    file: 'src/footprint/claim-footprints.ts',
    text: 'if (tree.isUnrecorded && !wasUnrecorded) this.dependOn(index, [], group)',
    instead: "if (tree.isUnrecorded && !wasUnrecorded && 'events' in recorded) this.dependOn(index, [], group)",
    tests: [walking, notFollowed],
  },
  {
    bug: 'a claim whose tree is set aside depends only on what it read before',
    file: 'src/footprint/claim-footprints.ts',
    text: 'if (tree.isUnrecorded && !wasUnrecorded) this.dependOn(index, [], group)',
    instead: "if (tree.isUnrecorded && !wasUnrecorded && !('events' in recorded)) this.dependOn(index, [], group)",
    tests: [recorded],
  },
  {
    bug: 'a claim does not depend on members of a set that no state has had',
    file: 'src/footprint/claim-footprints.ts',
    text: 'for (const set of recorded.searchedSets) this.dependOn(index, JSON.parse(set) as Path, group)',
    instead: '',
    tests: [recorded],
  },
  {
    bug: 'a claim does not depend on what has become one cell',
    file: 'src/footprint/claim-footprints.ts',
    text: 'for (const paths of [...this.paths, ...this.groupPaths.values()]) paths.set(key, cell.path)',
    instead: '{}',
    tests: [changingShapes],
  },
  // Steps that are run directly.
  {
    bug: 'a step whose tree does not pay is not taken',
    file: 'src/footprint/expander.ts',
    text: '(): LayoutChange | undefined => this.direct.expand(footprint, batch, isNews)',
    instead: '(): LayoutChange | undefined => undefined',
    tests: [walking],
  },
  // Trees.
  {
    bug: 'runs that disagree on a way are not noticed',
    file: 'src/footprint/step-footprints.ts',
    text: 'if (disagreement !== undefined)',
    instead: 'if (disagreement === null)',
    tests: [impure],
  },
  {
    bug: 'successors gathered before a step was recorded stay in the batch',
    file: 'src/footprint/expander.ts',
    text: 'batch.rollBack(count, failures)',
    instead: '',
    tests: [recorded],
  },
  {
    bug: 'an audit does not compare the states that steps lead to',
    file: 'src/footprint/expander.ts',
    text: 'return cell === undefined ? undefined : { cell }',
    instead: 'return cell === null ? { cell } : undefined',
    tests: [impure],
  },
  // Lists of which only a part is looked at, and edits that are the same for every list.
  {
    bug: 'an operator is applied twice by walking',
    file: 'src/footprint/expander.ts',
    text: 'const value = operator.of((words[word]! >>> shift) & mask)',
    instead: 'const value = operator.of(operator.of((words[word]! >>> shift) & mask))',
    tests: [lists],
  },
  {
    bug: 'a claim is not asked after a step that edits a list',
    file: 'src/footprint/claim-footprints.ts',
    text: '[...leaf.writes, ...leaf.operations].some(',
    instead: 'leaf.writes.some(',
    tests: [recorded],
  },
  {
    bug: 'a claim does not depend on a cell still holding a list',
    file: 'src/footprint/claim-footprints.ts',
    text: 'return JSON.stringify([path, holds])',
    instead: 'return JSON.stringify([path, holds === null])',
    tests: [changingShapes],
  },
  {
    bug: 'a temporal predicate is answered by what another state had in the cell',
    file: 'src/footprint/recorded-question.ts',
    text: 'this.at = at\n',
    instead: 'this.at = this.at || at\n',
    tests: [claimsOfRuns, randomRuns],
  },
]
