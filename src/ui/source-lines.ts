/** An author's source as it is shown beside a run, line by line. */

import { doOverlap, type Path, showPath } from '../base/plain.ts'
import { wordOfValue } from '../report/run/plot/phrases.ts'
import { harmless, shorten, showValue } from '../report/text/value.ts'
import { isMended } from '../witness/mended.ts'
import type { LineRead, LinesRun } from '../witness/source.ts'
import type { StepTaken, Witness, WitnessStep } from '../witness/witness.ts'

export interface SourceLine {
  /** Its number in the file. */
  readonly number: number
  /** What ran of it, and what did not. */
  readonly parts: readonly { readonly text: string; readonly isIdle: boolean }[]
  /** What it read: `status = cancelled`. */
  readonly values: readonly string[]
}

export interface ShownSource {
  /** `lock.ts:12` */
  readonly place: string
  readonly lines: readonly SourceLine[]
}

const longestValue = 40
const maxValues = 5
/** Of those that made a difference. */
const maxDecisive = 12

/** The source that ran; `step` is the observing instance, whose locals are those of `me`. */
export function shownSource(witness: Witness, run: LinesRun, step?: StepTaken): ShownSource | undefined {
  const excerpt = witness.source?.excerpts[run.excerpt]
  if (excerpt === undefined) return undefined
  const isDecisive = decisiveIn(witness, step)
  const lines = excerpt.text.split('\n').map((text, line): SourceLine => {
    const reads = run.reads.filter(read => read.line === line)
    const most = [...reads.filter(isDecisive), ...reads.filter(read => !isDecisive(read))]
    const shown = most.slice(0, Math.max(maxValues, Math.min(maxDecisive, reads.filter(isDecisive).length)))
    const more = reads.length - shown.length
    const values = valueTexts(witness, shown, step)
    return {
      number: excerpt.line + line,
      parts: partsOf(
        harmless(text),
        run.idle.filter(idle => idle.line === line),
      ),
      values: more > 0 ? [...values, `and ${more} more`] : values,
    }
  })
  return { place: harmless(`${excerpt.file}:${excerpt.line}`), lines }
}

/** The line cut where what ran ends, and begins again. */
function partsOf(text: string, idle: LinesRun['idle']): SourceLine['parts'] {
  const isIdleAt = (at: number): boolean => idle.some(({ from, to }) => from <= at && at < to)
  const cuts = [...new Set([0, ...idle.flatMap(({ from, to }) => [from, to]), text.length])]
    .filter(at => at <= text.length)
    .sort((a, b) => a - b)
  return cuts.slice(0, -1).map((from, i) => ({ text: text.slice(from, cuts[i + 1]), isIdle: isIdleAt(from) }))
}

/** Whether a value made a difference to the claim, or to what its step did; it comes before all others. */
function decisiveIn(witness: Witness, step: StepTaken | undefined): (read: LineRead) => boolean {
  const { slice, steps } = witness
  const reads = step === undefined ? slice?.claim : slice?.steps[steps.indexOf(step as WitnessStep)]?.reads
  const decisive = (reads ?? []).filter(read => read.isMoot !== true || isMended(witness, read))
  return read => decisive.some(({ path }) => doOverlap(path, read.path))
}

/** `x = 1`; of a claim about a step `before: x = 1, y = 2`, `after: x = 3`. */
function valueTexts(witness: Witness, reads: readonly LineRead[], step: StepTaken | undefined): string[] {
  const moments = [undefined, 'before', 'after'] as const
  return moments.flatMap(when =>
    reads
      .filter(read => read.when === when)
      .map((read, i) => `${i === 0 && when !== undefined ? `${when}: ` : ''}${valueText(witness, read, step)}`),
  )
}

function valueText(witness: Witness, { path, value }: LineRead, step: StepTaken | undefined): string {
  const word = wordOfValue(witness, path, value) ?? shorten(showValue(value), longestValue)
  return `${nameOf(path, step)} = ${word}`
}

function nameOf(path: Path, step: StepTaken | undefined): string {
  const isOwn = step !== undefined && path.length > 2 && path[0] === step.process && path[1] === step.instance
  return harmless(isOwn ? `me.${showPath(path.slice(2))}` : showPath(path))
}
