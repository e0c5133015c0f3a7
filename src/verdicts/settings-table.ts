import { grouped } from '../base/grouped.ts'
import { isCutShort, isFailure, isOpen, type Outcome } from '../outcome/outcome.ts'
import { withinWhat } from '../outcome/within-what.ts'
import type { Paint } from '../report/text/paint.ts'
import { harmless, showMessage } from '../report/text/value.ts'
import { columnsOf, pad } from '../report/text/wrap.ts'
import type { CheckedSetting } from './checked-setting.ts'

export interface SettingsTable {
  readonly head: string
  row(row: CheckedSetting): string
  /** The row of a setting that could not be checked, and why. */
  failed(setting: SettingName, why: string): string
}

interface SettingName {
  readonly spec: string
  readonly setting: string
}

/** A table for the terminal that is printed row by row, with a row for each setting, wide enough for all settings. */
export function settingsTable(settings: readonly SettingName[], paint: Paint): SettingsTable {
  const widths = [
    Math.max(4, ...settings.map(({ spec }) => columnsOf(harmless(spec)))),
    Math.max(7, ...settings.map(({ setting }) => columnsOf(harmless(setting)))),
    6,
    26,
    11,
    7,
  ]
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => pad(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return {
    head: paint(
      'bold',
      line(['spec', 'variant', 'claims', 'states/transitions/depth', 'expected?', 'seconds', 'found']),
    ),
    row: row => [line(cells(row, paint)), ...notes(row, paint)].join('\n'),
    failed: ({ spec, setting }, why) =>
      [
        line([harmless(spec), harmless(setting), '', '', paint('red', 'WRONG'.padEnd(11))]),
        paint('red', `    ${showMessage(why)}`),
      ].join('\n'),
  }
}

function cells({ spec, setting, outcome, differences, isCached }: CheckedSetting, paint: Paint): string[] {
  const { census } = outcome
  const counts = [census.states, census.transitions].map(number => grouped(number))
  return [
    harmless(spec),
    harmless(setting),
    String(outcome.claims.length),
    [...counts, census.depth].join(' / '),
    expected({ outcome, differences }, paint),
    (isCached ? 'cached' : outcome.seconds.toFixed(2)).padStart(7),
    found(outcome),
  ]
}

function expected({ outcome, differences }: Pick<CheckedSetting, 'outcome' | 'differences'>, paint: Paint): string {
  const width = 11
  if (differences.length > 0) return paint('red', 'UNEXPECTED'.padEnd(width))
  if (isCutShort(outcome)) return paint('yellow', 'undecided'.padEnd(width))
  return paint('green', 'as expected'.padEnd(width))
}

/** `all hold`, `all hold within 'small'`, or the claims that fail, each with the length of its shortest run. */
function found(outcome: Outcome): string {
  const { claims, stop } = outcome
  const failed = claims
    .filter(claim => isFailure(claim.verdict))
    .map(({ name, steps }) => (steps === undefined ? `${name} (never)` : `${name} (${steps})`))
  if (failed.length > 0) return harmless(failed.join('; '))
  if (claims.some(claim => isOpen(claim.verdict))) return `undecided: ${stop}`
  return claims.some(({ verdict }) => verdict === 'holds within')
    ? harmless(`all hold ${withinWhat(outcome)}`)
    : 'all hold'
}

function notes({ outcome, differences, notDrawn }: CheckedSetting, paint: Paint): string[] {
  const vacuous = outcome.claims.flatMap(({ name, vacuous }) =>
    vacuous === undefined ? [] : [`'${name}' holds, but ${vacuous}`],
  )
  return [
    ...differences.map(({ text }) => paint('red', `    ${harmless(text)}`)),
    ...[...vacuous, ...outcome.warnings].map(note => paint('yellow', `    ${harmless(note)}`)),
    ...notDrawn.map(note => paint('yellow', `    not drawn: ${showMessage(note)}`)),
  ]
}
