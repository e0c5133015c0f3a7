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
import { type Shortcut, useShortcuts } from '../../ui/front/use-shortcuts.ts'
import { Timeline } from '../../ui/timeline.ts'
import { stepLink } from '../../witness/step-link.ts'
import type { Walk } from '../../witness/walk.ts'
import type { Way } from '../session.ts'
import { Claims } from './claims.tsx'
import { NextSteps, type Option, optionsAt } from './next-steps.tsx'
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
  const shortcuts: readonly Shortcut[] = [
    {
      keys: options.slice(0, 9).map((_, i) => String(i + 1)),
      shown: '1 to 9',
      what: 'take the step with that number',
      act: key => {
        const option = options[Number(key) - 1]
        if (option !== undefined && !option.isTaken) take(option)
      },
    },
    { keys: ['u', 'Backspace'], shown: 'u', what: 'undo the last step', act: props.stepBack },
    { keys: ['ArrowUp', 'k'], shown: '↑ or k', what: 'select the previous step', act: moves.previous },
    { keys: ['ArrowDown', 'j'], shown: '↓ or j', what: 'select the next step', act: moves.next },
    { keys: [']'], shown: ']', what: 'the next write of the selected cell', act: moves.nextWrite },
    { keys: ['['], shown: '[', what: 'the previous write of the selected cell', act: moves.previousWrite },
    { keys: ['m'], shown: 'm', what: 'only the causal chain, or all steps', act: () => setOnlyCausal(now => !now) },
    { keys: ['/'], shown: '/', what: 'filter the cells', act: () => document.getElementById('filter')?.focus() },
    { keys: ['s'], shown: 's', what: 'run until …', act: () => document.getElementById('predicate')?.focus() },
    { keys: ['Escape'], shown: 'Esc', what: 'clear the selected cell', act: () => selection.select(undefined) },
    { keys: ['?'], shown: '?', what: 'these keys', act: () => setHelpShown(true) },
  ]
  useShortcuts(shortcuts)
  const reads = timeline.readsAt(position)
  return (
    <div class="view">
      <div class="verdicts">
        <Claims claims={walk.claims} selectedClaim={selectedClaim} selectClaim={props.selectClaim} />
        {timeline.witness.claim.verdict === 'violated' ? <Story timeline={timeline} /> : null}
      </div>
      <div class="panes">
        <div class="walked">
          <Lanes timeline={timeline} position={position} isOnlyCausal={isOnlyCausal} />
        </div>
        <NextSteps
          timeline={timeline}
          position={position}
          options={options}
          take={take}
          selection={selection}
          isDeadlock={walk.isDeadlock}
        />
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
          <Cells
            timeline={timeline}
            position={position}
            selection={selection}
            filter={props.filter}
            setFilter={props.setFilter}
          />
        </section>
      </div>
      <p class="unseen" aria-live="polite">
        {`After ${walk.steps.length} steps, ${walk.next.length} can be taken next`}
      </p>
      {isHelpShown ? <Help shortcuts={shortcuts} close={() => setHelpShown(false)} /> : null}
    </div>
  )
}
