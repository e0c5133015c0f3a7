import type { ClaimOutcome, Verdict } from '../outcome/outcome.ts'
import type { CheckedSetting } from './checked-setting.ts'

/** What one setting of one spec says of one claim. */
export interface PlaceAnswer {
  readonly setting: CheckedSetting
  readonly claim: ClaimOutcome
  /** The link to the picture of its counterexample. */
  readonly picture: string | undefined
  /** In what it, or the setting as a whole, differs from what the spec expects. */
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

/** `violated in 7 steps`, `holds`: a verdict in words. */
export function verdictInWords({ verdict, steps }: ClaimOutcome): string {
  const words: Record<Verdict, string> = {
    holds: 'holds',
    'holds within': 'holds within bounds',
    violated: `violated in ${steps === 1 ? '1 step' : `${steps} steps`}`,
    witnessed: 'witnessed',
    never: 'never witnessed',
    unknown: 'undecided',
  }
  return words[verdict]
}

/** What a spec says of one claim in some of its settings. */
export interface AnswerGroup {
  readonly spec: string
  readonly claim: string
  readonly answers: readonly PlaceAnswer[]
}

/** Answers by spec and claim, each where the first of them stands. */
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
