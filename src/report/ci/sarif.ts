/**
 * SARIF 2.1.0, as GitHub's code scanning and editors read it: a result for each claim that does not pass, at its line, with the
 * run as a code flow through the lines of its steps.
 */

import { safeJson } from '../text/safe-json.ts'
import { showMessage } from '../text/value.ts'
import {
  blamed,
  type CiReport,
  type ClaimResult,
  notPassed,
  passedWithin,
  type SettingResult,
  settingTitle,
} from './ci-report.ts'
import { placeIn, type ReportPlace } from './place.ts'

const aRun =
  'The code flow is the shortest run that was found; its page, below the folder of counterexamples, explains it.'
const aSpec = 'The message says what is wrong, and where.'

type RuleId = keyof typeof rules

/** What a result has, for the reader of it. */
const help: { readonly [id in RuleId]: string } = {
  invariant: aRun,
  transition: aRun,
  reachable:
    'No run reaches such a state, so there is none to be shown: the claim or a condition of a step is too strict.',
  temporal: `${aRun} Its last steps go round forever.`,
  canAlways: `${aRun} From its end there is no way back.`,
  deadlock: `${aRun} At its end nothing is possible any more.`,
  assertion: aRun,
  error: aRun,
  spec: aSpec,
  expectation: 'Either the model has changed, or what is expected beside it has to.',
}

const rules = {
  invariant: 'An invariant must be true in every state.',
  transition: 'A transition claim must be true of every step.',
  reachable: 'A reachable claim must be true in some state.',
  temporal: 'A temporal claim must be true of every fair run.',
  canAlways: 'From every state there must be a run to one in which the claim is true.',
  deadlock: 'Some step must be possible wherever a process has not ended.',
  assertion: 'No assertion may fail.',
  error: 'No step may throw.',
  spec: 'A spec must load, be well typed, and describe a model.',
  expectation: 'A result must be as its spec expects.',
} as const satisfies { readonly [kind in ClaimResult['kind'] | 'spec' | 'expectation']: string }

export function sarifJson(report: CiReport): string {
  const place = placer(report)
  const results = [
    ...notPassed(report).map(({ setting, claim }) => claimResult(setting, claim, place)),
    ...report.settings.flatMap(setting => passedWithin(setting).map(claim => claimResult(setting, claim, place))),
    ...report.settings.flatMap(setting => settingResults(setting, place)),
    ...report.problems.map(text => ({ ruleId: 'expectation', level: 'error', message: { text } })),
  ]
  const run = {
    tool: {
      driver: {
        name: 'Interleave',
        semanticVersion: report.version,
        informationUri: 'https://www.npmjs.com/package/interleave-checker',
        rules: Object.entries(rules).map(([id, text]) => ({
          id,
          shortDescription: { text },
          fullDescription: { text: `${text} ${help[id as RuleId]}` },
          help: { text: help[id as RuleId] },
        })),
      },
    },
    columnKind: 'utf16CodeUnits',
    invocations: [
      { executionSuccessful: report.settings.every(({ error }) => error === undefined), exitCode: report.exitCode },
    ],
    results,
  }
  const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json'
  return `${safeJson({ $schema: schema, version: '2.1.0', runs: [run] }, 2)}\n`
}

type Placing = (place: ReportPlace) => object

/** Paths are relative to the root of the repository. */
function placer({ folder }: CiReport): Placing {
  return ({ file, line, column }) => ({
    artifactLocation: { uri: uriOf(`${folder}${file}`), uriBaseId: '%SRCROOT%' },
    region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
  })
}

function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/** A claim that passes is a result only where it holds within bounds, which is no failure, and should be known. */
const levels = {
  passed: { kind: 'informational', level: 'none' },
  open: { kind: 'open', level: 'none' },
  failed: { level: 'error' },
} as const

function claimResult(setting: SettingResult, claim: ClaimResult, place: Placing): object {
  const { name, kind, status, says, run } = claim
  const last = run?.steps.at(-1)
  return {
    ruleId: kind,
    ...levels[status],
    message: { text: showMessage(`${settingTitle(setting)}: '${name}' ${says}`) },
    locations: [{ physicalLocation: place(blamed(claim, setting)) }],
    ...(run !== undefined && { codeFlows: [{ message: { text: run.text }, threadFlows: [flowOf(run, place)] }] }),
    ...(last?.place !== undefined && {
      relatedLocations: [
        { id: 1, physicalLocation: place(last.place), message: { text: `the last step: ${last.title}` } },
      ],
    }),
    partialFingerprints: { 'interleaveClaim/v1': JSON.stringify([setting.spec, setting.setting, name]) },
  }
}

function flowOf({ steps }: NonNullable<ClaimResult['run']>, place: Placing): object {
  return {
    // A flow has a step at least; a run may be an initial state alone.
    locations: (steps.length === 0 ? [{ title: 'the initial state', place: undefined }] : steps).map((step, i) => ({
      executionOrder: i + 1,
      location: {
        message: { text: step.title },
        ...(step.place !== undefined && { physicalLocation: place(step.place) }),
      },
    })),
  }
}

/** What is wrong with a setting as a whole. */
function settingResults(setting: SettingResult, place: Placing): object[] {
  const { spec, error, differences } = setting
  const result = (ruleId: string, text: string, where: ReportPlace | undefined): object => ({
    ruleId,
    level: 'error',
    message: { text: showMessage(`${settingTitle(setting)}: ${text}`) },
    locations: [{ physicalLocation: place(where ?? { file: spec, line: 1 }) }],
  })
  const wrong = error === undefined ? [] : [result('spec', error.message, error.place ?? placeIn(error.message))]
  return [...wrong, ...differences.map(text => result('expectation', text, undefined))]
}
