import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { foldersFrom } from '../../config/folders-from.ts'
import { manifestFile } from '../package-version.ts'
import { type CompilerOptions, userOptions } from './user-options.ts'

/**
 * The options taken from a user's tsconfig.json: strictness, and which names exist. The others concern output, style or
 * modules, and specs are loaded by this command and not by the user's build.
 */
const fromUser = [
  'strict',
  'noImplicitAny',
  'strictNullChecks',
  'strictFunctionTypes',
  'strictBindCallApply',
  'strictPropertyInitialization',
  'strictBuiltinIteratorReturn',
  'noImplicitThis',
  'useUnknownInCatchVariables',
  'exactOptionalPropertyTypes',
  'noUncheckedIndexedAccess',
  'lib',
  'customConditions',
  'experimentalDecorators',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
]

/** As specs are loaded: every file is a module, resolved as Node and bundlers do, and types are erased. */
const asLoaded: CompilerOptions = {
  noEmit: true,
  skipLibCheck: true,
  target: 'esnext',
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  // A helper in JavaScript has the types inferred from its code.
  allowJs: true,
  checkJs: false,
}

/** The options for checking a spec, and the names that it may use without importing them. */
export interface CheckingOptions {
  readonly options: CompilerOptions
  /** Declarations to add if those of Node are not installed. */
  readonly globals: string | undefined
}

/** The options for specs in a folder: strict unless a tsconfig.json says otherwise. */
export function compilerOptionsOf(folder: string): CheckingOptions {
  const user = userOptions(folder)
  const typeRoots = [...namesIn(user?.typeRoots), ...rootsAbove(folder)]
  const hasNode = typeRoots.some(root => existsSync(join(root, 'node/package.json')))
  // One that is not there would keep TypeScript from checking anything. What it declares is then an unknown name.
  const named = namesIn(user?.types).filter(name => isThere(name, typeRoots))
  const types = new Set([...named, ...(hasNode ? ['node'] : [])])
  const options = {
    jsx: 'preserve',
    ...(user === undefined ? { strict: true, lib: ['esnext'] } : { lib: ['esnext', 'dom', 'dom.iterable'] }),
    ...Object.fromEntries(fromUser.flatMap(name => (user?.[name] === undefined ? [] : [[name, user[name]]]))),
    ...asLoaded,
    types: [...types],
    typeRoots,
    paths: { ...(user?.paths as object | undefined), ...ownPaths() },
  }
  return { options, globals: hasNode ? undefined : namesOfNode }
}

/** The names in a list of them, which an author may have got wrong. */
function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(name => typeof name === 'string' && name !== '') : []
}

/** Whether declarations that are named in `types` are a file, or in an installed package. */
function isThere(name: string, typeRoots: readonly string[]): boolean {
  if (isAbsolute(name)) return ['', '.d.ts', '.ts'].some(end => existsSync(name + end))
  return typeRoots.some(root => existsSync(join(root, packageIn(name))))
}

/** The package that a name such as `vite/client` is in. */
function packageIn(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The folders of packages of types: `@types` before others, which `types` can also name. */
function rootsAbove(folder: string): string[] {
  const modules = foldersFrom(folder)
    .map(each => join(each, 'node_modules'))
    .filter(existsSync)
  return [...modules.map(each => join(each, '@types')).filter(existsSync), ...modules]
}

/** The meaning of imports of this package, by its name and by that of version 0.1, as the command resolves them. */
function ownPaths(): Record<string, readonly string[]> {
  const manifest = manifestFile()
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    exports: Record<string, string | { types: string }>
  }
  return Object.fromEntries(
    Object.entries(exports).flatMap(([part, target]) =>
      typeof target === 'string'
        ? []
        : ['interleave-checker', 'interleave'].map(name => [join(name, part), [join(dirname(manifest), target.types)]]),
    ),
  )
}

/** Node's global names, with type `any`: a spec that prints something is not wrong. */
const namesOfNode = `${[
  'console process global Buffer performance crypto fetch',
  'setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate queueMicrotask structuredClone',
  'URL URLSearchParams TextEncoder TextDecoder AbortController AbortSignal Event EventTarget WebAssembly',
]
  .flatMap(names => names.split(' '))
  .map(name => `declare var ${name}: any`)
  .join('\n')}
declare module 'node:*'
`
