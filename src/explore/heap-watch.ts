/**
 * What the heap of JavaScript really holds, as a backstop to what a search counts.
 *
 * Counting is right to a factor of two; V8 ends a process whose heap is full without another word. So a search stops
 * before that, and where the heap has grown by far more than was counted.
 */

import type { ExploreOptions } from './options.ts'

/** The heap may be so full: beyond, V8 is busy with making room. */
const fullest = 0.9
/** The heap may have grown by so much of what may be held, and by so many bytes: some of it is garbage. */
const slack = 1.5
const slackBytes = 64 * 2 ** 20
/** Looks in a row that must all find too much: garbage is gone at one of them. */
const looks = 8

export class HeapWatch {
  private readonly maxBytes: number
  private readonly heapLimit: number
  private readonly before = process.memoryUsage().heapUsed
  private tooMuch = 0

  constructor({ maxMemory, heapLimit }: Pick<ExploreOptions, 'maxMemory' | 'heapLimit'>) {
    this.maxBytes = maxMemory ?? Number.POSITIVE_INFINITY
    this.heapLimit = heapLimit ?? Number.POSITIVE_INFINITY
  }

  /** Whether the search has to stop; `outside` is what it holds beside the heap. To be asked now and then. */
  isFull(outside: number): boolean {
    const { heapUsed } = process.memoryUsage()
    if (heapUsed > fullest * this.heapLimit) return true
    const grown = heapUsed - this.before + outside
    this.tooMuch = grown > slack * this.maxBytes + slackBytes ? this.tooMuch + 1 : 0
    return this.tooMuch >= looks
  }
}
