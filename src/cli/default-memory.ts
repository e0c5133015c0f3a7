import { getHeapStatistics } from 'node:v8'
import type { EngineName } from '../search/explore.ts'

/**
 * What a search may take if nobody says otherwise: most of what is free, since a search that is killed reports nothing. The
 * reference keeps states as objects, for which JavaScript has a limit of its own.
 */
export function defaultMemory(engine: EngineName = 'footprint'): number {
  const free = 0.9 * process.availableMemory()
  return engine === 'reference' ? Math.min(free, mostOfHeap()) : free
}

/** Most of what JavaScript may use for objects. */
/** Where V8 ends the process, or the thread, because its heap is full. */
export function heapLimit(): number {
  return getHeapStatistics().heap_size_limit
}

function mostOfHeap(): number {
  return 0.85 * heapLimit()
}
