/** What the story of a short run must not leave out. */

import { expect } from 'vitest'
import { doOverlap, partAt, showPath } from '../../../../../src/base/plain.ts'
import type { State } from '../../../../../src/machine/machine.ts'
import { newReads, readsStated } from '../../../../../src/report/run/plot/news.ts'
import { namedSteps, plotOfStory } from '../../../../../src/report/run/why.ts'
import { showValue } from '../../../../../src/report/text/value.ts'
import { moverName, type Witness } from '../../../../../src/witness/witness.ts'

/** Of a short run the story tells each look that was no longer true, each write undone, and each last write that the claim saw. */
export function checkNoneMissing(witness: Witness, states: readonly State[], named: ReadonlySet<number>): void {
  const { slice, steps } = witness
  const matters = steps.flatMap((_, k) => (slice?.steps[k]?.role === undefined ? [] : [k]))
  if (matters.length > 8) return
  const needed = [...seenByClaim(witness), ...resetsFound(witness, states)]
  const missing = needed.filter(k => !named.has(k) && k < steps.length - 1)
  expect(
    missing.map(k => k + 1),
    `told are ${[...named].map(k => k + 1)}`,
  ).toEqual([])
}

/** The steps that wrote what made the answer of the claim, labels apart. */
function seenByClaim({ slice }: Witness): number[] {
  return (slice?.claim ?? []).flatMap(({ writer, path, isMoot }) => {
    return writer === null || isMoot === true || path.length === 0 || path.at(-1) === 'pc' ? [] : [writer]
  })
}

/** The steps that gave a shared cell a value that it had before another process changed it, for a third that went by it. */
function resetsFound({ slice, steps }: Witness, states: readonly State[]): number[] {
  const names = steps.map(moverName)
  return steps.flatMap(({ changes }, k) =>
    changes.flatMap(({ path }) => {
      if (path[0] === steps[k]?.process) return []
      const at = (state: State | undefined): string => showValue(partAt(state, path))
      const isBack =
        states.slice(0, k).some(state => at(state) === at(states[k + 1])) && at(states[k]) !== at(states[k + 1])
      const set = steps.findLastIndex((step, j) => j < k && step.changes.some(change => doOverlap(change.path, path)))
      const isRead = slice?.steps.some(({ reads, role }, j) => {
        const isByOther = role === 'value' && names[j] !== names[k]
        return (
          isByOther &&
          reads.some(read => read.writer === k && read.isMoot !== true && showPath(read.path) === showPath(path))
        )
      })
      return isBack && isRead === true && set >= 0 && names[set] !== names[k] && slice?.steps[set]?.role !== undefined
        ? [set, k]
        : []
    }),
  )
}

/** The steps of others that left what the story found are named, so that none of them is folded away; but for many rounds. */
export function checkLeftNamed(witness: Witness): void {
  const plot = plotOfStory(witness)
  if (plot === undefined || plot.rounds !== undefined) return
  const { run, beats } = plot
  const left = beats.flatMap(beat =>
    newReads(plot, beat, readsStated(beat)).flatMap(({ writer, path }) => {
      const isOther = writer !== null && !run.isSameMover(writer, beat.step) && !run.isOwn(writer, path)
      return isOther && path.at(-1) !== 'pc' ? [writer] : []
    }),
  )
  const reported = new Set([...namedSteps(witness), ...beats.flatMap(({ more }) => more)])
  expect(left.filter(k => !reported.has(k)).map(k => k + 1)).toEqual([])
}
