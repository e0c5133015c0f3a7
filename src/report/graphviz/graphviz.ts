/**
 * Graphviz, which comes with the package, in a child process: a layout cannot be interrupted and may take minutes for
 * an irregular graph of a few hundred nodes, so the process is killed at a time limit.
 *
 * Starting it takes ten times as long as a drawing, so the process is reused. It draws one graph at a time, does not
 * keep this process from ending, and is replaced after a failure.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { messageOf } from '../../base/errors.ts'

export type Drawing =
  | { readonly kind: 'rendered'; readonly svg: string }
  | { readonly kind: 'timed out' | 'failed'; readonly reason: string }

/**
 * The child: it receives DOT by message and responds with SVG. It is passed as text, so that it runs both from the
 * TypeScript sources and from the built package. Only the address of the library is an argument; a graph is too long
 * for a command line.
 */
const childProgram = `
const loading = import(process.argv[1])
process.on('message', async ({ dot }) => {
  try {
    const library = await loading
    const { renderGraphFromSource } = library.default ?? library
    process.send({ svg: await renderGraphFromSource({ input: dot }, { format: 'svg' }) })
  } catch (error) {
    process.send({ error: String(error?.message ?? error) })
  }
})
process.on('disconnect', () => process.exit())`

type ChildReply = { readonly svg: string } | { readonly error: string }

export class Graphviz {
  private child: ChildProcess | undefined
  private last: Promise<unknown> = Promise.resolve()

  /** Draws a graph, after earlier requests. Never rejects. */
  draw(dot: string, limitMs: number): Promise<Drawing> {
    const drawing = this.last.then(() => this.drawNow(dot, limitMs))
    this.last = drawing
    return drawing
  }

  private drawNow(dot: string, limitMs: number): Promise<Drawing> {
    const child = this.child ?? this.start()
    // Unreferenced while idle, so that it does not keep this process from ending.
    child.ref()
    child.channel?.ref()
    return new Promise(resolve => {
      const finish = (drawing: Drawing): void => {
        clearTimeout(timer)
        child.removeAllListeners()
        child.unref()
        child.channel?.unref()
        if (drawing.kind !== 'rendered') this.stop(child)
        resolve(drawing)
      }
      const timer = setTimeout(() => {
        finish({ kind: 'timed out', reason: `Graphviz did not finish within ${limitMs / 1000} s` })
      }, limitMs)
      child.on('message', (answer: ChildReply) => {
        finish('svg' in answer ? rendered(answer.svg) : { kind: 'failed', reason: answer.error })
      })
      child.on('error', error => finish({ kind: 'failed', reason: messageOf(error) }))
      child.on('exit', code => finish({ kind: 'failed', reason: `Graphviz exited with code ${code}` }))
      child.send({ dot }, error => {
        if (error !== null) finish({ kind: 'failed', reason: messageOf(error) })
      })
    })
  }

  private start(): ChildProcess {
    const library = pathToFileURL(createRequire(import.meta.url).resolve('graphviz-cli')).href
    this.child = spawn(process.execPath, ['-e', childProgram, library], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: childEnvironment(),
    })
    return this.child
  }

  private stop(child: ChildProcess): void {
    if (this.child === child) this.child = undefined
    // Later events of a dying child are irrelevant.
    child.on('error', () => {})
    child.kill('SIGKILL')
  }
}

function rendered(svg: string): Drawing {
  return svg.includes('</svg>') ? { kind: 'rendered', svg } : { kind: 'failed', reason: 'Graphviz drew nothing' }
}

/** The environment without options for this process (a debugger, a loader) that would affect the child. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...environment } = process.env
  return environment
}
