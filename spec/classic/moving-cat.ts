import { expectations } from 'interleave-checker'
import { movingCat } from '../../models/classic/moving-cat.ts'

/**
 * The cat is found, wherever it is and wherever the search starts, for odd and even numbers of boxes. This needs no
 * fairness, since a night and the morning after are the only step.
 *
 * A search that turns back at once may always be an odd number of boxes away from the cat; a cat that may stay can change
 * that parity at any time.
 *
 * The censuses are TLC's for Cat.tla with five boxes (30 states, 78 generated) and with six (48, 128); all states are
 * initial. Exhaustive; with thirty boxes (`--set boxes=30`) the cat is found in 1,680 states (3,248 transitions).
 */
const spec = movingCat.eventually('the cat is found', s => s.cat === s.open)

export default spec

export const expected = expectations(spec, {
  base: { census: [30, 48, 0] },
  'six boxes': { census: [48, 80, 0] },
  'does not look twice': { fails: { 'the cat is found': [0, 4] }, census: [30, 48, 0] },
  'the cat may stay': { fails: { 'the cat is found': [0, 6] }, census: [30, 78, 0] },
})
