/**
 * Locations in an author's files: `lock.ts:14:9`, relative to the working directory.
 *
 * JavaScript does not record where a function is defined, so locations are read from a stack: that of an error, or that
 * of the call that described a part of the model. Frames of this package, of other packages and of Node are skipped.
 * The models that come with this package count as an author's.
 */

/** The folder of this package's code, with a trailing slash. */
const ownFolder = pathOf(new URL('../', import.meta.url).href)
/** Its parent folder: the models and specs of this package are next to the code. */
const packageFolder = pathOf(new URL('../../', import.meta.url).href)

/** A frame of a stack; its path has slashes. */
export interface StackFrame {
  readonly kind: 'own' | 'library' | 'author'
  readonly path: string
  readonly line: number
  readonly column: number
}

/** The line that called this package, `lock.ts:12`; undefined if no author's file is on the stack. */
export function callerLocation(stack = new Error().stack ?? ''): string | undefined {
  // Each part of a model has its line, and the first frames suffice.
  for (const line of stack.split('\n')) {
    const frame = frameOf(line)
    if (frame?.kind === 'author') return `${fromHere(frame.path)}:${frame.line}`
  }
  return undefined
}

/**
 * The place in a step or a claim where an error was thrown, `lock.ts:14:9`; undefined if the error arose after the
 * author's code had returned.
 */
export function thrownLocation(error: unknown): string | undefined {
  const frames = framesOf(error instanceof Error ? error.stack : undefined)
  const at = frames.findIndex(({ kind }) => kind === 'author')
  const frame = frames[at]
  if (frame === undefined) return undefined
  // Steps and claims are called by our code. An author's file with none of our frames below it is the one that called
  // the check.
  const isCalledByUs = frames.slice(at).some(({ kind }) => kind === 'own')
  const isCutOff = frames.length >= Error.stackTraceLimit && at < frames.length - 1
  if (!isCalledByUs && !isCutOff) return undefined
  return `${fromHere(frame.path)}:${frame.line}:${frame.column}`
}

/** The frames of a stack, the innermost first. */
export function framesOf(stack = ''): StackFrame[] {
  return stack.split('\n').flatMap(line => frameOf(line) ?? [])
}

function frameOf(line: string): StackFrame | undefined {
  const [, place, row, column] = /^\s*at (?:.*? \()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? []
  if (place === undefined) return undefined
  const file = files.get(place) ?? fileAt(place)
  files.set(place, file)
  return { ...file, line: Number(row), column: Number(column) }
}

/** The files that were on a stack. */
const files = new Map<string, Pick<StackFrame, 'kind' | 'path'>>()

function fileAt(place: string): Pick<StackFrame, 'kind' | 'path'> {
  const path = pathOf(place)
  return { kind: kindOf(path), path }
}

/** A path with slashes, from a path or a file URL. */
export function pathOf(place: string): string {
  const path = place.startsWith('file:') ? decodeURIComponent(new URL(place).pathname) : place.replaceAll('\\', '/')
  return path.replace(/^\/(?=[A-Za-z]:)/, '')
}

/** The path relative to the working directory if it is inside, or else unchanged. */
function fromHere(path: string): string {
  const here = `${pathOf(process.cwd())}/`
  return path.startsWith(here) ? path.slice(here.length) : path
}

/** Whose code a file is. */
export function kindOf(path: string): StackFrame['kind'] {
  if (path.startsWith(ownFolder)) return 'own'
  if (!isAbsolute(path)) return 'library'
  const isInPackage = path.startsWith(packageFolder) && !path.slice(packageFolder.length).includes('node_modules')
  return isInPackage || !path.includes('node_modules') ? 'author' : 'library'
}

/** Neither `node:internal/...` nor `<anonymous>`. */
function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:\/)/.test(path)
}

/**
 * The line of a step in the source of its process, which was described at `where`; `where` itself if the step is not
 * written there, as is the case for steps of a procedure.
 */
export function stepLocation(where: string, label: string): string {
  const [, file = '', row = ''] = /^(.*):(\d+)$/.exec(where) ?? []
  const lines = sourceLines(file)
  const first = Number(row) - 1
  const end = lines.findIndex((line, i) => i > first && /^\s*\.\w+\(/.test(line))
  const steps = lines.findIndex((line, i) => i >= first && /\bsteps\b/.test(line))
  if (steps < 0) return where
  const name = label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // At the start of a line it is certainly the step; elsewhere it may be a key of a record that another step writes.
  const at = ['^', '[{,]'].reduce((found, before) => {
    if (found >= 0) return found
    const isStep = new RegExp(`${before}\\s*(['"\`]?)${name}\\1\\s*(?::|\\([^)]*\\)\\s*\\{)`)
    return lines.findIndex((line, i) => i >= steps && (end < 0 || i < end) && isStep.test(line))
  }, -1)
  return at < 0 ? where : `${file}:${at + 1}`
}

/** The lines of a file of the author's; none if it cannot be read. */
export function sourceLines(file: string): string[] {
  try {
    // Not imported, since the language also runs in browsers. Older versions of Node do not find the line of the step.
    return process.getBuiltinModule('node:fs').readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
