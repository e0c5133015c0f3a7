/** Who wrote what the story says that a step found: a part of the story as well, as far as there is room. */

import type { Path } from '../../../base/plain.ts'
import { isWithinRounds, type Rounds } from '../rounds.ts'
import type { Beat } from './beats.ts'
import { wordsOfCell } from './phrases.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'

/** Steps are numbered from 0. */
interface UntoldWriter {
  readonly step: number
  readonly path: Path
}

const maxUntold = 2
/** A longer story says of further writers only which step it was. */
const longestStory = 8

/** Those nearest to the end. */
export function untoldWriters(run: PlottedRun, beats: readonly Beat[], rounds: Rounds | undefined): UntoldWriter[] {
  const reported = new Set(beats.flatMap(({ step, more }) => [step, ...more]))
  const found = beats.toReversed().flatMap(({ step, reads }) =>
    reads.flatMap(({ path, writer }): UntoldWriter[] => {
      if (writer === null || reported.has(writer) || isWithinRounds(rounds, writer) || !run.isRelevant(writer))
        return []
      // What a process had left for itself counts where it decides the end, or nobody else has a part in it.
      const isOfOther = run.isAlone || !run.isSameMover(writer, step)
      const isReported = step === run.last || (isOfOther && !run.isOwn(writer, path))
      return isReported && !isPlace(path) && wordsOfCell(run.witness, path)?.isBookkeeping !== true
        ? [{ step: writer, path }]
        : []
    }),
  )
  const room = Math.max(0, Math.min(maxUntold, longestStory - beats.length))
  const steps = [...new Set(found.map(({ step }) => step))].slice(0, room)
  return found.filter(({ step }) => steps.includes(step))
}
