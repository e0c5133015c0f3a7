import { useState } from 'preact/hooks'
import type { Path } from '../../base/plain.ts'
import { count } from '../../report/text/count.ts'
import { showStep } from '../../report/text/show-step.ts'
import type { CellFilter } from '../../ui/front/cells.tsx'
import { Help } from '../../ui/front/help.tsx'
import { Lanes } from '../../ui/front/lanes.tsx'
import { Overview } from '../../ui/front/overview.tsx'
import { useMoves } from '../../ui/front/use-moves.ts'
import { usePosition } from '../../ui/front/use-position.ts'
import { useShortcuts } from '../../ui/front/use-shortcuts.ts'
import type { Timeline } from '../../ui/timeline.ts'
import { Detail } from './detail.tsx'
import { Toolbar } from './toolbar.tsx'
import { shortcutsOf } from './witness-shortcuts.ts'

/** Steps that have room beside a story, each in a row with what it changed. */
const rowsInView = 11

/** The interactive view of a witness: the lanes, and beside them the details of the selected step. */
export function WitnessView({ timeline }: { readonly timeline: Timeline }) {
  const [position, go] = usePosition(timeline.end)
  const [cell, select] = useState<Path>()
  const [isOnlyCausal, setOnlyCausal] = useState(false)
  const [isFolded, setFolded] = useState(() => timeline.end > rowsInView && timeline.isExplained)
  const [filter, setFilter] = useState<CellFilter>({ text: '', isOnlyChanged: true })
  const [isHelpShown, setHelpShown] = useState(false)
  const moves = useMoves(timeline, position, go, isOnlyCausal, cell)
  const shortcuts = shortcutsOf({
    end: timeline.end,
    go,
    moves,
    deselect: () => select(undefined),
    toggleCausal: () => setOnlyCausal(!isOnlyCausal),
    toggleFolded: () => setFolded(!isFolded),
    toggleChanged: () => setFilter({ ...filter, isOnlyChanged: !filter.isOnlyChanged }),
    showHelp: () => setHelpShown(true),
  })
  useShortcuts(shortcuts)
  return (
    <div class="view">
      <Toolbar
        timeline={timeline}
        position={position}
        previous={moves.previous}
        next={moves.next}
        isOnlyCausal={isOnlyCausal}
        setOnlyCausal={setOnlyCausal}
        isFolded={isFolded}
        setFolded={setFolded}
        showHelp={() => setHelpShown(true)}
      />
      <Overview timeline={timeline} position={position} go={go} />
      <div class="panes">
        <Lanes timeline={timeline} position={position} isOnlyCausal={isOnlyCausal} isFolded={isFolded} />
        <Detail
          timeline={timeline}
          position={position}
          selection={{ cell, select }}
          filter={filter}
          setFilter={setFilter}
        />
      </div>
      <p class="unseen" aria-live="polite">
        {spoken(timeline, position)}
      </p>
      {isHelpShown ? <Help shortcuts={shortcuts} close={() => setHelpShown(false)} /> : null}
    </div>
  )
}

/** The announcement of the position for screen readers. */
function spoken(timeline: Timeline, position: number): string {
  const step = timeline.step(position)
  if (step === undefined) return position === 0 ? 'The initial state' : 'The claim, at the end'
  const changed = timeline.scenes[position - 1]?.changes.length ?? 0
  return `Step ${position} of ${timeline.end - 1}, ${showStep(step)}, ${count(changed, 'change')}`
}
