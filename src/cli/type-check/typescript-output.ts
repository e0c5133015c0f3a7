import { resolve } from 'node:path'
import type { TypeProblem } from './type-problem.ts'

/** The output of TypeScript with `--explainFiles`. */
export interface TypeScriptReport {
  readonly problems: readonly TypeProblem[]
  /** Errors without a place in a file, for example about an option. */
  readonly general: readonly string[]
  /** Each file that it read, with the files that import it; none for a root file. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>
  /** The files that are read even if no other file imports them. */
  readonly roots: ReadonlySet<string>
}

/** Parses the output of `tsc --pretty false --explainFiles`, whose paths are relative to `folder`. */
export function readTypeScriptOutput(output: string, folder: string): TypeScriptReport {
  const problems: TypeProblem[] = []
  const general: string[] = []
  const files = new Map<string, Set<string>>()
  const roots = new Set<string>()
  for (const [head, ...details] of paragraphs(output)) {
    const problem = readProblem(head, details, folder)
    const generalError = /^error (TS\d+: .*)/.exec(head)?.[1]
    if (problem !== undefined) problems.push(problem)
    else if (generalError !== undefined) general.push(generalError)
    else if (details.length > 0) readFile(resolve(folder, head), details)
  }
  return { problems, general, files, roots }

  function readFile(file: string, reasons: readonly string[]): void {
    const importers = reasons.map(
      reason => / from file '(.+?)'(?: with packageId '.*?')?(?: to .*)?$/.exec(reason)?.[1],
    )
    if (importers.includes(undefined)) roots.add(file)
    files.set(file, new Set(importers.flatMap(importer => (importer === undefined ? [] : [resolve(folder, importer)]))))
  }
}

/** Lines, each with the indented lines that continue it. */
function paragraphs(output: string): [string, ...string[]][] {
  const found: [string, ...string[]][] = []
  for (const line of output.split(/\r?\n/)) {
    if (/^\s+\S/.test(line)) found.at(-1)?.push(line)
    else if (line !== '') found.push([line])
  }
  return found
}

function readProblem(head: string, details: readonly string[], folder: string): TypeProblem | undefined {
  const [, file, line, column, code, message] = /^(.+)\((\d+),(\d+)\): error (TS\d+): (.*)$/.exec(head) ?? []
  if (file === undefined || code === undefined) return undefined
  return {
    file: resolve(folder, file),
    line: Number(line),
    column: Number(column),
    code,
    message: [message, ...details].join('\n'),
  }
}

/** The files that a file depends on, including itself: its imports, and what applies to all files. */
export function filesBehind(file: string, report: TypeScriptReport, isGlobal: (root: string) => boolean): Set<string> {
  const imports = importsOf(report)
  const reached = new Set<string>()
  const open = [file, ...[...report.roots].filter(isGlobal)]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    open.push(...(imports.get(next) ?? []))
  }
  return reached
}

function importsOf({ files }: TypeScriptReport): Map<string, string[]> {
  const imports = new Map<string, string[]>()
  for (const [file, importers] of files) {
    for (const importer of importers) {
      const known = imports.get(importer)
      if (known === undefined) imports.set(importer, [file])
      else known.push(file)
    }
  }
  return imports
}
