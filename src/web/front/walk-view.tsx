import { useMemo, useState } from 'preact/hooks'
import type { CellSelection } from '../../ui/front/cell-button.tsx'
import { type CellFilter, Cells } from '../../ui/front/cells.tsx'
import { Help } from '../../ui/front/help.tsx'
import { History } from '../../ui/front/history.tsx'
import { Lanes } from '../../ui/front/lanes.tsx'
import { Reads } from '../../ui/front/reads.tsx'
import { Story } from '../../ui/front/story.tsx'
import { useMoves } from '../../ui/front/use-moves.ts'
import { usePosition } from '../../ui/front/use-position.ts'
import { useShortcuts } from '../../ui/front/use-shortcuts.ts'
import { Timeline } from '../../ui/timeline.ts'
import { stepLink } from '../../witness/step-link.ts'
import type { Walk } from '../../witness/walk.ts'
import type { Way } from '../session.ts'
import { Claims } from './claims.tsx'
import { NextSteps, type Option, optionsAt } from './next-steps.tsx'
import { walkShortcuts } from './walk-shortcuts.ts'
import { witnessOf } from './walk-witness.ts'

interface Props {
  readonly walk: Walk
  readonly way: Way
  readonly go: (way: Way) => void
  readonly stepBack: () => void
  readonly selectedClaim: string | undefined
  readonly selectClaim: (claim: string | undefined) => void
  readonly selection: CellSelection
  readonly filter: CellFilter
  readonly setFilter: (filter: CellFilter) => void
}

/** The walk so far as lanes, its current state, and the next steps. */
export function WalkView(props: Props) {
  const { walk, way, go, selectedClaim, selection } = props
  const timeline = useMemo(() => new Timeline(witnessOf(walk, selectedClaim)), [walk, selectedClaim])
  const [position, turnTo] = usePosition(timeline.end)
  const [isOnlyCausal, setOnlyCausal] = useState(false)
  const [isHelpShown, setHelpShown] = useState(false)
  const moves = useMoves(timeline, position, turnTo, isOnlyCausal, selection.cell)
  const options = optionsAt(timeline, position, walk.next)
  const take = (option: Option) => go({ ...way, steps: [...way.steps.slice(0, position), stepLink(option)] })
  const shortcuts = walkShortcuts({
    options,
    take,
    stepBack: props.stepBack,
    moves,
    deselect: () => selection.select(undefined),
    toggleCausal: () => setOnlyCausal(now => !now),
    showHelp: () => setHelpShown(true),
  })
  useShortcuts(shortcuts)
  return (
    <div class="view">
      <div class="verdicts">
        <Claims claims={walk.claims} selectedClaim={selectedClaim} selectClaim={props.selectClaim} />
        {timeline.witness.claim.verdict === 'violated' ? <Story timeline={timeline} /> : null}
      </div>
      <div class="panes">
        <div class="walked">
          <Lanes
            timeline={timeline}
            position={position}
            isOnlyCausal={isOnlyCausal}
            ending={endingOf(walk, timeline)}
          />
        </div>
        <NextSteps
          timeline={timeline}
          position={position}
          options={options}
          take={take}
          selection={selection}
          isDeadlock={walk.isDeadlock}
        />
        <StateDetail {...props} timeline={timeline} position={position} />
      </div>
      <p class="unseen" aria-live="polite">
        {`After ${walk.steps.length} steps, ${walk.next.length} can be taken next`}
      </p>
      {isHelpShown ? <Help shortcuts={shortcuts} close={() => setHelpShown(false)} /> : null}
    </div>
  )
}

/** What the end of a walk says that breaks no claim: one that is not looked at is neither reached nor broken. */
function endingOf({ steps, claims }: Walk, { witness: { claim } }: Timeline): string | undefined {
  if (claim.verdict === 'violated') return undefined
  const here = claims.find(({ name }) => name === claim.name)
  if (here?.kind === 'reachable' && here.answer === 'true') return undefined
  return steps.length === 0 ? 'no step has been taken yet' : 'the end of the walk'
}

interface DetailProps extends Pick<Props, 'selection' | 'filter' | 'setFilter'> {
  readonly timeline: Timeline
  readonly position: number
}

/** The state at a position: the history of the selected cell, what was read there, and all cells. */
function StateDetail({ timeline, position, selection, filter, setFilter }: DetailProps) {
  const reads = timeline.readsAt(position)
  return (
    <section class="detail" aria-label="The state">
      {selection.cell === undefined ? null : (
        <History
          timeline={timeline}
          position={position}
          cell={selection.cell}
          close={() => selection.select(undefined)}
        />
      )}
      {reads.length === 0 ? null : (
        <section aria-labelledby="reads-title">
          <h3 id="reads-title">{position === timeline.end ? 'What the claim read' : 'What the step read'}</h3>
          <Reads timeline={timeline} position={position} reads={reads} selection={selection} />
        </section>
      )}
      <Cells timeline={timeline} position={position} selection={selection} filter={filter} setFilter={setFilter} />
    </section>
  )
}
