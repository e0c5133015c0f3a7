import { leaveBySignal } from './leave.ts'

/** Signals that ask for an end; they are treated alike. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * An abort signal for Ctrl-C, a request to end, and a terminal that is closed: the search stops, and its results so far are
 * reported. A second one ends the program at once. `meaning` says whether the first asks for a report or just ends the
 * command.
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
  for (const signal of signals) process.on(signal, interrupt)
  return {
    signal: controller.signal,
    release() {
      for (const signal of signals) process.off(signal, interrupt)
    },
  }
}
