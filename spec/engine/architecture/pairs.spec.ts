/**
 * A reader of a model finds its spec, and the reverse: by the same path below `models` and `spec`, or else by a line of
 * the first comment, `Checked by` in a model and `Checks` in a spec.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const models = filesOf('models')
const specs = filesOf('spec').filter(file => !/^spec\/(engine|series)\//.test(file))
const checked = new Map(specs.map(spec => [spec, importedBy(spec)]))

describe('a model', () => {
  test('is found at all, so that this test looks at something', () => {
    expect(models.length).toBeGreaterThan(90)
    expect(specs.length).toBeGreaterThan(50)
  })

  test.each(models)('%s leads to its specs, each of which runs it', model => {
    const named = namedIn(model, 'Checked by')
    const own = model.replace(/^models/, 'spec')
    if (existsSync(join(root, own))) expect(named, 'its spec has its path').toEqual([])
    else expect(named, 'specs named in its comment').not.toEqual([])
    for (const spec of named.length > 0 ? named : [own]) expect(checked.get(spec), spec).toContain(model)
  })
})

describe('a spec', () => {
  test.each(specs)('%s leads to the models that it checks', spec => {
    const named = namedIn(spec, 'Checks')
    const own = spec.replace(/^spec/, 'models')
    if (existsSync(join(root, own))) expect(named, 'its model has its path').toEqual([])
    else expect(named, 'models named in its comment').not.toEqual([])
    for (const model of named) expect(checked.get(spec)).toContain(model)
  })
})

/** The files in the families below a folder. */
function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(name => `${folder}/${name}`)
    .filter(file => /^\w+\/.+\/[^/]+\.ts$/.test(file) && !file.endsWith('.spec.ts'))
    .sort()
}

/** The files named in the line of a comment that begins with `word`. */
function namedIn(file: string, word: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const line = new RegExp(`^(?: \\*|/\\*\\*) ${word} (\`.*)$`, 'm').exec(text)?.[1] ?? ''
  return [...line.matchAll(/`([^`]+)`/g)].map(([, path]) => path as string)
}

/** All files that a spec imports, and that these import. */
function importedBy(spec: string): string[] {
  const found = [spec]
  // The list grows while it is walked.
  for (const file of found) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, path] of text.matchAll(/\bfrom '(\.[^']+)'/g)) {
      const imported = relative(root, join(root, dirname(file), path as string))
      if (!found.includes(imported)) found.push(imported)
    }
  }
  return found
}
