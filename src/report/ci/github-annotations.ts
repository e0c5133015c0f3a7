/**
 * Annotations of GitHub Actions: lines of the log that show beside the lines of a change, at the claim that fails and at the
 * last step of its run.
 */

import { count } from '../text/count.ts'
import { withoutInvisible } from '../text/value.ts'
import {
  blamed,
  type CiReport,
  type ClaimResult,
  notPassed,
  passedWithin,
  type SettingResult,
  settingTitle,
} from './ci-report.ts'
import type { ReportPlace } from './place.ts'

type Level = 'error' | 'warning' | 'notice'

export function githubAnnotations(report: CiReport): string {
  const { settings, problems } = report
  const annotate = annotator(report)
  const lines = [
    ...notPassed(report).flatMap(({ setting, claim }) => claimLines(setting, claim, annotate)),
    ...settings.flatMap(setting => settingLines(setting, annotate)),
    ...problems.map(text => annotate('error', undefined, 'verdict tables', text)),
  ]
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

type Annotate = (level: Level, place: ReportPlace | undefined, title: string, text: string) => string

/** Paths are relative to the root of the repository. */
function annotator({ folder }: CiReport): Annotate {
  return (level, place, title, text) => {
    const column = place?.column === undefined ? {} : { col: place.column }
    const at = place === undefined ? {} : { file: `${folder}${place.file}`, line: place.line, ...column }
    const properties = Object.entries({ ...at, title }).map(([name, value]) => `${name}=${property(String(value))}`)
    return `::${level} ${properties.join(',')}::${data(text)}`
  }
}

function claimLines(setting: SettingResult, claim: ClaimResult, annotate: Annotate): string[] {
  const { name, status, says, run, place } = claim
  const title = settingTitle(setting)
  const text = `'${name}' ${says}`
  if (status === 'open') return [annotate('warning', blamed(claim, setting), title, text)]
  const line = annotate('error', blamed(claim, setting), title, run === undefined ? text : `${text}\n\n${run.text}`)
  const last = run?.steps.at(-1)
  if (last?.place === undefined || place === undefined) return [line]
  return [
    line,
    annotate('notice', last.place, title, `${last.title}: the last step of a run in which '${name}' ${says}`),
  ]
}

function settingLines(setting: SettingResult, annotate: Annotate): string[] {
  const { spec, error, differences, warnings, within } = setting
  const title = settingTitle(setting)
  const start = { file: spec, line: 1 }
  const bounded = passedWithin(setting).length
  return [
    ...(error === undefined
      ? []
      : [annotate(error.isWrong ? 'error' : 'warning', error.place ?? start, title, error.message)]),
    ...differences.map(text => annotate('error', start, title, text)),
    ...(bounded === 0
      ? []
      : [
          annotate(
            'notice',
            start,
            title,
            `${count(bounded, 'claim')} ${bounded === 1 ? 'holds' : 'hold'} only ${within}`,
          ),
        ]),
    ...warnings.map(text => annotate('warning', start, title, text)),
  ]
}

/** A message on one line, as GitHub wants it. No text of a model begins a command of its own. */
function data(text: string): string {
  const lines = text.split('\n').map(withoutInvisible).join('\n')
  return lines.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
