import { useState } from 'preact/hooks'
import { showRead } from '../../report/run/reads.ts'
import { showValue } from '../../report/text/value.ts'
import type { Blocked } from '../../witness/blocked.ts'
import type { Timeline } from '../timeline.ts'
import { awaited } from './rows.ts'
import { StepLink } from './step-link.tsx'

const valueLimit = 60

interface Props {
  readonly timeline: Timeline
  readonly blocked: Blocked | undefined
  /** Whether the row before shows the same wait. */
  readonly isContinued?: boolean
  /** Whether it says why from the beginning. Default: no. */
  readonly isOpen?: boolean
}

/** A lane that cannot move, as a hatch; clicked, it says why. */
export function Waiting({ timeline, blocked, isContinued = false, isOpen: isOpenAtFirst = false }: Props) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  if (blocked === undefined) return null
  const read = awaited(timeline, blocked)
  const text = `waits at ${showValue(blocked.step)}`
  return (
    <div class={isContinued && !isOpen ? 'waits continued' : 'waits'}>
      <button type="button" aria-expanded={isOpen} title={text} onClick={() => setOpen(!isOpen)}>
        {!isContinued || isOpen ? text : <span class="unseen">{text}</span>}
      </button>
      {isOpen && read !== undefined ? (
        <p>
          blocked, because it read <code>{showRead(read, valueLimit)}</code>{' '}
          {read.writer === null ? '(the initial value)' : <StepLink timeline={timeline} position={read.writer + 1} />}
        </p>
      ) : null}
    </div>
  )
}
