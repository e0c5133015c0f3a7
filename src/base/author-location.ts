/**
 * Where in an author's files something stands: `lock.ts:14:9`, relative to the working directory.
 *
 * JavaScript keeps no location of a function, so a location is read from a stack: that of an error, or that of the call
 * which described a part of the model. Frames of this package, of other packages and of Node are passed over. The models
 * that come with this package count as an author's.
 */

/** The folder of the code of this package, with a slash at its end. */
const ownFolder = pathOf(new URL('../', import.meta.url).href)
/** What it lies in: models and specs of this package are beside it. */
const packageFolder = pathOf(new URL('../../', import.meta.url).href)

interface StackFrame {
  readonly kind: 'own' | 'library' | 'author'
  readonly path: string
  readonly line: number
  readonly column: number
}

/** The line from which this package was called, `lock.ts:12`; undefined where no file of an author is on the stack. */
export function callerLocation(stack = new Error().stack): string | undefined {
  const frame = framesOf(stack).find(({ kind }) => kind === 'author')
  return frame === undefined ? undefined : `${fromHere(frame.path)}:${frame.line}`
}

/**
 * The place in a step or a claim at which an error was thrown, `lock.ts:14:9`; undefined where the error arose only
 * after the author's code had answered.
 */
export function thrownLocation(error: unknown): string | undefined {
  const frames = framesOf(error instanceof Error ? error.stack : undefined)
  const at = frames.findIndex(({ kind }) => kind === 'author')
  const frame = frames[at]
  if (frame === undefined) return undefined
  // The author's code is called by ours. A file of an author that has none of ours below it called the check.
  const isCalledByUs = frames.slice(at).some(({ kind }) => kind === 'own')
  const isCutOff = frames.length >= Error.stackTraceLimit && at < frames.length - 1
  if (!isCalledByUs && !isCutOff) return undefined
  return `${fromHere(frame.path)}:${frame.line}:${frame.column}`
}

function framesOf(stack = ''): StackFrame[] {
  return stack.split('\n').flatMap(line => frameOf(line) ?? [])
}

function frameOf(line: string): StackFrame | undefined {
  const [, place, row, column] = /^\s*at (?:.*? \()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? []
  if (place === undefined) return undefined
  const path = pathOf(place)
  return { kind: kindOf(path), path, line: Number(row), column: Number(column) }
}

/** A path with slashes, of a path or of the address of a file. */
function pathOf(place: string): string {
  const path = place.startsWith('file:') ? decodeURIComponent(new URL(place).pathname) : place.replaceAll('\\', '/')
  return path.replace(/^\/(?=[A-Za-z]:)/, '')
}

/** The path from the working directory where it lies in that, or else as it is. */
function fromHere(path: string): string {
  const here = `${pathOf(process.cwd())}/`
  return path.startsWith(here) ? path.slice(here.length) : path
}

function kindOf(path: string): StackFrame['kind'] {
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
 * written there, as a step of a procedure is not.
 */
export function stepLocation(where: string, label: string): string {
  const [, file = '', row = ''] = /^(.*):(\d+)$/.exec(where) ?? []
  const lines = linesOf(file)
  const first = Number(row) - 1
  const end = lines.findIndex((line, i) => i > first && /^\s*\.\w+\(/.test(line))
  const steps = lines.findIndex((line, i) => i >= first && /\bsteps\b/.test(line))
  if (steps < 0) return where
  const name = label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // At the start of a line it is surely the step; elsewhere it may be a key in what another step writes.
  const at = ['^', '[{,]'].reduce((found, before) => {
    if (found >= 0) return found
    const isStep = new RegExp(`${before}\\s*(['"\`]?)${name}\\1\\s*(?::|\\([^)]*\\)\\s*\\{)`)
    return lines.findIndex((line, i) => i >= steps && (end < 0 || i < end) && isStep.test(line))
  }, -1)
  return at < 0 ? where : `${file}:${at + 1}`
}

function linesOf(file: string): string[] {
  try {
    // Not imported, since the language runs in browsers too. An older Node does without the line of the step.
    return process.getBuiltinModule('node:fs').readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
