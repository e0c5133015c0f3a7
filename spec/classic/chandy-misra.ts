import { expectations } from 'interleave-checker'
import { chandyMisra } from '../../models/classic/chandy-misra.ts'

/**
 * Neighbours never eat at the same time, and there is no deadlock. In fact no two philosophers eat at the same time, which
 * the original does not say: a dirty fork is handed over whether or not it is wanted.
 *
 * The census is TLC's for DiningPhilosophers.tla with five philosophers: 67 states, 336 generated, depth 29 (TLC counts
 * states, not steps). With `--set philosophers=17` there are 262,147 states and 4,456,499 transitions, depth 100, as in TLC.
 * Exhaustive, since they dine forever; with 19 all claims hold in 1,048,579 states (19,923,001 transitions, depth 112).
 */
const spec = chandyMisra
  .invariant('neighbours never eat at the same time', s => {
    const eats = s.philosopher.map(p => p.pc === 'Eat')
    return eats.every((here, i) => !here || !eats[(i + 1) % eats.length])
  })
  .invariant('an eating philosopher holds two clean forks', s => {
    return s.philosopher.every((p, id) => {
      const forks = [s.forks[id], s.forks[(id + 1) % s.forks.length]]
      return p.pc !== 'Eat' || forks.every(fork => fork?.holder === id && fork.clean)
    })
  })
  .invariant('at most one philosopher eats', s => s.philosopher.filter(p => p.pc === 'Eat').length <= 1)
  .reachable('the first philosopher eats', s => s.philosopher[0]?.pc === 'Eat')
  .reachable('the last philosopher eats', s => s.philosopher.at(-1)?.pc === 'Eat')
  .reachable('one eats while its neighbour is hungry', s => {
    return s.philosopher.some((p, i) => p.pc === 'Eat' && s.philosopher[(i + 1) % s.philosopher.length]?.hungry)
  })

export default spec
export const expected = expectations(spec, {
  base: { census: [67, 335, 28] },
  'eats with dirty forks': {
    fails: {
      'neighbours never eat at the same time': 2,
      'an eating philosopher holds two clean forks': 1,
      'at most one philosopher eats': 2,
    },
    census: [78224, 391120, 79],
  },
  'forks stay clean': {
    fails: { 'the first philosopher eats': 'never', 'the last philosopher eats': 'never' },
    census: [36, 180, 8],
  },
})
