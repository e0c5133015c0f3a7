/**
 * The imports of authors' modules, as they were resolved: on which files a spec depends. The hooks that resolve them run in a
 * thread of their own, and report each import to the thread that loads the spec.
 */

import { fileURLToPath, pathToFileURL } from 'node:url'
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'

/** An import as it was resolved. */
export interface ResolvedImport {
  /** The URL of the importing module. */
  readonly from: string
  /** The URL of the imported module; undefined if nothing was found. */
  readonly to: string | undefined
  /** Other files that decide what the import means: those that would have come first, and each tsconfig.json that was read. */
  readonly besides: readonly string[]
}

export class ImportGraph {
  private readonly port: MessagePort
  private readonly imports = new Map<string, ResolvedImport[]>()

  constructor(port: MessagePort) {
    this.port = port
  }

  /**
   * The files that were read, or looked for, to load the module at `path`, with itself. Each import is known as soon as the
   * module that imports it was loaded.
   */
  filesBehind(path: string): string[] {
    this.receive()
    const files = new Set<string>()
    const seen = new Set<string>()
    const open = [pathToFileURL(path).href]
    for (let url = open.pop(); url !== undefined; url = open.pop()) {
      if (seen.has(url)) continue
      seen.add(url)
      if (url.startsWith('file:')) files.add(fileURLToPath(url))
      for (const { to, besides } of this.imports.get(url) ?? []) {
        for (const file of besides) files.add(file)
        if (to !== undefined) open.push(to)
      }
    }
    return [...files].sort()
  }

  /** A message is here before the module that it is about is loaded. */
  private receive(): void {
    for (let got = receiveMessageOnPort(this.port); got !== undefined; got = receiveMessageOnPort(this.port)) {
      const { from, to, besides } = got.message as ResolvedImport
      const key = withoutCopy(from)
      const known = this.imports.get(key) ?? []
      this.imports.set(key, [...known, { from: key, to: to && withoutCopy(to), besides }])
    }
  }
}

/** Fresh copies of a module are the same file. */
function withoutCopy(url: string): string {
  return url.replace(/[?#].*$/, '')
}
