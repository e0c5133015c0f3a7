import { useMemo } from 'preact/hooks'
import { showPath } from '../../base/plain.ts'
import { harmless, missing, shorten, shortenPair, showValue } from '../../report/text/value.ts'
import { type CellNode, cellTree, leavesOf, pruned } from '../cell-tree.ts'
import { isSame, type Timeline } from '../timeline.ts'
import { CellButton, type CellSelection } from './cell-button.tsx'

const valueLimit = 160

export interface CellFilter {
  readonly text: string
  readonly isOnlyChanged: boolean
}

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly selection: CellSelection
  readonly filter: CellFilter
  readonly setFilter: (filter: CellFilter) => void
}

/** The state at a position, cell by cell, before and after its step. */
export function Cells(props: Props) {
  const { timeline, position, filter, setFilter } = props
  const tree = useMemo(() => cellTree(timeline.before(position), timeline.after(position)), [timeline, position])
  const all = leavesOf(tree)
  const changed = all.filter(({ change }) => change !== 'same')
  const text = filter.text.toLowerCase()
  // A search covers the whole state.
  const isFiltering = text === '' && filter.isOnlyChanged && changed.length > 0
  const shown = changedFirst(
    pruned(tree, leaf => (!isFiltering || leaf.change !== 'same') && searched(leaf).includes(text)),
  )
  const step = timeline.step(position)
  return (
    <section class="cells" aria-labelledby="cells-title">
      <h3 id="cells-title">{step === undefined ? 'The state' : 'The state, before → after'}</h3>
      <p class="controls">
        <label>
          Filter{' '}
          <input
            id="filter"
            type="search"
            value={filter.text}
            onInput={e => setFilter({ ...filter, text: e.currentTarget.value })}
          />
        </label>
        <label>
          <input
            type="checkbox"
            checked={filter.isOnlyChanged}
            onChange={e => setFilter({ ...filter, isOnlyChanged: e.currentTarget.checked })}
          />{' '}
          only what changed
        </label>
        <span class="count">
          {leavesOf(shown).length} of {all.length} cells
        </span>
      </p>
      <Nodes nodes={shown} {...props} />
      {shown.length === 0 ? <p>No cell has a matching name here.</p> : null}
    </section>
  )
}

function changedFirst(nodes: readonly CellNode[]): readonly CellNode[] {
  const isChanged = (node: CellNode): boolean => leavesOf([node]).some(({ change }) => change !== 'same')
  return [...nodes.filter(isChanged), ...nodes.filter(node => !isChanged(node))]
}

/** The whole name of a cell, and its values. */
function searched({ path, before, after }: CellNode): string {
  return [harmless(showPath(path)), showValue(before), showValue(after)].join(' ').toLowerCase()
}

function Nodes(props: Props & { readonly nodes: readonly CellNode[] }) {
  const { nodes, ...rest } = props
  return (
    <ul class="tree">
      {nodes.map(node => (
        <li key={showPath(node.path)}>
          {node.children.length === 0 ? (
            <Leaf node={node} {...rest} />
          ) : (
            <>
              <span class="group">{node.name}</span>
              <Nodes nodes={node.children} {...rest} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

const signs = { same: '', changed: '~', new: '+', gone: '−' }
const words = { same: '', changed: 'changed', new: 'new', gone: 'gone' }

function Leaf({ node, timeline, position, selection }: Props & { readonly node: CellNode }) {
  const isRead = timeline.readsAt(position).some(({ path }) => isSame(path, node.path))
  return (
    <CellButton path={node.path} selection={selection}>
      {node.change === 'same' ? null : (
        <span class={`sign ${node.change}`}>
          <span aria-hidden="true">{signs[node.change]}</span> {words[node.change]}{' '}
        </span>
      )}
      <span class="name">{node.name}</span> <Values node={node} />
      {isRead ? <span class="read"> read</span> : null}
    </CellButton>
  )
}

function Values({ node: { before, after, change } }: { readonly node: CellNode }) {
  const texts = [before, after].map(value => (value === undefined ? missing : showValue(value))) as [string, string]
  if (change === 'same') return <span class="value">{shorten(texts[1], valueLimit)}</span>
  const [old, now] = shortenPair(...texts, valueLimit)
  return (
    <>
      <span class="value old">{old}</span> <span class="arrow">→</span> <span class="value now">{now}</span>
    </>
  )
}
