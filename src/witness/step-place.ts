import { stepLine } from '../machine/located.ts'
import type { Machine } from '../machine/machine.ts'
import type { StepTaken } from './witness.ts'

type PlacedStep = Pick<StepTaken, 'process' | 'instance' | 'step'>

/** The author's line of a step, `lock.ts:14`, if known: of its process where it comes from a procedure. */
export function stepPlace(machine: Machine, { process, instance, step }: PlacedStep): string | undefined {
  const mover = machine.movers.find(
    one => one.process === process && (process === null ? one.name === step : one.instance === instance),
  )
  return mover && stepLine(mover, step)
}
