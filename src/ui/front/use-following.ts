/** The pane of the lanes as it is laid out: measured for what is drawn over it, and scrolled to the selected row. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { measuresOf, type TableMeasures } from './overlay.tsx'

/** Beside a box that is scrolled to. */
const boxMargin = 12

interface Pane {
  readonly current: HTMLElement | null
}

/** The places of rows and columns, measured again whenever the table gets another size or other rows. */
export function useMeasures(pane: Pane, shape: string): TableMeasures | undefined {
  const [measures, setMeasures] = useState<TableMeasures>()
  useLayoutEffect(() => {
    const table = pane.current?.querySelector('table')
    if (!table) return undefined
    const observer = new ResizeObserver(() => setMeasures(measuresOf(table)))
    observer.observe(table)
    return () => observer.disconnect()
  }, [pane, shape])
  return measures
}

/**
 * Keeps the selected row visible, and the focus on it if the focus is on a row. `first` is the position of the first step of
 * the story.
 */
export function useFollowing(pane: Pane, position: number, first: number): void {
  const isFirst = useRef(location.hash === '')
  useLayoutEffect(() => {
    // The page opens at the left edge, with the beginning of the story in view, unless the address names a step.
    const isOpening = isFirst.current
    isFirst.current = false
    const link = pane.current?.querySelector<HTMLElement>('a[aria-current]')
    const row = link?.closest('tr')
    if (!pane.current || !link || !row) return
    if (isOpening) {
      pane.current.scrollTop = openingTop(pane.current, row, first)
      return
    }
    showSideways(pane.current, row)
    if (row.parentElement?.contains(document.activeElement)) link.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }, [position])
}

/** How far down the selected row is in view, too, but not beyond the first step of the story. */
function openingTop(pane: HTMLElement, row: HTMLElement, first: number): number {
  const beginning = pane.querySelector<HTMLElement>(`tr[data-position="${first}"]`)
  const head = pane.querySelector<HTMLElement>('thead')
  const bottom = row.offsetTop + row.offsetHeight + 40 - pane.clientHeight
  if (beginning === null) return bottom
  const top = beginning.offsetTop - (head?.offsetHeight ?? 0)
  const hasRoom = row.offsetTop + row.offsetHeight - top <= pane.clientHeight
  // Where not all has room, the beginning of the run is in view as well, if that is near.
  const isNear = beginning.offsetTop + beginning.offsetHeight < pane.clientHeight / 2
  return !hasRoom && isNear ? 0 : Math.min(bottom, top)
}

/** Scrolls to the lane in which a step is taken, where not all lanes have room. */
function showSideways(pane: HTMLElement, row: HTMLElement): void {
  const box = row.querySelector('.box')?.getBoundingClientRect()
  if (box === undefined) return
  const { left, right } = pane.getBoundingClientRect()
  if (box.right > right) pane.scrollLeft += box.right - right + boxMargin
  else if (box.left < left) pane.scrollLeft += box.left - left - boxMargin
}
