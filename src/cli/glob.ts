/** Patterns of file names: `**` for any folders, `*` and `?` within a name, `{a,b}` for either. */

/** Whether a name is a pattern, and not a path. */
export function isPattern(name: string): boolean {
  return /[*?{]/.test(name)
}

/** The folder below which all files are that a pattern can mean: the part before the first name with a sign in it. */
export function folderOfPattern(pattern: string): string {
  const parts = pattern.split('/')
  const plain = parts.slice(
    0,
    parts.findIndex(part => isPattern(part)),
  )
  return plain.length === 0 ? '.' : plain.join('/') || '/'
}

/** A test of paths, with `/` between folders. */
export function matcherOf(pattern: string): (path: string) => boolean {
  const expression = new RegExp(`^${sourceOf(pattern.replace(/^\.\//, ''))}$`)
  return path => expression.test(path)
}

function sourceOf(pattern: string): string {
  const sign = /\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|[\s\S]/g
  return pattern.replace(sign, (found, options?: string) => {
    if (options !== undefined) return `(?:${options.split(',').map(sourceOf).join('|')})`
    return signs[found] ?? found.replace(/[\\^$.|+()[\]{}]/, '\\$&')
  })
}

const signs: { readonly [sign: string]: string } = { '**/': '(?:[^/]+/)*', '**': '.*', '*': '[^/]*', '?': '[^/]' }
