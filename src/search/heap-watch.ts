/**
 * Watches the real size of the JavaScript heap, as a backstop to what a search counts.
 *
 * Counting is accurate to a factor of two; V8 aborts a process whose heap is full. So a search stops
 * before that, and where the heap has grown by far more than was counted.
 */

import type { ExploreOptions } from './options.ts'

/** How full the heap may be; beyond, V8 mostly collects garbage. */
const fullest = 0.9
/** The heap may grow by this share of the limit, and by this many bytes: some of it is garbage. */
const slack = 1.5
const slackBytes = 64 * 2 ** 20
/** Consecutive readings that must all be too high: one of them follows a garbage collection. */
const looks = 8

/** Compares the size of the heap with its limits. */
export class HeapWatch {
  private readonly maxBytes: number
  private readonly heapLimit: number
  private readonly before = process.memoryUsage().heapUsed
  private tooMuch = 0

  constructor({ maxMemory, heapLimit }: Pick<ExploreOptions, 'maxMemory' | 'heapLimit'>) {
    this.maxBytes = maxMemory ?? Number.POSITIVE_INFINITY
    this.heapLimit = heapLimit ?? Number.POSITIVE_INFINITY
  }

  /** Whether the search must stop; `outside` is what it holds outside the heap. Call it now and then. */
  isFull(outside: number): boolean {
    const { heapUsed } = process.memoryUsage()
    if (heapUsed > fullest * this.heapLimit) return true
    const grown = heapUsed - this.before + outside
    this.tooMuch = grown > slack * this.maxBytes + slackBytes ? this.tooMuch + 1 : 0
    return this.tooMuch >= looks
  }
}
