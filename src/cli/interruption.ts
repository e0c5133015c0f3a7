import { leaveBySignal } from './leave.ts'

/**
 * An abort signal that Ctrl-C sets: the search then stops and what is known is reported. A second Ctrl-C ends the
 * program at once, for when even that takes too long. `meaning` is what Ctrl-C is for: to report, or just to end.
 */
export function onInterruption(meaning: 'report' | 'end' = 'report'): {
  readonly signal: AbortSignal
  release(): void
} {
  const controller = new AbortController()
  const interrupt = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) leaveBySignal(signal)
    else if (meaning === 'report')
      process.stderr.write('\ninterrupted: reporting what is known (Ctrl-C again to leave at once)\n')
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    },
  }
}
