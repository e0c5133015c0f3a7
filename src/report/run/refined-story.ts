/** What the more abstract model could have done, where the last step of a run is none of its steps, or where a run ends. */

import { applyChanges, type Change } from '../../witness/difference.ts'
import type { RefinedStep, Witness } from '../../witness/witness.ts'
import { showStep } from '../text/show-step.ts'
import { showName } from '../text/value.ts'
import { changeText, showChanges } from './scene.ts'

/** Steps that are listed: more of them say no more. */
const maxSteps = 12

/** The most characters of one value. */
const valueLimit = 60

export function refinedStory({ refined, claim }: Witness): string[] {
  if (refined === undefined) return []
  const { model, changes, possible } = refined
  const seen =
    claim.kind === 'deadlock'
      ? `Seen as ${showName(model)}, it could go on.`
      : `Seen as ${showName(model)}, it changes ${changesText(refined, changes)}, which no step of that model does.`
  if (possible.length === 0) return [seen, 'No step of it was possible there.']
  const steps = possible.slice(0, maxSteps).map(step => {
    return `- ${showStep(step)}: ${changesText(refined, step.changes)}`
  })
  const more = possible.length > maxSteps ? [`- and ${possible.length - maxSteps} more`] : []
  return [seen, 'Possible steps of it were:', ...steps, ...more]
}

function changesText({ before }: RefinedStep, changes: readonly Change[]): string {
  if (changes.length === 0) return 'nothing'
  return showChanges(changes, before, applyChanges(before, changes), valueLimit)
    .map(change => changeText(change, '->'))
    .join(', ')
}
