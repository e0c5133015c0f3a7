import { useState } from 'preact/hooks'
import { graph } from './api.ts'

/** All states of the model as one picture, clustered if there are many. */
export function GraphView({ variant }: { readonly variant: string | null }) {
  const [shown, show] = useState<{ readonly svg: string; readonly note: string }>()
  const [problem, setProblem] = useState('')
  const [isDrawing, setDrawing] = useState(false)
  const draw = () => {
    setDrawing(true)
    setProblem('')
    graph(variant)
      .then(show, (error: Error) => setProblem(error.message))
      .finally(() => setDrawing(false))
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
          <p>{shown.note}</p>
          <img alt="The graph of all states" src={`data:image/svg+xml,${encodeURIComponent(shown.svg)}`} />
          <form method="dialog">
            <button type="submit">Close</button>
          </form>
        </dialog>
      )}
    </>
  )
}
