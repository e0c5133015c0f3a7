import { execFileSync } from 'node:child_process'

/** Runs a command to its end and returns what it printed. Throws with its output if it fails. */
export function runCommand(command: string, args: readonly string[], cwd?: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string }
    const output = `${stdout ?? ''}${stderr ?? ''}`.trim()
    throw new Error(`'${[command, ...args].join(' ')}' failed: ${output || String(error)}`, { cause: error })
  }
}
