import { expect } from 'vitest'

/** Checks that the tags nest, that nothing but tags and entities uses their signs, and that XML allows each character. */
export function isWellFormed(svg: string): void {
  const body = svg.slice(svg.indexOf('<svg'))
  expect(body).not.toMatch(/[^\P{C}\n]/u)
  const open: string[] = []
  const rest = body.replace(
    /<!--.*?-->|<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (whole, close, tag, _, empty) => {
      if (whole.startsWith('<!--')) return ''
      if (close === '/') expect(open.pop()).toBe(tag)
      else if (empty === '') open.push(tag as string)
      return ''
    },
  )
  expect(open).toEqual([])
  expect(rest).not.toMatch(/[<>]/)
  expect(rest.replace(/&(#\d+|#x[\da-f]+|amp|lt|gt|quot);/g, '')).not.toContain('&')
  expect(rest).not.toContain('script>')
}
