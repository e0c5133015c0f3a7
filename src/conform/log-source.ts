/** The events of one log, read as they are needed: those that were passed are forgotten. */

import type { LogSighting } from './log-map.ts'

export class LogSource {
  readonly name: string
  private readonly events: AsyncIterator<readonly LogSighting[]>
  private buffer: LogSighting[] = []
  private first = 0
  private isOver = false

  /** `events` come in batches, in order. */
  constructor(name: string, events: AsyncIterable<readonly LogSighting[]>) {
    this.name = name
    this.events = events[Symbol.asyncIterator]()
  }

  /** Reads on until the event with this number is known, if there is one. */
  async reach(number: number): Promise<void> {
    while (!this.has(number)) {
      const { done, value } = await this.events.next()
      if (done === true) {
        this.isOver = true
        return
      }
      for (const seen of value) this.buffer.push(seen)
    }
  }

  /** Whether it is known what the event with this number is, or that there is none. */
  has(number: number): boolean {
    return this.isOver || number < this.first + this.buffer.length
  }

  /** The event with this number, from 0; undefined after the last one. */
  at(number: number): LogSighting | undefined {
    return this.buffer[number - this.first]
  }

  /** Nobody needs the events before this one any more. */
  forget(number: number): void {
    // In large pieces, since each moves what is left.
    if (number - this.first < 4096) return
    this.buffer = this.buffer.slice(number - this.first)
    this.first = number
  }
}
