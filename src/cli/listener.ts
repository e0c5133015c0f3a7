import { ProgressLine } from './progress.ts'
import type { RelayedMessage } from './task-end.ts'
import type { Terminal } from './terminal.ts'

/** Prints the messages of a thread: the report to stdout; progress, and the output of the author's code, to stderr. */
export class Listener {
  private readonly terminal: Terminal
  private readonly line = new ProgressLine(process.stderr)
  private readonly also: (message: RelayedMessage) => void

  constructor(terminal: Terminal, also: (message: RelayedMessage) => void = () => undefined) {
    this.terminal = terminal
    this.also = also
  }

  readonly handle = (message: RelayedMessage): Promise<void> | undefined => {
    this.also(message)
    switch (message.kind) {
      case 'print':
        this.clear()
        if (message.wantsAnswer) return written(message.text)
        this.terminal.print(message.text)
        return undefined
      case 'aside':
        this.clear()
        process.stderr.write(message.text)
        return undefined
      case 'progress':
        this.line.show(message.title, message.progress)
        return undefined
      case 'worded progress':
        this.line.showText(message.text, message.seconds)
        return undefined
      case 'progress over':
        this.clear()
        return undefined
      default:
        return undefined
    }
  }

  /** Removes the progress line, so that something else can be printed. */
  clear(): void {
    this.line.clear()
  }
}

function written(text: string): Promise<void> {
  return new Promise(resolve => {
    process.stdout.write(text, () => resolve())
  })
}
