/** Planted bugs in `src/footprint` where it records runs. */

import type { PlantedBug } from '../planted-bug.ts'
import { cases, changingRoot, directRuns, lists, notFollowed, recorded, supervised, walking } from '../test-files.ts'

export const recordingBugs: readonly PlantedBug[] = [
  // Recording what steps read and write.
  {
    bug: 'a cell that was assigned the value that it had is no write',
    file: 'src/footprint/step-watch.ts',
    text: 'if (!values.has(cell)) values.set(cell, this.read(cell))',
    instead: 'values.has(cell)',
    tests: [walking],
  },
  {
    bug: 'a write of the value that was there is left out although the footprint does not know the value',
    file: 'src/footprint/step-watch.ts',
    text: 'this.trace.known.get(cell) !== value',
    instead: 'this.read(cell) !== value',
    tests: [walking],
  },
  {
    bug: 'what a step does behind proxies always counts as what it does without',
    file: 'src/footprint/record-step.ts',
    text: 'function isSameRun(a: SeenRun, b: SeenRun): boolean {',
    instead: 'function isSameRun(a: SeenRun, b: SeenRun): boolean {\n  if (a !== b) return true',
    tests: [recorded],
  },
  {
    bug: 'iterating a set reads none of its members',
    file: 'src/footprint/watched-state.ts',
    text: 'part.lookAtAll()\n    }\n    // Iteration',
    instead: '}\n    // Iteration',
    tests: [walking],
  },
  {
    bug: 'asking for a member that no state has had is forgotten',
    file: 'src/footprint/watched-set.ts',
    text: 'if (cell === undefined) this.reads.missingMember(this.place)',
    instead: 'if (cell === undefined) return',
    tests: [recorded],
  },
  {
    bug: 'an object that is stored elsewhere is not read',
    file: 'src/footprint/watched-state.ts',
    text: 'this.readAll(part)\n    return part.target',
    instead: 'return part.target',
    tests: [walking, recorded],
  },
  {
    bug: 'code that proxies cannot follow leaves the trace as it is',
    file: 'src/footprint/watched-state.ts',
    text: 'this.trace.isOpaque = true',
    instead: 'this.trace.isOpaque = false',
    tests: [recorded, notFollowed],
  },
  {
    bug: 'an assignment is not noted as a write',
    file: 'src/footprint/watched-state.ts',
    text: 'written.add(key)\n    return Reflect.set(',
    instead: 'return Reflect.set(',
    tests: [walking],
  },
  // Steps that are run directly.
  {
    bug: 'a member that a step run directly has taken out of a set is still there',
    file: 'src/footprint/direct-changes.ts',
    text: 'changed.set(cell, 0)',
    instead: '',
    tests: [walking, cases],
  },
  {
    bug: 'only the first field that a step run directly has touched is compared',
    file: 'src/footprint/direct-changes.ts',
    text: 'if (!scratch.isTouched(field)) continue',
    instead: 'if (!scratch.isTouched(field) || this.count > 0) continue',
    tests: [walking],
  },
  {
    bug: 'a step that edits members of sets in place does nothing where it is run directly',
    file: 'src/footprint/direct-steps.ts',
    text: "if (first.end !== 'unclear' || this.machine.sets.length === 0) return first",
    instead:
      "if (first.end !== 'unclear' || this.machine.sets.length === 0) return first\n      if (first.end === 'unclear') return { ...first, end: 'disabled' }",
    tests: [directRuns],
  },
  // Bounds.
  {
    bug: 'a state whose own keys come and go is not read',
    file: 'src/footprint/watched-state.ts',
    text: "if (place?.kind === 'cell') this.reads.all(place)",
    instead: '',
    tests: [changingRoot],
  },
  // Lists of which only a part is looked at, and edits that are the same for every list.
  {
    bug: 'an element that is looked at does not count as read',
    file: 'src/footprint/watched-list.ts',
    text: 'this.reader.ask(index)\n      return',
    instead: 'return',
    tests: [lists],
  },
  {
    bug: 'the length of a list that is looked at does not count as read',
    file: 'src/footprint/watched-list.ts',
    text: "if (!this.isWhole) this.reader.ask('length')",
    instead: '',
    tests: [lists],
  },
  {
    bug: 'elements that a splice has taken out can be looked at unseen',
    file: 'src/footprint/read-list.ts',
    text: '() => list.askTokens(out)',
    instead: '() => {}',
    tests: [lists, walking],
  },
  {
    bug: 'after an edit, an element is taken for the one that was at its index before',
    file: 'src/footprint/watched-list.ts',
    text: 'this.askTokens([this.tokens.at(index)])',
    instead: 'this.askTokens([index])',
    tests: [lists],
  },
  {
    bug: 'an operator that does not explain what the run did is believed',
    file: 'src/footprint/step-watch.ts',
    text: 'return operator.of(this.read(cell)) === after ? operator : undefined',
    instead: 'return operator',
    tests: [walking],
  },
  // What a check says of its end.
  {
    bug: 'combinations of choices are not counted',
    file: 'src/footprint/direct-steps.ts',
    text: 'refuseMoreWays(ways++,',
    instead: 'refuseMoreWays(ways,',
    tests: [supervised],
    isBuilt: true,
  },
]
