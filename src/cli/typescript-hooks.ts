/**
 * Lets Node load a user's TypeScript: module hooks that strip the types, and run in a thread of their own.
 *
 * Node 20 cannot do that, and later versions only in part. Types are replaced by blanks, so lines and columns in errors
 * are those of the source. Files with other TypeScript syntax (enums, parameter properties, namespaces) are compiled
 * instead, and laid out on the lines of the source.
 * `interleave-checker` always means this package, even if another copy is installed beside the spec, so that the spec's
 * models and the command use the same classes.
 */

import { readFileSync } from 'node:fs'
import type { LoadFnOutput, LoadHook, ResolveFnOutput, ResolveHook, ResolveHookContext } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { MessagePort } from 'node:worker_threads'
import type { Options, TransformOutput } from '@swc/wasm-typescript'
import { isSameCode, onOwnLines } from './compile/on-own-lines.ts'
import { addressInCopy, isOfWholeCopy } from './fresh-copy.ts'
import type { ResolvedImport } from './import-graph.ts'
import { withListedSpreads } from './listed-spreads.ts'
import { packageVersion } from './package-version.ts'
import { pathAliases } from './path-aliases.ts'
import { StrippedCache } from './stripped-cache.ts'

type TransformSync = (source: string, options: Options) => TransformOutput

const cache = new StrippedCache(`${packageVersion()}, compiled on own lines`)

let port: MessagePort | undefined

/** Gets the port to the thread that loads specs, which keeps their imports in an {@link ImportGraph}. */
export function initialize(to: MessagePort): void {
  port = to
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  const besides: string[] = []
  // What `next` is called with is stored in the context.
  const { parentURL } = context
  let to: string | undefined
  try {
    const resolved = await resolveAny(specifier, context, next, besides)
    to = resolved.url
    return resolved
  } finally {
    report(parentURL, to, besides)
  }
}

/** The folder of this package's modules, apart from its models: no spec changes because they do. */
const ownSource = new URL('../', import.meta.url).href

function report(from: string | undefined, to: string | undefined, besides: readonly string[]): void {
  if (from === undefined || from.startsWith(ownSource) || to?.startsWith(ownSource)) return
  port?.postMessage({ from, to, besides } satisfies ResolvedImport)
}

/** `besides` gets the other files that decide what the specifier means. */
async function resolveAny(
  specifier: string,
  context: ResolveHookContext,
  next: Parameters<ResolveHook>[2],
  besides: string[],
): Promise<ResolveFnOutput> {
  const own = ownPart(specifier)
  if (own !== undefined) return next(ownModule(own), { ...context, parentURL: import.meta.url })
  const { urls, configs } = pathAliases(specifier, context.parentURL)
  besides.push(...configs)
  try {
    return ofSameCopy(await resolveFirst([...urls, specifier], context, next, besides), context.parentURL)
  } catch (error) {
    throw urls.length === 0 ? error : withAliases(error, urls)
  }
}

function withAliases(error: unknown, urls: readonly string[]): unknown {
  const places = urls.map(url => `'${fileURLToPath(url)}'`).join(' and ')
  if (error instanceof Error)
    error.message += `. By 'paths' in tsconfig.json it would be ${places}, where there is no module`
  return error
}

/**
 * The models of this package, in the checkout and as built: they have no variables, and would be slow to load again.
 */
const ownModels = ['../../models/', '../../../../models/'].map(folder => new URL(folder, import.meta.url).href)

/** A module that a fresh copy imports is part of that copy. */
function ofSameCopy(resolved: ResolveFnOutput, parent: string | undefined): ResolveFnOutput {
  if (ownModels.some(folder => resolved.url.startsWith(folder)) && !isOfWholeCopy(parent)) return resolved
  return { ...resolved, url: addressInCopy(resolved.url, parent, resolved.format) }
}

/** The first of some specifiers, each with its possible meanings in TypeScript, that means a file. */
async function resolveFirst(
  specifiers: readonly string[],
  context: ResolveHookContext,
  next: Parameters<ResolveHook>[2],
  besides: string[],
): Promise<ResolveFnOutput> {
  let shown: unknown
  for (const specifier of specifiers) {
    for (const candidate of [specifier, ...typescriptCandidates(specifier)]) {
      try {
        return await next(candidate, context)
      } catch (error) {
        // Shows the error about what the author wrote.
        if (candidate === specifiers.at(-1)) shown = error
        besides.push(...fileOf(candidate, context.parentURL))
      }
    }
  }
  throw shown
}

/** The file that a path means, where there is none. */
function fileOf(specifier: string, parent: string | undefined): string[] {
  if (!isPath(specifier) || parent === undefined) return []
  const { protocol, href } = new URL(specifier, parent)
  return protocol === 'file:' ? [fileURLToPath(href)] : []
}

function isPath(specifier: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|file:)/.test(specifier)
}

/**
 * The part of this package that an import names: '' for the package itself, undefined for any other package. Specs for
 * version 0.1 import `interleave`, the package's name at the time.
 */
function ownPart(specifier: string): string | undefined {
  return /^interleave(?:-checker)?(?:\/(.*))?$/
    .exec(specifier)
    ?.slice(1)
    .map(part => part ?? '')[0]
}

/** A part of this package: built, or the source if the command itself runs from source. */
function ownModule(part: string): string {
  if (!import.meta.url.endsWith('.ts')) return part === '' ? 'interleave-checker' : `interleave-checker/${part}`
  return part === '' ? '../index.ts' : `../../${part}.ts`
}

/**
 * The possible meanings of a relative specifier in TypeScript: `./a.js` and `./a` for `./a.ts`, `./a` for
 * `./a/index.ts`, and the same for the other extensions.
 */
function typescriptCandidates(specifier: string): string[] {
  if (!isPath(specifier)) return []
  if (/\.[mc]?jsx?$/.test(specifier)) {
    const written = specifier.replace(/js(?=x?$)/, 'ts')
    return /\.js$/.test(specifier) ? [written, `${written}x`] : [written]
  }
  return ['.ts', '/index.ts', '.mts', '.cts', '.tsx', '.jsx'].map(end => specifier + end)
}

export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith('file:')) return next(url, context)
  const { pathname } = new URL(url)
  const file = fileURLToPath(url)
  // With and without the attribute that Node requires, unlike bundlers and TypeScript.
  if (pathname.endsWith('.json')) return { format: 'json', source: readFileSync(file, 'utf8'), shortCircuit: true }
  if (!/\.(?:[mc]?ts|[tj]sx)$/.test(pathname)) return withSpreadsOfAuthor(url, await next(url, context))
  // A .cts file is an ES module here, too, since CommonJS cannot load this package.
  return { format: 'module', source: withListedSpreads(await strippedOf(file)), shortCircuit: true }
}

/** JavaScript of the author, as its sets are looked through in TypeScript, too. */
function withSpreadsOfAuthor(url: string, loaded: LoadFnOutput): LoadFnOutput {
  const { format, source } = loaded
  if (format !== 'module' || source === undefined || url.includes('/node_modules/') || url.startsWith(ownSource))
    return loaded
  return {
    ...loaded,
    source: withListedSpreads(typeof source === 'string' ? source : new TextDecoder().decode(source)),
  }
}

async function strippedOf(file: string): Promise<string> {
  // Nothing else runs in this thread, and a promise takes several times as long for a small file.
  const source = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  const known = cache.read(source)
  if (known !== undefined) return known
  // Loaded lazily: it takes a tenth of a second.
  const { transformSync } = await import('@swc/wasm-typescript')
  const stripped = stripTypes(source, file, transformSync as TransformSync)
  cache.write(source, stripped)
  return stripped
}

function stripTypes(source: string, filename: string, transformSync: TransformSync): string {
  try {
    return transformSync(source, { mode: 'strip-only', filename }).code
  } catch (problem) {
    if (hasJsx(source, filename, transformSync)) throw new SyntaxError(`${filename} ${jsxAdvice}`)
    if (!isProblem(problem, 'UnsupportedSyntax')) throw syntaxError(problem, filename)
  }
  try {
    return compiled(source, filename, transformSync)
  } catch (problem) {
    throw syntaxError(problem, filename)
  }
}

/** JavaScript on the lines of the source; on others only if the compiler would then read it differently. */
function compiled(source: string, filename: string, transformSync: TransformSync): string {
  const { code, map = '{"mappings":""}' } = transformSync(source, { mode: 'transform', filename, sourceMap: true })
  const laidOut = onOwnLines(code, map)
  try {
    return isSameCode(transformSync(laidOut, { mode: 'transform', filename }).code, code) ? laidOut : code
  } catch {
    return code
  }
}

const jsxAdvice =
  'contains JSX, which is not compiled here. Keep the model in a separate .ts file, and import it into the component.'

/** Options of the stripper that its types do not declare. */
type ParserOptions = Options & { readonly parser: { readonly syntax: 'typescript'; readonly tsx: boolean } }

/** Whether a file that cannot be parsed as TypeScript can be parsed with JSX. */
function hasJsx(source: string, filename: string, transformSync: TransformSync): boolean {
  if (!/x$/.test(filename)) return false
  try {
    const options: ParserOptions = { mode: 'strip-only', filename, parser: { syntax: 'typescript', tsx: true } }
    transformSync(source, options)
    return true
  } catch {
    return false
  }
}

interface Problem {
  readonly code: string
  readonly message: string
  readonly snippet?: string
  readonly startLine?: number
}

function isProblem(value: unknown, code?: string): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && (code === undefined || value.code === code)
}

function syntaxError(problem: unknown, file: string): Error {
  if (!isProblem(problem)) return problem instanceof Error ? problem : new Error(`${file}: ${String(problem)}`)
  const line = problem.startLine === undefined ? '' : `:${problem.startLine}`
  return new SyntaxError(`${file}${line}: ${problem.message}\n${(problem.snippet ?? '').trimEnd()}`)
}
