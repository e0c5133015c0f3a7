import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The file or the folder of specs of this package that is named as an import names it (`interleave-checker/spec/classic`),
 * relative to the working directory; undefined for any other name.
 */
export function shippedSpec(name: string): string | undefined {
  const part = /^interleave-checker\/(spec(?:\/.+?)?)(?:\.[jt]s)?\/?$/.exec(name)?.[1]
  if (part === undefined) return undefined
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const path = fileURLToPath(new URL(`../../${part}`, import.meta.url))
  const file = `${path}.${extension}`
  return relative(process.cwd(), existsSync(file) || !existsSync(path) ? file : path)
}
