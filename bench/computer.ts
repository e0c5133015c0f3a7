import { cpus, loadavg, totalmem } from 'node:os'
import { runCommand } from './run-command.ts'

/** What the figures were measured on, and when, as a list in Markdown. */
export function describeComputer(): string {
  const processors = cpus()
  return [
    `- ${processors[0]?.model.trim() ?? 'unknown processor'}, ${processors.length} cores`,
    `- ${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `- Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    `- ${versionOf('spin', '-V')}`,
    `- ${versionOf('gcc', '--version')}`,
    `- ${(loadavg()[0] ?? 0).toFixed(1)} other processes running on average during the minute before the start`,
    `- ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n')
}

function versionOf(command: string, option: string): string {
  return runCommand(command, [option]).trim().split('\n')[0] ?? command
}
