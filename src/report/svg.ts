/**
 * DOT to SVG, by the Graphviz that comes with the package.
 *
 * It runs in a process of its own, because a layout cannot be interrupted and may take minutes on an irregular graph
 * of a few hundred nodes: what is not ready in time is killed.
 */

import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { messageOf } from '../base/errors.ts'

export type SvgResult =
  | { readonly kind: 'rendered'; readonly svg: string }
  | { readonly kind: 'too large' | 'timed out' | 'failed'; readonly reason: string }

export interface SvgOptions {
  /** Milliseconds that the layout may take. Default 20,000. */
  readonly limitMs?: number | undefined
  /** Characters that the DOT may have. Default 2 million. */
  readonly maxDotLength?: number | undefined
  /** Characters that the SVG may have. Default 20 million. */
  readonly maxSvgLength?: number | undefined
}

/**
 * The child: reads DOT from stdin, writes SVG to stdout. It is passed as text, so that it runs alike from the
 * TypeScript sources and from the built package. Only the address of the library is an argument, never the graph, for
 * which a command line is too short.
 */
const childProgram = `
import(process.argv[1]).then(async library => {
  const { renderGraphFromSource } = library.default ?? library
  let input = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk
  process.stdout.write(await renderGraphFromSource({ input }, { format: 'svg' }))
}).catch(error => {
  process.stderr.write(String(error?.message ?? error))
  process.exitCode = 1
})`

/** Draws a graph as SVG. Never throws: what goes wrong is a result. */
export async function renderSvg(dot: string, options: SvgOptions = {}): Promise<SvgResult> {
  const { limitMs = 20_000, maxDotLength = 2_000_000, maxSvgLength = 20_000_000 } = options
  if (dot.length > maxDotLength)
    return { kind: 'too large', reason: `the graph has ${dot.length} characters, more than ${maxDotLength}` }
  try {
    return finished(await runChild(dot, limitMs, maxSvgLength))
  } catch (error) {
    return { kind: 'failed', reason: messageOf(error) }
  }
}

function runChild(dot: string, limitMs: number, maxSvgLength: number): Promise<SvgResult> {
  const library = pathToFileURL(createRequire(import.meta.url).resolve('graphviz-cli')).href
  const child = spawn(process.execPath, ['-e', childProgram, library], { env: childEnvironment() })
  return new Promise(resolve => {
    let [svg, complaints] = ['', '']
    const timer = setTimeout(() => {
      stopWith({ kind: 'timed out', reason: `Graphviz was not done after ${limitMs / 1000} s` })
    }, limitMs)

    // This process may end while the child works, which then would go on for nobody.
    const kill = () => void child.kill('SIGKILL')
    process.once('exit', kill)

    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      svg += chunk
      if (svg.length <= maxSvgLength) return
      stopWith({ kind: 'too large', reason: `the picture has more than ${maxSvgLength} characters` })
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      complaints = (complaints + chunk).slice(-2000)
    })
    // A child that dies early closes its stdin; what counts then is how it died.
    child.stdin.on('error', () => {})
    child.on('error', error => stopWith({ kind: 'failed', reason: messageOf(error) }))
    child.on('close', code => {
      const isSvg = code === 0 && svg.includes('</svg>')
      stopWith(
        isSvg
          ? { kind: 'rendered', svg }
          : { kind: 'failed', reason: errorsIn(complaints) || `Graphviz ended with code ${code}` },
      )
    })
    child.stdin.end(dot)

    /** The first reason to stop decides; settling a promise again does nothing. */
    function stopWith(result: SvgResult): void {
      clearTimeout(timer)
      process.off('exit', kill)
      kill()
      resolve(result)
    }
  })
}

/** What Graphviz says apart from warnings, of which it has one for every letter that it cannot measure. */
function errorsIn(complaints: string): string {
  const lines = complaints.split('\n').filter(line => line.trim() !== '' && !line.startsWith('Warning:'))
  return lines.slice(0, 3).join(' ')
}

/** The environment, without options for this process (a debugger, a loader) that would change the child. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...environment } = process.env
  return environment
}

/**
 * Keeps the space that a line begins with, which lines up the tables and which viewers drop, and names for each font
 * what other systems call it: Graphviz can measure only a few, and Courier is thin on some.
 */
function finished(result: SvgResult): SvgResult {
  if (result.kind !== 'rendered') return result
  const svg = result.svg
    .replace(/(<text [^>]*>) /g, '$1&#160;')
    .replaceAll('font-family="Helvetica,sans-Serif"', 'font-family="Helvetica,Arial,Liberation Sans,sans-serif"')
    .replaceAll('font-family="Courier,monospace"', 'font-family="Menlo,Consolas,Liberation Mono,Courier New,monospace"')
  return { kind: 'rendered', svg }
}
