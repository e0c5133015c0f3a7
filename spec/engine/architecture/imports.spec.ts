/** The permitted imports between folders, in the order of DESIGN.md. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf, type Import, importsUnder, root, specifiersIn, storeys } from './house.ts'

/** The rooms inside the report, likewise. */
const reportStoreys = [['text'], ['graphviz', 'outcome'], ['run'], ['graph', 'ci']] as const

/** The folders of `spec/engine` that are not named after a folder of `src`, with their purpose. */
const otherTests: { readonly [folder: string]: string } = {
  api: 'the public API',
  architecture: 'the rules of the house',
  bench: 'what the bench runs',
  cases: 'small inputs, each with the right answer',
  docs: 'pages that are made from the sources, or must be true of them',
  fixtures: 'small inputs, each with the right answer',
  formats: 'the formats of what the package writes, for its schemas',
  models: 'what models are made of, by the path of the model',
  planted: 'bugs that the tests must catch',
  random: 'both engines and the naive explorer against each other',
  setup: 'what test files begin with',
  specs: 'all specs, run',
}

const inSource = importsUnder('src')
const inModels = importsUnder('models')
const inSpecs = importsOfSpecs()

describe('a line that imports', () => {
  test.each([
    ["import a from 'x'", ['x']],
    ["import { a, b } from './a.ts'", ['./a.ts']],
    ["import {\n  a,\n  type B,\n} from '../b.ts'", ['../b.ts']],
    ["import type { A } from 'x'", ['x']],
    ["import * as v from 'valibot'", ['valibot']],
    ["import './effect.ts'", ['./effect.ts']],
    ["export { a } from './a.ts'", ['./a.ts']],
    ["export type {\n  A,\n} from './a.ts'", ['./a.ts']],
    ["const a = await import('./late.ts')", ['./late.ts']],
    ["type A = import('./type.ts').A", ['./type.ts']],
    ['import a from "x"', ['x']],
    ["// import a from 'x'\n * import b from 'y'\nconst text = 1", []],
    ["import a from 'x'\nimport b from 'y'", ['x', 'y']],
    ["export const a = 1\nconst b = [from('x')]", []],
  ])('is read: %j', (text, specifiers) => {
    expect(specifiersIn(text)).toEqual(specifiers)
  })
})

describe('the folders of src', () => {
  test('are those of the house', () => {
    const known = new Set<string>(storeys.flat())
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter(entry => entry.isDirectory())
    expect(folders.map(folder => folder.name).filter(name => !known.has(name))).toEqual([])
  })

  test('import each other at all, so that this test looks at something', () => {
    const crossing = inSource.filter(({ from, to }) => isInside(to) && folderOf(from) !== folderOf(to))
    expect(crossing.length).toBeGreaterThan(20)
  })

  test('import downwards only', () => {
    const upwards = inSource.filter(({ from, to }) => {
      const [source, target] = [folderOf(from), folderOf(to)]
      if (!isInside(to) || source === target || isPublicFace(from)) return false
      return storeyOf(target) >= storeyOf(source)
    })
    expect(upwards.map(show)).toEqual([])
  })

  test('inside report import downwards only', () => {
    const rooms = reportStoreys as readonly (readonly string[])[]
    const storey = (file: string): number => rooms.findIndex(names => names.includes(file.split('/')[2] ?? ''))
    const inside = inSource.filter(({ from, to }) => folderOf(from) === 'report' && folderOf(to) === 'report')
    expect(inside.filter(({ from }) => storey(from) < 0).map(show)).toEqual([])
    const upwards = inside.filter(
      ({ from, to }) => from.split('/')[2] !== to.split('/')[2] && storey(to) >= storey(from),
    )
    expect(upwards.map(show)).toEqual([])
  })

  test('have their tests in the folder of that name, and all else below spec/engine has a reason', () => {
    const entries = readdirSync(join(root, 'spec/engine'), { withFileTypes: true })
    const folders = entries.filter(entry => entry.isDirectory()).map(({ name }) => name)
    const known = new Set<string>([...storeys.flat(), ...Object.keys(otherTests)])
    expect(folders.filter(name => !known.has(name))).toEqual([])
    const files = entries.filter(entry => entry.isFile()).map(({ name }) => name)
    expect(files.filter(name => !['check.spec.ts', 'misuse.spec.ts', 'stepping.spec.ts'].includes(name))).toEqual([])
  })

  test('do not import each other both ways', () => {
    const pairs = new Set(
      inSource.filter(({ to }) => isInside(to)).map(({ from, to }) => `${folderOf(from)} ${folderOf(to)}`),
    )
    const mutual = [...pairs].filter(pair => {
      const [a, b] = pair.split(' ')
      return a !== b && pairs.has(`${b} ${a}`)
    })
    expect(mutual).toEqual([])
  })

  test('import existing files, by their exact names', () => {
    const missing = inSource.filter(({ to }) => isInside(to) && !(/\.tsx?$/.test(to) && existsSync(join(root, to))))
    expect(missing.map(show)).toEqual([])
  })

  test('do not import from models or spec', () => {
    expect(inSource.filter(({ to }) => /^(models|spec)\//.test(to)).map(show)).toEqual([])
  })

  test('do not import the public API, which is for users', () => {
    expect(
      inSource
        .filter(({ from, to }) => !isPublicFace(from) && (to === 'interleave-checker' || isPublicFace(to)))
        .map(show),
    ).toEqual([])
  })

  test('import only packages that are installed with the package', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const others = inSource.filter(({ from, to }) => !isInside(to) && !to.startsWith('node:') && !isBundled(from))
    // A peer is there for those who import the part of the API that is made for it.
    const isThere = ({ from, to }: Import): boolean =>
      Object.hasOwn(dependencies, packageOf(to)) ||
      (isPublicFace(from) && from !== 'src/index.ts' && Object.hasOwn(peerDependencies, packageOf(to)))
    expect(others.filter(one => !isThere(one)).map(show)).toEqual([])
  })

  test('that are bundled into a page import only Preact, and are imported by nothing else', () => {
    const bundled = inSource.filter(({ from, to }) => isBundled(from) && !isInside(to))
    expect([...new Set(bundled.map(({ to }) => packageOf(to)))]).toEqual(['preact'])
    expect(inSource.filter(({ from, to }) => isBundled(to) && !isBundled(from)).map(show)).toEqual([])
  })

  test('below the report import nothing of Node, so that they can run in a browser', () => {
    const pure = storeys.slice(0, storeyOf('report')).flat() as string[]
    expect(
      inSource.filter(({ from, to }) => pure.includes(folderOf(from)) && to.startsWith('node:')).map(show),
    ).toEqual([])
  })
})

describe('models', () => {
  test('import only the public API of the package and each other', () => {
    expect(inModels.filter(({ to }) => to !== 'interleave-checker' && !to.startsWith('models/')).map(show)).toEqual([])
    expect(inModels.some(({ to }) => to === 'interleave-checker')).toBe(true)
  })
})

describe('spec modules', () => {
  test('import only the public API of the package, models and each other', () => {
    expect(inSpecs.some(({ to }) => to === 'interleave-checker' || to.startsWith('models/'))).toBe(true)
    expect(inSpecs.filter(({ to }) => to !== 'interleave-checker' && !/^(models|spec)\//.test(to)).map(show)).toEqual(
      [],
    )
  })

  test('are separate from tests, which are all below spec/engine', () => {
    const names = readdirSync(join(root, 'spec'), { recursive: true }).map(String)
    expect(names.filter(name => name.endsWith('.spec.ts') && !/^engine[\\/]/.test(name))).toEqual([])
  })

  test('do not import tests', () => {
    expect(
      [...inSpecs, ...inModels].filter(({ to }) => to.endsWith('.spec.ts') || to.startsWith('spec/engine/')).map(show),
    ).toEqual([])
  })
})

/**
 * The imports of modules that export a spec, and of the modules in `spec` that they import: tests and their helpers may
 * import src.
 */
function importsOfSpecs(): Import[] {
  const all = importsUnder('spec').filter(({ from }) => !from.startsWith('spec/engine/') && !from.endsWith('.spec.ts'))
  const files = new Set(all.map(({ from }) => from))
  const wanted = [...files].filter(file => /^export default\b/m.test(readFileSync(join(root, file), 'utf8')))
  // The list grows while it is walked.
  for (const file of wanted) {
    for (const { from, to } of all) if (from === file && files.has(to) && !wanted.includes(to)) wanted.push(to)
  }
  return all.filter(({ from }) => wanted.includes(from))
}

/** The files directly in `src`: they may import everything, and nothing may import them. */
function isPublicFace(file: string): boolean {
  return /^src\/[^/]+\.ts$/.test(file)
}

function isInside(to: string): boolean {
  return to.startsWith('src/')
}

/** The front of the page, which reaches a user inside the one file that the build makes of it. */
function isBundled(file: string): boolean {
  return /^src\/(ui|page|web)\/front\//.test(file)
}

function storeyOf(folder: string): number {
  return storeys.findIndex(storey => (storey as readonly string[]).includes(folder))
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function show({ from, to }: Import): string {
  return `${from} imports ${to}`
}
