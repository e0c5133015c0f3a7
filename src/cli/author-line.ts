import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A line of an author's file. The path is relative to the working directory. */
export interface AuthorLine {
  readonly file: string
  readonly line: number
}

/** The folder of this package's own code: `src` in the sources, `out/build/src` in the package. */
const ownFolder = new URL('../', import.meta.url).href

/** The first place in the stack of an error that is in an author's file. */
export function authorLine(stack: string): AuthorLine | undefined {
  for (const [, url, line] of stack.matchAll(/(file:\/\/[^\s)]+?):(\d+):\d+/g)) {
    if (url !== undefined && isAuthors(url)) return { file: shownFile(url), line: Number(line) }
  }
  return undefined
}

/** Whether a module is an author's: neither this package's own code nor an installed package. */
export function isAuthors(url: string): boolean {
  return url.startsWith('file:') && !url.startsWith(ownFolder) && !url.includes('/node_modules/')
}

export function shownFile(url: string): string {
  return relative(process.cwd(), fileURLToPath(url))
}
