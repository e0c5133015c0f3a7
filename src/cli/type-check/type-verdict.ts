import { relative, sep } from 'node:path'
import type { TypeScript } from './find-typescript.ts'
import type { Ran } from './run-typescript.ts'
import type { TypeProblem } from './type-problem.ts'
import { filesBehind, readTypeScriptOutput } from './typescript-output.ts'

/** The result for the types of one spec: the errors, or why they were not checked. */
export type TypeVerdict = { readonly problems: readonly TypeProblem[] } | { readonly unchecked: string }

export const wellTyped: TypeVerdict = { problems: [] }

export interface Judged {
  readonly verdict: TypeVerdict
  /** The files on which the result depends, apart from TypeScript's and our own, if the spec is well typed. */
  readonly behind?: readonly string[]
}

/**
 * The verdicts of a run of TypeScript on its specs. A spec is well typed only if TypeScript reports that it read it,
 * and reports nothing else, for example about an option.
 */
export function judge(specs: readonly string[], ran: Ran, typescript: TypeScript): Map<string, Judged> {
  const name = `TypeScript ${typescript.version}`
  if ('failure' in ran) return all(specs, ran.failure)
  const report = readTypeScriptOutput(ran.output, process.cwd())
  if (report.general[0] !== undefined) return all(specs, `${name} says: ${report.general[0]}`)
  if (ran.code !== 0 && report.problems.length === 0) return all(specs, `${name} exited with code ${ran.code}`)
  const notOfSpecs = [...typescript.folders, ran.folder]
  const isGlobal = (root: string): boolean => !specs.includes(root)
  return new Map(
    specs.map(spec => {
      if (!report.files.has(spec)) return [spec, unchecked(`${name} does not report reading ${shown(spec)}`)]
      const behind = filesBehind(spec, report, isGlobal)
      const problems = report.problems.filter(({ file }) => behind.has(file) && !isOfAnother(file))
      if (problems.length > 0) return [spec, { verdict: { problems } }]
      return [spec, { verdict: wellTyped, behind: [...behind].filter(file => !isWithin(file, notOfSpecs)) }]
    }),
  )
}

function all(specs: readonly string[], reason: string): Map<string, Judged> {
  return new Map(specs.map(spec => [spec, unchecked(reason)]))
}

function unchecked(reason: string): Judged {
  return { verdict: { unchecked: reason } }
}

/** Whether a file belongs to an installed package, whose author is responsible for its types. */
function isOfAnother(file: string): boolean {
  return file.split(sep).includes('node_modules')
}

function isWithin(file: string, folders: readonly string[]): boolean {
  return folders.some(folder => file.startsWith(folder + sep))
}

function shown(file: string): string {
  return relative(process.cwd(), file)
}
