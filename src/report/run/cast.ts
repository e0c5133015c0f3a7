/**
 * The cast of a run: the process instances in the order of the model, each with its colour in all reports.
 *
 * Actions belong to no process; they share one place, after all instances.
 */

import type { StepTaken, Witness } from '../../witness/witness.ts'
import type { Style } from '../text/paint.ts'
import { showName } from '../text/value.ts'

/**
 * A colour for a terminal and for a picture, on white and on near black, each with a contrast of at least 4.5 to 1
 * (WCAG AA).
 */
export interface Colour {
  readonly terminal: Style
  readonly picture: string
  readonly night: string
}

// No red: it is reserved for violations.
const colours: readonly Colour[] = [
  { terminal: 'blue', picture: '#0b57b0', night: '#6cb0ff' },
  { terminal: 'yellow', picture: '#8a5300', night: '#e3a857' },
  { terminal: 'green', picture: '#1b7a2f', night: '#5fcf7a' },
  { terminal: 'magenta', picture: '#8e2a96', night: '#e08bea' },
  { terminal: 'cyan', picture: '#0a7480', night: '#4fc7d6' },
  { terminal: 'blueBright', picture: '#5a4fcf', night: '#a79cff' },
  { terminal: 'yellowBright', picture: '#6b6400', night: '#cbbd45' },
  { terminal: 'greenBright', picture: '#4a6b1f', night: '#a3cf6a' },
  { terminal: 'magentaBright', picture: '#a0336e', night: '#f08fbd' },
  { terminal: 'cyanBright', picture: '#3d6380', night: '#9dbcd4' },
]
const actionColour: Colour = { terminal: 'gray', picture: '#4d4d4d', night: '#b0b0b0' }

/** The heading of the place of all actions. */
export const actionsName = 'actions'

export interface Player {
  /** `reader 0`, or {@link actionsName}. */
  readonly name: string
  readonly process: string | null
  readonly instance: number
  readonly colour: Colour
}

/** Every process instance, and the actions if one of them takes a step. */
export function castOf({
  processes,
  steps,
}: Pick<Witness, 'processes'> & { readonly steps: readonly Pick<StepTaken, 'process'>[] }): Player[] {
  const instances = processes.flatMap(({ name, count }) =>
    Array.from({ length: count }, (_, instance) => ({ process: name, instance })),
  )
  const players: Player[] = instances.map(({ process, instance }, k) => ({
    name: `${showName(process)} ${instance}`,
    process,
    instance,
    colour: colours[k % colours.length] as Colour,
  }))
  if (steps.some(step => step.process === null)) {
    players.push({ name: actionsName, process: null, instance: 0, colour: actionColour })
  }
  return players
}

/** The colour of the mover of a step. */
export function colourOf(cast: readonly Player[], step: Pick<StepTaken, 'process' | 'instance'>): Colour {
  return cast.find(player => isPlayedBy(player, step))?.colour ?? actionColour
}

export function isPlayedBy(player: Player, step: Pick<StepTaken, 'process' | 'instance'>): boolean {
  return player.process === step.process && player.instance === step.instance
}
