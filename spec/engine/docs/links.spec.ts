/** Links in Markdown lead somewhere: to a file of the checkout, and to a heading of it. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../architecture/house.ts'

const pages = [
  ...readdirSync(root).filter(name => name.endsWith('.md')),
  ...['bench', 'docs', 'models', 'spec'].filter(folder => existsSync(join(root, folder))).flatMap(pagesBelow),
]

describe('a search for links', () => {
  test.each([
    ['[a](b.md) and ![c](d/e.svg)', ['b.md', 'd/e.svg']],
    ['[a](#b-c)', ['#b-c']],
    ['`[a](b.md)`, and\n```ts\n[a](c.md)\n```', []],
    ['[a](https://example.org)', []],
  ])('finds in %j', (text, links) => {
    expect(linksIn(text)).toEqual(links)
  })

  test.each([
    ['## Where to find what', 'where-to-find-what'],
    ['### `check`, and *more*: D1', 'check-and-more-d1'],
  ])('knows the anchor of %j', (heading, anchor) => {
    expect(anchorsIn(heading)).toEqual([anchor])
  })
})

test('there are pages', () => {
  expect(pages.length).toBeGreaterThan(15)
})

test.each(pages)('every link of %s leads somewhere', page => {
  const lost = linksIn(readFileSync(join(root, page), 'utf8')).filter(link => !leadsSomewhere(page, link))
  expect(lost).toEqual([])
})

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(root, target))) return false
  if (anchor === undefined || !target.endsWith('.md')) return true
  return anchorsIn(readFileSync(join(root, target), 'utf8')).includes(anchor)
}

/** The targets of links, without those to other sites and what is code. */
function linksIn(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(match => match[1] as string)
  return links.filter(link => !/^[a-z]+:/.test(link))
}

/** The anchors of headings, as GitHub makes them. */
function anchorsIn(text: string): string[] {
  const headings = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(match => match[1] as string)
  return headings.map(heading =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function pagesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.md'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
}
