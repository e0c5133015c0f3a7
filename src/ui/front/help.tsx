import { useEffect, useRef } from 'preact/hooks'
import type { Shortcut } from './use-shortcuts.ts'

interface Props {
  readonly shortcuts: readonly Shortcut[]
  readonly close: () => void
}

/** The keys, in a native dialog: it keeps the focus and closes with Escape. */
export function Help({ shortcuts, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {shortcuts.map(({ shown, what }) => (
          <div key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>Click a cell to see who wrote it; click it again, or press Escape, to close.</p>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
