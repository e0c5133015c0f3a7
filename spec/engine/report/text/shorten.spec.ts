import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shorten } from '../../../../src/report/text/value.ts'

describe('a text that is too long', () => {
  it('keeps whole words and entries at both ends', () => {
    expect(shorten('{to: 1, from: 2, ballot: {term: 1, epoch: 1}}', 30)).toBe('{to: 1, from: 2, ...}}')
    expect(shorten('{to: 1, from: 2, seen: true, at: 1}', 30)).toBe('{to: 1, from: 2, ... at: 1}')
    expect(shorten('{term: 1, epoch: 1}', 16)).toBe('{term: 1,...}')
    expect(shorten('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]', 24)).toBe('[1, 2, 3, 4, 5,...9, 10]')
    expect(shorten('a page is mapped only while its range is held', 30)).toBe('a page is mapped ...is held')
  })

  it('is cut inside a word that takes most of it', () => {
    expect(shorten('abcdefghijklmnopqrstuvwxyz', 12)).toBe('abcdef...xyz')
  })

  it('never gets longer than the limit, and is left alone where it fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 8, max: 60 }), (text, limit) => {
        const short = shorten(text, limit)
        expect(Array.from(short).length).toBeLessThanOrEqual(Math.max(limit, 0))
        if (Array.from(text).length <= limit) expect(short).toBe(text)
        else expect(short).toContain('...')
      }),
    )
  })
})
