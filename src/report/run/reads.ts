/** How looks at cells are written. */

import { showPath } from '../../base/plain.ts'
import type { Read } from '../../witness/run-footprints.ts'
import type { Witness, WitnessStep } from '../../witness/witness.ts'
import { harmless, shorten, showValue } from '../text/value.ts'

/** A cell that was read: its path, or the member of a set that was tested. */
export function showCell({ path, member }: Read): string {
  const cell = harmless(showPath(path))
  return member === undefined ? cell : `${showValue(member)} in ${cell}`
}

/** `lock = 1`, the value in at most `limit` characters. */
export function showRead(read: Read, limit: number): string {
  return `${showCell(read)} = ${shorten(showValue(read.value), limit)}`
}

/** Whether step `writer` ended the wait of the mover of step `reader`; both from 0. */
export function endedWaits({ steps, blocked }: Witness, reader: number, writer: number): boolean {
  const { process, instance, step } = steps[reader] as WitnessStep
  return (blocked ?? []).some(
    one => one.process === process && one.instance === instance && one.step === step && one.to === writer,
  )
}
