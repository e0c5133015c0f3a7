import { UsageError } from '../base/errors.ts'

/** Refuses a file to be written whose name is that of a program: it may be the very spec, whose text would be lost. */
export function refuseSource(file: string): void {
  if (!/\.[cm]?[jt]sx?$/.test(file)) return
  throw new UsageError(
    'bad-option',
    `'${file}' would be overwritten, and its name is that of a source file. Give the output a name of another kind, such as .json, .svg or .txt.`,
  )
}
