import { expectations } from 'interleave-checker'
import { coffeeCan } from '../../models/classic/coffee-can.ts'

/**
 * The last bean is white exactly if the number of white ones was odd: whether it is odd never changes.
 *
 * The census is TLC's for CoffeeCan.tla with 100 beans, 5,150 states and 20,002 generated, of which all 5,150 are initial
 * ones. With `--set beans=1000` it has 501,500 states and 1,498,502 transitions, which is TLC's as well (2,000,002
 * generated). Exhaustive for each number of beans up to that one.
 */
const spec = coffeeCan
  .transition(
    'whether the white beans are odd does not change',
    (before, after) => before.white % 2 === after.white % 2,
  )
  .transition('there are fewer beans', (before, after) => {
    const beans = before.black + before.white
    return beans === 1 || after.black + after.white === beans - 1
  })
  .reachable('the last bean is black', s => s.black === 1 && s.white === 0)
  .reachable('the last bean is white', s => s.black === 0 && s.white === 1)

export default spec
export const expected = expectations(spec, {
  base: { census: [5150, 14852, 0] },
  'a white bean for two white ones': {
    fails: { 'whether the white beans are odd does not change': 1 },
    census: [65, 137, 0],
  },
})
