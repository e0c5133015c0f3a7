/** Messages about a task that was terminated before it finished. */

import { getHeapStatistics } from 'node:v8'
import type { Outcome } from '../outcome/outcome.ts'
import type { TaskEnd } from './task-end.ts'
import type { OutcomeSoFar } from './thread-messages.ts'

export type CutShort = Extract<TaskEnd, { kind: 'cut' }>

/** The outcome of a setting whose search was terminated: what it had found by then; no claim holds. */
export function outcomeOfCut(setting: OutcomeSoFar, { why, seconds }: CutShort): Outcome {
  const { places: _, ...known } = setting
  return { ...known, stop: setting.stop ?? why, seconds, neverRan: [], warnings: [] }
}

/** A sentence: what did not stop, where, and in which state; or what to do about a full heap. */
export function cutInWords(file: string, cut: CutShort): string {
  const { why, doing, where } = cut
  if (why === 'memory limit') return heapInWords(file, doing)
  const { at, what, state } = where
  const place = at === undefined ? file : `${at.file}:${at.line}`
  const when = why === 'time limit' ? 'at the time limit' : 'when it was interrupted'
  if (what === undefined) return `${place}: not finished ${when}, while ${doing}.${where.isWithinOne ? large : ''}`
  const inState = state === undefined ? '' : `, in the state ${brief(state)}`
  return `${place}: ${what} had not returned ${when}${inState}. Does it loop forever, or choose from too many options?`
}

const large =
  ' It was inside one long operation: does it read a file or run a program that never ends, or are there very large values, such as a text of many million characters?'

function heapInWords(file: string, doing: string): string {
  const megabytes = Math.round(getHeapStatistics().heap_size_limit / 2 ** 20)
  return `${file}: the JavaScript heap of ${megabytes} MB was full while ${doing}. Allow more, such as NODE_OPTIONS=--max-old-space-size=${2 * megabytes}, or stop the search earlier with --max-states or --max-memory.`
}

function brief(state: string): string {
  return state.length <= 300 ? state : `${state.slice(0, 300)}...`
}
