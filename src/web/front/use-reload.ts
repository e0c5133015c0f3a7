/** Following the spec: when it changes, the page shows its new version, and keeps its walk as far as it still exists. */

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Kept, Version, Way, Welcome } from '../session.ts'
import { keep, version as versionNow } from './api.ts'

export interface Reloading {
  readonly welcome: Welcome
  /** What happened to the walk, or why the new version is not shown. */
  readonly notice: string | undefined
  readonly dismiss: () => void
}

/** How often the page asks for the version, while somebody can see it. */
const everyMs = 500

export function useReload(first: Welcome, way: Way, go: (way: Way) => void): Reloading {
  const shown = useRef<Version>({ version: first.version })
  const [welcome, setWelcome] = useState(first)
  const [notice, setNotice] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    const follow = async (): Promise<void> => {
      const now = await versionNow()
      if (!isCurrent || now.version === shown.current.version) {
        if (isCurrent && now.problem !== undefined && now.problem !== shown.current.problem)
          setNotice(notShown(now.problem))
        shown.current = { ...now, version: shown.current.version }
        return
      }
      const kept = await keep(way)
      if (!isCurrent) return
      shown.current = now
      setWelcome(kept.welcome)
      setNotice(noticeOf(way, kept))
      if (kept.lost !== undefined) go(kept.way)
    }
    // An explorer that has ended is reported by what asks it for something.
    const timer = setInterval(() => document.hidden || follow().catch(() => undefined), everyMs)
    return () => {
      isCurrent = false
      clearInterval(timer)
    }
  }, [way, go])
  return { welcome, notice, dismiss: () => setNotice(undefined) }
}

function notShown(problem: string): string {
  return `The spec changed, but does not load, so this is the version before: ${problem}`
}

function noticeOf({ steps }: Way, { way, lost }: Kept): string {
  if (lost === undefined) return 'The spec changed: the same walk through its new version.'
  const left = steps.length === 0 ? '' : ` ${way.steps.length} of ${steps.length} steps are left.`
  return `The spec changed, and the walk with it: ${lost}${/[.!?]$/.test(lost) ? '' : '.'}${left}`
}
