/**
 * A kernel developer finds the model of a function by its name. The index is generated from the sources; after changing
 * them, run: npx vitest run spec/engine/docs/kernel-index.spec.ts -u
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout } from '../cli/run-command.ts'
import { indexToMarkdown, kernelIndex } from './kernel-index.ts'
import { known, required, withoutModel } from './kernel-index-names.ts'

const index = kernelIndex(checkout, known)
const entries = new Map(index.map(entry => [entry.name, entry]))

const notModelled = required.filter(name => (entries.get(name)?.way ?? 'comment') === 'comment')

const page = [
  '# The models',
  '',
  'Models describe how systems behave. `spec/` states what must be true of them, under the same family and file names. Import',
  'a model as `interleave-checker/models/<family>/<file>`.',
  '',
  '## Where to find a kernel function',
  '',
  'Functions of the kernel, of the patch series and of its follow-ups: the kernel file of each, the models that have it as a',
  'procedure or as a step of that name, and the specs that check these models. A function marked *comment in* has no model of',
  'its own: the comment says what replaces it, or why nothing does. The table is generated from the sources',
  '(`npx vitest run spec/engine/docs/kernel-index.spec.ts -u`).',
  '',
  ...indexToMarkdown(index),
  '',
  'Not modelled:',
  '',
  ...notModelled.map(name => `- \`${name}()\`: ${withoutModel[name]}`),
  '',
].join('\n')

describe('the index of kernel functions', () => {
  test('is up to date with the sources', async () => {
    await expect(page).toMatchFileSnapshot('../../../models/README.md')
  })

  test('has a model for every function that readers of the series may search for, except those listed', () => {
    expect(notModelled.filter(name => !Object.hasOwn(withoutModel, name))).toEqual([])
    expect(Object.keys(withoutModel).filter(name => !notModelled.includes(name))).toEqual([])
  })

  test('names a spec for each function', () => {
    expect(index.filter(({ specs }) => specs.length === 0).map(({ name }) => name)).toEqual([])
  })

  test('has no facts added by hand that the sources state or no model needs', () => {
    const wordsUsed = new Set(
      ['kernel', 'mappers', 'drivers', 'modes', 'rcu'].flatMap(family => words(join(checkout, 'models', family))),
    )
    expect(known.notFunctions.filter(word => !wordsUsed.has(word))).toEqual([])
    expect(Object.entries(known.paths).filter(([name, path]) => entries.get(name)?.paths.join() !== path)).toEqual([])
  })
})

/** Our own names are in camel case, unlike functions of the kernel, except these. */
const ours: readonly string[] = ['access', 'breaks', 'holds', 'load', 'store', 'within']

function isOfTheKernel({ name }: { readonly name: string }): boolean {
  return !/[A-Z]/.test(name) && !ours.includes(name)
}

describe('a kernel procedure', () => {
  const procedures = ['kernel', 'mappers', 'drivers', 'modes', 'rcu'].flatMap(family => exportedFunctions(family))

  test.each(procedures.filter(entry => entry.family === 'kernel' || isOfTheKernel(entry)))(
    '$name of $file is explained',
    ({ doc }) => expect(doc).not.toBe(''),
  )

  test.each(procedures.filter(isOfTheKernel))(
    '$name of $file names its place in the kernel',
    ({ doc, fileComment }) => {
      expect(`${doc}\n${fileComment}`).toMatch(/\b(?:arch|block|drivers|fs|include|kernel|lib|mm|samples|formal)\/\S+/)
    },
  )
})

function exportedFunctions(family: string) {
  const folder = join(checkout, 'models', family)
  return readdirSync(folder).flatMap(file => {
    const source = readFileSync(join(folder, file), 'utf8')
    const fileComment = /^\/\*\*[\s\S]*?\*\//.exec(source)?.[0] ?? ''
    const found = source.matchAll(/(?:(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n)?export function (\w+)/g)
    return [...found].map(([, doc, name]) => {
      return { family, file: `${family}/${file}`, name: name as string, doc: doc ?? '', fileComment }
    })
  })
}

function words(folder: string): string[] {
  return readdirSync(folder).flatMap(file => readFileSync(join(folder, file), 'utf8').match(/\w+/g) ?? [])
}
