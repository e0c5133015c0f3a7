/** Planted bugs in `src/machine`. */

import type { PlantedBug } from '../planted-bug.ts'
import {
  abstractions,
  claimsOfRuns,
  dictionaries,
  directRuns,
  fromElsewhere,
  impure,
  instantiation,
  outside,
  ownCopies,
  walking,
  wrongPredicates,
} from '../test-files.ts'

export const machineBugs: readonly PlantedBug[] = [
  // Steps that are run directly.
  {
    bug: 'a run begins with what the run before it has edited',
    file: 'src/machine/scratch.ts',
    text: 'this.state[this.keys[field]!])) this.copies[field] = undefined',
    instead: 'this.state[this.keys[field]!])) this.making = []',
    tests: [walking],
  },
  {
    bug: 'a copy serves again although two of its places hold one object now',
    file: 'src/machine/scratch.ts',
    text: 'copy !== this.made[this.next++]',
    instead: 'this.made[this.next++] === undefined',
    tests: [directRuns],
  },
  // Initial states.
  {
    bug: 'a list that turns out to be a set in a later initial state stays a list',
    file: 'src/machine/read-initial-states.ts',
    text: 'if (initial.hasMoreSets) {',
    instead: 'if (initial === undefined) {',
    tests: [instantiation],
  },
  {
    bug: 'initial states that are made again are not compared',
    file: 'src/machine/read-initial-states.ts',
    text: 'isSamePlain(write(option), settled[i])',
    instead: 'isSamePlain(settled[i], settled[i])',
    tests: [instantiation, impure],
  },
  // What both engines share, where only the naive explorer can tell.
  {
    bug: 'only the first of several initial states is explored',
    file: 'src/machine/read-initial-states.ts',
    text: 'shared instanceof OneOf ? shared.options : [shared]',
    instead: 'shared instanceof OneOf ? shared.options.slice(0, 1) : [shared]',
    tests: [walking],
  },
  {
    bug: 'an instance that may rest is stuck',
    file: 'src/machine/judge.ts',
    text: '!process.mayRest.has(pc)',
    instead: '!process.mayRest.has("")',
    tests: [walking],
  },
  {
    bug: 'the premise of an implication is ignored',
    file: 'src/machine/judge.ts',
    text: "!isTrueOfState(machine, claim.name, claim.given, state)) return 'premise false'",
    instead: "!isTrueOfState(machine, claim.name, claim.given, state)) return 'false'",
    tests: [walking],
  },
  {
    bug: 'a reachable claim that was asked had a case, and is violated where it is false',
    file: 'src/machine/judge.ts',
    text: "answer === (claim.kind === 'reachable' ? 'true' : 'false')",
    instead: "answer === (claim.kind === 'reachable' ? 'false' : 'false')",
    tests: [walking],
  },
  // State outside the model.
  {
    bug: 'parts of globals are not noted',
    file: 'src/machine/outside.ts',
    text: 'this.noteDeep(value, `globalThis.${String(name)}`)',
    instead: '',
    tests: [outside],
  },
  {
    bug: 'what is written outside the model stays there',
    file: 'src/machine/outside.ts',
    text: 'for (const key of changed) put(owner, key, held.get(key))',
    instead: '',
    tests: [outside],
  },
  {
    bug: 'functions that were imported from Node are not replaced',
    file: 'src/machine/strange-clock.ts',
    text: '.map(replace)\n  moduleModule?.syncBuiltinESMExports()',
    instead: '.map(replace)',
    tests: [fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'a count and an initial state are asked for once',
    file: 'src/machine/instantiate.ts',
    text: 'refuseOtherAnswer(machine, value)',
    instead: '',
    tests: [fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'the keys of a state stay reversed as they were before another dictionary was known',
    file: 'src/machine/dictionaries.ts',
    text: 'if (known?.size === size)',
    instead: 'if (known !== undefined)',
    tests: [dictionaries],
  },
  // Temporal claims.
  {
    bug: 'a claim is judged for the first instance alone',
    file: 'src/machine/judge.ts',
    text: 'return Array.from({ length: count }, (_, instance) => ({ process: of, instance }))',
    instead: 'return Array.from({ length: Math.min(1, count) }, (_, instance) => ({ process: of, instance }))',
    tests: [claimsOfRuns],
  },
  // Bounds.
  {
    bug: 'the label of a step goes to the instance that a copy has replaced',
    file: 'src/machine/step-end.ts',
    text: 'if (now === own) own.pc = next',
    instead: 'if (now !== undefined) own.pc = next',
    tests: [ownCopies],
  },
  {
    bug: 'an action that returns the next state is accepted',
    file: 'src/machine/reference.ts',
    text: 'if (returned !== draft) refuseNewState(returned, draft, where)',
    instead: '',
    tests: [ownCopies],
  },
  // What a check says of its end.
  {
    bug: 'a predicate may edit the instance that it is asked for',
    file: 'src/machine/judge.ts',
    text: 'Object.freeze({ ...(instances[instance] as InstanceState), id: instance })',
    instead: '{ ...(instances[instance] as InstanceState), id: instance }',
    tests: [wrongPredicates],
  },
  // Refinement.
  {
    bug: 'every step refines',
    file: 'src/machine/abstraction.ts',
    text: 'return keyOf(from) === to || this.textsAfter(from).has(to)',
    instead: 'return keyOf(from) === to || this.textsAfter(from).size > 0',
    tests: [abstractions],
  },
  {
    bug: 'a step that changes nothing in the refined model does not refine it',
    file: 'src/machine/abstraction.ts',
    text: 'return keyOf(from) === to || this.textsAfter(from).has(to)',
    instead: 'return this.textsAfter(from).has(to)',
    tests: [abstractions],
  },
  {
    bug: 'what is possible in one abstract state is possible in all',
    file: 'src/machine/abstraction.ts',
    text: 'const key = keyOf(seen)\n    const known',
    instead: 'const key = keyOf(seen).slice(0, 1)\n    const known',
    tests: [abstractions],
  },
  {
    bug: 'only the first initial state must be one of the refined model',
    file: 'src/machine/abstraction.ts',
    text: 'initialStates.filter(state => !abstraction',
    instead: 'initialStates.slice(0, 1).filter(state => !abstraction',
    tests: [abstractions],
  },
  {
    bug: 'the refined model goes by its own constants always',
    file: 'src/machine/instantiate.ts',
    text: '{ variant, set: set as Constants }',
    instead: '{ variant, set: {} as typeof set as Constants }',
    tests: [abstractions],
  },
]
