import type { ComponentChildren } from 'preact'
import { type Path, showPath } from '../../base/plain.ts'
import { harmless } from '../../report/text/value.ts'
import { isSame } from '../timeline.ts'

/** The selected cell, if any, and how to select another. */
export interface Asking {
  readonly cell: Path | undefined
  readonly ask: (cell: Path | undefined) => void
}

/** A cell that can be selected to see its writers. Selecting it again clears the selection. */
export function CellButton(props: {
  readonly path: Path
  readonly asking: Asking
  readonly children: ComponentChildren
}) {
  const { path, asking, children } = props
  const isAsked = asking.cell !== undefined && isSame(asking.cell, path)
  return (
    <button
      type="button"
      class="cell"
      aria-pressed={isAsked}
      title={`Who wrote ${harmless(showPath(path))}?`}
      onClick={() => asking.ask(isAsked ? undefined : path)}
    >
      {children}
    </button>
  )
}
