/**
 * Spans in text: a letter for each span that an instance is in, in a column of its own for the duration of the span.
 */

import type { Span } from '../../witness/spans.ts'
import { showName } from '../text/value.ts'
import type { Player } from './cast.ts'

export interface SpanMarks {
  /** The width of the marks of an instance; 0 if it has no spans. */
  widthOf(player: Player): number
  /** The marks of an instance in state `k` of the run, each in its column; beyond the last state, those of the last. */
  at(player: Player, k: number): string
  /** The meaning of the letters; undefined if there are none. */
  readonly legend: string | undefined
}

/** The marks of `players` in a run whose last state is `last`. */
export function spanMarks(spans: readonly Span[], players: readonly Player[], last: number): SpanMarks {
  const isOf = (player: Player, { process, instance }: Span): boolean =>
    player.process === process && player.instance === instance
  const shown = spans.filter(span => players.some(player => isOf(player, span)))
  const letters = lettersFor([...new Set(shown.map(({ name }) => name))])
  const marked = new Map(players.map(player => [player, inColumns(shown.filter(span => isOf(player, span)))]))
  const widthOf = (player: Player): number => Math.max(0, ...(marked.get(player) ?? []).map(({ column }) => column + 1))
  return {
    widthOf,
    at: (player, k) => {
      const state = Math.min(k, last)
      const marks = Array<string>(widthOf(player)).fill(' ')
      for (const { name, column, from, to } of marked.get(player) ?? []) {
        if (from <= state && state <= to) marks[column] = letters.get(name) ?? '|'
      }
      return marks.join('')
    },
    legend:
      letters.size === 0 ? undefined : [...letters].map(([name, letter]) => `${letter} ${showName(name)}`).join(', '),
  }
}

/** Spans that overlap in time are in different columns; those that begin earlier are further to the left. */
export function inColumns<S extends { readonly from: number; readonly to: number }>(
  spans: readonly S[],
): (S & { readonly column: number })[] {
  const ends: number[] = []
  return spans
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
    .map(span => {
      const free = ends.findIndex(end => end < span.from)
      const column = free < 0 ? ends.length : free
      ends[column] = span.to
      return { ...span, column }
    })
}

/** For each name a free letter of the name, or else of the alphabet, or else a bar. */
function lettersFor(names: readonly string[]): Map<string, string> {
  const taken = new Set<string>()
  return new Map(
    names.map(name => {
      const own = name.toUpperCase().match(/[A-Z]/g) ?? []
      const letter = [...own, ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find(one => !taken.has(one)) ?? '|'
      taken.add(letter)
      return [name, letter]
    }),
  )
}
