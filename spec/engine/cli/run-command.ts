/** Running the built command as a user does: a process of its own, in a folder of its own. */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const checkout = fileURLToPath(new URL('../../..', import.meta.url))
const main = join(checkout, 'out/build/src/cli/main.js')

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  /** Sends Ctrl-C when this text has been printed to stderr. */
  readonly interruptAt?: string
  /** Sent in place of Ctrl-C. */
  readonly signal?: NodeJS.Signals
  readonly env?: NodeJS.ProcessEnv
}

export function interleave(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run(process.execPath, [main, ...args], options)
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
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
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
