/** Running the built command as a user does: a process of its own, in a folder of its own. */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const checkout = fileURLToPath(new URL('../../..', import.meta.url))
/** The built command. */
export const builtMain = join(checkout, 'out/build/src/cli/main.js')

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  /** Without the lines of progress, which depend on how busy the machine is; with them only where one was waited for. */
  readonly stderr: string
}

const progressLine = /^.* states \([\d,]+\/s\), .* \d+ s(;.*)?\n/gm

export interface RunOptions {
  readonly cwd?: string
  /** Sends Ctrl-C when this text has been printed to stderr. */
  readonly interruptAt?: string
  /** Sent in place of Ctrl-C. */
  readonly signal?: NodeJS.Signals
  readonly env?: NodeJS.ProcessEnv
}

export function interleave(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run(process.execPath, [builtMain, ...args], options)
}

export function run(
  command: string,
  args: readonly string[],
  { cwd = checkout, interruptAt, signal = 'SIGINT', env = {} }: RunOptions = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env } })
    children.push(child)
    let stdout = ''
    let stderr = ''
    let isInterrupted = false
    child.stdout.on('data', data => {
      stdout += data
    })
    child.stderr.on('data', data => {
      stderr += data
      if (interruptAt === undefined || isInterrupted || !stderr.includes(interruptAt)) return
      isInterrupted = true
      child.kill(signal)
    })
    child.on('error', reject)
    child.on('close', code => {
      const printed = interruptAt === undefined ? stderr.replaceAll(progressLine, '') : stderr
      resolve({ code, stdout, stderr: printed })
    })
  })
}

/** A command that goes on until it is ended. */
export interface Running {
  /** All that it has printed, on stdout and stderr. */
  readonly output: () => string
  /** Waits until it has printed a text that was not there when this was called. */
  until(text: string | RegExp): Promise<void>
  /** Ends it as Ctrl-C does, and gives its exit code. */
  end(): Promise<number | null>
}

export function start(args: readonly string[], cwd: string): Running {
  const child = spawn(process.execPath, [builtMain, ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } })
  children.push(child)
  let output = ''
  let changed = (): void => undefined
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      output += data
      changed()
    })
  const closed = new Promise<number | null>(resolve => child.on('close', resolve))
  let read = 0
  return {
    output: () => output,
    async until(text) {
      for (;;) {
        const found = typeof text === 'string' ? output.indexOf(text, read) : output.slice(read).search(text)
        if (found >= 0) break
        await Promise.race([
          new Promise<void>(resolve => {
            changed = resolve
          }),
          closed.then(() => {
            throw new Error(`it ended before it printed ${text}:\n${output}`)
          }),
        ])
      }
      read = output.length
    },
    async end() {
      child.kill('SIGINT')
      return closed
    },
  }
}

const folders: string[] = []
const children: ChildProcess[] = []
// Of the file whose tests import this; one that hangs has failed its test by then.
afterAll(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A new empty folder, which is removed when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'interleave-'))
  folders.push(folder)
  return folder
}

/** A new folder with the files given by their paths in it. */
export function folderWith(files: { readonly [path: string]: string }): string {
  const folder = temporaryFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}
