import { isFailure, type Outcome } from '../explore/outcome.ts'
import type { Paint } from './paint.ts'

/** One setting of one spec, checked. */
export interface Row {
  readonly spec: string
  readonly variant: string
  readonly outcome: Outcome
  /** In what it differs from what the spec expects. */
  readonly differences: readonly string[]
}

export interface VerdictTable {
  readonly head: string
  row(row: Row): string
}

/** A table that is printed row by row, wide enough for the settings that will come. */
export function verdictTable(
  settings: readonly { readonly spec: string; readonly variant: string }[],
  paint: Paint,
): VerdictTable {
  const widths = [
    Math.max(4, ...settings.map(setting => setting.spec.length)),
    Math.max(7, ...settings.map(setting => setting.variant.length)),
    6,
    26,
    11,
    7,
  ]
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return {
    head: paint(
      'bold',
      line(['spec', 'variant', 'claims', 'states/transitions/depth', 'expected?', 'seconds', 'found']),
    ),
    row: row => [line(cells(row, paint)), ...notes(row, paint)].join('\n'),
  }
}

function cells({ spec, variant, outcome, differences }: Row, paint: Paint): string[] {
  const { census } = outcome
  const counts = [census.states, census.transitions].map(number => number.toLocaleString('en-US'))
  const isExpected = differences.length === 0
  return [
    spec,
    variant,
    String(outcome.claims.length),
    [...counts, census.depth].join(' / '),
    paint(isExpected ? 'green' : 'red', (isExpected ? 'as expected' : 'UNEXPECTED').padEnd(11)),
    outcome.seconds.toFixed(2).padStart(7),
    found(outcome),
  ]
}

/** `all hold`, or which claims fail, each with the length of its shortest run. */
function found({ claims, stop }: Outcome): string {
  const failed = claims
    .filter(claim => isFailure(claim.verdict))
    .map(({ name, steps }) => (steps === undefined ? `${name} (never)` : `${name} (${steps})`))
  if (failed.length > 0) return failed.join('; ')
  return claims.some(claim => claim.verdict === 'unknown') ? `undecided: ${stop}` : 'all hold'
}

function notes({ outcome, differences }: Row, paint: Paint): string[] {
  const vacuous = outcome.claims.flatMap(({ name, vacuous }) =>
    vacuous === undefined ? [] : [`'${name}' holds, but ${vacuous}`],
  )
  return [
    ...differences.map(difference => paint('red', `    ${difference}`)),
    ...vacuous.map(note => paint('yellow', `    ${note}`)),
  ]
}
