import { existsSync } from 'node:fs'

const names = ['ts', 'mts', 'js', 'mjs'].map(end => `interleave.config.${end}`)

/** The configuration in the working directory, if there is one. */
export function configFile(): string | undefined {
  return names.find(name => existsSync(name))
}
