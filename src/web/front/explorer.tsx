import { useEffect, useState } from 'preact/hooks'
import type { Path } from '../../base/plain.ts'
import { wordsOfConstant } from '../../report/run/plot/phrases.ts'
import { showFields, showName, showValue } from '../../report/text/value.ts'
import type { CellFilter } from '../../ui/front/cells.tsx'
import type { Walk } from '../../witness/walk.ts'
import type { Way, Welcome } from '../session.ts'
import { walkAlong } from './api.ts'
import { BranchList } from './branch-list.tsx'
import { GraphView } from './graph-view.tsx'
import { SearchForm } from './search-form.tsx'
import { useReload } from './use-reload.ts'
import { useWay } from './use-way.ts'
import { WalkView } from './walk-view.tsx'

/** The page: walking through a model by hand. */
export function Explorer({ welcome: first }: { readonly welcome: Welcome }) {
  const { way, branches, go } = useWay(first.way)
  const [selectedClaim, selectClaim] = useState<string>()
  const { welcome, notice, dismiss } = useReload(first, way, go)
  const { walk, problem } = useWalkAlong(way, selectedClaim, welcome.version)
  const [cell, select] = useState<Path>()
  const [filter, setFilter] = useState<CellFilter>({ text: '', isOnlyChanged: false })
  const stepBack = () => way.steps.length > 0 && go({ ...way, steps: way.steps.slice(0, -1) })
  return (
    <>
      <header>
        <h1>
          {showName(welcome.model)} <span class="file">{welcome.file}</span>
        </h1>
        <Setting welcome={welcome} way={way} walk={walk} go={go} />
        <p class="controls">
          <button type="button" onClick={stepBack} disabled={way.steps.length === 0}>
            <kbd>u</kbd> Undo the last step
          </button>
          <button type="button" onClick={() => go({ ...way, steps: [] })} disabled={way.steps.length === 0}>
            Restart
          </button>
          <CopyLink />
          <GraphView variant={way.variant} go={go} />
        </p>
        <p role="alert" class="broken">
          {problem === undefined ? '' : `This walk can't be taken: ${problem}`}
        </p>
        <Reloaded notice={notice} dismiss={dismiss} />
      </header>
      <main>
        {walk === undefined ? (
          <p>Walking …</p>
        ) : (
          <WalkView
            key={walk.key}
            walk={walk.walk}
            way={way}
            go={go}
            stepBack={stepBack}
            selectedClaim={selectedClaim}
            selectClaim={selectClaim}
            selection={{ cell, select }}
            filter={filter}
            setFilter={setFilter}
          />
        )}
        <div class="aside">
          <SearchForm way={way} go={go} />
          <BranchList branches={branches} go={go} />
        </div>
      </main>
    </>
  )
}

interface Walked {
  readonly walk: Walk
  /** A new key for every walk that the server has returned. */
  readonly key: number
}

/** The walk as returned by the server. If it cannot be taken, the previous one stays, and the problem is shown. */
function useWalkAlong(way: Way, selectedClaim: string | undefined, version: number) {
  const [walk, setWalk] = useState<Walked>()
  const [problem, setProblem] = useState<string>()
  // The same walk through a later version of the spec is another one.
  useEffect(() => {
    let isCurrent = true
    walkAlong(way, selectedClaim).then(
      found => {
        if (!isCurrent) return
        setWalk(before => ({ walk: found, key: (before?.key ?? 0) + 1 }))
        setProblem(undefined)
      },
      (error: Error) => isCurrent && setProblem(error.message),
    )
    return () => {
      isCurrent = false
    }
  }, [way, selectedClaim, version])
  return { walk, problem }
}

function Reloaded({ notice, dismiss }: { readonly notice: string | undefined; readonly dismiss: () => void }) {
  return (
    <p role="status" class="reloaded">
      {notice === undefined ? null : (
        <>
          {notice}{' '}
          <button type="button" onClick={dismiss}>
            OK
          </button>
        </>
      )}
    </p>
  )
}

interface SettingProps {
  readonly welcome: Welcome
  readonly way: Way
  readonly walk: Walked | undefined
  readonly go: (way: Way) => void
}

function Setting({ welcome, way, walk, go }: SettingProps) {
  const starts = walk?.walk.starts ?? 1
  return (
    <p class="setting">
      <label>
        Variant{' '}
        <select
          value={way.variant ?? ''}
          onChange={event => go({ variant: event.currentTarget.value || null, start: 0, steps: [] })}
        >
          <option value="">no variant</option>
          {welcome.variants.map(name => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>{' '}
      {starts === 1 ? null : (
        <label>
          Initial state{' '}
          <input
            type="number"
            min={1}
            max={starts}
            value={way.start + 1}
            onChange={event => go({ ...way, start: Number(event.currentTarget.value) - 1, steps: [] })}
          />{' '}
          of {starts}
        </label>
      )}{' '}
      {walk === undefined ? null : <VariantMeaning walk={walk.walk} />}
      <span class="constants">{walk === undefined ? '' : showFields(walk.walk.constants)}</span>
    </p>
  )
}

/** What the variant changes, in the words of the model. */
function VariantMeaning({ walk }: { readonly walk: Walk }) {
  const { usual = {}, constants } = walk
  const changed = Object.keys(usual).map(name => {
    const words = wordsOfConstant(walk, name)
    const change = `${showName(name)} = ${showValue(constants[name])}, not ${showValue(usual[name])}`
    return words === undefined ? change : `${change} (${words})`
  })
  return changed.length === 0 ? null : <span class="meaning">changes {changed.join('; ')} </span>
}

function CopyLink() {
  const [status, setStatus] = useState('')
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => setStatus(' copied'),
      () => setStatus(' not allowed: copy the address'),
    )
  return (
    <button type="button" onClick={copy}>
      Copy a link to this walk<span role="status">{status}</span>
    </button>
  )
}
