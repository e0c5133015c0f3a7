/**
 * Every code that an error of this package can carry, in one table: what it means, what usually causes it, what to do.
 *
 * `ERRORS.md` is generated from it. The codes are written out as unions, not derived from the table, so that the
 * declarations list them and every change to them shows in the API report. The compiler checks that the table and the
 * unions agree.
 */

/**
 * The codes of a {@link ModelError}: the model or the spec is wrong.
 *
 * @since 0.2.0
 */
export type ModelErrorCode =
  | 'bad-name'
  | 'duplicate-name'
  | 'bad-count'
  | 'bad-initial-state'
  | 'not-plain-data'
  | 'unknown-key'
  | 'unknown-label'
  | 'own-instance'
  | 'instances-changed'
  | 'async'
  | 'bad-return'
  | 'claim-threw'
  | 'claim-not-boolean'
  | 'out-of-step'
  | 'out-of-claim'
  | 'impure'
  | 'too-many-choices'
  | 'key-order'
  | 'identity'
  | 'broken-set'
  | 'broken-symmetry'
  | 'bad-view'
  | 'broken-view'
  | 'changed-built-in'
  | 'cannot-load'
  | 'wrong-types'
  | 'no-spec'
  | 'bad-expectation'
  | 'bad-argument'
  | 'bad-table'

/**
 * The codes of a {@link UsageError}: the call is wrong.
 *
 * @since 0.2.0
 */
export type UsageErrorCode =
  | 'no-such-file'
  | 'not-a-model'
  | 'unknown-variant'
  | 'unknown-constant'
  | 'bad-constant'
  | 'assumption-fails'
  | 'bad-limit'
  | 'empty-suite'
  | 'bad-option'
  | 'bad-config'
  | 'not-a-witness'
  | 'not-a-walk'
  | 'not-a-log'
  | 'bad-predicate'
  | 'busy-port'
  | 'cannot-write'

/**
 * The code of an {@link InternalError}: a bug in this package. There is only one, since a program can do nothing about
 * it.
 *
 * @since 0.2.0
 */
export type InternalErrorCode = 'internal'

/**
 * The explanation of a code. The message of an error adds the place.
 *
 * @since 0.2.0
 */
export interface ErrorHelp<Thrown extends string = 'ModelError' | 'UsageError' | 'InternalError'> {
  /** The class of the errors that carry the code. */
  readonly thrownAs: Thrown
  /** What is wrong. */
  readonly meaning: string
  /** The usual cause. */
  readonly cause: string
  /** What to do about it. */
  readonly advice: string
}

/**
 * All codes, each with its meaning, cause and advice: `errorCodes[error.code].advice`.
 *
 * @since 0.2.0
 */
export const errorCodes: {
  readonly [code in ModelErrorCode]: ErrorHelp<'ModelError'>
} & {
  readonly [code in UsageErrorCode]: ErrorHelp<'UsageError'>
} & {
  readonly [code in InternalErrorCode]: ErrorHelp<'InternalError'>
} = {
  'bad-name': ofModel(
    'A name is empty, or cannot be used in this place.',
    'A label that is a whole number, `done` or `__proto__`; a variant called `base`; a span of a process that does not exist.',
    'Give it another name.',
  ),
  'duplicate-name': ofModel(
    'Two things of one kind have the same name.',
    'A procedure that is used twice in one process, or a claim that an imported model already has.',
    'Rename one of them. Give the steps of a procedure labels of their own with `prefixed`.',
  ),
  'bad-count': ofModel(
    'The number of instances of a process is not a whole number of at least 0.',
    'A `count` that divides, or reads a constant that is not a number.',
    'Check `count` and the constants of the setting, which the message lists.',
  ),
  'bad-initial-state': ofModel(
    'The initial state could not be created, or there is none.',
    'A function given to `.shared()` or as `locals` that throws, `oneOf([])`, or a `.shared()` that comes too late.',
    'Call `.shared()` once, before processes and actions, and return at least one state.',
  ),
  'not-plain-data': ofModel(
    'A value in the state, in a constant or in a set is not plain data.',
    'A Map, a Set, a Date, an instance of a class, `undefined`, `NaN`, a getter or a cycle.',
    'Use records and lists, `null` for absent values, `setOf` for sets and `orderedMap` for ordered dictionaries.',
  ),
  'unknown-key': ofModel(
    'A transition claim reads a field of the step that does not exist.',
    'A misspelt field in a spec whose types are not checked.',
    'A step has `process`, `instance` and `step`, its label.',
  ),
  'unknown-label': ofModel(
    'A step goes to a label that its process does not have, or `mayRest` names one.',
    'A misspelt label, or a procedure that goes to a label of another process.',
    'Use one of the labels that the message lists.',
  ),
  'own-instance': ofModel(
    'A step assigns its own `id` or `pc`, or stores its own instance in the state.',
    '`me.pc = ...` instead of returning a label; `s.owner = me` instead of `s.owner = me.id`.',
    'Return the label to go to, and store `me.id`.',
  ),
  'instances-changed': ofModel(
    'A step adds or removes instances of a process.',
    'A `push` or `splice` on the list of instances.',
    'Set `count` to the largest number. Let an instance wait in its first step until it is needed, and end with `done`.',
  ),
  'bad-return': ofModel(
    'An action returns the next state, or is a generator.',
    'A recipe that returns a copy (`s => ({ ...s, x: 1 })`) instead of editing what it is given.',
    'Edit the state (`s => { s.x = 1 }`) and return nothing.',
  ),
  async: ofModel(
    'A step or a claim returns a promise.',
    'An `async` function.',
    'Write it without `async`. Make what a step waits for a separate step, with `when`.',
  ),
  'claim-threw': ofModel(
    'A claim threw an error instead of returning true or false.',
    'A claim that reads a field of something that is `null` or missing in some states.',
    'State in the claim what holds in such states, as in `s.owner === null || ...`.',
  ),
  'claim-not-boolean': ofModel(
    'A claim returned something other than true or false.',
    'A function body in braces without `return`, or a claim that returns a number or a list.',
    'Return the result of a comparison.',
  ),
  'out-of-claim': ofModel(
    '`isEnabled` was called outside a claim.',
    'A call in a step, in a span, or after a claim has returned a function.',
    'Call it only in the predicates of claims. In a step, `when` waits; in the formula of a temporal claim, use `enabled`.',
  ),
  'out-of-step': ofModel(
    '`when`, `choose` or `assert` was called outside a step.',
    'A call in a claim, in the initial state, or after a step has returned.',
    'Call them only in steps, in actions, and in functions that these call. A claim returns true or false.',
  ),
  impure: ofModel(
    'A step or a claim did two different things in the same state.',
    '`Math.random()`, a date, or a variable outside the model that a step changes.',
    'Put everything it depends on into the state. Use `choose` where several things may happen.',
  ),
  'too-many-choices': ofModel(
    'A step calls `choose` more than 10,000 times in one run, or has more than 1,048,576 combinations of choices in one state.',
    'A loop that only a choice ends, such as `while (choose(true, false))`, or several `choose` with many options each.',
    'Make each turn of the loop a step of its own, or choose from fewer options.',
  ),
  'key-order': ofModel(
    'A step or a claim depends on the order in which keys were added to a record.',
    'The first or last of `Object.keys(...)`, as in a cache that evicts its oldest entry.',
    'Sort the keys, or use `orderedMap`, in which the order is part of the state.',
  ),
  identity: ofModel(
    'A step or a claim compares objects of the state by identity.',
    '`===`, `includes` or `indexOf` on records. Whether two equal records are the same object is not part of a state.',
    'Compare what identifies them, as in `list.some(x => x.id === wanted.id)`.',
  ),
  'broken-set': ofModel(
    'A set that a step has stored was changed into a list that is not a set.',
    'A member edited in place, or `push` on the array of a set, in a place where no initial state has a set.',
    'Use `remove` and `add`; or begin with a set in that place: `setOf()`, where members may be edited in place.',
  ),
  'broken-symmetry': ofModel(
    'A process or a set of ids is declared symmetric, but its members are not alike; or a claim distinguishes them.',
    'Code that treats instance 0 specially, an array indexed by instance number, or a claim about one instance.',
    'Name instances by ids (`idOf`), use `perId` instead of arrays indexed by number, and state claims for all ids; or leave out `symmetric`.',
  ),
  'bad-view': ofModel(
    'A view threw an error.',
    'A view that reads a field of something that is `null` or missing in some states.',
    'Return what tells states apart, and read only what every state has.',
  ),
  'broken-view': ofModel(
    'Two states that a view does not tell apart differ in what can happen in them, or in what a claim says of them.',
    'A view, or `--ignore`, that leaves out a cell on which a step or a claim depends.',
    'Keep in the view what the message names, or leave the view out; `--reduce none` visits every state.',
  ),
  'changed-built-in': ofModel(
    'A built-in object of JavaScript is not what it was when Interleave was loaded, and Interleave works with it.',
    'A spec, or a package that it imports, that assigns to `Array.prototype.every`, `Object.keys` or the like.',
    'Write a function of your own instead, and leave built-in objects as they are. In a program, undo the change before the check.',
  ),
  'cannot-load': ofModel(
    'A spec file could not be loaded.',
    'A syntax error, a missing import, an error thrown while the module runs, or CommonJS.',
    'Fix what the message quotes. Specs are ES modules: use `import` and `export default`.',
  ),
  'wrong-types': ofModel(
    'The types of a spec do not check.',
    'A misspelt label, local or cell.',
    'Fix the lines that the message lists. `--no-types` runs the spec as it is.',
  ),
  'no-spec': ofModel(
    'A spec file has no model as its default export.',
    'A model that is only a named export, or a verdict table where a spec is expected.',
    'End the file with `export default model(...)...`.',
  ),
  'bad-expectation': ofModel(
    'An expectation names a variant or a claim that the spec does not have, or leaves out a variant.',
    'A variant or a claim that was renamed.',
    'Rename it in `expectations` too, and give each variant an entry.',
  ),
  'bad-argument': ofModel(
    'A part of the description of a model, an expectation or a table has the wrong type.',
    'A call from plain JavaScript, or with a type assertion.',
    'Pass a value of the type that the message names.',
  ),
  'bad-table': ofModel(
    'A verdict table names something that does not exist, or contradicts itself.',
    'A row, column, variant or claim that was renamed, or a cell for which a spec is placed and which is also left out.',
    'Correct the name, or remove one of the two.',
  ),
  'no-such-file': ofCall(
    'A file does not exist, or is a folder.',
    'A misspelt path, or a path relative to another folder.',
    '`interleave list .` shows the specs of this folder.',
  ),
  'not-a-model': ofCall(
    'A model was expected, and something else was passed.',
    'A module in place of its default export, or a promise that was not awaited.',
    'Pass the value that `model(...)` and the calls after it return.',
  ),
  'assumption-fails': ofCall(
    'A setting contradicts an assumption of its model.',
    '`set`, `--set` or a variant with constants for which `.assume()` is false.',
    'Choose constants for which it is true, or change the assumption.',
  ),
  'unknown-variant': ofCall(
    'The model does not have that variant.',
    'A misspelt or renamed variant.',
    'Use one of the variants that the message lists; `interleave list` shows them too.',
  ),
  'unknown-constant': ofCall(
    'The model does not have that constant.',
    'A misspelt constant in `set`, `--set` or a variant.',
    'Use one of the constants that the message lists.',
  ),
  'bad-constant': ofCall(
    'A constant is set to a value of another type, or twice.',
    'A number in quotes, or `--set` without a value.',
    'Write `--set name=value`, with a value of the type that the constant has in the model.',
  ),
  'bad-limit': ofCall(
    'A limit is not a positive number.',
    'A limit of 0, a negative limit, or text.',
    'Pass a positive number, or leave the limit out. `maxDepth` may be 0.',
  ),
  'empty-suite': ofCall(
    'A suite of tests would be empty, and so pass whatever the implementation does.',
    'A model in which each step leaves only one order, a constant that lets nothing happen, or no handler for the steps.',
    "Ask for `'every transition'`, implement the steps, or set constants with which several processes can move.",
  ),
  'bad-option': ofCall(
    'An option does not exist, or cannot be used in this way.',
    'A misspelt option, or options that exclude each other.',
    'The message says what is possible; `--help` lists the options of a command.',
  ),
  'bad-config': ofCall(
    'A configuration does not load, or says something that a configuration cannot say.',
    'A misspelt option, a value of another type, or no default export.',
    'Wrap the configuration in `defineConfig({ ... })`, so that the editor shows what is wrong.',
  ),
  'not-a-witness': ofCall(
    'A file or a value is not a witness of Interleave.',
    'A file that was edited by hand or belongs to something else, or a witness that was passed as text.',
    'Use a `.json` that `check` wrote to `out/`, and read it with `readWitness`.',
  ),
  'not-a-walk': ofCall(
    'The steps cannot be taken in this order.',
    'A link to a step of another version of the model, or of another setting.',
    'Start the walk again at an initial state.',
  ),
  'not-a-log': ofCall(
    'A line of a log is not JSON, or the map gives it a meaning that the model does not know.',
    'A log with a header, a misspelt label in a map, or a map that throws.',
    'Mend the line or the map that the message names. A map returns null for lines that mean nothing.',
  ),
  'bad-predicate': ofCall(
    'The condition of a search in the explorer cannot be read, or fails.',
    'A syntax error, a field that is missing in some states, or a condition that takes longer than a second.',
    'Write an expression of `s` that is true or false in every state.',
  ),
  'busy-port': ofCall(
    'The port cannot be used.',
    'Another program listens on it, often another `interleave explore`.',
    'Name another port with `--port`, or leave `--port` out.',
  ),
  'cannot-write': ofCall(
    'Results cannot be written to the folder.',
    'A folder without permission, a full disk, or a file of that name.',
    'Name another folder with `--out`. The verdict was printed before and is valid.',
  ),
  internal: {
    thrownAs: 'InternalError',
    meaning: 'Something that should be impossible has happened.',
    cause: 'A bug in Interleave, or an installation that is not complete.',
    advice: 'Install the package again. If that does not help, report it with the model and the command.',
  },
}

function ofModel(meaning: string, cause: string, advice: string): ErrorHelp<'ModelError'> {
  return { thrownAs: 'ModelError', meaning, cause, advice }
}

function ofCall(meaning: string, cause: string, advice: string): ErrorHelp<'UsageError'> {
  return { thrownAs: 'UsageError', meaning, cause, advice }
}
