/** The keys of the view: one table both for handling them and for the help. */

import { useLayoutEffect, useRef } from 'preact/hooks'

export interface Shortcut {
  /** As the browser names them. */
  readonly keys: readonly string[]
  /** As the help names them. */
  readonly shown: string
  readonly what: string
  readonly act: (key: string) => void
}

/** Calls the shortcut of a pressed key, unless the user is typing or a dialog is open. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  // With the first rendering, so that no key is lost that is pressed before the page is painted.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return
      const shortcut = latest.current.find(({ keys }) => keys.includes(event.key))
      if (shortcut === undefined) return
      event.preventDefault()
      shortcut.act(event.key)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input[type="search"], textarea, select, dialog') !== null
}
