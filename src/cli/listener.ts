import { ProgressLine } from './progress.ts'
import type { Heard } from './task-end.ts'
import type { Terminal } from './terminal.ts'

/** Prints the messages of a thread: the report to stdout; progress, and the output of the author's code, to stderr. */
export class Listener {
  private readonly terminal: Terminal
  private readonly line = new ProgressLine(process.stderr)
  private readonly also: (heard: Heard) => void

  constructor(terminal: Terminal, also: (heard: Heard) => void = () => undefined) {
    this.terminal = terminal
    this.also = also
  }

  readonly hear = (heard: Heard): Promise<void> | undefined => {
    this.also(heard)
    switch (heard.kind) {
      case 'print':
        this.clear()
        if (heard.wantsAnswer) return written(heard.text)
        this.terminal.print(heard.text)
        return undefined
      case 'aside':
        this.clear()
        process.stderr.write(heard.text)
        return undefined
      case 'progress':
        this.line.show(heard.title, heard.progress)
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
