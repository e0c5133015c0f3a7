/** What the states and the time of a search went to, as tables for a terminal. */

import { grouped } from '../../base/grouped.ts'
import type { Outcome } from '../../outcome/outcome.ts'
import type { PartProfile, Profile, StepProfile } from '../../outcome/profile.ts'
import { count } from '../text/count.ts'
import { harmless } from '../text/value.ts'
import { columnsOf, pad, wrap } from '../text/wrap.ts'
import { profileAdvice } from './profile-advice.ts'

/** Rows that a table has at most. `--json` has all. */
const maxRows = 15

/** @param width - of the lines with advice. */
export function profileToText(
  { profile, census, seconds }: Pick<Outcome, 'census' | 'seconds'> & { readonly profile: Profile },
  width: number,
): string {
  const { steps, parts } = profile
  const advice = profileAdvice({ profile, census, seconds })
  return [
    'Profile',
    '',
    ...table(['step', 'transitions', 'new states', 'share', 'runs', 'run directly', 's in runs'], steps, step =>
      stepRow(step, census.states),
    ),
    '',
    ...table(
      ['part of the state', 'cells', 'values', 'at depth', 'layout changes', 'states without it'],
      parts,
      partRow,
    ),
    "  'states without it' counts the stored states that differ elsewhere: exactly up to 65,536, then within about a percent.",
    ...(advice.length > 0 ? ['', ...advice.flatMap(text => wrap(`  - ${text}`, width, '    '))] : []),
  ].join('\n')
}

function stepRow(step: StepProfile, states: number): string[] {
  const { transitions, newStates, recordedRuns, directRuns, seconds } = step
  const share = states === 0 ? '' : `${((100 * newStates) / states).toFixed(1)} %`
  return [
    harmless(step.step),
    ...[transitions, newStates].map(grouped),
    share,
    grouped(recordedRuns),
    grouped(directRuns),
    seconds.toFixed(3),
  ]
}

function partRow({ part, cells, values, growth, layoutChanges, statesWithout }: PartProfile): string[] {
  const grown = growth.map(({ depth, values: then }) => `${depth}: ${grouped(then)}`).join('  ')
  return [harmless(part), grouped(cells), grouped(values), grown, grouped(layoutChanges), grouped(statesWithout)]
}

/** Its first column to the left, numbers to the right. */
function table<R>(head: readonly string[], rows: readonly R[], cellsOf: (row: R) => readonly string[]): string[] {
  const lines = [head, ...rows.slice(0, maxRows).map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...lines.map(line => columnsOf(line[column]!))))
  const shown = lines.map(line => `  ${line.map((text, i) => aligned(text, widths[i]!, i === 0)).join('  ')}`.trimEnd())
  const more = rows.length - maxRows
  return more > 0 ? [...shown, `  and ${count(more, 'more', '')}`] : shown
}

function aligned(text: string, width: number, isLeft: boolean): string {
  return isLeft ? pad(text, width) : ' '.repeat(width - columnsOf(text)) + text
}
