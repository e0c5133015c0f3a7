import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, UsageError } from '../base/errors.ts'
import { configFile } from '../config/config-file.ts'
import { type CompletedManifest, completeManifest } from './complete-manifest.ts'
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
  const hasTsconfig = existsSync('tsconfig.json')
  const config = configFile()
  const files = initFiles({ ...completed, hasTsconfig, config })
  const lines = files.map(file => [create(file), file.name, file.purpose] as const)
  if (completed.text !== manifest) write('package.json', completed.text)
  const changed = completed.added.length === 0 ? 'has all that is needed' : completed.added.join(', ')
  const verb = manifest === undefined ? 'wrote' : completed.added.length === 0 ? 'kept' : 'added'
  for (const [what, name, why] of [...lines, [verb, 'package.json', changed] as const])
    terminal.print(`${what.padEnd(7)}${name.padEnd(26)}${why}`)
  for (const note of notes(hasTsconfig, config)) terminal.print(`\n${note}`)
  terminal.print(`\n${nextSteps(files, completed)}`)
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

/** What has to be done by hand, since files that are there are not changed. */
function notes(hasTsconfig: boolean, config: string | undefined): string[] {
  const own = config === undefined || readFileSync(config, 'utf8').includes(`'${initFolder}'`)
  const takesAll = hasTsconfig && !/"(?:include|files)"\s*:/.test(readFileSync('tsconfig.json', 'utf8'))
  return [
    ...(own
      ? []
      : [
          `${config} says where specs are. Add '${initFolder}' to its specs, or name the folder: interleave verify ${initFolder}`,
        ]),
    ...(takesAll
      ? [
          `tsconfig.json has no "include", so your build takes ${initFolder}/ in, too. To leave it out, add to tsconfig.json:\n  "exclude": ["${initFolder}", "node_modules"]  and the folder into which it builds`,
        ]
      : []),
  ]
}

function nextSteps([lock]: readonly InitFile[], { needsPackages }: CompletedManifest): string {
  const steps = [
    ...(needsPackages || !existsSync('node_modules') ? [[`${packageManager()} install`, ''] as const] : []),
    [`npx interleave verify ${initFolder}`, 'both settings, as they are expected'],
    [`npx interleave check ${lock?.name} --variant '${brokenVariant}'`, 'how the bug happens'],
    [`npx vitest run ${initFolder}`, 'the same as tests'],
  ] as const
  const width = Math.max(...steps.map(([command]) => command.length)) + 3
  return steps
    .map(([command, why], i) => `${i === 0 ? 'Next   ' : '       '}${command.padEnd(width)}${why}`.trimEnd())
    .join('\n')
}
