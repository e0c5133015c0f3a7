import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A TypeScript that is installed somewhere, and how to start its compiler. */
export interface TypeScript {
  readonly version: string
  /** The folders with its own files, of which its version says all. */
  readonly folders: readonly string[]
  /** The program and its first arguments. */
  readonly command: readonly [string, ...string[]]
}

/** What is read of its package.json. */
interface Manifest {
  readonly version: string
  readonly bin?: { readonly tsc?: string }
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The TypeScript that a file would import; undefined where none is installed for it. */
export function findTypeScript(file: string): TypeScript | undefined {
  const manifest = resolveFrom(file, 'typescript/package.json')
  if (manifest === undefined) return undefined
  const described = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  const { version, bin } = described
  const folder = dirname(manifest)
  const native = nativeCompiler(manifest, described)
  if (native !== undefined) return { version, folders: [folder, dirname(native)], command: [native] }
  return { version, folders: [folder], command: [process.execPath, join(folder, bin?.tsc ?? 'bin/tsc')] }
}

/**
 * The program of TypeScript 7, which lies in a package for the platform. Its `bin/tsc` does nothing but start it, in
 * longer than a small check takes, and on Node 20 as a child that would outlive it.
 */
function nativeCompiler(manifest: string, { optionalDependencies }: Manifest): string | undefined {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`
  // TypeScript 5 has none, though that of another version may lie beside it.
  if (optionalDependencies?.[name] === undefined) return undefined
  const found = resolveFrom(manifest, `${name}/package.json`)
  if (found === undefined) return undefined
  const program = join(dirname(found), 'lib', process.platform === 'win32' ? 'tsc.exe' : 'tsc')
  return existsSync(program) ? program : undefined
}

function resolveFrom(file: string, specifier: string): string | undefined {
  try {
    return createRequire(file).resolve(specifier)
  } catch {
    return undefined
  }
}
