import { UsageError } from '../base/errors.ts'
import { type ReporterName, reporterNames } from '../config/reporter-names.ts'
import { refuseSource } from './refuse-source.ts'

/** A reporter that writes to a file. */
export interface FileReporter {
  readonly name: ReporterName
  readonly file: string
}

/** Where each reporter writes. */
export interface Reporting {
  /** What standard output is for. */
  readonly stdout: ReporterName
  /** Whether annotations of GitHub follow there. */
  readonly isAnnotated: boolean
  readonly files: readonly FileReporter[]
}

/**
 * Reads `--reporter name` and `--reporter name=file`. Standard output has text unless another reporter takes it; annotations
 * are lines of the log, and go with text.
 *
 * Throws {@link UsageError} for an unknown name, or for two reporters that want the same output.
 */
export function readReporters(given: readonly string[], json = false): Reporting {
  const all = [...given, ...(json ? ['ndjson'] : [])].map(readReporter)
  const files = all.filter((one): one is FileReporter => one.file !== undefined)
  const printed = all.filter(({ file }) => file === undefined).map(({ name }) => name)
  const whole = new Set(printed.filter(name => name !== 'github'))
  if (whole.size > 1)
    throw wrong(
      `standard output is for one reporter, but '${[...whole].join("' and '")}' need it. Give a file: --reporter ${[...whole].at(-1)}=<file>`,
    )
  const [stdout = 'text'] = whole
  const isAnnotated = printed.includes('github')
  if (isAnnotated && stdout !== 'text')
    throw wrong(
      `annotations on standard output go with text, not with '${stdout}'. Give it a file: --reporter ${stdout}=<file>`,
    )
  const twice = files.find(({ file }, i) => files.findIndex(other => other.file === file) < i)
  if (twice !== undefined) throw wrong(`two reporters write to '${twice.file}'. Give each its own file`)
  return { stdout, isAnnotated, files }
}

function readReporter(text: string): { readonly name: ReporterName; readonly file?: string } {
  const [, name = text, file] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  const known = reporterNames.find(one => one === name)
  if (known === undefined) throw wrong(`there is no reporter '${name}'. There are: ${reporterNames.join(', ')}`)
  if (file === '') throw wrong(`reporter '${name}=' has no file. Name one, or leave out the '='`)
  if (file !== undefined) refuseSource(file)
  return { name: known, ...(file !== undefined && { file }) }
}

function wrong(what: string): UsageError {
  return new UsageError('bad-option', `${what}.`)
}
