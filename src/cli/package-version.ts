import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The package.json of this package. */
export function manifestFile(): string {
  // Found from src/cli in the sources, and from out/build/src/cli in the package.
  const up = import.meta.url.endsWith('.ts') ? '../../' : '../../../../'
  return fileURLToPath(new URL(`${up}package.json`, import.meta.url))
}

/** The version of this package, from its package.json. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(manifestFile(), 'utf8')) as { version: string }).version
}
