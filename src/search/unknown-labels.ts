/**
 * Comparisons of `pc` with a text that is not a label: such a claim always holds, and such a guard always blocks.
 *
 * A comparison of texts cannot be watched, so the sources of steps and claims are looked through. That sees what is written
 * in them with a text in quotes, and not what functions that they call compare.
 */

import { type Claim, isAboutRuns, predicatesOf } from '../language/claims.ts'
import type { Machine, Mover } from '../machine/machine.ts'

/** A sentence for each text that a step or a claim compares with, and that is not a label. */
export function unknownLabels(machine: Machine): string[] {
  const labels = new Set(machine.processes.flatMap(process => process.labels))
  labels.add('done')
  const found = sourcesOf(machine).flatMap(([subject, source]) =>
    comparedLabels(source)
      .filter(label => !labels.has(label))
      .map(label => `${subject} compares pc with '${label}', which is not a label`),
  )
  return [...new Set(found)]
}

function comparedLabels(source: string): string[] {
  const after = source.matchAll(/\bpc\s*[!=]==?\s*(['"`])((?:(?!\1)[^\\\n$])*)\1/g)
  const before = source.matchAll(/(['"`])((?:(?!\1)[^\\\n$])*)\1\s*[!=]==?\s*(?:\w+\??\.)*pc\b/g)
  return [...after, ...before].map(([, , label]) => label as string)
}

type NamedSource = readonly [subject: string, source: string]

function sourcesOf({ movers, claims }: Machine): NamedSource[] {
  const ofClaims = claims.map((claim): NamedSource => [`claim '${claim.name}'`, sourceOf(claim)])
  return [...ofClaims, ...movers.flatMap(stepSources)]
}

function stepSources(mover: Mover): NamedSource[] {
  if (mover.kind === 'action') return [[`action '${mover.name}'`, String(mover.step)]]
  return [...mover.steps].map(([label, step]) => [`step '${label}' of ${mover.process}`, String(step)])
}

/** Predicates of a refined model compare with its labels. */
function sourceOf(claim: Claim): string {
  if ('refines' in claim && claim.refines !== undefined) return ''
  if (isAboutRuns(claim)) return predicatesOf(claim).join('\n')
  if (!('holds' in claim)) return ''
  return `${'given' in claim ? String(claim.given) : ''}\n${claim.holds}`
}
