/** The forms of text lanes, the widest first: how the steps of a run are laid out in columns. */

import { type GridCell, widest } from '../text/grid.ts'
import { showLabel, showStep } from '../text/show-step.ts'
import { wrap } from '../text/wrap.ts'
import { type Colour, colourOf, isPlayedBy, type Player } from './cast.ts'
import type { Scene } from './scene.ts'
import type { SpanMarks } from './span-marks.ts'

/** The gap between two columns, in characters. */
export const gap = 2

/** The width that the changes need beside the steps; with less, a narrower form is better. */
const minChanges = 26

export type LaneStyle = Colour['terminal'] | 'bold' | 'red' | 'green' | 'dim'

/** The input of a form. */
export interface Scenery {
  readonly cast: readonly Player[]
  readonly scenes: readonly Scene[]
  /** The width of the steps and their changes together. */
  readonly width: number
  /** The marks of the players' spans. */
  readonly marks: SpanMarks
  painter(styles: LaneStyle[]): (line: string) => string
  /** Whether a step is dimmed, because it is off the causal chain. */
  isDim(scene: Scene): boolean
}

export interface LaneForm {
  readonly widths: readonly number[]
  /** The headings of the columns, if they have names. */
  readonly head: readonly GridCell[]
  /** The cells of a step, without its number and changes. */
  row(scene: Scene): GridCell[]
  /** Notes about the columns, for the reader. */
  readonly note?: string
  /** Whether it shows the spans of the players. */
  readonly showsSpans?: boolean
}

/** The widest form that leaves enough room for the changes. */
export function chooseForm(scenery: Scenery): LaneForm {
  const { cast, scenes, width } = scenery
  const moving = cast.filter(player => scenes.some(({ step }) => isPlayedBy(player, step)))
  const forms = [laneForm(scenery, cast), laneForm(scenery, moving), markForm(scenery, moving)]
  const room = Math.max(minChanges, Math.floor(width / 4))
  return forms.find(form => width - widthOf(form) >= room) ?? listForm(scenery)
}

/** The width of a form, with a gap after each column. */
export function widthOf({ widths }: LaneForm): number {
  return widths.reduce((total, width) => total + width + gap, 0)
}

/** A column for each player, with the labels of its steps. */
function laneForm(scenery: Scenery, players: readonly Player[]): LaneForm {
  const { marks, scenes, painter } = scenery
  const lanes = players.map(player => {
    const labels = scenes.filter(({ step }) => isPlayedBy(player, step)).map(labelOf)
    const inset = marks.widthOf(player) === 0 ? 0 : marks.widthOf(player) + 1
    return { player, inset, width: inset + widest([player.name, ...labels], 2, 24) }
  })
  const idle = scenery.cast.filter(player => !players.includes(player)).map(({ name }) => name)
  return {
    widths: lanes.map(({ width }) => width),
    head: lanes.map(({ player, inset, width }) => {
      const lines = wrap(player.name, width - inset).map(line => ' '.repeat(inset) + line)
      return { lines, paint: painter(['bold', player.colour.terminal]) }
    }),
    row: scene =>
      lanes.map(({ player, inset, width }) => {
        const isOwn = isPlayedBy(player, scene.step)
        const label = isOwn ? wrap(labelOf(scene), width - inset, ' ') : ['']
        const lines = label.map((line, i) => marks.at(player, i === 0 ? scene.number : -1).padEnd(inset) + line)
        const shown = lines.map(line => line.trimEnd())
        return { lines: shown, paint: isOwn ? painterOf(scenery, scene) : painter([player.colour.terminal]) }
      }),
    ...(idle.length > 0 && { note: `Not shown, since they never move: ${idle.join(', ')}.` }),
    showsSpans: true,
  }
}

/** A mark for each player, with its spans, and beside it the full name of the step. */
function markForm(scenery: Scenery, players: readonly Player[]): LaneForm {
  const { marks } = scenery
  const width = titleWidth(scenery)
  const spans = players.reduce((sum, player) => sum + marks.widthOf(player), 0)
  return {
    widths: [players.length * 2 - 1 + spans, width],
    head: [],
    row: scene => [
      {
        lines: [
          players
            .map(player => (isPlayedBy(player, scene.step) ? 'o' : '.') + marks.at(player, scene.number))
            .join(' ')
            .trimEnd(),
        ],
      },
      titleCell(scenery, scene, width),
    ],
    note: `One column for each of: ${players.map(({ name }) => name).join(', ')}.`,
    showsSpans: true,
  }
}

/** Only the full names of the steps. */
function listForm(scenery: Scenery): LaneForm {
  const width = Math.max(10, Math.min(titleWidth(scenery), scenery.width - minChanges - gap))
  return { widths: [width], head: [], row: scene => [titleCell(scenery, scene, width)] }
}

function titleWidth({ scenes, width }: Scenery): number {
  const titles = scenes.map(({ step }) => showStep(step))
  return widest(titles, 4, Math.max(28, Math.floor(width * 0.4)))
}

function titleCell(scenery: Scenery, scene: Scene, width: number): GridCell {
  return { lines: wrap(showStep(scene.step), width, ' '), paint: painterOf(scenery, scene) }
}

/** A step in its own lane: the column shows who takes it. */
function labelOf({ step }: Scene): string {
  return showLabel(step)
}

function painterOf({ cast, painter, isDim }: Scenery, scene: Scene): (line: string) => string {
  const { terminal } = colourOf(cast, scene.step)
  return painter(isDim(scene) ? ['dim', terminal] : [terminal])
}
