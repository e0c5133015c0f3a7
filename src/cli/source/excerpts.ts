/** The pieces of source that ran, as readers see them. */

import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { pathOf } from '../../base/author-location.ts'
import type { Excerpt, IdlePart, LineRead, LinesRun } from '../../witness/source.ts'
import type { CallingLine } from './calling-line.ts'
import type { CodePart, FunctionRun } from './coverage.ts'
import type { LineTracer, TracedRead } from './line-tracer.ts'

/** The longest function that is shown, in lines. */
const maxLines = 60
/** The most functions shown for one step. */
const maxFunctions = 3

/** A file, with the code that runs on each of its lines and the offset at which that begins. */
interface Text {
  readonly lines: readonly string[]
  readonly code: readonly string[]
  readonly starts: readonly number[]
}

/** A function that ran, with its place in its file, and what was read in it. */
interface PlacedRun {
  readonly whole: FunctionRun
  readonly path: string
  readonly text: Text
  readonly first: number
  readonly last: number
  /** The least number of calls on the way to it; Infinity if it did not access the state itself. */
  readonly depth: number
  readonly reads: readonly TracedRead[]
}

/** Collects the pieces of source of a run, each once. */
export class Excerpts {
  readonly all: Excerpt[] = []
  private readonly numbers = new Map<string, number>()
  private readonly texts = new Map<string, Text | undefined>()
  private readonly codeOf: (script: string) => string

  constructor(codeOf: (script: string) => string) {
    this.codeOf = codeOf
  }

  /**
   * The executed parts of the author's functions that accessed the state, callers before callees. With `hasRoot`, first the
   * one that was called first, even if it only calls others.
   */
  linesRun(functions: readonly FunctionRun[], traced: LineTracer, hasRoot: boolean): LinesRun[] {
    const ran = outermost(functions).flatMap(one => this.placed(one, traced, hasRoot) ?? [])
    const near = ran.filter(({ depth }) => depth < Number.POSITIVE_INFINITY)
    const shown = (near.length > 0 ? near : ran).toSorted((a, b) => a.depth - b.depth).slice(0, maxFunctions)
    return shown.map(one => this.lines(one, functions))
  }

  private placed(whole: FunctionRun, { reads, touches }: LineTracer, hasRoot: boolean): PlacedRun | undefined {
    const path = pathOf(whole.url)
    const text = this.textOf(path, whole.script)
    if (text === undefined) return undefined
    const [first, last] = [lineAt(text, whole.start), lineAt(text, whole.end - 1)]
    if (last - first >= maxLines) return undefined
    const isIn = (at: Pick<CallingLine, 'file' | 'line'>): boolean =>
      at.file === path && at.line > first && at.line <= last + 1
    const isRoot = hasRoot && touches.some(({ root }) => isIn(root))
    const depth = isRoot ? 0 : Math.min(...touches.filter(isIn).map(touch => touch.depth))
    return { whole, path, text, first, last, depth, reads: reads.filter(read => isIn(read) && isShown(text, read)) }
  }

  private lines({ whole, path, text, first, last, reads }: PlacedRun, functions: readonly FunctionRun[]): LinesRun {
    const inside = functions.filter(other => other.url === whole.url && isWithin(other, whole))
    const lines = text.lines.slice(first, last + 1)
    const margin = marginOf(lines)
    const idle = inside.flatMap(one => one.idle).flatMap(stretch => partsOf(text, stretch, first, margin))
    return {
      excerpt: this.numberOf(path, first, lines, margin),
      idle: idle.filter(({ line, from, to }) =>
        /[^\s{}();,]/.test((lines[line] ?? '').slice(margin + from, margin + to)),
      ),
      reads: unlike(
        reads.map(({ line, path: cell, value, when }) => ({
          line: line - 1 - first,
          path: cell,
          value,
          ...(when !== undefined && { when }),
        })),
      ),
    }
  }

  private numberOf(path: string, first: number, lines: readonly string[], margin: number): number {
    const key = JSON.stringify([path, first, lines.length])
    const known = this.numbers.get(key) ?? this.all.length
    if (known === this.all.length) {
      const text = lines.map(line => line.slice(margin).trimEnd()).join('\n')
      this.all.push({ file: relative(process.cwd(), path), line: first + 1, text })
    }
    this.numbers.set(key, known)
    return known
  }

  private textOf(path: string, script: string): Text | undefined {
    if (!this.texts.has(path)) this.texts.set(path, readText(path, this.codeOf(script)))
    return this.texts.get(path)
  }
}

/** `code` is what runs, line by line. */
function readText(path: string, code: string): Text | undefined {
  try {
    const lines = readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .split('\n')
    let start = 0
    const running = code.split('\n')
    const starts = running.map(line => {
      const at = start
      start += line.length + 1
      return at
    })
    return { lines, code: running, starts }
  } catch {
    return undefined
  }
}

/** The number of the line, from 0, with a character of the code. */
function lineAt({ starts }: Text, offset: number): number {
  return starts.findLastIndex(start => start <= offset)
}

/** Without functions inside others: callbacks are shown where they are written. */
function outermost(functions: readonly FunctionRun[]): FunctionRun[] {
  return functions.filter(
    one => !functions.some(other => other !== one && other.url === one.url && isWithin(one, other)),
  )
}

function isWithin(inner: CodePart, outer: CodePart): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** The parts of lines, from the line `first` on, in a stretch of the code. */
function partsOf(text: Text, { start, end }: CodePart, first: number, margin: number): IdlePart[] {
  const [top, bottom] = [lineAt(text, start), lineAt(text, end - 1)]
  return Array.from({ length: bottom - top + 1 }, (_, i) => top + i).flatMap(line => {
    const begin = text.starts[line] as number
    const written = text.lines[line] ?? ''
    const from = Math.max(0, start - begin)
    const to = line < bottom ? written.length : Math.min(written.length, end - begin)
    // In a line that was compiled, what ran may be in other columns.
    if (!isWritten(written.slice(from, to), (text.code[line] as string).slice(from, end - begin))) return []
    return { line: line - first, from: Math.max(0, from - margin), to: Math.max(0, to - margin) }
  })
}

/** Whether code is what the author wrote in its place, apart from types, comments, semicolons and {@link withListedSpreads}. */
function isWritten(written: string, code: string): boolean {
  const own = code.replaceAll(/_\$_\(([\w$.]+)\)/g, '[...$1]').trimEnd()
  return own.split('').every((letter, i) => /[\s;]/.test(letter) || letter === written[i])
}

/** Whether a read is worth showing: the length of a list only where it is written, since each look at a list reads it. */
function isShown({ lines }: Text, { line, path }: TracedRead): boolean {
  return path.at(-1) !== 'length' || (lines[line - 1] ?? '').includes('.length')
}

/** The indentation that all lines share. */
function marginOf(lines: readonly string[]): number {
  return Math.min(...lines.filter(line => line.trim() !== '').map(line => line.search(/\S/)))
}

function unlike(reads: readonly LineRead[]): LineRead[] {
  const keyed = new Map(reads.map(read => [JSON.stringify(read), read]))
  return [...keyed.values()]
}
