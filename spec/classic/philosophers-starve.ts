import { expectations } from 'interleave-checker'
import { diningPhilosophers } from '../../models/classic/dining-philosophers.ts'

/**
 * Philosophers who do not deadlock can still starve: the neighbours may hold a fork whenever the hungry one looks. Weak
 * fairness permits that, since the fork is available again and again but never continuously; strong fairness of taking forks
 * rules it out. If all take the same fork first, no fairness prevents the deadlock.
 *
 * Exhaustive for four, in 118 states, and for three.
 *
 * Checks `models/classic/dining-philosophers.ts`.
 */
const spec = diningPhilosophers
  .fair({ weak: ['philosopher'], strong: ['philosopher: take first', 'philosopher: take second'] })
  .infinitelyOften('every philosopher eats', (_s, me) => me.pc === 'put back second', { of: 'philosopher' })
  .infinitelyOften('some philosopher eats', s => s.philosopher.some(p => p.pc === 'put back second'), {
    fair: { weak: ['philosopher'] },
  })
  .canAlways('every philosopher can eat', (_s, me) => me.pc === 'put back second', { of: 'philosopher' })
  .variant(
    'three, one the other way round, weakly fair',
    { philosophers: 3, oneReversed: true },
    { fair: { weak: ['philosopher'] } },
  )

export default spec

export const expected = expectations(spec, {
  base: {
    fails: {
      'every philosopher eats': [4, 0],
      'some philosopher eats': [4, 0],
      'every philosopher can eat': 4,
      'no deadlock': 4,
    },
    census: [118, 340, 10],
  },
  'one takes the forks the other way round': { census: [79, 208, 9] },
  'three, one the other way round, weakly fair': {
    fails: { 'every philosopher eats': [0, 4] },
    census: [24, 46, 6],
  },
})
