import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkout, scratchFolder } from './folders.ts'
import { runCommand } from './run-command.ts'

/** What a process printed and took, from its start to its exit. */
export interface Measured {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
  /** Of all its threads together. */
  readonly processorSeconds: number
  /** The peak of its resident memory. */
  readonly peakBytes: number
}

/** Runs a command in the checkout as a process of its own, and measures the whole of it. */
export async function runMeasured(command: string, args: readonly string[]): Promise<Measured> {
  const child = spawn(measurer(), [command, ...args], { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const [, stdout, stderr, taken] = child.stdio.map(stream => collected(stream as NodeJS.ReadableStream | null))
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', exit => resolve(exit ?? 1))
  })
  const [seconds = Number.NaN, processorSeconds = Number.NaN, peakKilobytes = Number.NaN] = taken!()
    .split(' ')
    .map(Number)
  return { code, stdout: stdout!(), stderr: stderr!(), seconds, processorSeconds, peakBytes: peakKilobytes * 1024 }
}

function collected(stream: NodeJS.ReadableStream | null): () => string {
  let text = ''
  stream?.on('data', data => {
    text += data
  })
  return () => text
}

/** The program that measures, compiled if it is missing or older than its source. */
function measurer(): string {
  const source = fileURLToPath(new URL('measure.c', import.meta.url))
  const program = `${scratchFolder()}/measure`
  if (!existsSync(program) || statSync(program).mtimeMs < statSync(source).mtimeMs) {
    runCommand('gcc', ['-O2', '-o', program, source])
  }
  return program
}
