import { useCallback, useMemo, useState } from 'preact/hooks'
import type { Path } from '../../../base/plain.ts'
import { stepTitle } from '../../../witness/witness.ts'
import { count } from '../../story.ts'
import { harmless } from '../../value.ts'
import type { Timeline } from '../timeline.ts'
import type { CellFilter } from './cells.tsx'
import { Detail } from './detail.tsx'
import { Help } from './help.tsx'
import { type Shortcut, useShortcuts } from './keys.ts'
import { Lanes } from './lanes.tsx'
import { positionsShown } from './rows.ts'
import { Toolbar } from './toolbar.tsx'
import { usePosition } from './use-position.ts'

/** A witness to walk through: the lanes, and beside them all about the step selected. */
export function WitnessView({ timeline }: { readonly timeline: Timeline }) {
  const [position, go] = usePosition(timeline.end)
  const [cell, ask] = useState<Path>()
  const [isOnlyWhatMatters, setOnlyWhatMatters] = useState(false)
  const [filter, setFilter] = useState<CellFilter>({ text: '', isOnlyChanged: true })
  const [isHelpShown, setHelpShown] = useState(false)
  const walk = useWalk(timeline, position, go, isOnlyWhatMatters, cell)
  const shortcuts: readonly Shortcut[] = [
    { keys: ['ArrowDown', 'j'], shown: '↓ or j', what: 'the next step', act: walk.next },
    { keys: ['ArrowUp', 'k'], shown: '↑ or k', what: 'the step before', act: walk.previous },
    { keys: ['ArrowRight', 'l'], shown: '→ or l', what: 'the next step of the same process', act: walk.nextInLane },
    {
      keys: ['ArrowLeft', 'h'],
      shown: '← or h',
      what: 'the step before of the same process',
      act: walk.previousInLane,
    },
    { keys: ['Home'], shown: 'Home', what: 'the initial state', act: () => go(0) },
    { keys: ['End'], shown: 'End', what: 'the claim, at the end', act: () => go(timeline.end) },
    { keys: [']'], shown: ']', what: 'the next write of the cell asked about', act: walk.nextWrite },
    { keys: ['['], shown: '[', what: 'the write before of the cell asked about', act: walk.previousWrite },
    {
      keys: ['m'],
      shown: 'm',
      what: 'only steps that matter, or all',
      act: () => setOnlyWhatMatters(!isOnlyWhatMatters),
    },
    {
      keys: ['c'],
      shown: 'c',
      what: 'only the cells that changed, or all',
      act: () => setFilter({ ...filter, isOnlyChanged: !filter.isOnlyChanged }),
    },
    {
      keys: ['/'],
      shown: '/',
      what: 'filter the cells by name',
      act: () => document.getElementById('filter')?.focus(),
    },
    { keys: ['Escape'], shown: 'Esc', what: 'ask about no cell', act: () => ask(undefined) },
    { keys: ['?'], shown: '?', what: 'these keys', act: () => setHelpShown(true) },
  ]
  useShortcuts(shortcuts)
  return (
    <div class="view">
      <Toolbar
        timeline={timeline}
        position={position}
        previous={walk.previous}
        next={walk.next}
        isOnlyWhatMatters={isOnlyWhatMatters}
        setOnlyWhatMatters={setOnlyWhatMatters}
        showHelp={() => setHelpShown(true)}
      />
      <div class="panes">
        <Lanes timeline={timeline} position={position} isOnlyWhatMatters={isOnlyWhatMatters} />
        <Detail timeline={timeline} position={position} asking={{ cell, ask }} filter={filter} setFilter={setFilter} />
      </div>
      <p class="unseen" aria-live="polite">
        {spoken(timeline, position)}
      </p>
      {isHelpShown ? <Help shortcuts={shortcuts} close={() => setHelpShown(false)} /> : null}
    </div>
  )
}

interface Walk {
  readonly next: () => void
  readonly previous: () => void
  readonly nextInLane: () => void
  readonly previousInLane: () => void
  readonly nextWrite: () => void
  readonly previousWrite: () => void
}

/** The ways to go from a position: along the rows shown, along its lane, along the writes of the cell asked about. */
function useWalk(
  timeline: Timeline,
  position: number,
  go: (position: number) => void,
  isOnlyWhatMatters: boolean,
  cell: Path | undefined,
): Walk {
  const along = useCallback(
    (places: readonly number[], direction: 1 | -1) => {
      const there = direction > 0 ? places.find(place => place > position) : places.findLast(place => place < position)
      if (there !== undefined) go(there)
    },
    [position, go],
  )
  return useMemo(() => {
    const rows = () => positionsShown(timeline, isOnlyWhatMatters, position)
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
  }, [along, timeline, position, isOnlyWhatMatters, cell])
}

/** What a screen reader says of the position. */
function spoken(timeline: Timeline, position: number): string {
  const step = timeline.step(position)
  if (step === undefined) return position === 0 ? 'The initial state' : 'The claim, at the end'
  const changed = timeline.scenes[position - 1]?.changes.length ?? 0
  return `Step ${position} of ${timeline.end - 1}, ${harmless(stepTitle(step))}, ${count(changed, 'change')}`
}
