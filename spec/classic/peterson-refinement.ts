import { expectations, model, when } from 'interleave-checker'
import { peterson } from '../../models/classic/peterson.ts'

/** The abstract lock: two processes, at most one of them inside. */
const lock = model('lock').process('process', {
  count: 2,
  steps: {
    outside: s => when(s.process.every(({ pc }) => pc !== 'inside')),
    inside: () => 'outside' as const,
  },
})

/**
 * Peterson's algorithm implements a lock: without flags and turn, it lets a process in only if none is inside.
 *
 * Exhaustive, in 20 states.
 *
 * Checks `models/classic/peterson.ts`.
 */
const spec = peterson.refines('it is a lock', lock, s => ({
  process: s.process.map(({ pc }) => ({ pc: pc === 'critical' ? ('inside' as const) : ('outside' as const) })),
}))

export default spec

export const expected = expectations(spec, {
  base: { census: [20, 34, 6] },
  'turn before flag': { fails: { 'it is a lock': 6 }, census: [32, 60, 7] },
  'without turn': { fails: { 'no deadlock': 2 }, census: [8, 12, 3] },
})
