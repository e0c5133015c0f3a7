import { expectations } from 'interleave-checker'
import { chandyMisra } from '../../models/classic/chandy-misra.ts'

/**
 * Every philosopher of Chandy and Misra eats again and again, if all are weakly fair: eating makes forks dirty, and dirty
 * forks are given away. If they stay clean, whoever has eaten keeps its forks and starves its neighbours.
 *
 * That is what TLC says of NobodyStarves for DiningPhilosophers.tla, with five philosophers in 67 states. A step that changes
 * nothing is one in which a philosopher looks in vain; such steps make no run fair there that is not fair here.
 *
 * Exhaustive, since they dine forever; with eleven (`--set philosophers=11`) it holds in 4,099 (45,089 transitions,
 * depth 64).
 *
 * Checks `models/classic/chandy-misra.ts`.
 */
const spec = chandyMisra
  .withoutVariants('eats with dirty forks')
  .fair({ weak: ['philosopher'] })
  .infinitelyOften('every philosopher eats', (_s, me) => !me.hungry, { of: 'philosopher' })
  .variant('nobody is fair', {}, { fair: {} })
  .variant('whoever eats may eat forever', {}, { fair: { weak: ['philosopher: Loop', 'philosopher: Think'] } })
export default spec

export const expected = expectations(spec, {
  base: { census: [67, 335, 28] },
  'forks stay clean': { fails: { 'every philosopher eats': [5, 8] }, census: [36, 180, 8] },
  'nobody is fair': { fails: { 'every philosopher eats': [0, 1] }, census: [67, 335, 28] },
  'whoever eats may eat forever': { fails: { 'every philosopher eats': [6, 4] }, census: [67, 335, 28] },
})
