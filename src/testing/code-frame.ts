import { relative } from 'node:path'
import { sourceLines } from '../base/author-location.ts'
import type { Machine } from '../machine/machine.ts'
import { harmless } from '../report/text/value.ts'
import { stepPlace } from '../witness/step-place.ts'
import type { Witness } from '../witness/witness.ts'

/** Lines shown before and after the one that is meant. */
const around = 2

/**
 * The author's source at the last step of a run, as lines of text with their numbers: none where the step has no line or
 * its file cannot be read.
 */
export function codeFrame(machine: Machine, { steps }: Witness): string[] {
  const last = steps.at(-1)
  const where = last && stepPlace(machine, last)
  const [, file = '', row = ''] = /^(.*):(\d+)$/.exec(where ?? '') ?? []
  const lines = sourceLines(file)
  const at = Number(row)
  if (at < 1 || at > lines.length) return []
  const from = Math.max(1, at - around)
  const shown = lines.slice(from - 1, at + around)
  const width = String(from + shown.length - 1).length
  return [
    `${relative(process.cwd(), file)}:${at}`,
    ...shown.map((line, i) => `${from + i === at ? '>' : ' '} ${String(from + i).padStart(width)} | ${harmless(line)}`),
  ]
}
