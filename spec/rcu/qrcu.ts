import { expectations } from 'interleave'
import { qrcu } from '../../models/rcu/qrcu.ts'

/**
 * QRCU's updaters wait for every reader that they have to wait for, which the model's own assertion checks.
 *
 * The sizes are readers x updaters; the base is 1x2. Its censuses are those that other checkers give for the same steps.
 * Summing the counters only once is a mistake that takes two updaters to show.
 */
const spec = qrcu
  .invariant('the counters never go below 0', s => s.ctr.every(n => n >= 0))
  .invariant('the current period has a count of its own', s => (s.ctr[s.idx] ?? 0) >= 1)
  .invariant('the mutex is held by an updater that has taken it', s => {
    const holders = s.updater.flatMap((u, id) =>
      ['bump', 'flip', 'drop', 'wait', 'unlock'].includes(u.pc) ? [id] : [],
    )
    return s.mutex === null ? holders.length === 0 : holders.length === 1 && holders[0] === s.mutex
  })
  .reachable('every reader is done', s => s.reader.every(r => r.pc === 'done'))
  .reachable('an updater takes the fast path past a reader', s => {
    return s.updater.some(u => u.pc === 'verify' && u.sum <= 1) && s.reader.some(r => r.pc === 'inside')
  })
  .reachable('an updater waits for a reader', s => {
    return s.updater.some(u => u.pc === 'wait') && s.ctr[1 - s.idx] === 1
  })
  .variant('1x1', { readers: 1, updaters: 1 })
  .variant('2x1', { readers: 2, updaters: 1 })
  .variant('no re-summation, 1x1', { readers: 1, updaters: 1, resum: false })
  .variant('no re-summation, 2x1', { readers: 2, updaters: 1, resum: false })

export default spec

export const expected = expectations(spec, {
  base: {
    census: [27269, 64479, 47],
  },
  'no re-summation': {
    fails: {
      'no assertion fails': 18,
    },
    census: [20547, 46248, 45],
  },
  '1x1': {
    census: [285, 472, 24],
  },
  '2x1': {
    census: [5157, 11345, 41],
  },
  'no re-summation, 1x1': {
    census: [245, 391, 22],
  },
  'no re-summation, 2x1': {
    census: [4745, 10301, 39],
  },
})
