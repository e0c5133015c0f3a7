/**
 * The coffee can problem (C. S. Scholten; D. Gries, "The Science of Programming", 1981; TLA+ examples, CoffeeCan.tla). Take
 * two beans out of a can. If they have the same colour, put a black bean back; otherwise put the white one back. What colour
 * is the last bean?
 */

import { model, oneOf, when } from 'interleave-checker'

export const coffeeCan = model('coffee can', {
  beans: 100,
  /** Mutant: two white beans are replaced by a white one. */
  black: true,
})
  .shared(c => oneOf(cans(c.beans)))
  .action('PickSameColorBlack', s => {
    when(s.black >= 2)
    s.black -= 1
  })
  .action('PickSameColorWhite', (s, c) => {
    when(s.white >= 2)
    s.white -= c.black ? 2 : 1
    s.black += c.black ? 1 : 0
  })
  .action('PickDifferentColor', s => {
    when(s.black >= 1 && s.white >= 1)
    s.black -= 1
  })
  .action('Termination', s => {
    when(s.black + s.white === 1)
  })
  .variant('two white beans become a white one', { beans: 10, black: false })

/** All cans with between one and `most` beans. */
function cans(most: number): { black: number; white: number }[] {
  return Array.from({ length: most + 1 }, (_, black) => {
    return Array.from({ length: most + 1 - black }, (_, white) => ({ black, white }))
  })
    .flat()
    .filter(({ black, white }) => black + white > 0)
}
