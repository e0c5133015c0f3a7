import { showStep } from '../../report/text/show-step.ts'
import { moverName } from '../../witness/witness.ts'
import type { Timeline } from '../timeline.ts'
import { fragmentOf } from './use-position.ts'

/** A link to the step at a position: `step 18, unbind 0: memunmap`, or `the beginning`. */
export function StepLink({ timeline, position }: { readonly timeline: Timeline; readonly position: number }) {
  const step = timeline.step(position)
  const text = step === undefined ? 'the beginning' : `step ${position}, ${showStep(step)}`
  return <a href={fragmentOf(position, timeline.end)}>{text}</a>
}

/** Whether the steps at two positions are of different movers. */
export function isOfAnother(timeline: Timeline, a: number, b: number): boolean {
  const [one, other] = [timeline.step(a), timeline.step(b)]
  return one !== undefined && other !== undefined && moverName(one) !== moverName(other)
}
