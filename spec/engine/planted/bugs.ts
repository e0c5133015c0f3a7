/**
 * Planted bugs: mistakes that somebody could make in this code, and the tests that must go red for each.
 *
 * `npx tsx spec/engine/planted/run.ts` plants them one by one in a copy of the tree. A test of every run holds only that
 * each text to be replaced stands in its file exactly once.
 */

export interface PlantedBug {
  /** What goes wrong. */
  readonly bug: string
  readonly file: string
  /** Stands in the file exactly once. */
  readonly text: string
  readonly instead: string
  /** Test files, one of which must go red at least. */
  readonly tests: readonly string[]
  /** Whether the tests run the built command, so that the copy must be built. */
  readonly isBuilt?: true
}

const walking = 'spec/engine/random/walking.spec.ts'
const generated = 'spec/engine/random/generated-code.spec.ts'
const recorded = 'spec/engine/footprint/what-is-recorded.spec.ts'
const notFollowed = 'spec/engine/footprint/not-followed.spec.ts'
const stores = 'spec/engine/state/linear-store.spec.ts'
const exitCodes = 'spec/engine/cli/exit-codes.spec.ts'
const texts = 'spec/engine/report/outcome/outcome-text.spec.ts'
const impure = 'spec/engine/search/impure.spec.ts'
const outside = 'spec/engine/machine/outside.spec.ts'
const fromElsewhere = 'spec/engine/cli/outside-the-model.spec.ts'
const bundle = 'spec/engine/cli/bundle.spec.ts'
const dictionaries = 'spec/engine/machine/dictionaries.spec.ts'
const sharedLooks = 'spec/engine/search/final-audit.spec.ts'
const face = 'spec/engine/api/api.spec.ts'
const types = 'spec/engine/language/types.spec.ts'
const codes = 'spec/engine/base/error-codes.spec.ts'
const products = 'spec/engine/language/variant-product.spec.ts'
const settling = 'spec/engine/state/settling.spec.ts'
const rules = 'spec/engine/language/expectation-rules.spec.ts'
const claimsOfRuns = 'spec/engine/temporal/claims.spec.ts'
const randomRuns = 'spec/engine/temporal/random-runs.spec.ts'
const confirmed = 'spec/engine/temporal/confirmed.spec.ts'
const auditedRuns = 'spec/engine/temporal/audited.spec.ts'
const lassos = 'spec/engine/temporal/reports.spec.ts'
const kit = 'spec/engine/models/kernel/kit.spec.ts'

export const plantedBugs: readonly PlantedBug[] = [
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
    text: 'tree.isOpaque = true\n      this.dependOnAll(index)',
    instead: 'tree.isOpaque = true',
    tests: [walking, notFollowed],
  },
  {
    bug: 'a claim whose tree is put aside depends only on what it read before',
    file: 'src/footprint/claim-footprints.ts',
    text: 'if (tree.trial.isAside) this.dependOnAll(index)',
    instead: '',
    tests: [recorded],
  },
  {
    bug: 'a claim does not depend on members of a set that no state has had',
    file: 'src/footprint/claim-footprints.ts',
    text: 'for (const set of recorded.askedSets) this.dependOn(index, JSON.parse(set) as Path)',
    instead: '',
    tests: [recorded],
  },
  {
    bug: 'a claim does not depend on what has become one cell',
    file: 'src/footprint/claim-footprints.ts',
    text: 'for (const paths of this.paths) paths.set(key, path)',
    instead: '{}',
    tests: [recorded],
  },
  // Recording what steps read and write.
  {
    bug: 'a cell that was assigned the value that it had is no write',
    file: 'src/footprint/record-step.ts',
    text: 'if (!isChanged && !touched.has(cell)) return',
    instead: 'if (!isChanged) return',
    tests: [walking],
  },
  {
    bug: 'a write of the value that was there is left out although the footprint does not know the value',
    file: 'src/footprint/record-step.ts',
    text: 'if (trace.known.get(cell) !== value) writes.push({ cell, value })',
    instead: 'if (read(cell) !== value) writes.push({ cell, value })',
    tests: [walking],
  },
  {
    bug: 'what a step does behind proxies always counts as what it does without',
    file: 'src/footprint/record-step.ts',
    text: 'function isSameAttempt(a: Attempt, b: Attempt): boolean {',
    instead: 'function isSameAttempt(a: Attempt, b: Attempt): boolean {\n  if (a !== b) return true',
    tests: [recorded],
  },
  {
    bug: 'iterating a set reads none of its members',
    file: 'src/footprint/watched-state.ts',
    text: 'this.lookAtMembers(watched)\n    }\n    // Iteration',
    instead: '}\n    // Iteration',
    tests: [walking],
  },
  {
    bug: 'asking for a member that no state has had is forgotten',
    file: 'src/footprint/watched-state.ts',
    text: 'if (cell === undefined) trace.askedSets.add(JSON.stringify(watched.place.path))',
    instead: 'if (cell === undefined) return',
    tests: [recorded],
  },
  {
    bug: 'an object that is stored elsewhere is not read',
    file: 'src/footprint/watched-state.ts',
    text: 'this.readAll(watched)\n    return watched.target',
    instead: 'return watched.target',
    tests: [walking, recorded],
  },
  {
    bug: 'what is read behind a proxy leaves the trace as it is',
    file: 'src/footprint/watched-state.ts',
    text: '!harmlessSymbols.has(key)) this.trace.isOpaque = true',
    instead: '!harmlessSymbols.has(key)) this.trace.isOpaque = false',
    tests: [recorded],
  },
  {
    bug: 'an assignment is not noted as a write',
    file: 'src/footprint/watched-state.ts',
    text: 'written.add(key)\n    return Reflect.set(',
    instead: 'return Reflect.set(',
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
    text: 'batch.rollBack(end, failures)',
    instead: '',
    tests: [recorded],
  },
  {
    bug: 'no state is audited',
    file: 'src/search/audits.ts',
    text: 'return id % this.every === 0 || (id < firstStates && id % everyOfFirst === 0)',
    instead: 'return id < 0',
    tests: [impure],
  },
  {
    bug: 'an audit does not compare the states that steps lead to',
    file: 'src/footprint/expander.ts',
    text: 'return cell === undefined ? undefined : { cell }',
    instead: 'return cell === null ? { cell } : undefined',
    tests: [impure],
  },
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
    bug: 'generated code compares all words of a state but the last',
    file: 'src/footprint/code/state-code.ts',
    text: '    code.set(address)\n    for (let word = 0; word < sizeWords; word++)\n      code\n        .get(address)\n        .load(4 * word)',
    instead:
      '    code.set(address)\n    for (let word = 0; word < sizeWords - 1; word++)\n      code\n        .get(address)\n        .load(4 * word)',
    tests: [stores],
  },
  {
    bug: 'generated code writes the leaf of a record where its hash belongs',
    file: 'src/footprint/code/step-code.ts',
    text: '.store(this.record.leafByte)',
    instead: '.store(this.record.hashByte)',
    tests: [generated],
  },
  {
    bug: 'generated code that stores states takes records to be one word shorter than they are',
    file: 'src/footprint/code/state-code.ts',
    text: '.const(record.bytes)',
    instead: '.const(record.bytes - 4)',
    tests: [stores, generated],
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
  {
    bug: 'the leaves that generated code has followed are forgotten when states are packed anew',
    file: 'src/search/known-states.ts',
    text: 'this.reportTaken()\n    this.ownInserter',
    instead: 'this.ownInserter',
    tests: [generated],
  },
  {
    bug: 'parts of trees that differ in what they write are one in generated code',
    file: 'src/footprint/code/reduced-tree.ts',
    text: '`${cell}=${value}`',
    instead: '`${cell}`',
    tests: [generated],
  },
  // What both engines share, where only the naive explorer can tell.
  {
    bug: 'the last option of a choose is never taken',
    file: 'src/language/control.ts',
    text: 'if (next < (widths[i] ?? 0))',
    instead: 'if (next + 1 < (widths[i] ?? 0))',
    tests: [walking],
  },
  {
    bug: 'only the first of several initial states is explored',
    file: 'src/machine/instantiate.ts',
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
    bug: 'a premise that was true is not noted',
    file: 'src/search/ledger.ts',
    text: 'this.wasMet[claim] = true',
    instead: 'this.wasMet[claim] = false',
    tests: [walking],
  },
  {
    bug: 'claims hold although the search has not seen everything',
    file: 'src/search/ledger.ts',
    text: "return isFound ? 'violated' : stop === 'exhausted' ? 'holds' : 'unknown'",
    instead: "return isFound ? 'violated' : stop !== 'interrupted' ? 'holds' : 'unknown'",
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
    bug: 'keys are not sorted in canonical texts',
    file: 'src/base/plain.ts',
    text: 'of Object.keys(value).sort()',
    instead: 'of Object.keys(value)',
    tests: ['spec/engine/base/canonical.spec.ts'],
  },
  {
    bug: 'a level deeper than the limit is left',
    file: 'src/search/search.ts',
    text: 'if (depth === this.options.maxDepth)',
    instead: 'if (depth - 1 === this.options.maxDepth)',
    tests: [walking],
  },
  {
    bug: 'a step that never ran is not told',
    file: 'src/search/search-outcome.ts',
    text: "stop === 'exhausted' ? search.stepsTaken.never() : []",
    instead: "stop === 'interrupted' ? search.stepsTaken.never() : []",
    tests: [walking],
  },
  {
    bug: 'a reachable claim that was asked had a case, and is violated where it is false',
    file: 'src/machine/judge.ts',
    text: "answer === (claim.kind === 'reachable' ? 'true' : 'false')",
    instead: "answer === (claim.kind === 'reachable' ? 'false' : 'false')",
    tests: [walking],
  },
  {
    bug: 'a premise that is false is a case',
    file: 'src/search/finding-judge.ts',
    text: "if (asked.kind !== 'reachable' && answer !== 'premise false')",
    instead: "if (asked.kind !== 'reachable')",
    tests: [walking, 'spec/engine/search/vacuity.spec.ts'],
  },
  // The footprint engine's own search.
  {
    bug: 'deadlocks are not looked for',
    file: 'src/search/batch-entry.ts',
    text: 'this.noteDeadlocks(batch, from, states, depth - 1)',
    instead: '',
    tests: [walking],
  },
  {
    bug: 'a violated transition claim is taken for one that holds',
    file: 'src/search/batch-entry.ts',
    text: 'return this.known.claims.askTransition(claim, leaf!, before!, after!)',
    instead:
      "return this.known.claims.askTransition(claim, leaf!, before!, after!) === 'premise false' ? 'premise false' : 'true'",
    tests: [walking],
  },
  {
    bug: 'a block begins with what is left in the batch',
    file: 'src/search/known-states.ts',
    text: '    good.clear(from)\n',
    instead: '',
    tests: [walking],
  },
  {
    bug: 'a batch is used again when the store has moved',
    file: 'src/search/known-states.ts',
    text: 'batch !== undefined && this.batches.has(batch)',
    instead: 'batch !== undefined',
    tests: [walking, generated],
  },
  {
    bug: 'a run is found again from the first state of a block',
    file: 'src/search/footprint-graph.ts',
    text: 'return { from: from + found.state, move: { mover, script } }',
    instead: 'return { from, move: { mover, script } }',
    tests: ['spec/engine/witness/witness-of-many.spec.ts'],
  },
  {
    bug: 'failures of generated code are counted as no transitions',
    file: 'src/search/batch-entry.ts',
    text: '/ batch.record.words + failures.length',
    instead: '/ batch.record.words',
    tests: [walking],
  },
  {
    bug: 'the command waits for a thread that cannot be ended',
    file: 'src/cli/leave.ts',
    text: 'const isFree = await areGone()',
    instead: 'const isFree = true',
    tests: ['spec/engine/cli/endless-operation.spec.ts'],
    isBuilt: true,
  },
  {
    bug: 'a thread that does not answer is not reported to be inside an operation',
    file: 'src/cli/whereabouts.ts',
    text: '?? { isConcluding: false, isWithinOne: true }',
    instead: '?? { isConcluding: false }',
    tests: ['spec/engine/cli/endless-operation.spec.ts'],
    isBuilt: true,
  },
  // State outside the model.
  {
    bug: 'nothing is looked at that steps write outside the model',
    file: 'src/search/search.ts',
    text: 'this.outside.check(() =>',
    instead: 'void (() =>',
    tests: [outside],
  },
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
    bug: 'what other code of a program writes is put down to the model',
    file: 'src/search/outside-watch.ts',
    text: 'if (!this.isAlone && writer === undefined) return',
    instead: '',
    tests: [outside],
  },
  {
    bug: 'a violation is not asked for again',
    file: 'src/search/final-audit.ts',
    text: '!isShownAgain(machine, i, said[i] as SaidOfClaim)',
    instead: 'false',
    tests: ['spec/engine/search/final-audit.spec.ts'],
  },
  {
    bug: 'claims are not evaluated once more with the clock as it is',
    file: 'src/search/final-audit.ts',
    text: 'return answerIn(machine, claim, states[i] as State, transitions) !== answers[at]',
    instead: 'return false',
    tests: [fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'a violation is not asked for in the fresh copy',
    file: 'src/search/final-audit.ts',
    text: '!isShownAgain(fresh, i, said[i] as SaidOfClaim)',
    instead: 'false',
    tests: [fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'functions that the fresh copy has kept are not made strange',
    file: 'src/search/final-audit.ts',
    text: 'looksInCopy(fresh, states, late, end)',
    instead: "looksInCopy(fresh, states, late, 'early')",
    tests: [fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'a call for a random number counts only by what comes of it',
    file: 'src/search/look.ts',
    text: 'if (random !== undefined) throw randomError(what(), random)',
    instead: '',
    tests: [fromElsewhere],
    isBuilt: true,
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
    bug: 'no package is loaded anew in a fresh copy',
    file: 'src/cli/fresh-copy.ts',
    text: "(ofPackage === undefined || format === 'module')",
    instead: '(ofPackage === undefined)',
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
    bug: 'no state is audited at the end of a search',
    file: 'src/search/final-audit.ts',
    text: '...first,\n',
    instead: '',
    tests: [outside, fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'claims may say something else of a state in which nothing was found',
    file: 'src/search/final-audit.ts',
    text: 'isNews(machine, i, late, said[i] as SaidOfClaim)',
    instead: 'false',
    tests: [sharedLooks],
  },
  {
    bug: 'the keys of a state stay reversed as they were before another dictionary was known',
    file: 'src/machine/dictionaries.ts',
    text: 'if (known?.size === size)',
    instead: 'if (known !== undefined)',
    tests: [dictionaries],
  },
  {
    bug: 'specs get a language of their own, which is not the one of the command',
    file: 'package.json',
    text: 'esbuild cli/index=src/index.ts cli/main=src/cli/main.ts',
    instead:
      'esbuild src/index.ts --bundle --format=esm --platform=node --packages=external --outfile=out/build/src/cli/index.js && esbuild cli/main=src/cli/main.ts',
    tests: [bundle],
    isBuilt: true,
  },
  {
    bug: 'the fresh copy may be another model',
    file: 'src/search/final-audit.ts',
    text: 'refuseOtherModel(machine, fresh)',
    instead: '',
    tests: [fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'constants that steps misspell are not told',
    file: 'src/search/unknown-reads.ts',
    text: 'if (source === undefined) return true',
    instead: 'if (source !== undefined) return false',
    tests: ['spec/engine/search/unknown-reads.spec.ts'],
  },
  {
    bug: 'labels that there are not are not told',
    file: 'src/search/unknown-labels.ts',
    text: '.filter(label => !labels.has(label))',
    instead: '.filter(label => !labels.has(label) && false)',
    tests: ['spec/engine/search/unknown-reads.spec.ts'],
  },
  // Output.
  {
    bug: 'the command exits 0 where a claim is undecided',
    file: 'src/cli/exit-codes.ts',
    text: '? exitCodes.inconclusive : exitCodes.allHold',
    instead: '? exitCodes.allHold : exitCodes.allHold',
    tests: [exitCodes],
  },
  {
    bug: 'a claim that never was witnessed is no failure',
    file: 'src/outcome/outcome.ts',
    text: "return verdict === 'violated' || verdict === 'never'",
    instead: "return verdict === 'violated'",
    tests: [exitCodes],
  },
  {
    bug: 'an undecided claim has the mark of one that holds',
    file: 'src/report/outcome/outcome-text.ts',
    text: "unknown: '?'",
    instead: "unknown: '✓'",
    tests: [texts],
  },
  {
    bug: 'a vacuous claim is not reported as such',
    file: 'src/report/outcome/outcome-text.ts',
    text: 'return harmless(vacuous)',
    instead: "return ''",
    tests: [texts],
  },
  {
    bug: 'a claim that fails in another number of steps than expected is as expected',
    file: 'src/verdicts/compare-with-expectation.ts',
    text: "return steps ?? 'never'",
    instead: "return 'never'",
    tests: ['spec/engine/verdicts/compare-with-expectation.spec.ts'],
  },
  {
    bug: 'a census that differs is as expected',
    file: 'src/verdicts/compare-with-expectation.ts',
    text: 'if (found === expected) return []\n  return [{ text: `the census',
    instead: 'if (found !== "") return []\n  return [{ text: `the census',
    tests: ['spec/engine/verdicts/compare-with-expectation.spec.ts'],
  },
  // The public face.
  {
    bug: 'a name of the face has no docstring',
    file: 'src/language/initial.ts',
    text: '/**\n * Several initial states, made by {@link oneOf}.\n *\n * @since 0.1.0\n */\n',
    instead: '',
    tests: [face],
    isBuilt: true,
  },
  {
    bug: 'a type that a signature of the face names is not exported',
    file: 'src/index.ts',
    text: '  type Settable,\n',
    instead: '',
    tests: [face],
    isBuilt: true,
  },
  {
    bug: 'a signature of the face changes unseen',
    file: 'src/language/ordered-map.ts',
    text: 'value: NoInfer<V>',
    instead: 'value: V',
    tests: [face],
    isBuilt: true,
  },
  {
    bug: 'an option does not say what it is by default',
    file: 'src/check-options.ts',
    text: ' Default: `footprint`.',
    instead: '',
    tests: [face],
    isBuilt: true,
  },
  {
    bug: 'an option does not state its unit',
    file: 'src/report/graphviz/render-svg.ts',
    text: '/** The time limit of the layout in milliseconds. Default: 20,000 ms. */',
    instead: '/** The time limit of the layout. Default: 20,000. */',
    tests: [face],
    isBuilt: true,
  },
  {
    bug: 'a docstring names a code that does not exist',
    file: 'src/language/initial.ts',
    text: '`bad-initial-state`: the list is',
    instead: '`no-initial-state`: the list is',
    tests: [face],
    isBuilt: true,
  },
  {
    bug: 'a call does not document what it throws',
    file: 'src/witness/read-witness.ts',
    text: ' * @throws UsageError `not-a-witness`: the text is not a witness; the message says what is wrong, and where.\n',
    instead: '',
    tests: [face],
    isBuilt: true,
  },
  {
    bug: 'what a model keeps is on its face',
    file: 'src/language/model.ts',
    text: 'readonly [variantNames]: V\n',
    instead: 'readonly [variantNames]: V\n  readonly description: unknown\n',
    tests: [types],
  },
  {
    bug: 'an error may carry any code',
    file: 'src/base/errors.ts',
    text: 'constructor(code: UsageErrorCode,',
    instead: 'constructor(code: any,',
    tests: [types],
  },
  {
    bug: 'the labels of a list of blocks are not known',
    file: 'src/language/process.ts',
    text: 'ArrayLike<Block<S, Self<L, B>, C, B>>',
    instead: 'ArrayLike<Block<S, Self<L, K>, C, K>>',
    tests: [types],
  },
  {
    bug: 'the steps of actions are not known to transition claims',
    file: 'src/language/claims.ts',
    text: 'readonly step: A }',
    instead: 'readonly step: string }',
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

  // Why a run ends as it does.
  {
    bug: 'a step that a sentence names is dimmed',
    file: 'src/report/run/why.ts',
    text: "(named.has(k) ? 'named' : 'none')",
    instead: "'none'",
    tests: ['spec/engine/report/run/witness-lanes.spec.ts'],
  },

  // Variants by product, expectations by rule.
  {
    bug: 'the last value of an axis is dropped',
    file: 'src/language/variant-product.ts',
    text: 'return values.map(value => pointAt',
    instead: 'return values.slice(0, -1).map(value => pointAt',
    tests: [products],
  },
  {
    bug: 'the constants of all axes but the first are ignored',
    file: 'src/language/variant-product.ts',
    text: '{ ...first.constants, ...second.constants }',
    instead: '{ ...first.constants }',
    tests: [products],
  },
  {
    bug: 'a variant that is left out stays',
    file: 'src/language/model-builder.ts',
    text: 'variants.filter(({ name }) => !(names as readonly string[]).includes(name))',
    instead: 'variants',
    tests: [products],
  },
  {
    bug: 'an exception to the rules is ignored',
    file: 'src/language/expectation-rules.ts',
    text: '...(own === undefined ? [] : [own])',
    instead: '...(own === undefined ? [] : [])',
    tests: [rules],
  },
  {
    bug: 'a rule applies to settings that have one of its constants',
    file: 'src/language/expectation-rules.ts',
    text: 'Object.entries(where as Constants).every(',
    instead: 'Object.entries(where as Constants).some(',
    tests: [rules],
  },
  {
    bug: 'what an exception takes back is still expected',
    file: 'src/language/expectation-rules.ts',
    text: 'else if (claim in fails) delete fails[claim]',
    instead: 'else if (claim in fails) continue',
    tests: [rules],
  },
  // Temporal claims.
  {
    bug: 'a fair loop inside a part that is not fair as a whole is missed',
    file: 'src/temporal/fair-cores.ts',
    text: 'else if (rest.length > 0) pending.push(rest)',
    instead: '',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'strong fairness is taken for weak',
    file: 'src/temporal/fair-cores.ts',
    text: "one.unit.strength === 'strong' && hasPossible(one)",
    instead: "one.unit.strength === 'strong' && hasPossible(one) && !hasImpossible(one)",
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'weak fairness obliges nobody',
    file: 'src/temporal/fair-cores.ts',
    text: "one.unit.strength === 'weak' && !hasImpossible(one)",
    instead: 'false',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a step on an edge that leaves a component counts as taken in it',
    file: 'src/temporal/fair-cores.ts',
    text: 'if (this.group[targets[edge]!] === this.groups) taken',
    instead: 'taken',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a run that has ended does not stay there',
    file: 'src/temporal/run-steps.ts',
    text: 'if (edges.length === 0) this.transition(number, stays)',
    instead: '',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a run stays where only a step that fails is possible',
    file: 'src/temporal/run-steps.ts',
    text: 'if (edges.length === 0) this.transition',
    instead: 'if (edges.every(({ to }) => to === undefined)) this.transition',
    tests: [randomRuns],
  },
  {
    bug: 'a step that fails is not possible, by the footprint engine',
    file: 'src/search/footprint-graph.ts',
    text: 'for (const { leaf } of batch.failures) edges.push({ mover: leaf.mover, script: leaf.script, to: undefined })',
    instead: '',
    tests: [randomRuns],
  },
  {
    bug: 'the loop of a run begins elsewhere than it does',
    file: 'src/temporal/lasso.ts',
    text: 'return { initial, moves, loop: stem.length,',
    instead: 'return { initial, moves, loop: Math.max(0, stem.length - 1),',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a loop is taken that meets only some of what it must',
    file: 'src/temporal/fair-loop.ts',
    text: 'if (node === home && goal.isReached(bits)) {',
    instead: 'if (node === home) {',
    tests: [randomRuns],
  },
  {
    bug: 'steps of another instance count as those of the instance that is asked',
    file: 'src/temporal/labelling.ts',
    text: 'machine.movers[mover]?.instance === me?.instance',
    instead: 'mover >= 0',
    tests: [claimsOfRuns],
  },
  {
    bug: 'the premise of what leads to something counts only at the start',
    file: 'src/language/model-builder.ts',
    text: 'always(implies(p, eventually(q)))',
    instead: 'implies(p, eventually(q))',
    tests: [claimsOfRuns],
  },
  {
    bug: 'what must come in the end may be put off forever',
    file: 'src/temporal/automaton.ts',
    text: '!now.has(id) || now.has(right)',
    instead: '!now.has(id) || now.has(id)',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'what releases never does',
    file: 'src/temporal/automaton.ts',
    text: 'return [way([part.left, part.right]), way([part.right], [id])]',
    instead: 'return [way([part.right], [id])]',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'not until is until not',
    file: 'src/temporal/normal-form.ts',
    text: 'op: isTrue ? formula.op : dual[formula.op], left, right',
    instead: 'op: formula.op, left, right',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a run that stays takes every step',
    file: 'src/temporal/product.ts',
    text: '(step !== stays && truth.of[step] === 1) === isTrue',
    instead: '(step === stays || truth.of[step] === 1) === isTrue',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'what can be reached in two steps cannot be reached',
    file: 'src/temporal/can-always.ts',
    text: 'pending.push(before)',
    instead: '',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a claim is judged for the first instance alone',
    file: 'src/machine/judge.ts',
    text: 'return Array.from({ length: count }, (_, instance) => ({ process: of, instance }))',
    instead: 'return Array.from({ length: Math.min(1, count) }, (_, instance) => ({ process: of, instance }))',
    tests: [claimsOfRuns],
  },
  {
    bug: 'a run that is not fair is shown',
    file: 'src/witness/confirm-runs.ts',
    text: "if (kept.length < fairness.length) return 'its run was not fair'",
    instead: '',
    tests: [confirmed],
  },
  {
    bug: 'predicates of temporal claims are not looked at again',
    file: 'src/search/questions.ts',
    text: 'if (isAboutRuns(claim)) return (machine',
    instead: 'if (isAboutRuns(claim) && claim.name === "") return (machine',
    tests: [auditedRuns],
  },
  {
    bug: 'what predicates were found to say is not compared with what they say in the audit',
    file: 'src/search/said.ts',
    text: 'answers[index] !== ofSample[i]',
    instead: 'answers[index] !== answers[index]',
    tests: [auditedRuns],
  },
  {
    bug: 'misspelt keys in predicates of temporal claims go unnoticed',
    file: 'src/search/unknown-reads.ts',
    text: 'if (isAboutRuns(claim))',
    instead: 'if (isAboutRuns(claim) && claim.of !== null)',
    tests: [auditedRuns],
  },
  {
    bug: 'a run is shown as one that ends, in text',
    file: 'src/report/run/witness-text.ts',
    text: 'return loop === undefined ? [...head, ...rows.flat()]',
    instead: 'return loop !== null ? [...head, ...rows.flat()]',
    tests: [lassos],
  },
  {
    bug: 'a temporal violation ends with the code of an invariant',
    file: 'src/cli/exit-codes.ts',
    text: 'return exitCodes.temporal',
    instead: 'return exitCodes.claim',
    tests: [exitCodes],
  },
  // Layouts that settle.
  {
    bug: 'a forced change of layout leaves no more room than the previous one',
    file: 'src/state/room.ts',
    text: 'this.changes = states < 2 * this.lastNarrow + fewStates ? this.changes + 1 : 1',
    instead: 'this.changes = 1',
    tests: [settling],
  },
  {
    bug: 'generated code that packs states anew moves bits the wrong way',
    file: 'src/footprint/code/carry-code.ts',
    text: 'if (right > 0) code.const(right).op(op.shrU)',
    instead: 'if (right > 1) code.const(right).op(op.shrU)',
    tests: [settling, generated],
  },
  {
    bug: 'generated code packs the first slice of states again and again',
    file: 'src/footprint/code/generated-code.ts',
    text: 'const from = store.offsetOf(id)\n    // A slice',
    instead: 'const from = store.offsetOf(0)\n    // A slice',
    tests: [settling, generated],
  },

  // The kernel kit.
  {
    bug: 'who waits for a lock in a reader is in no quiescent state',
    file: 'models/kernel/sleep.ts',
    text: 'isNoticed = isAwaited(s, me, c) || brokenBySleeping',
    instead: 'isNoticed = brokenBySleeping',
    tests: [kit],
  },
  {
    bug: 'wait_event() does not say that it may sleep where the condition holds at once',
    file: 'models/kernel/wait-queue.ts',
    text: '      might_sleep(s, me)\n',
    instead: '',
    tests: [kit],
  },
  {
    bug: 'a region with preemption off is no reader in NP',
    file: 'models/kernel/quiescent-state.ts',
    text: "return (isOne || flavour === 'sched') && task.preemption_off > 0",
    instead: "return flavour === 'sched' && task.preemption_off > 0",
    tests: [kit],
  },
  {
    bug: 'synchronize_rcu() does not cover regions with preemption off since 4.20',
    file: 'models/kernel/quiescent-state.ts',
    text: "c.config !== 'PRE' || c.consolidated === true",
    instead: "c.config !== 'PRE'",
    tests: [kit],
  },
  {
    bug: 'callbacks are run by a thread that may sleep',
    file: 'models/kernel/call-rcu.ts',
    text: 'if (!current(s, me).softirq) enter_softirq(s, me)',
    instead: 'current(s, me).softirq = true',
    tests: [kit],
  },
  {
    bug: 'all callbacks are queued on one CPU',
    file: 'models/kernel/call-rcu.ts',
    text: 'others.length === 0 ? only : s.rcu_data[choose(...s.rcu_data.keys())]',
    instead: 'others.length >= 0 ? only : s.rcu_data[choose(...s.rcu_data.keys())]',
    tests: [kit],
  },
  {
    bug: 'rcu_barrier() waits for the callbacks of one CPU',
    file: 'models/kernel/call-rcu.ts',
    text: 'for (const cpu of s.rcu_data) {',
    instead: 'for (const cpu of s.rcu_data.slice(0, 1)) {',
    tests: [kit],
  },
]
