/** Draws a loop beside the rows of a run in text: from its beginning, along its steps, and back from its end. */

import { wrap } from '../text/wrap.ts'

/**
 * The lines of a run whose steps from `from` (counted from 0) repeat forever. `rows` has the lines of each step, which
 * begin with at least two blanks.
 *
 *    2  take
 *   ┌── then forever
 *   │3  try
 *   └── and back to step 3
 */
export function drawnRound(rows: readonly (readonly string[])[], from: number, width: number): string[] {
  const stem = rows.slice(0, from).flat()
  const round = rows.slice(from).flat()
  if (round.length === 0) return [...stem, ...corner('└', 'then forever: no step is possible', width)]
  return [
    ...stem,
    ...corner('┌', from === 0 ? 'forever' : 'then forever', width),
    ...round.map(line => (line === '' ? '│' : `│${line.slice(1)}`)),
    ...corner('└', `and back to step ${from + 1}`, width),
  ]
}

function corner(sign: string, text: string, width: number): string[] {
  return wrap(`${sign}── ${text}`, width, '    ')
}
