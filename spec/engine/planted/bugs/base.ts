/** Planted bugs in `src/base`. */

import type { PlantedBug } from '../planted-bug.ts'
import { builtIns, codes, randomNumbers, types } from '../test-files.ts'

export const baseBugs: readonly PlantedBug[] = [
  // Built-ins that an author's code changes.
  {
    bug: 'what is added to prototypes and shows in every object is no change',
    file: 'src/base/built-ins.ts',
    text: 'if (added !== undefined) return added',
    instead: '',
    tests: [builtIns],
  },
  {
    bug: 'changed getters of built-ins are not seen',
    file: 'src/base/built-ins.ts',
    text: '|| before.get !== now.get ||',
    instead: '||',
    tests: [builtIns],
  },
  {
    bug: 'changed built-ins are looked for with what may have been changed',
    file: 'src/base/built-ins.ts',
    text: 'const now = getOwnPropertyDescriptor(part.owner, part.key)',
    instead: 'const now = Reflect.getOwnPropertyDescriptor(part.owner, part.key)',
    tests: [builtIns],
  },
  {
    bug: 'what a model does to built-ins is left as it is',
    file: 'src/machine/instantiate.ts',
    text: "undoChangedBuiltIns(`model '${description.name}'`)",
    instead: '',
    tests: [builtIns],
  },
  // Random runs.
  {
    bug: 'small random numbers are favoured',
    file: 'src/base/random-numbers.ts',
    text: 'if (number < fair) return',
    instead: 'if (number >= 0) return',
    tests: [randomNumbers],
  },
  {
    bug: 'all runs of a seed take the same steps',
    file: 'src/base/random-numbers.ts',
    text: 'this.b = stream | 0',
    instead: 'this.b = 0',
    tests: [randomNumbers],
  },
  // What both engines share, where only the naive explorer can tell.
  {
    bug: 'keys are not sorted in canonical texts',
    file: 'src/base/plain.ts',
    text: 'of Object.keys(value).sort()',
    instead: 'of Object.keys(value)',
    tests: ['spec/engine/base/canonical.spec.ts'],
  },
  // The public API.
  {
    bug: 'an error may carry any code',
    file: 'src/base/errors.ts',
    text: 'constructor(code: UsageErrorCode,',
    instead: 'constructor(code: any,',
    tests: [types],
  },
  {
    bug: 'the page of errors says something else than the table of codes',
    file: 'src/base/error-codes.ts',
    text: "'Give it another name.'",
    instead: "'Rename it.'",
    tests: [codes],
  },
  {
    bug: 'a code is explained that no error has',
    file: 'src/base/errors.ts',
    text: "InternalErrorCode = 'internal'",
    instead: 'InternalErrorCode = undefined as never',
    tests: [codes],
  },
]
