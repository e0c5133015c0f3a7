/**
 * The typography of the picture: its fonts, their sizes, and the width of a text.
 *
 * The real width of a text cannot be measured here, so it is estimated: letters of a monospaced font are 0.6 of its
 * size wide, within a hundredth; the others have the widths of DejaVu Sans, the widest font that is likely to be used.
 */

import { columnsOf } from '../../text/wrap.ts'

export interface Font {
  readonly family: 'mono' | 'sans'
  readonly size: number
  readonly isBold?: boolean
}

export const fonts = {
  title: { family: 'sans', size: 20, isBold: true },
  headline: { family: 'sans', size: 14, isBold: true },
  prose: { family: 'sans', size: 13 },
  small: { family: 'sans', size: 11 },
  lane: { family: 'mono', size: 13, isBold: true },
  label: { family: 'mono', size: 12, isBold: true },
  code: { family: 'mono', size: 11 },
} satisfies { readonly [name: string]: Font }

export const families = {
  mono: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
  sans: "Helvetica, Arial, 'Liberation Sans', sans-serif",
}

/** The width of a letter relative to the font size: 0.602 for DejaVu and Menlo, 0.6 or less for the others. */
const columnWidth = 0.605

export function columnOf(font: Font): number {
  return font.size * columnWidth
}

/** The estimated width of a text in pixels, at most slightly too large. */
export function widthOf(content: string, font: Font): number {
  if (font.family === 'mono') return columnsOf(content) * columnOf(font)
  const units = Array.from(content).reduce((sum, character) => sum + unitsOf(character), 0)
  return units * font.size * (font.isBold === true ? 1.06 : 1)
}

function unitsOf(character: string): number {
  if (/[iljI.,:;' |!]/.test(character)) return 0.33
  if (/[frt()[\]{}"/\\-]/.test(character)) return 0.4
  if (/[mwMW@%]/.test(character)) return 0.95
  if (/[A-Z&+=<>~]/.test(character)) return 0.76
  return character <= '~' ? 0.62 : Math.max(1, columnsOf(character))
}

/** Prose in lines of at most `width` pixels, broken at spaces; a word longer than a line is broken anywhere. */
export function wrapProse(content: string, font: Font, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of content.split(' ').flatMap(word => pieces(word, font, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || widthOf(longer, font) <= width) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function pieces(word: string, font: Font, width: number): string[] {
  if (widthOf(word, font) <= width) return [word]
  const found: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && widthOf(piece + character, font) > width) {
      found.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...found, piece]
}

/** The beginning of a text that fits into `width` pixels, with an ellipsis if something is left out. */
export function clipped(content: string, font: Font, width: number): string {
  if (widthOf(content, font) <= width) return content
  const characters = Array.from(content)
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, font) > width) characters.pop()
  return characters.length === 0 ? '' : `${characters.join('')}…`
}
