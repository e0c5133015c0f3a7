/** Other values of constants that are tried on the schedule of a run. */

import { isSamePlain, type Plain } from '../base/plain.ts'
import type { Constant } from '../language/constants.ts'
import type { Machine } from '../machine/machine.ts'
import type { BrokenRun } from './broken-run.ts'
import { type Replay, replayed } from './replay.ts'

/**
 * Another value of a constant, under which the schedule of a run is possible and goes wrong, too.
 *
 * @since 0.2.0
 */
export interface TriedValue {
  /** The constant. */
  readonly constant: string
  /** The other value. */
  readonly value: Plain
}

/** The most values of other variants that are tried. */
const maxOfVariants = 16

/** The model under another value of a constant, and what the schedule of a run comes to then; undefined where it is not possible. */
export interface Try extends OtherValue {
  readonly turned: Machine
  readonly replay: Replay | undefined
}

interface OtherValue {
  readonly constant: string
  readonly value: Constant
  /** The variant that has it, if it is neither the other position of a switch nor what the model itself has. */
  readonly variant?: string
}

/**
 * A try for each other value that the model allows, and under which it has the same movers, in the order of the constants: of a switch
 * its other position, of anything else what the model itself has.
 */
export function triesOf(run: BrokenRun): Try[] {
  return triedOn(run, otherValues(run.machine))
}

/** The same for what other variants give to constants that are no switches. */
export function triesOfVariants(run: BrokenRun): Try[] {
  return triedOn(run, valuesOfVariants(run.machine))
}

function triedOn(run: BrokenRun, values: readonly OtherValue[]): Try[] {
  return values.flatMap((other): Try[] => {
    const turned = under(run.machine, other)
    return turned === undefined ? [] : [{ ...other, turned, replay: replayed(turned, run) }]
  })
}

/** Whether the setting changes a constant of the model. */
export function isChanged({ constants, usual }: Machine, constant: string): boolean {
  return Object.hasOwn(usual, constant) && !isSamePlain(usual[constant], constants[constant])
}

function otherValues({ constants, usual }: Machine): OtherValue[] {
  return Object.entries(constants).flatMap(([constant, value]): OtherValue[] => {
    if (typeof value === 'boolean') return [{ constant, value: !value }]
    const other = usual[constant]
    return other === undefined || isSamePlain(other, value) ? [] : [{ constant, value: other }]
  })
}

function valuesOfVariants({ constants, usual, variants }: Machine): OtherValue[] {
  const all = variants.flatMap(({ name, constants: given }) =>
    Object.entries(given).map(([constant, value]): OtherValue => ({ constant, value, variant: name })),
  )
  const isNew = ({ constant, value }: OtherValue, i: number): boolean =>
    typeof value !== 'boolean' &&
    ![constants, usual].some(known => isSamePlain(known[constant], value)) &&
    all.findIndex(other => other.constant === constant && isSamePlain(other.value, value)) === i
  return all.filter(isNew).slice(0, maxOfVariants)
}

/**
 * The values under which the schedule of a run is possible, none of which helps; undefined where there are tries, and it is possible
 * in none of them.
 */
export function valuesTried(tries: readonly Try[]): TriedValue[] | undefined {
  const possible = tries.filter(({ replay }) => replay !== undefined)
  if (possible.length === 0 && tries.length > 0) return undefined
  return possible.map(({ constant, value }) => ({ constant, value }))
}

/** The machine under another value of a constant, if the model allows it and has the same movers then. */
function under(machine: Machine, { constant, value }: OtherValue): Machine | undefined {
  try {
    const turned = machine.under({ [constant]: value })
    const isSame = turned.movers.length === machine.movers.length
    return isSame && turned.movers.every(({ name }, i) => name === machine.movers[i]?.name) ? turned : undefined
  } catch {
    return undefined
  }
}
