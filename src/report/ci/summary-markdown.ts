/** A page of Markdown for the summary of a job or a comment: a row for each setting, and the run of each violation. */

import { caveatsOf } from '../outcome/caveats.ts'
import { count } from '../text/count.ts'
import { escapeMarkdown as escaped, markdownTable } from '../text/markdown-text.ts'
import {
  type CiReport,
  type ClaimResult,
  notPassed,
  passedWithin,
  type SettingResult,
  settingTitle,
} from './ci-report.ts'

/** Runs that are written out: GitHub takes a megabyte for each step of a job. */
const maxRuns = 20
const longestRun = 30_000

export function summaryMarkdown(report: CiReport): string {
  const { command, settings, problems, exitCode } = report
  const failed = notPassed(report)
  const rows = settings.map(setting => [
    mark(setting),
    escaped(settingTitle(setting)),
    found(setting),
    escaped(setting.census ?? ''),
  ])
  const lines = [
    `### ${exitCode === 0 ? '✅' : '❌'} interleave ${command}: ${headline(report)}`,
    '',
    ...markdownTable(['', 'spec', 'found', 'search'], rows),
    ...caveatsOf(settings).flatMap(text => ['', `✓ holds ${escaped(text)}`]),
    ...problems.flatMap(text => ['', `- ❌ ${escaped(text)}`]),
    ...failed
      .filter(({ claim }) => claim.run !== undefined)
      .slice(0, maxRuns)
      .flatMap(runLines),
  ]
  return `${lines.join('\n')}\n`
}

function headline({ settings, exitCode }: CiReport): string {
  const bad = settings.filter(setting => mark(setting) !== '✅').length
  const all = count(settings.length, 'setting')
  if (bad > 0) return `${bad} of ${all} not passed`
  return exitCode === 0 ? `${all} passed` : `${all} passed, exit code ${exitCode}`
}

function mark({ claims, differences, error }: SettingResult): string {
  const hasFailed = claims.some(({ status }) => status === 'failed') || differences.length > 0
  if (hasFailed || error?.isWrong) return '❌'
  return error !== undefined || claims.some(({ status }) => status === 'open') ? '❔' : '✅'
}

function found(setting: SettingResult): string {
  const { claims, differences, error } = setting
  const parts = [
    ...(error === undefined ? [] : [error.message]),
    ...claims.filter(({ status }) => status !== 'passed').map(({ name, says }) => `'${name}' ${says}`),
    ...differences,
  ]
  const bounded = passedWithin(setting).length
  const within = bounded === 0 ? '' : escaped(`, ${bounded} ${bounded === 1 ? 'holds' : 'hold'} only ${setting.within}`)
  if (parts.length === 0) return `${count(claims.length, 'claim')}${within}`
  return parts.map(escaped).join('<br>')
}

function runLines({ setting, claim }: { readonly setting: SettingResult; readonly claim: ClaimResult }): string[] {
  const text = claim.run?.text ?? ''
  const shown = text.length <= longestRun ? text : `${text.slice(0, longestRun)}\n...`
  const title = `${escaped(settingTitle(setting))}: ${escaped(claim.name)} ${escaped(claim.says)}`
  const fence = '`'.repeat(Math.max(3, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)))
  return ['', `<details><summary>${title}</summary>`, '', `${fence}text`, shown.trimEnd(), fence, '', '</details>']
}
