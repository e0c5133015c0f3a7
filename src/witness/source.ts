/** The author's source beside a run: which lines ran in a step, and what they read. */

import type { Path, Plain } from '../base/plain.ts'

/**
 * A piece of an author's source: a step, a claim, or a function that one calls.
 *
 * @since 0.2.0
 */
export interface Excerpt {
  /** The file, relative to the working directory. */
  readonly file: string
  /** The number of its first line in the file, from 1. */
  readonly line: number
  /** Its whole lines, without the indentation that all of them share. */
  readonly text: string
}

/**
 * What ran of an excerpt.
 *
 * @since 0.2.0
 */
export interface LinesRun {
  /** The number of the excerpt. */
  readonly excerpt: number
  /** Its parts that did not run, though the function did. */
  readonly idle: readonly IdlePart[]
  /** What lines of it read, in order. */
  readonly reads: readonly LineRead[]
}

/**
 * A part of a line of an excerpt.
 *
 * @since 0.2.0
 */
export interface IdlePart {
  /** The line of the excerpt, from 0. */
  readonly line: number
  /** Its first character, from 0. */
  readonly from: number
  /** The character behind its last one. */
  readonly to: number
}

/**
 * What a line of an excerpt read.
 *
 * @since 0.2.0
 */
export interface LineRead {
  /** The line of the excerpt, from 0. */
  readonly line: number
  /** The cell that was read. */
  readonly path: Path
  /** The value that it had then. */
  readonly value: Plain
  /** For a claim about a step: whether that was before the step or after it. */
  readonly when?: 'before' | 'after'
}

/**
 * The source of a run.
 *
 * @since 0.2.0
 */
export interface RunSource {
  /** Each piece of source once. */
  readonly excerpts: readonly Excerpt[]
  /** What ran in each step, in the order of the run. */
  readonly steps: readonly (readonly LinesRun[])[]
  /** What ran of the claim at the end of the run. */
  readonly claim: readonly LinesRun[]
}
