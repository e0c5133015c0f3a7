import { existsSync, realpathSync, statSync } from 'node:fs'
import { register } from 'node:module'
import { relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { callerLocation } from '../base/author-location.ts'
import { undoChangedBuiltIns } from '../base/built-ins.ts'
import { ModelError, messageOf, placed, UsageError } from '../base/errors.ts'
import { describe } from '../base/plain.ts'
import { descriptionOf, isModel } from '../language/description-of.ts'
import type { Expectations } from '../language/expectations.ts'
import { listed } from '../language/set.ts'
import { unknownClaimIn } from '../language/unknown-claim.ts'
import { type AnyModel, instantiate, type Setting } from '../machine/instantiate.ts'
import type { Machine } from '../machine/machine.ts'
import { hearClock, withReplaceableClock, withStrangeClockMeanwhile } from '../machine/strange-clock.ts'
import type { VerdictTable } from '../verdicts/verdict-table.ts'
import { isVerdictTable } from '../verdicts/verdict-table-builder.ts'
import { calmCompiler } from './calm-compiler.ts'
import { freshAddress } from './fresh-copy.ts'
import { ImportGraph } from './import-graph.ts'
import { listedName } from './listed-spreads.ts'
import { nextTurn } from './next-turn.ts'
import { shippedSpec } from './shipped-spec.ts'

/** A spec module: a model with its claims, and its expectations, if any. */
export interface Spec {
  /** The file, relative to the working directory, as shown to the user. */
  readonly file: string
  readonly model: AnyModel
  readonly expected: Expectations | undefined
}

/** A module with a verdict table. */
export interface TableModule {
  readonly file: string
  readonly table: VerdictTable
}

/** The names of the variants of a spec's model, in the order written. */
export function variantNames({ model }: Spec): string[] {
  return descriptionOf(model).variants.map(variant => variant.name)
}

/** The imports of all modules that were loaded; undefined before the first. */
let imports: ImportGraph | undefined

function registerHooks(): void {
  if (imports !== undefined) return
  // The hooks are beside this file, as .ts in the sources and as .js in the package.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const { port1, port2 } = new MessageChannel()
  imports = new ImportGraph(port1)
  register(new URL(`./typescript-hooks.${extension}`, import.meta.url), { data: port2, transferList: [port2] })
  Object.defineProperty(globalThis, listedName, { value: listed, configurable: true })
}

/** The files on which a spec depends, as far as it could be loaded: itself, and all that it imports. */
export function filesBehind(name: string): readonly string[] {
  const path = resolve(shippedSpec(name) ?? name)
  const files = imports?.filesBehind(path) ?? [path]
  // Imports are those of the file at the end of symbolic links.
  const real = existsSync(path) ? realpathSync(path) : path
  return real === path ? files : [...new Set([...files, ...(imports?.filesBehind(real) ?? [real])])]
}

/** How to load a spec. */
export interface Loading {
  /** Whether to read it and all that it imports again, though it was loaded before. */
  readonly anew?: boolean
}

/**
 * Loads a spec file, which is TypeScript or JavaScript with a model as its default export.
 *
 * Throws {@link UsageError} if there is no such file, {@link ModelError} if it does not load or exports no model.
 */
export async function loadSpec(name: string, loading: Loading = {}): Promise<Spec> {
  const loaded = await loadSpecOrTable(name, loading)
  if (!('table' in loaded)) return loaded
  throw new ModelError(
    'no-spec',
    `${loaded.file} is a verdict table, not a spec. 'interleave verify' fills it in from the specs that it names.`,
  )
}

/** The same for a file whose default export may also be a verdict table. */
export async function loadSpecOrTable(name: string, { anew = false }: Loading = {}): Promise<Spec | TableModule> {
  const path = resolve(shippedSpec(name) ?? name)
  if (!existsSync(path)) {
    throw new UsageError(
      'no-such-file',
      `there is no file '${name}'. 'interleave list .' shows the specs of this folder.`,
    )
  }
  if (statSync(path).isDirectory()) {
    throw new UsageError(
      'no-such-file',
      `'${name}' is a folder. Name a spec file; 'interleave list ${name}' shows those in it.`,
    )
  }
  const file = relative(process.cwd(), path)
  const module = await importModule(
    anew ? freshAddress(path, { sharesPackages: true }) : pathToFileURL(path).href,
    path,
    file,
  )
  calmCompiler()
  if (isVerdictTable(module.default)) return { file, table: module.default }
  const model = module.default
  if (!isModel(model)) throw noModel(file, module)
  const spec = { file, model, expected: module.expected as Expectations | undefined }
  checkExpectations(spec)
  return spec
}

/** Imports a module of an author that is no spec, with its types stripped. Rejects with a message that says what is wrong. */
export async function importAuthorsModule(file: string): Promise<Record<string, unknown>> {
  const path = resolve(file)
  return importModule(pathToFileURL(path).href, path, file)
}

async function importModule(url: string, path: string, file: string): Promise<Record<string, unknown>> {
  registerHooks()
  try {
    // So that calls through references that modules keep are heard, too.
    const module = await withReplaceableClock(() => importUnchanged(url, file))
    await nextTurn()
    return module
  } catch (error) {
    if (error instanceof ModelError) throw placed(error, callerLocation(error.stack))
    if (error instanceof UsageError) throw error
    throw new ModelError('cannot-load', `${file} could not be loaded: ${explain(error, path, file)}`, { cause: error })
  }
}

/** Refuses a module that changes built-ins, whatever came of loading it then: this code, too, works with them. */
async function importUnchanged(url: string, file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(url)) as Record<string, unknown>
  } finally {
    undoChangedBuiltIns(`${file}, or a module that it imports,`)
  }
}

function explain(error: unknown, path: string, file: string): string {
  const message = messageOf(error).replaceAll(`${path}:`, `${file}:`)
  const missing = /does not provide an export named '(\w+)'/.exec(message)?.[1]
  if (missing !== undefined) return `${message}. If '${missing}' is a type, import it with 'import type'.`
  if (isCommonJs(message))
    return `it is CommonJS ('require', 'module.exports', 'export ='), which can't load this package, an ES module. Use 'import' and 'export default' in a .ts, .mts or .mjs file. Node says: ${message.split('\n')[0]}`
  const at = lineIn(error, path)
  const placed = at === undefined || message.includes(`${file}:`) ? message : `${message} (${file}:${at})`
  return `${placed}${extensionAdvice(error, path)}`
}

/** The names of TypeScript files, whose types are stripped. */
const typescriptName = /\.(?:[mc]?ts|[tj]sx)$/

/** What may be wrong with the name of a file that does not load. */
function extensionAdvice(error: unknown, path: string): string {
  if (typescriptName.test(path)) return ''
  if (!/\.[mc]?js$/.test(path)) return '. The name of a spec ends in .ts, .mts, .js or .mjs: rename it.'
  return error instanceof SyntaxError && !isThrownByCode(error)
    ? '. In a .js file there can be no types: if it is TypeScript, name it .ts.'
    : ''
}

/** Whether code was running: it parses something else, such as JSON, which its file's types have nothing to do with. */
function isThrownByCode({ stack = '' }: Error): boolean {
  return /^\s+at (?!async ).*file:\/\//m.test(stack)
}

/** Whether a message of Node means that the file is written as CommonJS. */
function isCommonJs(message: string): boolean {
  return (
    /^(?:require|module|exports|__dirname|__filename) is not defined/.test(message) ||
    /^require\(\) of ES Module|^Cannot find module 'interleave(?:-checker)?['/].*\nRequire stack:/.test(message)
  )
}

/** The line of `path` on the stack of an error, if there is one. */
function lineIn(error: unknown, path: string): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const [, where, line] of stack.matchAll(/(file:\/\/[^\s)]+?):(\d+):\d+/g)) {
    if (where !== undefined && fileURLToPath(where) === path) return line
  }
  return undefined
}

function noModel(file: string, module: Record<string, unknown>): ModelError {
  const models = Object.keys(module).filter(name => isModel(module[name]))
  const hint =
    module.default !== undefined
      ? `Its default export is something else: ${describe(module.default)}.${typeof module.default === 'function' ? " A map for 'interleave accept' is given as its --map." : ''}`
      : models.length > 0
        ? `It exports the model ${models.map(name => `'${name}'`).join(', ')}, but not as its default: 'export default ${models[0]}'.`
        : 'A spec file ends in: export default model(...)...'
  return new ModelError('no-spec', `${file} has no model as its default export. ${hint}`)
}

const freshModels = new Map<string, Promise<unknown>>()
/** Files whose modules ask for the time or random numbers when they are loaded. */
const clockReaders = new Set<string>()

/**
 * The machine of a setting from a fresh copy of its spec, one copy for all settings; undefined if the copy is not a
 * model.
 */
export async function freshMachine(file: string, setting: Setting): Promise<Machine | undefined> {
  const path = resolve(file)
  const copy = freshModels.get(path) ?? freshModel(path, file)
  freshModels.set(path, copy)
  const model = await copy
  return isModel(model) ? instantiate(model, setting) : undefined
}

/**
 * Machines of a setting whose modules were loaded at the extremes of the clock and of random numbers; none where the
 * fresh copy, which must have been made before, asked for neither.
 */
export async function strangeMachines(file: string, setting: Setting): Promise<Machine[]> {
  const path = resolve(file)
  if (!clockReaders.has(path)) return []
  const models: unknown[] = []
  for (const end of ['early', 'late'] as const)
    models.push(await withStrangeClockMeanwhile(end, () => loadCopy(path, true).catch(() => undefined)))
  return models.flatMap(model => (isModel(model) ? [instantiate(model, setting)] : []))
}

async function loadCopy(path: string, sharesPackages: boolean): Promise<unknown> {
  return ((await import(freshAddress(path, { sharesPackages }))) as { default?: unknown }).default
}

/** The default export of a fresh copy. A package that cannot be loaded twice is shared by both copies. */
async function freshModel(path: string, file: string): Promise<unknown> {
  const load = (sharesPackages: boolean) => withReplaceableClock(() => loadCopy(path, sharesPackages))
  const before = hearClock(() => clockReaders.add(path))
  try {
    return await load(false).catch(() => load(true))
  } catch (error) {
    throw new ModelError(
      'cannot-load',
      `${file} could not be loaded a second time, which shows whether it depends on variables outside the model: ${explain(error, path, file)}`,
      { cause: error },
    )
  } finally {
    hearClock(before)
  }
}

/** Rejects expectations for variants that do not exist, and variants without an expectation. */
function checkExpectations(spec: Spec): void {
  const { file, expected } = spec
  if (expected === undefined) return
  const variants = ['base', ...variantNames(spec)]
  const unknown = Object.keys(expected).find(name => !variants.includes(name))
  if (unknown !== undefined) {
    throw new ModelError(
      'bad-expectation',
      `${file} has an expectation for a variant '${unknown}' that the model does not have. It has: ${variants.join(', ')}.`,
    )
  }
  const missing = variants.find(name => !Object.hasOwn(expected, name))
  if (missing !== undefined) {
    throw new ModelError('bad-expectation', `${file} has no expectation for '${missing}'. Add it to 'expected'.`)
  }
  const wrong = unknownClaimIn(descriptionOf(spec.model), expected)
  if (wrong !== undefined) throw new ModelError('bad-expectation', `${file}: ${wrong}`)
}
