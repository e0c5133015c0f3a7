/** SPIN on a machine of the bench: generated, compiled and run as its manual says for exhaustive search. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import type { Case } from './cases.ts'
import { type Run, run } from './child.ts'

export interface SpinRun extends Run {
  readonly states: number
  readonly transitions: number
}

/** Installs Debian's packages where they are missing. */
export function installSpin(): void {
  try {
    execFileSync('spin', ['-V'])
    execFileSync('gcc', ['--version'])
  } catch {
    execFileSync('apt-get', ['install', '-y', 'spin', 'gcc', 'libc6-dev'], { stdio: 'inherit' })
  }
}

/** Only the run of the verifier is measured, not the seconds that generating and compiling it take. */
export async function runSpin(
  file: string,
  { define, hash, depth }: NonNullable<Case['spin']>,
  folder: string,
): Promise<SpinRun> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const defines = Object.entries(define).map(([name, value]) => `-D${name}=${value}`)
  await run('spin', ['-a', '-o1', '-o2', '-o3', ...defines, file], folder)
  await run('gcc', ['-O2', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=20000', '-o', 'pan', 'pan.c'], folder)
  // -E: a state without transitions is no error here; -m: deep enough for every stack met.
  const found = await run('./pan', ['-E', `-m${depth}`, `-w${hash}`], folder)
  if (/max search depth too small|out of memory/.test(found.output)) throw new Error(found.output)
  // Large numbers are printed with eight digits: 1.1778722e+08.
  const states = Number(/([\d.e+]+) states, stored/.exec(found.output)?.[1])
  const matched = Number(/([\d.e+]+) states, matched/.exec(found.output)?.[1])
  return { ...found, states, transitions: states + matched }
}
