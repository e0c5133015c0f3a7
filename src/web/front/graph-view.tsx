import { useState } from 'preact/hooks'
import type { GraphDrawn, Way } from '../session.ts'
import { graph } from './api.ts'
import { GraphPane } from './graph-pane.tsx'

interface Props {
  readonly variant: string | null
  readonly go: (way: Way) => void
}

/** All states of the model as one picture, clustered if there are many; a click on a state walks to it. */
export function GraphView({ variant, go }: Props) {
  const [shown, show] = useState<GraphDrawn>()
  const [problem, setProblem] = useState('')
  const [isDrawing, setDrawing] = useState(false)
  const draw = () => {
    setDrawing(true)
    setProblem('')
    graph(variant)
      .then(show, (error: Error) => setProblem(error.message))
      .finally(() => setDrawing(false))
  }
  const walkTo = (way: Way) => {
    show(undefined)
    go(way)
  }
  return (
    <>
      <button type="button" onClick={draw} disabled={isDrawing}>
        {isDrawing ? 'Drawing all states …' : 'Draw all states'}
      </button>
      <span role="status" class="broken">
        {problem}
      </span>
      {shown === undefined ? null : (
        <dialog
          class="graph"
          aria-labelledby="graph-title"
          ref={dialog => {
            if (dialog !== null && !dialog.open) dialog.showModal()
          }}
          onClose={() => show(undefined)}
        >
          <h2 id="graph-title">All states</h2>
          <p>{shown.note}. A click on a state walks to it, on the shortest way.</p>
          <GraphPane drawn={shown} walkTo={walkTo} />
          <form method="dialog">
            <button type="submit">Close</button>
          </form>
        </dialog>
      )}
    </>
  )
}
