/** The position of the reader, stored in the fragment of the URL, so that links can point to it. */

import { useCallback, useEffect, useState } from 'preact/hooks'

/** `#step-7`, or `#claim`; `end` is the position of the claim. */
export function fragmentOf(position: number, end: number): string {
  return position === end ? '#claim' : `#step-${position}`
}

/** The position that a fragment names, if it is at most `end`. */
export function positionIn(fragment: string, end: number): number | undefined {
  if (fragment === '#claim') return end
  const position = Number(/^#step-(\d{1,9})$/.exec(fragment)?.[1] ?? Number.NaN)
  return position < end ? position : undefined
}

export function usePosition(end: number): readonly [number, (position: number) => void] {
  const [position, setPosition] = useState(() => positionIn(location.hash, end) ?? end - 1)
  useEffect(() => {
    const follow = () => {
      const named = positionIn(location.hash, end)
      if (named !== undefined) setPosition(named)
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [end])
  const go = useCallback(
    (to: number) => {
      const there = Math.max(0, Math.min(to, end))
      setPosition(there)
      // Stepping adds no history entries, following a link does: Back is for links.
      history.replaceState(null, '', fragmentOf(there, end))
    },
    [end],
  )
  return [position, go]
}
