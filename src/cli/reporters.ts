/**
 * The reporters of a run of `check` or `verify`: what is printed, and the files that are written when all is over. The text is
 * printed as results come, so that a report that cannot be written takes no verdict with it.
 */

import { appendFileSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { messageOf } from '../base/errors.ts'
import type { ReporterName } from '../config/reporter-names.ts'
import type { CiReport } from '../report/ci/ci-report.ts'
import { githubAnnotations } from '../report/ci/github-annotations.ts'
import { junitXml } from '../report/ci/junit.ts'
import { sarifJson } from '../report/ci/sarif.ts'
import { summaryMarkdown } from '../report/ci/summary-markdown.ts'
import { safeJson } from '../report/text/safe-json.ts'
import { exitCodes } from './exit-codes.ts'
import { notice } from './notice.ts'
import { OutputFolder } from './output-folder.ts'
import { packageVersion } from './package-version.ts'
import type { FileReporter, Reporting } from './read-reporters.ts'
import type { Terminal } from './terminal.ts'

/** What is known at the end of a run. */
export type Finished = Pick<CiReport, 'command' | 'settings' | 'problems' | 'exitCode'> & {
  /** The summary of `verify`. */
  readonly summary?: object
}

export class Reporters {
  /** For what is printed as results come. */
  readonly terminal: Terminal
  private readonly reporting: Reporting
  private readonly outer: Terminal
  private readonly printed: string[] = []

  constructor(reporting: Reporting, terminal: Terminal) {
    this.reporting = reporting
    this.outer = terminal
    this.terminal = { ...terminal, print: text => this.print(text) }
  }

  /** Whether results are printed as objects, one for each line. */
  get isJson(): boolean {
    return this.reporting.stdout === 'ndjson'
  }

  /** Whether any reporter needs results as data. */
  get areWanted(): boolean {
    const { stdout, isAnnotated, files } = this.reporting
    return isAnnotated || !['text', 'ndjson'].includes(stdout) || files.some(({ name }) => name !== 'text')
  }

  private print(text: string): void {
    const { stdout, files } = this.reporting
    if (stdout === 'text' || stdout === 'ndjson') this.outer.print(text)
    if (files.some(({ name }) => name === 'text')) this.printed.push(stripVTControlCharacters(text))
  }

  /** Writes what is left to write, and returns the exit code: that of the results, or if all is well that of a report that is not. */
  finish(finished: Finished): number {
    const { stdout, isAnnotated, files } = this.reporting
    const report = { ...finished, folder: folderInRepository(), version: packageVersion() }
    if (!['text', 'ndjson', 'github'].includes(stdout)) this.outer.print(this.written(stdout, report))
    if (isAnnotated) {
      const lines = githubAnnotations(report)
      if (lines !== '') this.outer.print(lines)
      addToJobSummary(report)
    }
    const areWritten = files.map(file => this.write(file, report))
    return areWritten.includes(false) && finished.exitCode === exitCodes.allHold
      ? exitCodes.unwritten
      : finished.exitCode
  }

  private write({ name, file }: FileReporter, report: CiReport): boolean {
    try {
      new OutputFolder(dirname(file)).write(basename(file), this.written(name, report))
      return true
    } catch (error) {
      notice(`the report '${name}' was not written to '${file}': ${messageOf((error as Error).cause ?? error)}`)
      return false
    }
  }

  private written(name: ReporterName, report: CiReport & Finished): string {
    switch (name) {
      case 'text':
        return `${this.printed.map(text => text.replace(/\n$/, '')).join('\n')}\n`
      case 'json':
        return `${safeJson(documentOf(report), 2)}\n`
      case 'ndjson':
        return objectsOf(report)
          .map(object => `${safeJson(object)}\n`)
          .join('')
      case 'junit':
        return junitXml(report)
      case 'sarif':
        return sarifJson(report)
      case 'github':
        return githubAnnotations(report)
      case 'markdown':
        return summaryMarkdown(report)
    }
  }
}

function documentOf({ command, exitCode, settings, summary }: CiReport & Finished): object {
  return {
    format: 'interleave-report/1',
    command,
    exitCode,
    settings: settings.map(({ json }) => json),
    ...(summary !== undefined && { summary }),
  }
}

function objectsOf({ settings, summary }: Finished): object[] {
  const objects = settings.map(({ json }) => json)
  return summary === undefined ? objects : [...objects, { format: 'interleave/1', summary }]
}

/** The variables in which GitHub and GitLab name the root of the repository. */
const roots = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR']

function folderInRepository(): string {
  const root = roots.map(name => process.env[name]).find(value => value !== undefined && value !== '')
  const path = root === undefined ? '' : relative(root, process.cwd()).replaceAll('\\', '/')
  return path === '' || path.startsWith('..') ? '' : `${path}/`
}

/** The page that GitHub shows for a job; outside it there is none. */
function addToJobSummary(report: CiReport): void {
  const file = process.env.GITHUB_STEP_SUMMARY
  if (file === undefined || file === '') return
  try {
    appendFileSync(file, summaryMarkdown(report))
  } catch (error) {
    notice(`the summary of the job was not written: ${messageOf(error)}`)
  }
}
