import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, UsageError } from '../base/errors.ts'
import { completeManifest } from './complete-manifest.ts'
import { exitCodes } from './exit-codes.ts'
import { brokenVariant, type InitFile, initFiles, initFolder } from './init-files.ts'
import type { Terminal } from './terminal.ts'

/**
 * Writes an example, its test, a configuration and scripts into the working directory. It asks nothing, and overwrites nothing:
 * files that are there stay, and package.json gets only what it does not have.
 */
export function initCommand(terminal: Terminal): number {
  const manifest = existsSync('package.json') ? readFileSync('package.json', 'utf8') : undefined
  const completed = completeManifest(manifest)
  const files = initFiles(completed)
  const lines = files.map(file => [create(file), file.name, file.purpose] as const)
  if (completed.text !== manifest) write('package.json', completed.text)
  const changed = completed.added.length === 0 ? 'has all that is needed' : completed.added.join(', ')
  const verb = manifest === undefined ? 'wrote' : completed.added.length === 0 ? 'kept' : 'added'
  for (const [what, name, why] of [...lines, [verb, 'package.json', changed] as const])
    terminal.print(`${what.padEnd(7)}${name.padEnd(26)}${why}`)
  terminal.print(`\n${nextSteps(files)}`)
  return exitCodes.allHold
}

function create({ name, text }: InitFile): 'wrote' | 'kept' {
  if (existsSync(name)) return 'kept'
  write(name, text)
  return 'wrote'
}

function write(name: string, text: string): void {
  try {
    mkdirSync(dirname(name), { recursive: true })
    writeFileSync(name, text)
  } catch (error) {
    throw new UsageError('cannot-write', `'${name}' cannot be written: ${messageOf(error)}.`, { cause: error })
  }
}

/** The manager of packages that a project uses, by its lock file. */
function packageManager(): string {
  const managers = { 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn', 'bun.lock': 'bun', 'bun.lockb': 'bun' }
  return Object.entries(managers).find(([file]) => existsSync(file))?.[1] ?? 'npm'
}

function nextSteps([lock]: readonly InitFile[]): string {
  const steps = [
    [`${packageManager()} install`, ''],
    ['npx interleave verify', 'both settings, as they are expected'],
    [`npx interleave check ${lock?.name} --variant '${brokenVariant}'`, 'how the bug happens'],
    [`npx vitest run ${initFolder}`, 'the same as tests'],
  ] as const
  const width = Math.max(...steps.map(([command]) => command.length)) + 3
  return steps
    .map(([command, why], i) => `${i === 0 ? 'Next   ' : '       '}${command.padEnd(width)}${why}`.trimEnd())
    .join('\n')
}
