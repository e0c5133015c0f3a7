/** The index of `models/README.md`: which model a kernel function has, found in the sources of the models. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The families of kernel models; the one that the others share comes first. */
const families = ['kernel', 'mappers', 'drivers', 'modes', 'rcu'] as const

/**
 * How a model has a function, best first: as an exported procedure, as the subject of a comment, as the label of a step, or
 * only mentioned in a comment.
 */
const ways = ['procedure', 'passage', 'step', 'comment'] as const
type Way = (typeof ways)[number]

/** A kernel function, with the place of its model. */
export interface IndexEntry {
  readonly name: string
  readonly way: Way
  /** The files of the kernel that have it, if a comment names them. */
  readonly paths: readonly string[]
  /** Files of the checkout. */
  readonly models: readonly string[]
  readonly specs: readonly string[]
}

/** Facts that are not in the sources. */
export interface Knowledge {
  /** Words with an underscore, in labels and comments, that are no functions of the kernel. */
  readonly notFunctions: readonly string[]
  /** Functions without an underscore. */
  readonly plain: readonly string[]
  /** Paths in the kernel of functions for which no comment gives one. */
  readonly paths: { readonly [name: string]: string }
}

interface Found {
  readonly name: string
  readonly way: Way
  readonly file: string
  /** The path beside the name. */
  readonly path: string | undefined
  /** The paths in the comment of the file, used when there are no others. */
  readonly filePaths: readonly string[]
}

interface Comment {
  readonly text: string
  /** Where it ends. */
  readonly end: number
}

/** How many specs at the same distance are listed. */
const maxSpecs = 4

const kernelPath = /\b(?:arch|block|drivers|fs|include|kernel|lib|mm|samples)\/[\w/-]+\.[chS]\b/g

/** Every kernel function that a model has or its comments mention. */
export function kernelIndex(root: string, known: Knowledge): IndexEntry[] {
  const files = families.flatMap(family => typescriptIn(root, `models/${family}`))
  const sources = new Map(files.map(file => [file, readFileSync(join(root, file), 'utf8')]))
  const found = [...sources].flatMap(([file, source]) => functionsIn(file, source, known))
  const specsFor = specFinder(root)
  const names = [...new Set(found.map(({ name }) => name))].sort(byName)
  return names.map(name => {
    const all = found.filter(entry => entry.name === name)
    const way = ways.find(candidate => all.some(entry => entry.way === candidate)) as Way
    const chosen = all.filter(entry => entry.way === way || (way === 'procedure' && entry.way === 'passage'))
    const models = unique(chosen.map(({ file }) => file))
    const paths = [
      chosen.map(({ path }) => path),
      all.map(({ path }) => path),
      [known.paths[name]],
      way === 'procedure' || way === 'passage' ? chosen.flatMap(({ filePaths }) => filePaths) : [],
    ].map(from => unique(from.filter(path => path !== undefined)))
    return {
      name,
      way,
      paths: paths.find(from => from.length > 0) ?? [],
      models,
      specs: unique(models.flatMap(file => specsFor(file, name))),
    }
  })
}

function functionsIn(file: string, source: string, known: Knowledge): Found[] {
  const comments = commentsIn(source)
  const fileComment = comments.find(({ text }) => source.trimStart().startsWith('/**') && text !== '')?.text ?? ''
  const filePaths = unique(fileComment.match(kernelPath) ?? [])
  const found: Found[] = []
  const add = (name: string, way: Way, path?: string): void => {
    if (isFunction(name, known)) found.push({ name, way, file, path, filePaths })
  }
  for (const [, name] of source.matchAll(/^export function (\w+)/gm)) {
    const doc = comments.find(({ end }) => source.slice(end).startsWith(`\nexport function ${name}`))?.text ?? ''
    add(name as string, 'procedure', doc.match(kernelPath)?.[0])
  }
  for (const { text } of comments) {
    const leading = namesAtStart(text)
    for (const name of namesIn(text)) {
      add(name, leading.includes(name) ? 'passage' : 'comment', pathAfter(text, name))
    }
  }
  for (const label of labelsIn(source)) {
    for (const word of label.match(/[A-Za-z_]\w*/g) ?? []) add(word, 'step')
  }
  return found
}

function isFunction(word: string, { notFunctions, plain }: Knowledge): boolean {
  if (plain.includes(word)) return true
  // foo_remove() and its like are nobody's.
  return /^(?!foo_)[a-z_][a-z0-9_]*_[a-z0-9_]*$/.test(word) && !notFunctions.includes(word)
}

/** The comments of a source, each as one line without its marks. */
function commentsIn(source: string): Comment[] {
  return [...source.matchAll(/\/\*\*?[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n?)+/gm)].map(match => ({
    text: match[0]
      .replace(/^\s*(?:\/\*\*?|\*\/|\*(?!\/)|\/\/)|\*\/\s*$/gm, '')
      .replace(/`/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
    end: match.index + match[0].trimEnd().length,
  }))
}

/** The names that are written as a call without arguments. */
function namesIn(text: string): string[] {
  return unique([...text.matchAll(/\b([A-Za-z_]\w*)\(\)/g)].map(match => match[1] as string))
}

/** The names that a sentence begins with and is about: `a()`, `a(), b() and c()`, `a() of d`, but not `a() returns`. */
function namesAtStart(comment: string): string[] {
  const withoutPaths = comment.replace(new RegExp(`, ${kernelPath.source}(?: for [A-Z]+)?`, 'g'), '')
  return unique(withoutPaths.split(/(?<=\.) /).flatMap(namesOfSentence))
}

function namesOfSentence(text: string): string[] {
  const [list] = /^[A-Za-z_]\w*\(\)(?:(?:, then |, and |, | and |; |: )[A-Za-z_]\w*\(\))*/.exec(text) ?? []
  if (list === undefined) return []
  const isAbout = /^(?:$|[,:;.(]| (?:of|as|in|at|after|against|and|for|to|that|on)\b)/.test(text.slice(list.length))
  return isAbout ? namesIn(list) : []
}

/** The path that follows a name, with nothing between but other names and the words that join them. */
function pathAfter(text: string, name: string): string | undefined {
  for (const match of text.matchAll(new RegExp(`\\b${name}\\(\\)`, 'g'))) {
    const rest = text.slice(match.index + match[0].length)
    const [path] = rest.match(kernelPath) ?? []
    if (path === undefined) continue
    const between = rest.slice(0, rest.indexOf(path)).replace(/\b\w+\(\)/g, '')
    if (/^[\s,;(]*(?:(?:and|then|in|of|both)?[\s,;(]*)*$/.test(between)) return path
  }
  return undefined
}

/** The labels of steps: keys whose value is a function, or is called for one. */
function labelsIn(source: string): string[] {
  const key = /^\s+(?:'([^'\n]+)'|([A-Za-z_]\w*))(?:: (?:\(|\w+ =>|\w+\(|\w+,$)|,$)/gm
  return [...source.matchAll(key)].map(match => (match[1] ?? match[2]) as string)
}

/**
 * Which specs check what a model has: those of the same name as the file or the function, or else small ones that call the
 * procedure by its name, or else those that are nearest by imports; few enough that a reader will open one.
 */
function specFinder(root: string): (file: string, name: string) => string[] {
  const specs = ['kernel', 'mappers', 'drivers', 'modes', 'rcu']
    .flatMap(family => typescriptIn(root, `spec/${family}`))
    .filter(file => /^export default\b/m.test(readFileSync(join(root, file), 'utf8')))
  const sources = new Map(specs.map(file => [file, readFileSync(join(root, file), 'utf8')]))
  const distances = new Map(specs.map(file => [file, distancesFrom(root, file)]))
  return (file, name) => {
    const namesakes = [file.replace(/^models/, 'spec'), `spec/kernel/${name.replaceAll('_', '-')}.ts`]
    const calling = specs.filter(spec => {
      return spec.startsWith('spec/kernel/') && distances.get(spec)?.get(file) === 1 && has(sources.get(spec), name)
    })
    const own = specs.filter(spec => namesakes.includes(spec) && distances.get(spec)?.has(file))
    if (own.length > 0) return own
    if (calling.length > 0) return calling.slice(0, maxSpecs)
    const reach = specs.map(spec => distances.get(spec)?.get(file) ?? Number.POSITIVE_INFINITY)
    const least = Math.min(...reach)
    return Number.isFinite(least) ? specs.filter((_, i) => reach[i] === least).slice(0, maxSpecs) : []
  }
}

function has(source: string | undefined, name: string): boolean {
  return source !== undefined && new RegExp(`\\b${name}\\b`).test(source)
}

/** For each file that is imported, directly or not, over how many imports. */
function distancesFrom(root: string, start: string): Map<string, number> {
  const distances = new Map([[start, 0]])
  for (const file of distances.keys()) {
    const source = readFileSync(join(root, file), 'utf8')
    for (const [, specifier] of source.matchAll(/ from '(\.[^']+)'/g)) {
      const imported = join(dirname(file), specifier as string)
      if (!distances.has(imported) && existsSync(join(root, imported))) {
        distances.set(imported, (distances.get(file) as number) + 1)
      }
    }
  }
  return distances
}

function typescriptIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter(file => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .sort()
    .map(file => `${folder}/${file}`)
}

/** As a reader looks for them: leading underscores don't count. */
function byName(a: string, b: string): number {
  const [x, y] = [a.replace(/^_+/, ''), b.replace(/^_+/, '')]
  return x < y ? -1 : x > y ? 1 : a.length - b.length
}

function unique<T>(items: Iterable<T>): T[] {
  return [...new Set(items)]
}

/** The index as Markdown, for a file in `models/`. */
export function indexToMarkdown(entries: readonly IndexEntry[]): string[] {
  const model = (file: string): string => `[${file.slice('models/'.length)}](${file.slice('models/'.length)})`
  const spec = (file: string): string => `[${dirname(file).slice('spec/'.length)}/${basename(file)}](../${file})`
  return [
    '| function | in the kernel | model | spec |',
    '|---|---|---|---|',
    ...entries.map(({ name, way, paths, models, specs }) => {
      const where = models.map(model).join(', ')
      return `| \`${name}()\` | ${paths.join(', ')} | ${way === 'comment' ? 'comment in ' : ''}${where} | ${specs.map(spec).join(', ')} |`
    }),
  ]
}
