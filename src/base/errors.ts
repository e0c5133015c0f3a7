/**
 * The three kinds of things that can go wrong, apart from a broken claim, which is a value and never thrown.
 *
 * Each carries a code, so that tests and programs need not read prose, and a message that says what happened, where,
 * and what to try. The command line turns the kind into an exit code and prints the message without a stack.
 */

/** What can be wrong with a model or a spec. The text says what the code stands for; messages add the where. */
export const modelErrorCodes = {
  'bad-name': 'a name that is empty, or cannot be used where it stands',
  'duplicate-name': 'two things of one kind with the same name',
  'bad-count': 'an instance count that is not a whole number of at least 0',
  'bad-initial-state': 'the initial state could not be made, or there is none',
  'not-plain-data': 'a value in the state that is not plain data',
  'unknown-key': 'an unknown field of the step of a transition claim',
  'unknown-label': 'a step that goes to a label its process does not have',
  'own-instance': 'a step that assigns its own id or pc, or keeps its own instance in the state',
  'instances-changed': 'a step that adds or removes instances of a process',
  async: 'an async step or claim',
  'claim-threw': 'a claim that threw an error',
  'claim-not-boolean': 'a claim that returned something other than true or false',
  'out-of-step': 'when, choose or assert called outside a step',
  impure: 'a step that did two different things from the same state',
  'key-order': 'a step or a claim that depends on the order in which keys were added to a record',
  identity: 'a step or a claim that compares objects of the state by identity',
  'cannot-load': 'a spec file that could not be loaded',
  'wrong-types': 'a spec whose types do not check',
  'no-spec': 'a spec file that exports no model',
  'bad-expectation': 'an expectation that names something the spec does not have',
  'bad-argument': 'a part of the description that has the wrong type',
  'bad-table': 'a verdict table that names something that is not there, or contradicts itself',
} as const

export type ModelErrorCode = keyof typeof modelErrorCodes

/** The author's fault: the model or the spec is wrong. Exit code 3. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly code: ModelErrorCode
  /** The place in the author's files that the message ends with, `lock.ts:12`, where it is known. */
  readonly where: string | undefined

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions & { readonly where?: string | undefined }) {
    super(options?.where === undefined ? message : `${message} (${options.where})`, options)
    this.code = code
    this.where = options?.where
  }
}

/** The same error, with a place at the end of its message. Other errors, and those that have a place, stay as they are. */
export function placed(error: unknown, where: string | undefined): unknown {
  if (!(error instanceof ModelError) || error.where !== undefined || where === undefined) return error
  return new ModelError(error.code, error.message, { cause: error.cause ?? error, where })
}

/** What can be wrong with a call. */
export const usageErrorCodes = {
  'no-such-file': 'a file that is not there',
  'not-a-model': 'a value that is not a model, passed where one is expected',
  'unknown-variant': 'a variant that the spec does not have',
  'unknown-constant': 'a constant that the model does not have',
  'bad-constant': 'a constant whose type differs from the one in the model',
  'bad-limit': 'a limit that is not a positive number',
  'bad-option': 'an option that cannot be used this way',
  'not-a-witness': 'a file or a value that is not a witness of Interleave',
  'not-a-walk': 'steps that cannot be taken one after another',
  'bad-predicate': 'a predicate that cannot be read, or that fails',
  'busy-port': 'a port that something else listens on',
  'cannot-write': 'a folder that results cannot be written to',
} as const

export type UsageErrorCode = keyof typeof usageErrorCodes

/** The caller's fault: an option or a file that is not there, or not what it should be. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code: UsageErrorCode

  constructor(code: UsageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Our own fault: something held to be impossible has happened. Exit code 70. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}

/** Says that no case is left: the last line of a switch over a closed union. */
export function unreachable(value: never): never {
  throw new InternalError(`a case that should not exist: ${JSON.stringify(value)}`)
}

/** The message of anything thrown, which in JavaScript need not be an Error. */
export function messageOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.message}${stackAdvice(thrown)}`
    return typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown)
  } catch {
    return 'something that cannot be shown'
  }
}

/** That the stack is full may mean either; V8 says the same of both. */
function stackAdvice({ message }: Error): string {
  if (message !== 'Maximum call stack size exceeded') return ''
  return ': does something call itself without end, or is a list of very many spread into a call, such as choose(...list)?'
}
