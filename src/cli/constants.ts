import { UsageError } from '../base/errors.ts'
import type { Constant, Constants } from '../language/constants.ts'

/**
 * Parses `--set name=value` options (or those of another `flag`): values are parsed by the type of the model's constant, and values other than
 * numbers, booleans and strings as JSON. {@link instantiate} checks whether the model has the constant.
 */
export function readConstants(settings: readonly string[], constants: Constants, flag = '--set'): Constants {
  const read = settings.map(setting => readSetting(setting, constants, flag))
  const names = read.map(([name]) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new UsageError('bad-constant', `'${flag} ${twice}' is given twice. Give it once.`)
  return Object.fromEntries(read)
}

function readSetting(setting: string, constants: Constants, flag: string): [string, Constant] {
  const at = setting.indexOf('=')
  if (at <= 0) {
    throw new UsageError('bad-constant', `'${flag} ${setting}' sets nothing. Write ${flag} name=value.`)
  }
  const name = setting.slice(0, at)
  return [name, readValue(setting.slice(at + 1), constants[name])]
}

function readValue(text: string, usual: Constant | undefined): Constant {
  if (typeof usual === 'string') return text
  try {
    return JSON.parse(text) as Constant
  } catch {
    // Not JSON: a string, which instantiate rejects with the expected type.
    return text
  }
}
