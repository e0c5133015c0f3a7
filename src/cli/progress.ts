import { grouped } from '../base/grouped.ts'
import { growingText } from '../report/outcome/outcome-text.ts'
import type { Progress } from '../search/options.ts'

/**
 * Shows the progress of a search on stderr: one line that is rewritten on a terminal, otherwise a plain line every five
 * seconds. Shows nothing for a search that ends within a second.
 */
export class ProgressLine {
  private readonly stream: NodeJS.WriteStream
  private nextSeconds: number
  private isShowing = false

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream
    this.nextSeconds = ProgressLine.firstSeconds
  }

  private static readonly firstSeconds = 1

  /** May be called at any rate; `title` says what is being searched. */
  show(title: string, progress: Progress): void {
    // Composed only where it is shown.
    if (this.isDue(progress.seconds)) this.showText(`${title}: ${progressText(progress)}`, progress.seconds)
  }

  /** The same in words; `seconds` have passed since the beginning. */
  showText(text: string, seconds: number): void {
    if (!this.isDue(seconds)) return
    this.nextSeconds = seconds + (this.stream.isTTY ? 0.2 : 5)
    if (!this.stream.isTTY) {
      this.stream.write(`${text}\n`)
      return
    }
    this.stream.write(`\r\x1b[K${text.slice(0, (this.stream.columns ?? 80) - 1)}`)
    this.isShowing = true
  }

  private isDue(seconds: number): boolean {
    return seconds >= this.nextSeconds
  }

  /** Removes the line, so that something else can be printed, and prepares for the next search. */
  clear(): void {
    if (this.isShowing) this.stream.write('\r\x1b[K')
    this.isShowing = false
    this.nextSeconds = ProgressLine.firstSeconds
  }
}

function progressText({ states, transitions, depth, frontier, seconds, phase, growing }: Progress): string {
  const rate = Math.round(states / Math.max(seconds, 0.001))
  const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20)
  const counts = `${grouped(states)} states (${grouped(rate)}/s), ${grouped(transitions)} transitions`
  const doing = phase === undefined ? '' : `${phase}; `
  const first = growing?.[0]
  const growth = first === undefined ? '' : `; ${growingText(first)}`
  return `${doing}${counts}, depth ${depth}, ${grouped(frontier)} waiting, ${megabytes} MB, ${Math.round(seconds)} s${growth}`
}
