import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** An installed TypeScript, and how to start its compiler. */
export interface TypeScript {
  readonly version: string
  /** The folders with its own files, which its version determines. */
  readonly folders: readonly string[]
  /** The program and its first arguments. */
  readonly command: readonly [string, ...string[]]
}

/** The part of its package.json that is read. */
interface Manifest {
  readonly version: string
  readonly bin?: { readonly tsc?: string }
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The TypeScript that a file would import; undefined if none is installed. */
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
 * The program of TypeScript 7, which is in a package for the platform. Its `bin/tsc` only starts the program, which
 * takes longer than a small check, and on Node 20 the program is a child that would outlive it.
 */
function nativeCompiler(manifest: string, { optionalDependencies }: Manifest): string | undefined {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`
  // TypeScript 5 has no such program, although that of another version may be installed beside it.
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
