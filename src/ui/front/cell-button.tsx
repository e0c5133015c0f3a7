import type { ComponentChildren } from 'preact'
import { type Path, showPath } from '../../base/plain.ts'
import { harmless } from '../../report/text/value.ts'
import { isSame } from '../timeline.ts'

/** The selected cell, if any, and how to select another. */
export interface CellSelection {
  readonly cell: Path | undefined
  readonly select: (cell: Path | undefined) => void
}

/** A cell that can be selected to see its writers. Selecting it again clears the selection. */
export function CellButton(props: {
  readonly path: Path
  readonly selection: CellSelection
  readonly children: ComponentChildren
}) {
  const { path, selection, children } = props
  const isSelected = selection.cell !== undefined && isSame(selection.cell, path)
  return (
    <button
      type="button"
      class="cell"
      aria-pressed={isSelected}
      title={`Who wrote ${harmless(showPath(path))}?`}
      onClick={() => selection.select(isSelected ? undefined : path)}
    >
      {children}
    </button>
  )
}
