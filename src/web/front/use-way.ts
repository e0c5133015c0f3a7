/** The walk that is shown, stored in the URL, so that the Back button and links lead to it. */

import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Way } from '../session.ts'
import { addressOf, wayIn } from './address.ts'
import { branchesAfter } from './branches.ts'

export interface Wandering {
  readonly way: Way
  readonly branches: readonly Way[]
  readonly go: (way: Way) => void
}

export function useWay(first: Way): Wandering {
  const [{ way, branches }, set] = useState(() => ({
    way: wayIn(location.search) ?? first,
    branches: [] as readonly Way[],
  }))
  const turnTo = useCallback((to: Way) => {
    set(now => ({ way: to, branches: branchesAfter(now.branches, now.way, to) }))
  }, [])
  useEffect(() => {
    const follow = () => turnTo(wayIn(location.search) ?? first)
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [first, turnTo])
  const go = useCallback(
    (to: Way) => {
      history.pushState(null, '', addressOf(to))
      turnTo(to)
    },
    [turnTo],
  )
  return { way, branches, go }
}
