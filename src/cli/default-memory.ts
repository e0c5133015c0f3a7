import { getHeapStatistics } from 'node:v8'
import type { EngineName } from '../search/explore.ts'

/**
 * The default memory limit of a search: most of the free memory, since a search that is killed reports nothing. The
 * reference engine stores states as objects, for which JavaScript has its own limit.
 */
export function defaultMemory(engine: EngineName = 'footprint'): number {
  const free = 0.9 * process.availableMemory()
  return engine === 'reference' ? Math.min(free, mostOfHeap()) : free
}

/** Most of the heap that JavaScript may use for objects. */
/** The size at which V8 terminates the process or thread because its heap is full. */
export function heapLimit(): number {
  return getHeapStatistics().heap_size_limit
}

function mostOfHeap(): number {
  return 0.85 * heapLimit()
}
