import type { ClaimOutcome, Verdict } from '../outcome/outcome.ts'
import { withinWhat } from '../outcome/within-what.ts'
import type { CheckedSetting } from './checked-setting.ts'

/** The result of one claim in one setting of one spec. */
export interface PlaceAnswer {
  readonly setting: CheckedSetting
  readonly claim: ClaimOutcome
  /** The link to the picture of its counterexample. */
  readonly picture: string | undefined
  /** The differences of the claim, or of the whole setting, from the expectation of the spec. */
  readonly differences: readonly string[]
}

export function answerOf(setting: CheckedSetting, claim: ClaimOutcome): PlaceAnswer {
  return {
    setting,
    claim,
    picture: setting.pictures.get(claim.name),
    differences: setting.differences
      .filter(difference => difference.claim === undefined || difference.claim === claim.name)
      .map(({ text }) => `${setting.spec}, '${setting.setting}': ${text}`),
  }
}

/** A verdict in words: `violated in 7 steps`, `holds`. */
export function verdictInWords({ claim: { verdict, steps }, setting: { outcome } }: PlaceAnswer): string {
  const words: Record<Verdict, string> = {
    holds: 'holds',
    'holds within': `holds ${withinWhat(outcome)}`,
    violated: `violated in ${steps === 1 ? '1 step' : `${steps} steps`}`,
    witnessed: 'witnessed',
    never: 'never witnessed',
    'not found': 'not found by random runs',
    unknown: 'undecided',
  }
  return words[verdict]
}

/** The results of one claim of a spec in some of its settings. */
export interface AnswerGroup {
  readonly spec: string
  readonly claim: string
  readonly answers: readonly PlaceAnswer[]
}

/** Answers grouped by spec and claim, in the order of their first occurrences. */
export function groupAnswers(answers: readonly PlaceAnswer[]): AnswerGroup[] {
  const groups = new Map<string, PlaceAnswer[]>()
  for (const answer of answers) {
    const key = JSON.stringify([answer.setting.spec, answer.claim.name])
    groups.set(key, [...(groups.get(key) ?? []), answer])
  }
  return [...groups.values()].map(group => {
    const [{ setting, claim }] = group as [PlaceAnswer]
    return { spec: setting.spec, claim: claim.name, answers: group }
  })
}
