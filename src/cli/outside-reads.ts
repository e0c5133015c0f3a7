/**
 * What authors' code reads besides the modules that it imports: files, variables of the environment, and what nobody can compare
 * later, such as the list of a folder. Verdicts depend on these, too, so the cache of verdicts has to know them.
 *
 * Functions of Node are replaced by ones that look at their caller, since what this package reads for itself does not count. That
 * slows down loading, so it is done only where there is a cache. A
 * module that two specs import is loaded once, so what was read counts for all specs of a thread.
 */

import { createRequire, syncBuiltinESMExports } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface OutsideReads {
  /** Files that were read, or looked for. */
  readonly files: readonly string[]
  /** Variables of the environment, with their values. */
  readonly variables: readonly (readonly [name: string, value: string | undefined])[]
  /** Functions that have returned what cannot be compared later. */
  readonly others: readonly string[]
}

type WatchedFunction = (...args: never[]) => unknown

const files = new Set<string>()
const variables = new Map<string, string | undefined>()
const others = new Set<string>()

/** Functions of `fs` that return nothing but what follows from the content of the file which they are given. */
const ofContent = ['readFileSync', 'readFile', 'existsSync', 'realpathSync']
/** Where `require` finds a file depends on others that are not there, so `module` is among them. */
const watched = ['fs', 'fs/promises', 'os', 'child_process', 'worker_threads', 'module']
/** What `require` has loaded, by path; undefined if nothing is noted in this thread. */
let required: NodeJS.Dict<NodeJS.Module> | undefined

/** Begins to note what is read in this thread, which must not have loaded an author's code yet. */
export function watchReads(): void {
  const require = createRequire(import.meta.url)
  required = require.cache
  for (const name of watched) watchModule(name, require(`node:${name}`) as Record<string, unknown>)
  process.env = watchedEnvironment(process.env)
  syncBuiltinESMExports()
}

/** All that was read so far; undefined if it was not noted. */
export function readsSoFar(): OutsideReads | undefined {
  if (required === undefined) return undefined
  // The lock file says what packages load; their content is looked at all the same.
  const modules = Object.entries(required).filter(([file]) => !file.startsWith(own))
  const isRequire = modules.some(([file, module]) => !file.includes('node_modules') && hasRequired(module))
  return {
    files: [...files, ...modules.map(([file]) => file)],
    variables: [...variables],
    others: [...others, ...(isRequire ? ['require'] : [])],
  }
}

/** Modules of JSON have no list of children. */
function hasRequired(module: Partial<NodeJS.Module> | undefined): boolean {
  return (module?.children?.length ?? 0) > 0
}

function watchModule(module: string, exports: Record<string, unknown>): void {
  for (const [name, usual] of Object.entries(exports)) {
    // Classes are left: nobody reads by them alone.
    if (typeof usual !== 'function' || /^[A-Z_]/.test(name)) continue
    const isOfContent = module.startsWith('fs') && ofContent.includes(name)
    const replaced = function (this: unknown, ...args: unknown[]): unknown {
      if (isCalledByAuthor(replaced)) {
        const file = isOfContent ? pathOf(args[0]) : undefined
        file === undefined ? others.add(`${module}.${name}`) : files.add(file)
      }
      return Reflect.apply(usual as (...args: unknown[]) => unknown, this, args)
    }
    Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(usual))
    exports[name] = replaced
  }
}

function pathOf(path: unknown): string | undefined {
  if (path instanceof URL) return path.protocol === 'file:' ? fileURLToPath(path) : undefined
  return typeof path === 'string' ? resolve(path) : undefined
}

function watchedEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const note = (name: string | symbol, trap: WatchedFunction): void => {
    if (typeof name !== 'string' || variables.has(name)) return
    if (isCalledByAuthor(trap)) variables.set(name, environment[name])
  }
  const traps = {
    get: (_: unknown, name: string | symbol) => {
      note(name, traps.get)
      return Reflect.get(environment, name)
    },
    has: (_: unknown, name: string | symbol) => {
      note(name, traps.has)
      return Reflect.has(environment, name)
    },
    getOwnPropertyDescriptor: (_: unknown, name: string | symbol) => {
      note(name, traps.getOwnPropertyDescriptor)
      return Reflect.getOwnPropertyDescriptor(environment, name)
    },
    ownKeys: () => {
      if (isCalledByAuthor(traps.ownKeys)) others.add('process.env')
      return Reflect.ownKeys(environment)
    },
  }
  return new Proxy(environment, traps as ProxyHandler<NodeJS.ProcessEnv>)
}

/** This package's own modules, but not its models. */
const own = fileURLToPath(new URL('../', import.meta.url))

/** Whether it was an author's code that called a function, perhaps by way of Node. */
function isCalledByAuthor(called: WatchedFunction): boolean {
  const places = framesAbove(called).map(frame => /(?:\(|at )(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/]).*)/.exec(frame)?.[1])
  const place = places.find(place => place !== undefined)
  return place !== undefined && !place.startsWith(own)
}

function framesAbove(called: WatchedFunction): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error
  const holder: { stack?: string } = {}
  try {
    Error.prepareStackTrace = undefined as never
    Error.stackTraceLimit = 50
    Error.captureStackTrace(holder, called)
    return (holder.stack ?? '').split('\n').slice(1)
  } finally {
    Error.prepareStackTrace = prepareStackTrace
    Error.stackTraceLimit = stackTraceLimit
  }
}
