import { isBuiltin } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readUserOptions } from './type-check/user-options.ts'

/** What `paths` and `baseUrl` of a tsconfig.json make of an import. */
export interface PathAliases {
  /** The URLs to try, in order. */
  readonly urls: readonly string[]
  /** Each tsconfig.json that was read. */
  readonly configs: readonly string[]
}

const none: PathAliases = { urls: [], configs: [] }

/**
 * The meanings of an import under `paths` of the tsconfig.json that is nearest to the importing file, as TypeScript reads them: an
 * exact name first, else the pattern with the longest part before its `*`. Only an author's files have aliases, not packages.
 */
export function pathAliases(specifier: string, parent: string | undefined): PathAliases {
  if (parent === undefined || !parent.startsWith('file:') || parent.includes('/node_modules/')) return none
  if (/^(?:\.{0,2}\/|\.{1,2}$|[a-z]+:)/.test(specifier) || isBuiltin(specifier)) return none
  const { options, files } = readUserOptions(dirname(fileURLToPath(parent)))
  const paths = (options?.paths ?? {}) as Readonly<Record<string, readonly string[]>>
  const found = bestPattern(Object.keys(paths), specifier)
  if (found === undefined) return { urls: [], configs: files }
  const targets = paths[found.pattern] ?? []
  return { urls: targets.map(target => pathToFileURL(target.replace('*', () => found.matched)).href), configs: files }
}

interface Match {
  readonly pattern: string
  /** What the `*` of the pattern stands for. */
  readonly matched: string
}

function bestPattern(patterns: readonly string[], specifier: string): Match | undefined {
  if (patterns.includes(specifier)) return { pattern: specifier, matched: '' }
  const matches = patterns.flatMap(pattern => {
    const [head = '', tail] = pattern.split('*')
    const fits = tail !== undefined && specifier.length >= head.length + tail.length
    if (!fits || !specifier.startsWith(head) || !specifier.endsWith(tail)) return []
    return [{ pattern, head, matched: specifier.slice(head.length, specifier.length - tail.length) }]
  })
  return matches.sort((a, b) => b.head.length - a.head.length)[0]
}
