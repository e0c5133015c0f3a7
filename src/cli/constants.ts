import { UsageError } from '../base/errors.ts'
import type { Constant, Constants } from '../language/model.ts'

/**
 * Reads `--set name=value` options: a value is read as what the constant of the model is, and anything but numbers,
 * booleans and strings as JSON. Whether the model has the constant is for {@link instantiate} to say.
 */
export function readConstants(settings: readonly string[], constants: Constants): Constants {
  const read = settings.map(setting => readSetting(setting, constants))
  const names = read.map(([name]) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new UsageError('bad-constant', `'--set ${twice}' is given twice. Give it once.`)
  return Object.fromEntries(read)
}

function readSetting(setting: string, constants: Constants): [string, Constant] {
  const at = setting.indexOf('=')
  if (at <= 0) {
    throw new UsageError('bad-constant', `'--set ${setting}' sets nothing. Write --set name=value.`)
  }
  const name = setting.slice(0, at)
  return [name, readValue(setting.slice(at + 1), constants[name])]
}

function readValue(text: string, usual: Constant | undefined): Constant {
  if (typeof usual === 'string') return text
  try {
    return JSON.parse(text) as Constant
  } catch {
    // Not JSON: a string, which instantiate refuses with the type that is wanted.
    return text
  }
}
