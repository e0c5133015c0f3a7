import { readFileSync } from 'node:fs'

/** The version of this package, as its package.json says. */
export function packageVersion(): string {
  // From src/cli in the sources, from out/build/src/cli in the package.
  const up = import.meta.url.endsWith('.ts') ? '../../' : '../../../../'
  return (JSON.parse(readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8')) as { version: string })
    .version
}
