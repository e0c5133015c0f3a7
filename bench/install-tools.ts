import { execFileSync, spawnSync } from 'node:child_process'

/** Debian's packages by the command that each brings. */
const packages = { spin: 'spin', gcc: 'gcc' } as const

/** Installs SPIN and gcc where they are missing. Throws a message that says what to do where it can't. */
export function installTools(): void {
  const missing = Object.entries(packages).filter(([command]) => !isInstalled(command))
  if (missing.length === 0) return
  const wanted = missing.map(([, name]) => name)
  const command = `apt-get install -y ${wanted.join(' ')}`
  if (!isInstalled('apt-get') || process.getuid?.() !== 0) {
    throw new Error(`the bench needs ${wanted.join(' and ')}. Install them, on Debian by '${command}' as root.`)
  }
  process.stderr.write(`Installing ${wanted.join(' and ')}.\n`)
  try {
    execFileSync('apt-get', ['install', '-y', ...wanted], { stdio: ['ignore', 'ignore', 'inherit'] })
  } catch (error) {
    throw new Error(`'${command}' failed. Is 'apt-get update' due?`, { cause: error })
  }
}

export function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0
}
