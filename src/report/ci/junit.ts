/**
 * JUnit XML, as Jenkins and GitLab read it: a suite for each setting, a case for each claim. A claim that fails is a failure
 * with its run, one that is undecided an error, since nobody knows whether it holds. One that is undecided only because the search
 * stopped at the violation of another claim is skipped: that failure stands beside it. One that passes although it holds only
 * within bounds says so in its output.
 */

import { type Content, Html, html as xml } from '../text/html.ts'
import { type CiReport, type ClaimResult, type SettingResult, settingTitle } from './ci-report.ts'

interface TestCase {
  readonly name: string
  readonly className: string
  readonly seconds: number
  /** What a case that passes does not say by that. */
  readonly note?: string
  readonly problem?: {
    readonly tag: 'failure' | 'error' | 'skipped'
    readonly type: string
    readonly message: string
    readonly text: string
  }
}

interface TestSuite {
  readonly name: string
  readonly seconds: number
  readonly cases: readonly TestCase[]
}

export function junitXml(report: CiReport): string {
  const suites = [...report.settings.map(suiteOf), ...tableSuites(report)]
  const seconds = suites.reduce((sum, suite) => sum + suite.seconds, 0)
  const all = suites.flatMap(({ cases }) => cases)
  const body = suites.map(
    suite => xml`  <testsuite name="${suite.name}"${totals(suite.cases, suite.seconds)} skipped="${numberOf(suite.cases, 'skipped')}">
${suite.cases.map(caseXml)}  </testsuite>
`,
  )
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="interleave ${report.command}"${totals(all, seconds)}>
${body}</testsuites>
`.source
}

function suiteOf(setting: SettingResult): TestSuite {
  const { spec, seconds, claims, differences, error } = setting
  const name = spec.replace(/\.[cm]?[jt]sx?$/, '')
  // Some readers show no suites, so the class says of which variant a case is.
  const className = setting.setting === 'base' ? name : `${name} (${setting.setting})`
  const cases: TestCase[] = claims.map(claim => ({ name: claim.name, className, seconds: 0, ...problemOf(claim) }))
  if (error !== undefined) cases.push({ name: 'is checked', className, seconds: 0, problem: asError(error.message) })
  if (differences.length > 0)
    cases.push({
      name: 'is as expected',
      className,
      seconds: 0,
      problem: asFailure(differences.join('\n'), 'expectation'),
    })
  // How long each claim took nobody knows: they are judged in one search.
  const [first, ...rest] = cases
  const timed = first === undefined ? [] : [{ ...first, seconds }, ...rest]
  return { name: settingTitle(setting), seconds, cases: timed }
}

function problemOf({
  name,
  kind,
  verdict,
  status,
  says,
  wasLeft,
  run,
}: ClaimResult): Pick<TestCase, 'problem' | 'note'> {
  if (status === 'passed') return verdict === 'holds within' ? { note: `'${name}' ${says}` } : {}
  const message = `'${name}' ${says}`
  if (wasLeft) {
    const why = 'not decided: the search stopped at the violation of another claim (--all-claims decides all)'
    return { problem: { tag: 'skipped', type: kind, message: why, text: why } }
  }
  return {
    problem: { tag: status === 'failed' ? 'failure' : 'error', type: kind, message, text: run?.text ?? message },
  }
}

function tableSuites({ problems }: CiReport): TestSuite[] {
  if (problems.length === 0) return []
  const cases = problems.map((text, i) => ({
    name: `problem ${i + 1}`,
    className: 'verdict tables',
    seconds: 0,
    problem: asFailure(text, 'table'),
  }))
  return [{ name: 'verdict tables', seconds: 0, cases }]
}

function asError(text: string): NonNullable<TestCase['problem']> {
  return { tag: 'error', type: 'spec', message: firstLine(text), text }
}

function asFailure(text: string, type: string): NonNullable<TestCase['problem']> {
  return { tag: 'failure', type, message: firstLine(text), text }
}

function firstLine(text: string): string {
  return text.split('\n')[0] as string
}

function numberOf(cases: readonly TestCase[], tag: NonNullable<TestCase['problem']>['tag']): number {
  return cases.filter(({ problem }) => problem?.tag === tag).length
}

function totals(cases: readonly TestCase[], seconds: number): Html {
  return xml` tests="${cases.length}" failures="${numberOf(cases, 'failure')}" errors="${numberOf(cases, 'error')}" time="${seconds.toFixed(3)}"`
}

function caseXml({ name, className, seconds, note, problem }: TestCase): Html {
  const head = xml`    <testcase name="${name}" classname="${className}" time="${seconds.toFixed(3)}"`
  if (note !== undefined) return xml`${head}>\n      <system-out>${lines(note)}</system-out>\n    </testcase>\n`
  if (problem === undefined) return xml`${head}/>\n`
  const { tag, type, message, text } = problem
  // The format has no place for a message of what is skipped but its text.
  if (tag === 'skipped') return xml`${head}>\n      <skipped>${lines(text)}</skipped>\n    </testcase>\n`
  const open = xml`<${tag} message="${message}" type="${type}">`
  return xml`${head}>\n      ${open}${lines(text)}</${tag}>\n    </testcase>\n`
}

/** A text with its line breaks. */
function lines(text: string): Content {
  return text.split('\n').flatMap((line, i) => (i === 0 ? [line] : [new Html('\n'), line]))
}
