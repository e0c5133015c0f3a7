import { expectations } from 'interleave-checker'
import { coffeeCan } from '../../models/classic/coffee-can.ts'

/**
 * The last bean is white exactly if the number of white beans was odd, since its parity never changes.
 *
 * The census is TLC's for CoffeeCan.tla with 100 beans: 5,150 states, all of them initial, and 20,002 generated. With `--set
 * beans=1000` there are 501,500 states and 1,498,502 transitions, as in TLC (2,000,002 generated). Exhaustive for each
 * number of beans up to that one.
 */
const spec = coffeeCan
  .transition('the parity of the white beans never changes', (before, after) => before.white % 2 === after.white % 2)
  .transition('each step removes one bean', (before, after) => {
    const beans = before.black + before.white
    return beans === 1 || after.black + after.white === beans - 1
  })
  .reachable('the last bean is black', s => s.black === 1 && s.white === 0)
  .reachable('the last bean is white', s => s.black === 0 && s.white === 1)

export default spec
export const expected = expectations(spec, {
  base: { census: [5150, 14852, 0] },
  'two white beans become a white one': {
    fails: { 'the parity of the white beans never changes': 1 },
    census: [65, 137, 0],
  },
})
