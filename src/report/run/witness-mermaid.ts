/**
 * A witness as a Mermaid sequence diagram, for Markdown: a lifeline for each process instance, a message to itself for
 * each step, and a note with the cells that the step changed. The middle of a long run is summarised.
 */

import type { State } from '../../machine/machine.ts'
import { requireWitness } from '../../witness/require-witness.ts'
import { leadsBack, statesOf, type Witness } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { mermaidLines, mermaidText } from '../text/mermaid-text.ts'
import { showLabel } from '../text/show-step.ts'
import { shorten } from '../text/value.ts'
import { wrap } from '../text/wrap.ts'
import { castOf, isPlayedBy, type Player } from './cast.ts'
import { changeText, type Scene, scenesOf, showChanges } from './scene.ts'
import { constantsOf, endingOf, headlineOf, lengthOf, titleOf } from './story.ts'

/** The most steps that are drawn; the middle of a longer run is left out. */
const maxSteps = 100
const firstSteps = 30
/** The width of a note in characters, and its most lines. */
const noteWidth = 56
const noteLines = 16
/** The most characters of a value, and of a line. */
const longestValue = 60
const longestText = 400

/**
 * A witness as a Mermaid sequence diagram, for Markdown: a lifeline for each process instance, a message for each step.
 * The middle of a long run is summarised.
 *
 * @throws UsageError `not-a-witness`: `witness` is not a witness.
 * @since 0.1.0
 */
export function witnessToMermaid(witness: Witness): string {
  requireWitness(witness)
  const states = statesOf(witness)
  const scenes = scenesOf(witness, states)
  const cast = castOf(witness)
  const left = scenes.length - maxSteps
  const gap = { from: left > 0 ? firstSteps : scenes.length, to: left > 0 ? firstSteps + left : scenes.length }
  return [
    'sequenceDiagram',
    `  title ${mermaidText(shorten(titleOf(witness), longestText))}`,
    ...(cast.length === 0 ? ['  participant p0 as #160;'] : cast.map(participant)),
    note(over(cast), [constantsOf(witness), lengthOf(witness)]),
    ...inLoop(witness, gap, [
      ...scenes.slice(0, gap.from).map(scene => step(witness, scene, cast, states)),
      ...(left > 0 ? [[note(over(cast), [`${count(left, 'step')} not drawn`])]] : []),
      ...scenes.slice(gap.to).map(scene => step(witness, scene, cast, states)),
    ]),
    note(over(cast), [headlineOf(witness), ...endingOf(witness)]),
    '',
  ].join('\n')
}

/** The drawn steps, `gap` being one of them, with a frame around those that are taken again and again. */
function inLoop(
  witness: Witness,
  gap: { readonly from: number; readonly to: number },
  drawn: readonly (readonly string[])[],
): string[] {
  const { loop } = witness
  if (loop === undefined || !leadsBack(witness)) return drawn.flat()
  const isAfter = loop.from >= gap.to && gap.to > gap.from
  const begin = isAfter ? loop.from - (gap.to - gap.from) + 1 : Math.min(loop.from, gap.from)
  return [
    ...drawn.slice(0, begin).flat(),
    `  loop from step ${loop.from + 1} on, forever`,
    ...drawn.slice(begin).flat(),
    '  end',
  ]
}

function participant({ name }: Player, k: number): string {
  return `  participant p${k} as ${mermaidText(shorten(name, longestValue))}`
}

function step({ sets }: Witness, scene: Scene, cast: readonly Player[], states: readonly State[]): string[] {
  const lifeline = `p${cast.findIndex(player => isPlayedBy(player, scene.step))}`
  // The lifeline already shows the mover.
  const title = showLabel(scene.step)
  const before = states[scene.number - 1] as State
  const after = states[scene.number] ?? before
  const changes = showChanges(scene.changes, before, after, longestValue, sets).map(change => changeText(change, '→'))
  const lines = [...changes, ...(scene.news === undefined ? [] : [scene.news])]
  return [
    `  ${lifeline}->>${lifeline}: ${scene.number}. ${mermaidText(shorten(title, longestText))}`,
    ...(lines.length === 0 ? [] : [note(`over ${lifeline}`, lines)]),
  ]
}

function over(cast: readonly Player[]): string {
  return cast.length <= 1 ? 'over p0' : `over p0,p${cast.length - 1}`
}

function note(where: string, lines: readonly string[]): string {
  const texts = lines.filter(line => line !== '')
  const wrapped = texts.flatMap(line => wrap(shorten(line, longestText), noteWidth, '  '))
  const left = wrapped.length - noteLines
  return `  Note ${where}: ${mermaidLines(left > 0 ? [...wrapped.slice(0, noteLines), `and ${count(left, 'more line')}`] : wrapped)}`
}
