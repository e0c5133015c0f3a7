import { expectations } from 'interleave-checker'
import { diningPhilosophers } from '../../models/classic/dining-philosophers.ts'

/**
 * The philosophers deadlock, each with one fork in hand, unless one of them takes its forks the other way round.
 *
 * Exhaustive for four, who eat forever, in 118 states, and for five in 392; twelve (`--variant 'one takes the forks the
 * other way round' --set philosophers=12`) do not deadlock, in 1,118,878 states (9,415,128 transitions, depth 33).
 */
const spec = diningPhilosophers
  // At this label a philosopher eats, or has just eaten and still holds both forks.
  .invariant('neighbours never eat at the same time', s => {
    const eats = s.philosopher.map(p => p.pc === 'put back second')
    return eats.every((here, i) => !here || !eats[(i + 1) % eats.length])
  })
  .invariant('an eating philosopher holds two forks', s => {
    return s.philosopher.every((p, id) => p.pc !== 'put back second' || s.fork.filter(held => held === id).length === 2)
  })
  .reachable('the first philosopher eats', s => s.philosopher[0]?.pc === 'put back second')
  .reachable('the last philosopher eats', s => s.philosopher.at(-1)?.pc === 'put back second')
  .reachable('two eat at the same time', s => s.philosopher.filter(p => p.pc === 'put back second').length === 2)
  .variant('five philosophers', { philosophers: 5 })
  .variant('five, one takes the forks the other way round', { philosophers: 5, oneReversed: true })

export default spec

export const expected = expectations(spec, {
  base: {
    fails: {
      'no deadlock': 4,
    },
    census: [118, 340, 10],
  },
  'one takes the forks the other way round': {
    census: [79, 208, 9],
  },
  'five philosophers': {
    fails: {
      'no deadlock': 5,
    },
    census: [392, 1415, 13],
  },
  'five, one takes the forks the other way round': {
    census: [261, 876, 12],
  },
})
