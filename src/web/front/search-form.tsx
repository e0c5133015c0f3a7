import { useRef, useState } from 'preact/hooks'
import type { FoundWay, Way } from '../session.ts'
import { search, type Where } from './api.ts'

interface Props {
  readonly way: Way
  readonly go: (way: Way) => void
}

/** Searches for the nearest state in which a predicate is true, from here or from the start. */
export function SearchForm({ way, go }: Props) {
  const [predicate, setPredicate] = useState('')
  const [status, setStatus] = useState<{ readonly text: string; readonly isWrong: boolean }>()
  const running = useRef<AbortController | undefined>(undefined)
  const [isRunning, setRunning] = useState(false)

  const run = async (where: Where) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setRunning(true)
    setStatus({ text: 'Searching …', isWrong: false })
    try {
      const found = await search(way, predicate, where, controller.signal)
      setStatus({ text: textOf(found, way, where), isWrong: found.way === undefined })
      if (found.way !== undefined) go(found.way)
    } catch (error) {
      setStatus({ text: controller.signal.aborted ? 'Stopped.' : (error as Error).message, isWrong: true })
    } finally {
      if (running.current === controller) setRunning(false)
    }
  }

  return (
    <form
      class="search"
      aria-labelledby="search-title"
      onSubmit={event => {
        event.preventDefault()
        void run('from here')
      }}
    >
      <h2 id="search-title">Run until</h2>
      <label for="predicate">A condition in TypeScript, of the state s and the constants c</label>
      <input
        id="predicate"
        type="search"
        spellcheck={false}
        autocomplete="off"
        placeholder="s.reader.some(r => r.pc === 'inside')"
        value={predicate}
        onInput={event => setPredicate(event.currentTarget.value)}
      />
      <p class="controls">
        <button type="submit" disabled={isRunning}>
          Run from here
        </button>
        <button type="button" disabled={isRunning} onClick={() => void run('from the start')}>
          Find from the start
        </button>
        {isRunning ? (
          <button type="button" onClick={() => running.current?.abort()}>
            Stop
          </button>
        ) : null}
      </p>
      <p role="status" class={status?.isWrong ? 'broken' : ''}>
        {status?.text}
      </p>
    </form>
  )
}

function textOf({ way: found, stop, census }: FoundWay, way: Way, where: Where): string {
  const looked = `${census.states.toLocaleString('en-US')} states seen`
  if (found !== undefined) {
    const steps = found.steps.length - (where === 'from here' ? way.steps.length : 0)
    return `Found after ${steps} ${steps === 1 ? 'step' : 'steps'}; ${looked}.`
  }
  const start = where === 'from here' ? 'from here on' : 'at all'
  return stop === 'exhausted' ? `No such state exists ${start}: all ${looked}.` : `Not found: ${stop}; ${looked}.`
}
