/** Running a program and watching what it takes. */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Run {
  readonly output: string
  /** From start to exit. */
  readonly seconds: number
  /** Processor time of the program, without what compiled it. */
  readonly cpuSeconds: number
  /** The most memory it ever held. */
  readonly peakBytes: number
}

const ticksPerSecond = 100

/** Runs a program to its end; what it takes is read from /proc now and then, the last time just before it is gone. */
export function run(command: string, args: readonly string[], cwd: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const seen = { cpuSeconds: 0, peakBytes: 0 }
    const look = (): void => {
      const { cpuSeconds, peakBytes } = usage(child.pid as number)
      seen.cpuSeconds = Math.max(seen.cpuSeconds, cpuSeconds)
      seen.peakBytes = Math.max(seen.peakBytes, peakBytes)
    }
    const timer = setInterval(look, 10)
    let output = ''
    let errors = ''
    child.stdout.on('data', data => {
      output += data
      look()
    })
    child.stderr.on('data', data => {
      errors += data
    })
    child.on('error', reject)
    child.on('close', code => {
      clearInterval(timer)
      const seconds = (performance.now() - start) / 1000
      if (code === 0) resolve({ output, seconds, ...seen })
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${errors}${output}`))
    })
  })
}

function usage(pid: number): { cpuSeconds: number; peakBytes: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    // The name of the program, in brackets, may have spaces in it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
    return { cpuSeconds, peakBytes: 1024 * Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) }
  } catch {
    return { cpuSeconds: 0, peakBytes: 0 }
  }
}
