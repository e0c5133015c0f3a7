import { useCallback, useMemo } from 'preact/hooks'
import type { Path } from '../../base/plain.ts'
import type { Timeline } from '../timeline.ts'
import { positionsShown } from './rows.ts'

/** The moves from a position. */
export interface Moves {
  readonly next: () => void
  readonly previous: () => void
  readonly nextInLane: () => void
  readonly previousInLane: () => void
  readonly nextWrite: () => void
  readonly previousWrite: () => void
}

/** The moves from a position: along the rows shown, along its lane, along the writes of the selected cell. */
export function useMoves(
  timeline: Timeline,
  position: number,
  go: (position: number) => void,
  isOnlyCausal: boolean,
  cell: Path | undefined,
): Moves {
  const along = useCallback(
    (places: readonly number[], direction: 1 | -1) => {
      const there = direction > 0 ? places.find(place => place > position) : places.findLast(place => place < position)
      if (there !== undefined) go(there)
    },
    [position, go],
  )
  return useMemo(() => {
    const rows = () => positionsShown(timeline, isOnlyCausal, position)
    const lane = () => rows().filter(row => row === position || timeline.laneOf(row) === timeline.laneOf(position))
    const writes = () => (cell === undefined ? [] : timeline.historyOf(cell).map(written => written.position))
    return {
      next: () => along(rows(), 1),
      previous: () => along(rows(), -1),
      nextInLane: () => along(lane(), 1),
      previousInLane: () => along(lane(), -1),
      nextWrite: () => along(writes(), 1),
      previousWrite: () => along(writes(), -1),
    }
  }, [along, timeline, position, isOnlyCausal, cell])
}
