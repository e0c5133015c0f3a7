import { showPath } from '../../base/plain.ts'
import { harmless, shorten, showValue } from '../../report/text/value.ts'
import type { Read } from '../../witness/run-footprints.ts'
import type { Timeline } from '../timeline.ts'
import { CellButton, type CellSelection } from './cell-button.tsx'
import { isOfAnother, StepLink } from './step-link.tsx'

const valueLimit = 120

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly reads: readonly Read[]
  readonly selection: CellSelection
}

/**
 * What was read, with the writers: first values from other movers, then those that made no difference; values that no step wrote
 * are last, and folded.
 */
export function Reads(props: Props) {
  const { timeline, position, reads } = props
  const isForeign = ({ writer }: Read) => writer !== null && isOfAnother(timeline, writer + 1, position)
  const written = reads.filter(({ writer, isMoot }) => writer !== null && isMoot !== true)
  const moot = reads.filter(({ writer, isMoot }) => writer !== null && isMoot === true)
  const foreign = written.filter(isForeign)
  const unwritten = reads.filter(({ writer, changedBy }) => writer === null && changedBy === undefined)
  // A list that others have changed, of which nothing was asked that they had a part in.
  const aside = reads.filter(({ writer, changedBy }) => writer === null && changedBy !== undefined)
  const first = [...foreign, ...written.filter(read => !isForeign(read)), ...moot, ...aside]
  return (
    <>
      {first.length === 0 ? null : <ReadTable {...props} reads={first} foreign={foreign} />}
      {unwritten.length === 0 ? null : (
        <details open={first.length === 0}>
          <summary>{unwrittenText(unwritten.length, first.length > 0)}</summary>
          <ReadTable {...props} reads={unwritten} foreign={[]} />
        </details>
      )}
    </>
  )
}

function unwrittenText(number: number, isMore: boolean): string {
  return `${number}${isMore ? ' more' : ''} still at ${number === 1 ? 'its initial value' : 'their initial values'}`
}

function ReadTable({ timeline, reads, foreign, selection }: Props & { readonly foreign: readonly Read[] }) {
  return (
    <ul class="reads">
      {reads.map((read, i) => (
        <li key={i} class={foreign.includes(read) ? 'foreign' : ''}>
          <CellButton path={read.path} selection={selection}>
            <ReadText read={read} />
          </CellButton>
          {read.writer === null ? null : (
            <span class="from">
              written by {foreign.includes(read) ? 'another: ' : ''}
              <StepLink timeline={timeline} position={read.writer + 1} />
              {read.isMoot === true ? ', not decisive alone' : ''}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function ReadText({ read: { path, member, value } }: { readonly read: Read }) {
  const cell = <span class="name">{harmless(showPath(path))}</span>
  const text = shorten(showValue(member ?? value), valueLimit)
  if (member === undefined) {
    return (
      <>
        {cell} = <span class="value">{text}</span>
      </>
    )
  }
  return (
    <>
      {cell} {value === true ? 'has' : 'has not'} <span class="value">{text}</span>
    </>
  )
}
