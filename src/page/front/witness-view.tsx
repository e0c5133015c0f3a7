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
import { type Shortcut, useShortcuts } from '../../ui/front/use-shortcuts.ts'
import type { Timeline } from '../../ui/timeline.ts'
import { Detail } from './detail.tsx'
import { Toolbar } from './toolbar.tsx'

/** Steps that have room beside a story, each in a row with what it changed. */
const rowsInView = 14

/** The interactive view of a witness: the lanes, and beside them the details of the selected step. */
export function WitnessView({ timeline }: { readonly timeline: Timeline }) {
  const [position, go] = usePosition(timeline.end)
  const [cell, select] = useState<Path>()
  const [isOnlyCausal, setOnlyCausal] = useState(false)
  const [isFolded, setFolded] = useState(() => timeline.end > rowsInView && timeline.isExplained)
  const [filter, setFilter] = useState<CellFilter>({ text: '', isOnlyChanged: true })
  const [isHelpShown, setHelpShown] = useState(false)
  const moves = useMoves(timeline, position, go, isOnlyCausal, cell)
  const shortcuts: readonly Shortcut[] = [
    { keys: ['ArrowDown', 'j'], shown: '↓ or j', what: 'the next step', act: moves.next },
    { keys: ['ArrowUp', 'k'], shown: '↑ or k', what: 'the previous step', act: moves.previous },
    { keys: ['ArrowRight', 'l'], shown: '→ or l', what: 'the next step of the same process', act: moves.nextInLane },
    {
      keys: ['ArrowLeft', 'h'],
      shown: '← or h',
      what: 'the previous step of the same process',
      act: moves.previousInLane,
    },
    { keys: ['Home'], shown: 'Home', what: 'the initial state', act: () => go(0) },
    { keys: ['End'], shown: 'End', what: 'the claim, at the end', act: () => go(timeline.end) },
    { keys: [']'], shown: ']', what: 'the next write of the selected cell', act: moves.nextWrite },
    { keys: ['['], shown: '[', what: 'the previous write of the selected cell', act: moves.previousWrite },
    {
      keys: ['m'],
      shown: 'm',
      what: 'only the causal chain, or all steps',
      act: () => setOnlyCausal(!isOnlyCausal),
    },
    { keys: ['f'], shown: 'f', what: 'only the steps of the story, or all', act: () => setFolded(!isFolded) },
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
    { keys: ['Escape'], shown: 'Esc', what: 'clear the selected cell', act: () => select(undefined) },
    { keys: ['?'], shown: '?', what: 'these keys', act: () => setHelpShown(true) },
  ]
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
