/**
 * TypeScript in a process of its own, so that it works beside the search: whatever version a spec has, and whatever it
 * does, it is ended at the time limit, on request, and when this process ends.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../../base/errors.ts'
import type { CheckingOptions } from './compiler-options.ts'
import type { TypeScript } from './find-typescript.ts'

/** What has become of a run: its output, or why there is none. */
export type Ran = FinishedRun | { readonly failure: string }

export interface FinishedRun {
  readonly output: string
  readonly code: number
  /** Where the files lay that were made for this run, and are gone. */
  readonly folder: string
}

export interface TypeScriptRun {
  readonly ran: Promise<Ran>
  stop(): void
}

/** Starts TypeScript on files, all under the same options. Never rejects. */
export function runTypeScript(
  { version, command }: TypeScript,
  files: readonly string[],
  checking: CheckingOptions,
  limitMs: number,
): TypeScriptRun {
  const name = `TypeScript ${version}`
  let folder: string
  try {
    folder = mkdtempSync(join(tmpdir(), 'interleave-types-'))
  } catch (error) {
    return { ran: Promise.resolve({ failure: messageOf(error) }), stop: () => undefined }
  }
  // Into a file, since this process may be too busy to empty a pipe.
  const outputFile = join(folder, 'output.txt')
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  let child: ChildProcess
  try {
    child = start(command, writeProject(folder, files, checking), outputFile)
  } catch (error) {
    remove()
    return { ran: Promise.resolve({ failure: `${name} does not start: ${messageOf(error)}` }), stop: () => undefined }
  }

  let end: (ran: Ran) => void = () => undefined
  const ended = new Promise<Ran>(resolve => {
    end = resolve
  })
  const kill = (): void => {
    child.kill('SIGKILL')
    remove()
  }
  const fail = (failure: string): void => {
    child.kill('SIGKILL')
    end({ failure })
  }
  const timer = setTimeout(() => fail(`${name} was not done after ${limitMs / 1000} s`), limitMs)
  process.once('exit', kill)
  child.once('error', error => fail(`${name} does not start: ${messageOf(error)}`))
  child.once('exit', (code, signal) => {
    if (code === null) end({ failure: `${name} was ended by ${signal}` })
    else end({ code, output: readFileSync(outputFile, 'utf8'), folder })
  })
  const ran = ended.finally(() => {
    clearTimeout(timer)
    process.off('exit', kill)
    remove()
  })
  return { ran, stop: () => fail('interrupted') }
}

/** The project that TypeScript is to check: the path of its tsconfig.json. */
function writeProject(folder: string, files: readonly string[], { options, globals }: CheckingOptions): string {
  const declarations = join(folder, 'node-names.d.ts')
  if (globals !== undefined) writeFileSync(declarations, globals)
  const project = join(folder, 'tsconfig.json')
  const all = globals === undefined ? files : [...files, declarations]
  writeFileSync(project, JSON.stringify({ compilerOptions: options, files: all }))
  return project
}

function start([program, ...first]: TypeScript['command'], project: string, outputFile: string): ChildProcess {
  const output = openSync(outputFile, 'w')
  // Options for this process (a debugger, a loader) are none for the child.
  const { NODE_OPTIONS: _, ...env } = process.env
  try {
    return spawn(program, [...first, '-p', project, '--pretty', 'false', '--locale', 'en', '--explainFiles'], {
      stdio: ['ignore', output, output],
      env,
    })
  } finally {
    closeSync(output)
  }
}
