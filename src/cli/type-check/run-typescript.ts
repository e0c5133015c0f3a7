/**
 * TypeScript in a child process, so that any version can run in parallel with the search. It is terminated at the time
 * limit, on request, and when its parent is gone, even if that was a terminated thread or a killed process.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../../base/errors.ts'
import type { CheckingOptions } from './compiler-options.ts'
import type { TypeScript } from './find-typescript.ts'

/** The result of a run: its output, or why there is none. */
export type Ran = FinishedRun | { readonly failure: string }

export interface FinishedRun {
  readonly output: string
  readonly code: number
  /** The folder of the temporary files of this run, which are deleted. */
  readonly folder: string
}

export interface TypeScriptRun {
  readonly ran: Promise<Ran>
  stop(): void
}

/**
 * The guard process between this one and TypeScript, which cannot listen while it works. It ends as TypeScript does.
 * When the channel to this process closes, it kills TypeScript and removes the folder.
 */
const guardProgram = `
const { spawn } = require('node:child_process')
const { rmSync } = require('node:fs')
const [folder, program, ...args] = process.argv.slice(1)
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
process.on('SIGINT', () => {})
process.on('disconnect', () => {
  child.removeAllListeners('exit').on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
    process.exit()
  })
  child.kill('SIGKILL')
})
child.on('error', error => {
  console.error(error.message)
  process.exit(127)
})
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
})`

/** Starts TypeScript on files with the same options. Never rejects. */
export function runTypeScript(
  { version, command }: TypeScript,
  files: readonly string[],
  checking: CheckingOptions,
  limitMs: number,
): TypeScriptRun {
  const name = `TypeScript ${version}`
  try {
    const folder = mkdtempSync(join(tmpdir(), 'interleave-types-'))
    const output = join(folder, 'output.txt')
    const guard = start(folder, [...command, '-p', writeProject(folder, files, checking), ...defaultOptions], output)
    return watch(guard, { name, folder, output, limitMs })
  } catch (error) {
    return { ran: Promise.resolve({ failure: `${name} does not start: ${messageOf(error)}` }), stop: () => undefined }
  }
}

const defaultOptions = ['--pretty', 'false', '--locale', 'en', '--explainFiles']

/** The project for TypeScript to check: the path of its tsconfig.json. */
function writeProject(folder: string, files: readonly string[], { options, globals }: CheckingOptions): string {
  const declarations = join(folder, 'node-names.d.ts')
  if (globals !== undefined) writeFileSync(declarations, globals)
  const project = join(folder, 'tsconfig.json')
  const all = globals === undefined ? files : [...files, declarations]
  writeFileSync(project, JSON.stringify({ compilerOptions: options, files: all }))
  return project
}

function start(folder: string, command: readonly string[], outputFile: string): ChildProcess {
  // Output goes to a file, since this process may be too busy to read a pipe.
  const output = openSync(outputFile, 'w')
  // Options for this process (a debugger, a loader) must not affect others.
  const { NODE_OPTIONS: _, ...env } = process.env
  try {
    return spawn(process.execPath, ['-e', guardProgram, folder, ...command], {
      stdio: ['ignore', output, output, 'ipc'],
      env,
    })
  } finally {
    closeSync(output)
  }
}

interface Watched {
  readonly name: string
  readonly folder: string
  readonly output: string
  readonly limitMs: number
}

function watch(guard: ChildProcess, { name, folder, output, limitMs }: Watched): TypeScriptRun {
  let fail: (failure: string) => void = () => undefined
  const ran = new Promise<Ran>(resolve => {
    const end = (result: Ran): void => {
      clearTimeout(timer)
      resolve(result)
    }
    fail = failure => {
      end({ failure })
      if (guard.connected) guard.disconnect()
    }
    const timer = setTimeout(() => fail(`${name} did not finish within ${limitMs / 1000} s`), limitMs)
    guard.once('error', error => fail(`${name} does not start: ${messageOf(error)}`))
    guard.once('exit', (code, signal) => {
      if (code === null) end({ failure: `${name} was killed by ${signal}` })
      else end({ code, output: readOutput(output), folder })
      rmSync(folder, { recursive: true, force: true })
    })
  })
  return { ran, stop: () => fail('interrupted') }
}

/** Empty if the folder is gone, as it is after a run that was stopped. */
function readOutput(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
