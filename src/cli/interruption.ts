import { leaveBySignal } from './leave.ts'

/**
 * An abort signal for Ctrl-C: the search stops, and its results so far are reported. A second Ctrl-C ends the program
 * at once. `meaning` says whether the first Ctrl-C asks for a report or just ends the command.
 */
export function onInterruption(meaning: 'report' | 'end' = 'report'): {
  readonly signal: AbortSignal
  release(): void
} {
  const controller = new AbortController()
  const interrupt = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) leaveBySignal(signal)
    else if (meaning === 'report')
      process.stderr.write('\ninterrupted: reporting the results so far (press Ctrl-C again to quit at once)\n')
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
