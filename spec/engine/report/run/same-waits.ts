/** Whether the diagrams and the story of a run agree on the cells that are waited for at its end. */

import { expect } from 'vitest'
import { showPath } from '../../../../src/base/plain.ts'
import { waitsFor } from '../../../../src/report/run/awaited.ts'
import { stuckIn } from '../../../../src/report/run/plot/stuck.ts'
import { Timeline } from '../../../../src/ui/timeline.ts'
import type { Witness } from '../../../../src/witness/witness.ts'

/** Fails if the hatch below who is stuck names another cell than the story. */
export function expectSameWaits(witness: Witness): void {
  const timeline = new Timeline(witness)
  for (const { waiting, need } of stuckIn(witness)) {
    if (need === undefined) continue
    const blocked = timeline
      .blockedAt(timeline.end)
      .find(one => one.process === waiting.process && one.instance === waiting.instance)
    expect(blocked, `${waiting.process} ${waiting.instance} waits in the diagram, too`).toBeDefined()
    const shown = waitsFor(witness, blocked!).at(-1)
    expect(shown && showPath(shown.path)).toBe(showPath(need.path))
    expect(shown?.member).toEqual(need.member)
  }
}
