/**
 * DESIGN.md is true of the sources: its pictures and its paths. To make the pictures anew:
 * UPDATE_DESIGN=1 npx vitest run spec/engine/docs/design.spec.ts
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderSvg } from '../../../src/report/graphviz/render-svg.ts'
import { root } from '../architecture/house.ts'
import { houseMap } from './house-map.ts'
import { stateInBytes } from './state-in-bytes.ts'

const page = join(root, 'DESIGN.md')
const isUpdate = process.env.UPDATE_DESIGN === '1'
const between = /(<!-- state-in-bytes -->\n```text\n)[\s\S]*?(\n```)/

describe('DESIGN.md', () => {
  it('shows the current map of imports between folders', async () => {
    const drawn = await renderSvg(houseMap())
    if (drawn.kind !== 'rendered') throw new Error(drawn.reason)
    const file = join(root, 'spec/gallery/house.svg')
    if (isUpdate) writeFileSync(file, drawn.svg)
    expect(readFileSync(file, 'utf8')).toBe(drawn.svg)
    expect(readFileSync(page, 'utf8')).toContain('](spec/gallery/house.svg)')
  })

  it('shows one state with its current bytes', () => {
    const before = readFileSync(page, 'utf8')
    const after = before.replace(between, (_, head, tail) => `${head}${stateInBytes()}${tail}`)
    if (isUpdate) writeFileSync(page, after)
    expect(before).toMatch(between)
    expect(readFileSync(page, 'utf8')).toBe(after)
  })

  it('names only existing paths', () => {
    const named = [...readFileSync(page, 'utf8').matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(match => match[1] as string)
    const places = ['', 'src', 'spec/engine', 'src/report']
    const missing = named.filter(
      path => !path.startsWith('out/') && !places.some(place => existsSync(join(root, place, path))),
    )
    expect(named.length).toBeGreaterThan(20)
    expect(missing).toEqual([])
  })

  it('names only existing files, also where it leaves out their folders', () => {
    const named = [...readFileSync(page, 'utf8').matchAll(/(?<![\w/<.*-])([a-z][\w-]*\.tsx?)\b/g)].map(
      match => match[1] as string,
    )
    const files = ['src', 'spec', 'models', 'bench'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true }).map(String),
    )
    const names = new Set(files.map(file => basename(String(file))))
    expect(named.length).toBeGreaterThan(80)
    expect(named.filter(name => !names.has(name))).toEqual([])
  })

  it('names only what is in the files that it names', () => {
    const text = readFileSync(page, 'utf8')
    const pairs = [...text.matchAll(/`(\w+)` in `([\w-]+\/[\w./-]+\.\w+)`|`([\w-]+\/[\w./-]+\.tsx?)` \(`(\w+)`/g)].map(
      ([, name, file, otherFile, otherName]) => [name ?? otherName, file ?? otherFile] as [string, string],
    )
    const missing = pairs.filter(([name, file]) => !readFileSync(join(root, file), 'utf8').includes(name))
    expect(pairs.length).toBeGreaterThan(6)
    expect(missing).toEqual([])
  })
  it('lists its headings at the top, in their order', () => {
    const text = readFileSync(page, 'utf8')
    const headings = [...text.matchAll(/^##+ (.+)$/gm)].map(match => match[1]).filter(title => title !== 'Contents')
    const listed = [...text.matchAll(/^ *- \[(.+)\]\(#.+\)$/gm)].map(match => match[1])
    expect(listed).toEqual(headings)
  })

  it('dates each decision, and keeps its paragraphs short', () => {
    const [decisions] = readFileSync(page, 'utf8').split('\n## Decisions\n')[1]?.split('\n## Warts\n') ?? []
    const paragraphs = (decisions ?? '').trim().split('\n\n')
    const made = paragraphs.filter(paragraph => paragraph.startsWith('**'))
    expect(made.length).toBeGreaterThan(40)
    expect(made.filter(paragraph => !/\*\(20\d\d-\d\d-\d\d\)\*$/.test(paragraph))).toEqual([])
    expect(paragraphs.filter(paragraph => paragraph.split('\n').length > 7)).toEqual([])
  })
})
