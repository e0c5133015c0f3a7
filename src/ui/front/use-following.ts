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

/** Keeps the selected row visible, and the focus on it if the focus is on a row. */
export function useFollowing(pane: Pane, position: number): void {
  const isFirst = useRef(location.hash === '')
  useLayoutEffect(() => {
    // The page opens at its top, unless the address names a step.
    const isOpening = isFirst.current
    isFirst.current = false
    const link = pane.current?.querySelector<HTMLElement>('a[aria-current]')
    const row = link?.closest('tr')
    if (!pane.current || !link || !row) return
    showSideways(pane.current, row)
    if (isOpening) {
      pane.current.scrollTop = row.offsetTop + row.offsetHeight + 40 - pane.current.clientHeight
      return
    }
    if (row.parentElement?.contains(document.activeElement)) link.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }, [position])
}

/** Scrolls to the lane in which a step is taken, where not all lanes have room. */
function showSideways(pane: HTMLElement, row: HTMLElement): void {
  const box = row.querySelector('.box')?.getBoundingClientRect()
  if (box === undefined) return
  const { left, right } = pane.getBoundingClientRect()
  if (box.right > right) pane.scrollLeft += box.right - right + boxMargin
  else if (box.left < left) pane.scrollLeft += box.left - left - boxMargin
}
