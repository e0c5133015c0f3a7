import { cutInWords } from './cut-report.ts'
import type { Described, DescribedTable } from './describe-spec.ts'
import { exitCodes } from './exit-codes.ts'
import type { SupervisedThread } from './supervised-thread.ts'
import type { TaskLimits } from './task-end.ts'
import type { Task, TaskResult } from './thread-messages.ts'
import type { VerifyReport } from './verify-report.ts'

type SpecFile = Extract<Described, { kind: 'spec' }>

/** Loads specs and tables in a thread, and reports those that do not load, without affecting the others. */
export class SpecLoader {
  private readonly thread: SupervisedThread
  private readonly report: VerifyReport
  private readonly limits: TaskLimits

  constructor(thread: SupervisedThread, report: VerifyReport, limits: TaskLimits) {
    this.thread = thread
    this.report = report
    this.limits = limits
  }

  /**
   * `above` are files that were not named: tables in which the specs may be. If one does not load, the specs do not
   * fail. Neither does what is no spec, but was found in a folder and not named.
   */
  async load(
    files: readonly string[],
    above: readonly string[],
    named: readonly string[],
  ): Promise<{ specs: readonly SpecFile[]; tables: readonly DescribedTable[] }> {
    const specs: SpecFile[] = []
    const found: string[] = []
    for (const file of files) {
      const described = await this.request({ command: 'describe', file }, true)
      if (described?.kind === 'spec') specs.push(described)
      else if (described?.kind === 'other') this.reportOther(described, named.includes(file))
      else if (described !== undefined) found.push(described.file)
    }
    const loaded = specs.map(({ file }) => file)
    const tables: DescribedTable[] = []
    const others = above.filter(file => !files.includes(file))
    for (const file of [...found, ...others]) {
      const isNamed = !others.includes(file)
      const isTable = isNamed || (await this.isTable(file))
      const table = isTable && (await this.request({ command: 'describe table', file, specs: loaded }, isNamed))
      if (table) tables.push(table)
    }
    return { specs, tables }
  }

  private reportOther({ file, message }: Extract<Described, { kind: 'other' }>, isNamed: boolean): void {
    const failure = { code: exitCodes.model, message, stack: '' }
    if (isNamed) this.report.notLoaded(file, failure)
    else this.report.leftOut(file, failure)
  }

  private async isTable(file: string): Promise<boolean> {
    const described = await this.request({ command: 'describe', file }, false)
    return described?.kind === 'table'
  }

  private async request<T extends Task>(task: T, isNamed: boolean): Promise<TaskResult<T> | undefined> {
    if (this.limits.signal.aborted) return undefined
    const ended = await this.thread.run(task, this.limits)
    if (ended.kind === 'done') return ended.value
    const failure =
      ended.kind === 'failed'
        ? ended.failure
        : { code: exitCodes.inconclusive, message: cutInWords(task.file, ended), stack: '' }
    if (isNamed) this.report.notLoaded(task.file, failure)
    else this.report.leftOut(task.file, failure)
    return undefined
  }
}
