import { ModelError } from '../base/errors.ts'
import { noProto, requireArgument } from './arguments.ts'

/**
 * Checks the name of a part that is added to a model. `what` says what it names, `others` have their names already.
 *
 * @throws {ModelError} `bad-argument`, `bad-name` or `duplicate-name`.
 */
export function checkNewName(
  where: string,
  what: string,
  name: string,
  others: readonly { readonly name: string }[],
): void {
  const subject = `${where} ${withArticle(what)}`
  requireArgument(typeof name === 'string', subject, 'a string as its name', name)
  if (name.trim() === '') throw new ModelError('bad-name', `${subject} has an empty name.`)
  if (name === '__proto__') throw new ModelError('bad-name', `${subject} ${noProto}`)
  if (others.some(other => other.name === name)) {
    throw new ModelError(
      'duplicate-name',
      `${where} the name '${name}' of ${withArticle(what)} is already taken. Choose another.`,
    )
  }
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`
}
