import { expectations, model, when } from 'interleave-checker'
import { peterson } from '../../models/classic/peterson.ts'

/** The abstract lock: two processes, at most one of them inside; one that waits gets in, if the lock is free again and again. */
const lock = model('lock')
  .process('process', {
    count: 2,
    steps: {
      outside: () => 'waiting' as const,
      waiting: s => when(s.process.every(({ pc }) => pc !== 'inside')),
      inside: () => 'outside' as const,
    },
  })
  .fair({ weak: ['process: inside'], strong: ['process: waiting'] })
  .leadsTo(
    'who waits gets in',
    (_s, me) => me.pc === 'waiting',
    (_s, me) => me.pc === 'inside',
    { of: 'process' },
  )

const seenAs = { announce: 'outside', yield: 'waiting', wait: 'waiting', critical: 'inside', done: 'done' } as const

/**
 * Peterson's algorithm implements a lock: without flags and turn, it lets a process in only if none is inside, and a process that
 * waits gets in, provided neither stops while waiting or inside.
 *
 * Exhaustive, in 20 states.
 *
 * Checks `models/classic/peterson.ts`.
 */
const spec = peterson
  .fair({ weak: ['process: yield', 'process: wait', 'process: critical'] })
  .refines('it is a lock', lock, s => ({ process: s.process.map(({ pc }) => ({ pc: seenAs[pc] })) }))
  .variant('stays inside', { leaves: false })

export default spec

export const expected = expectations(spec, {
  base: { census: [20, 34, 6] },
  'turn before flag': {
    fails: { 'it is a lock': 6, 'it is a lock: strong fairness of process: waiting': [0, 8] },
    census: [32, 60, 7],
  },
  'without turn': {
    fails: {
      'it is a lock: no deadlock': 2,
      'it is a lock: strong fairness of process: waiting': [2, 0],
      'it is a lock: who waits gets in': [2, 0],
      'no deadlock': 2,
    },
    census: [8, 12, 3],
  },
  'stays inside': {
    fails: {
      'it is a lock: weak fairness of process: inside': [5, 1],
      'it is a lock: who waits gets in': [5, 1],
    },
    census: [16, 26, 5],
  },
})
