import { useEffect, useRef, useState } from 'preact/hooks'
import type { GraphDrawn, Way } from '../session.ts'
import { adopted, boxIn, type GraphDrawing } from './graph-drawing.ts'

interface Props {
  readonly drawn: GraphDrawn
  readonly walkTo: (way: Way) => void
}

const zoomStep = 1.25
const [least, most] = [0.05, 8]

/** The picture of a graph, to be moved by dragging or scrolling, zoomed, searched, and clicked. It opens at its root. */
export function GraphPane({ drawn, walkTo }: Props) {
  const pane = useRef<HTMLDivElement>(null)
  const drawing = useRef<GraphDrawing>(undefined)
  const [scale, setScale] = useState(1)
  useEffect(() => {
    if (pane.current === null) return
    drawing.current = adopted(drawn.svg, Object.keys(drawn.ways))
    pane.current.replaceChildren(drawing.current.svg)
    centre(pane.current, drawing.current.nodes[0])
  }, [drawn])
  useEffect(() => {
    if (pane.current !== null && drawing.current !== undefined) zoomTo(pane.current, drawing.current, scale)
  }, [scale])
  const zoom = (by: number) => setScale(now => Math.min(most, Math.max(least, now * by)))
  const search = (text: string, next: number): number => {
    const hits = markFound(drawing.current?.nodes ?? [], text)
    if (pane.current !== null && hits.length > 0) centre(pane.current, hits[next % hits.length])
    return hits.length
  }
  const walkFrom = (target: EventTarget | null) => {
    const node = target instanceof Element ? target.closest('g.node') : null
    const way = node === null ? undefined : drawn.ways[node.id]
    if (way !== undefined) walkTo(way)
  }
  return (
    <>
      <GraphControls zoom={zoom} search={search} />
      {/* biome-ignore lint/a11y/useSemanticElements: it is no form. */}
      <div
        class="graph-pane"
        role="group"
        aria-label="The graph of all states"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        ref={pane}
        onClick={event => walkFrom(event.target)}
        onKeyDown={event => {
          if (event.key === 'Enter') walkFrom(event.target)
          if (event.key === '+') zoom(zoomStep)
          if (event.key === '-') zoom(1 / zoomStep)
        }}
        onWheel={event => {
          if (!event.ctrlKey) return
          event.preventDefault()
          zoom(event.deltaY < 0 ? zoomStep : 1 / zoomStep)
        }}
        onPointerMove={event => {
          if (event.buttons === 1 && event.pointerType === 'mouse')
            event.currentTarget.scrollBy(-event.movementX, -event.movementY)
        }}
      />
    </>
  )
}

interface ControlProps {
  readonly zoom: (by: number) => void
  /** Marks the states with a text and shows one of them: the number of the next one. Returns how many there are. */
  readonly search: (text: string, next: number) => number
}

/** The controls above the picture. Enter goes on to the next state that is found. */
function GraphControls({ zoom, search }: ControlProps) {
  const [wanted, setWanted] = useState('')
  const [found, setFound] = useState(0)
  const turn = useRef(0)
  return (
    <search class="controls">
      <button type="button" onClick={() => zoom(zoomStep)} aria-label="Larger">
        +
      </button>
      <button type="button" onClick={() => zoom(1 / zoomStep)} aria-label="Smaller">
        −
      </button>
      <label>
        Find{' '}
        <input
          type="search"
          value={wanted}
          onInput={event => {
            setWanted(event.currentTarget.value)
            setFound(search(event.currentTarget.value, 0))
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            turn.current++
            search(wanted, turn.current)
          }}
        />
      </label>
      <output>{wanted === '' ? '' : `${found} found`}</output>
    </search>
  )
}

/** Marks the nodes with a text, and returns them. */
function markFound(all: readonly Element[], text: string): readonly Element[] {
  const hits = all.filter(node => text !== '' && (node.textContent ?? '').toLowerCase().includes(text.toLowerCase()))
  for (const node of all) node.classList.toggle('found', hits.includes(node))
  return hits
}

/** Keeps what is in the middle there. */
function zoomTo(pane: HTMLElement, { svg, width, height }: GraphDrawing, scale: number): void {
  const [x, y] = [
    (pane.scrollLeft + pane.clientWidth / 2) / Math.max(1, svg.clientWidth),
    (pane.scrollTop + pane.clientHeight / 2) / Math.max(1, svg.clientHeight),
  ]
  svg.style.width = `${width * scale}px`
  svg.style.height = `${height * scale}px`
  pane.scrollLeft = x * width * scale - pane.clientWidth / 2
  pane.scrollTop = y * height * scale - pane.clientHeight / 2
}

function centre(pane: HTMLElement, node: Element | undefined): void {
  if (node === undefined) return
  const { x, y } = boxIn(pane, node)
  pane.scrollLeft += x - pane.clientWidth / 2
  pane.scrollTop += y - pane.clientHeight / 3
}
