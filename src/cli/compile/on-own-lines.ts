/**
 * Lays compiled code out like its source: each piece on its own line, and in its own column if there is room.
 *
 *   1  enum Phase {           var Phase = function(Phase) {
 *   2    Idle,                  Phase[Phase["Idle"] = 0] = "Idle";
 *   3  }                      return Phase; }(Phase || {});
 *   4  let p = Phase.Idle     let p = 0;
 *
 * So the lines that V8 reports, in stacks, to debuggers and in coverage, are those that the author wrote, and nothing that
 * shows lines needs a source map.
 */

import { type CompiledPiece, compiledPieces } from './compiled-pieces.ts'
import { type Token, tokensOf } from './tokens.ts'

/** Between these and what follows there must be no end of a line, which would end the statement. */
const restricted = new Set(['return', 'throw', 'break', 'continue', 'yield', 'async'])
/** There must be none before these either. */
const restrictedBefore = new Set(['=>', '++', '--'])

/** The same code, without its comments. */
export function onOwnLines(code: string, map: string): string {
  const tokens = tokensOf(code)
  const origins = placesOf(tokens, compiledPieces(code, map))
  const page = new Page()
  for (const [i, { kind, text, at }] of tokens.entries()) {
    if (kind === 'blank') page.space()
    else page.write(text, (restricted.has(text) ? origins.get(nextCode(tokens, i)) : undefined) ?? origins.get(at))
  }
  return page.text
}

/** Whether two texts have the same tokens, so that they mean the same. */
export function isSameCode(one: string, other: string): boolean {
  return bare(one) === bare(other)
}

function bare(code: string): string {
  return JSON.stringify(tokensOf(code).flatMap(({ kind, text }) => (kind === 'code' ? [text] : [])))
}

function nextCode(tokens: readonly Token[], i: number): number {
  return tokens.slice(i + 1, i + 3).find(({ kind }) => kind === 'code')?.at ?? -1
}

/**
 * The places of tokens, in ascending order of lines. A compiler moves some pieces, such as the initial values of fields
 * into the constructor; these have no place, so that all others get theirs.
 */
function placesOf(tokens: readonly Token[], origins: readonly CompiledPiece[]): Map<number, CompiledPiece> {
  const starts = new Set(
    tokens.filter(({ kind, text }) => kind === 'code' && !restrictedBefore.has(text)).map(({ at }) => at),
  )
  const ascending = longestAscending(origins.filter(({ at }) => starts.has(at)))
  return new Map(ascending.map(origin => [origin.at, origin]))
}

/** The longest part of a list in which no line comes before an earlier one. */
function longestAscending(origins: readonly CompiledPiece[]): CompiledPiece[] {
  /** For each length, the end of the part of that length whose last line is the least. */
  const ends: number[] = []
  const before: (number | undefined)[] = []
  const lineOf = (i: number): number => (origins[i] as CompiledPiece).line
  for (const [i, { line }] of origins.entries()) {
    const found = firstAfter(ends, end => lineOf(end) > line)
    before.push(ends[found - 1])
    ends[found] = i
  }
  const part: CompiledPiece[] = []
  for (let i = ends.at(-1); i !== undefined; i = before[i]) part.push(origins[i] as CompiledPiece)
  return part.reverse()
}

/** The first of a sorted list of which `isAfter` is true, by halving. */
function firstAfter(list: readonly number[], isAfter: (one: number) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isAfter(list[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}

/** A text that is being written. */
class Page {
  text = ''
  private line = 0
  /** The offset at which its last line begins. */
  private start = 0
  private isSpaced = false

  /** A blank before what comes next. */
  space(): void {
    this.isSpaced = true
  }

  /** Writes at a place, or behind what is there already. */
  write(text: string, place: Omit<CompiledPiece, 'at'> | undefined): void {
    if (place !== undefined && place.line > this.line) this.feed(place.line - this.line)
    const column = this.text.length - this.start
    const gap = Math.max(this.isSpaced && column > 0 ? 1 : 0, place?.line === this.line ? place.column - column : 0)
    this.text += ' '.repeat(gap) + text
    this.isSpaced = false
    const lines = text.split('\n')
    this.line += lines.length - 1
    if (lines.length > 1) this.start = this.text.length - (lines.at(-1) as string).length
  }

  private feed(lines: number): void {
    this.text += '\n'.repeat(lines)
    this.line += lines
    this.start = this.text.length
  }
}
