import { relative, sep } from 'node:path'
import type { TypeScript } from './find-typescript.ts'
import type { FinishedRun, Ran } from './run-typescript.ts'
import type { TypeProblem } from './type-problem.ts'
import { filesBehind, readTypeScriptOutput, type TypeScriptReport } from './typescript-output.ts'

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
  const failure = failureOf(report, ran)
  if (ran.code !== 0 && failure === undefined && report.problems.length === 0)
    return all(specs, `${name} exited with code ${ran.code}`)
  const notOfSpecs = [...typescript.folders, ran.folder]
  const isGlobal = (root: string): boolean => !specs.includes(root)
  return new Map(
    specs.map(spec => {
      if (!report.files.has(spec))
        return [spec, unchecked(`${name} ${failure ?? `does not report reading ${shown(spec)}`}`)]
      const behind = filesBehind(spec, report, isGlobal)
      const problems = report.problems.filter(({ file }) => behind.has(file) && !isOfAnother(file))
      if (problems.length > 0) return [spec, { verdict: { problems } }]
      if (failure !== undefined) return [spec, unchecked(`${name} ${failure}`)]
      return [spec, { verdict: wellTyped, behind: [...behind].filter(file => !isWithin(file, notOfSpecs)) }]
    }),
  )
}

/**
 * Why a file without errors of its own was not checked, or not with the options it should be: an error about an option, which
 * is in no file or in the generated project, or one of syntax anywhere, after which TypeScript looks at no types.
 */
function failureOf({ general, problems }: TypeScriptReport, { folder }: FinishedRun): string | undefined {
  if (general[0] !== undefined) return `says: ${general[0]}`
  const ofOptions = problems.find(({ file }) => isWithin(file, [folder]))
  if (ofOptions !== undefined) return `says: ${ofOptions.code}: ${ofOptions.message}`
  const ofSyntax = problems.find(({ code }) => /^TS1\d{3}$/.test(code))
  return ofSyntax && `stops at ${ofSyntax.code} in ${shown(ofSyntax.file)}: ${ofSyntax.message}`
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
