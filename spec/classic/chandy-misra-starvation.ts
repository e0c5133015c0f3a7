import { expectations } from 'interleave-checker'
import { chandyMisra } from '../../models/classic/chandy-misra.ts'

/**
 * With weak fairness, every philosopher eats infinitely often: eating makes forks dirty, and dirty forks are handed over. If
 * forks stay clean, a philosopher that has eaten keeps them and starves its neighbours.
 *
 * TLC gives the same verdict for NobodyStarves of DiningPhilosophers.tla, with five philosophers in 67 states. Its
 * stuttering steps are a philosopher's unsuccessful looks; they make no run fair that is not fair here.
 *
 * Exhaustive, since they dine forever; with eleven (`--set philosophers=11`) it holds in 4,099 states (45,089 transitions,
 * depth 64).
 *
 * Checks `models/classic/chandy-misra.ts`.
 */
const spec = chandyMisra
  .withoutVariants('eats with dirty forks')
  .fair({ weak: ['philosopher'] })
  .infinitelyOften('every philosopher eats', (_s, me) => !me.hungry, { of: 'philosopher' })
  .variant('no fairness', {}, { fair: {} })
  .variant('a meal may last forever', {}, { fair: { weak: ['philosopher: Loop', 'philosopher: Think'] } })
export default spec

export const expected = expectations(spec, {
  base: { census: [67, 335, 28] },
  'forks stay clean': { fails: { 'every philosopher eats': [5, 8] }, census: [36, 180, 8] },
  'no fairness': { fails: { 'every philosopher eats': [0, 1] }, census: [67, 335, 28] },
  'a meal may last forever': { fails: { 'every philosopher eats': [6, 4] }, census: [67, 335, 28] },
})
