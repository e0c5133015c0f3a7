import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { foldersFrom } from '../../config/folders-from.ts'

/** Compiler options from a tsconfig.json, with absolute paths in those that are read here. */
export type CompilerOptions = Readonly<Record<string, unknown>>

interface TsConfig {
  readonly extends?: string | readonly string[]
  readonly compilerOptions?: CompilerOptions
}

/** The options of a folder, and each file that decided them. */
export interface UserOptions {
  readonly options: CompilerOptions | undefined
  readonly files: readonly string[]
}

/**
 * The compiler options of the nearest tsconfig.json from a folder upwards, with those that it extends; undefined if
 * there is none with options of its own (a solution file has only references).
 */
export function userOptions(folder: string): CompilerOptions | undefined {
  return readUserOptions(folder).options
}

/** The same, with the files that were read. */
export function readUserOptions(folder: string): UserOptions {
  const file = foldersFrom(folder)
    .map(each => join(each, 'tsconfig.json'))
    .find(existsSync)
  if (file === undefined) return { options: undefined, files: [] }
  const files: string[] = []
  const options = optionsOf(file, dirname(file), [], files)
  return { options: Object.keys(options).length === 0 ? undefined : options, files }
}

/** `root` is the folder of the extending file, the meaning of `${configDir}`; `read` gets the files. */
function optionsOf(file: string, root: string, above: readonly string[], read: string[]): CompilerOptions {
  if (above.includes(file)) return {}
  read.push(file)
  const config = readConfig(file)
  const bases = [config.extends ?? []].flat().map(name => baseFile(name, file))
  const inherited = bases.map(base => (base === undefined ? {} : optionsOf(base, root, [...above, file], read)))
  return Object.assign({}, ...inherited, withAbsolutePaths(config.compilerOptions ?? {}, dirname(file), root))
}

/** A file that cannot be read sets no options: TypeScript and editors report the error. */
function readConfig(file: string): TsConfig {
  try {
    return (JSON.parse(withoutComments(readFileSync(file, 'utf8'))) as TsConfig | null) ?? {}
  } catch {
    return {}
  }
}

/** Parses JSON with comments and trailing commas, as allowed in tsconfig.json. */
function withoutComments(text: string): string {
  const string = '"(?:\\\\.|[^"\\\\])*"'
  return text
    .replace(/^\uFEFF/, '')
    .replace(new RegExp(`(${string})|//.*|/\\*[^]*?\\*/`, 'g'), '$1')
    .replace(new RegExp(`(${string})|,(?=\\s*[}\\]])`, 'g'), '$1')
}

function baseFile(name: string, file: string): string | undefined {
  if (/^\.{0,2}\//.test(name)) {
    const path = resolve(dirname(file), name)
    return [path, `${path}.json`].find(existsSync)
  }
  const require = createRequire(file)
  for (const candidate of [name, `${name}.json`, `${name}/tsconfig.json`]) {
    try {
      return require.resolve(candidate)
    } catch {
      // Tries the next candidate.
    }
  }
  return undefined
}

function withAbsolutePaths(options: CompilerOptions, folder: string, root: string): CompilerOptions {
  const { baseUrl, paths, typeRoots, types, ...others } = options as CompilerOptions & {
    readonly baseUrl?: string
    readonly paths?: Readonly<Record<string, readonly string[]>>
    readonly typeRoots?: readonly string[]
    readonly types?: readonly string[]
  }
  for (const [name, list] of Object.entries({ ...paths, typeRoots, types }))
    if (list !== undefined && !Array.isArray(list))
      throw new Error(`'${name}' in ${folder}/tsconfig.json is not a list.`)
  const absolute = (from: string, path: string): string => resolve(from, path.replace('${configDir}', root))
  const base = baseUrl === undefined ? undefined : absolute(folder, baseUrl)
  const mapped = { ...(base !== undefined && { '*': ['*'] }), ...paths }
  return {
    ...others,
    ...((paths ?? base) !== undefined && {
      paths: mapEntries(mapped, targets => targets.map(target => absolute(base ?? folder, target))),
    }),
    ...(types !== undefined && { types: types.map(name => (isRelative(name) ? absolute(folder, name) : name)) }),
    ...(typeRoots !== undefined && { typeRoots: typeRoots.map(path => absolute(folder, path)) }),
  }
}

function isRelative(name: unknown): boolean {
  return typeof name === 'string' && /^\.{1,2}\//.test(name)
}

function mapEntries<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
