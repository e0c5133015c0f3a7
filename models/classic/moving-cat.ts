/**
 * The cat in the boxes (TLA+ examples, Cat.tla). Boxes stand in a row, and a cat hides in one of them. Every night it moves
 * to an adjacent box; every morning one box is opened.
 *
 * A strategy that finds the cat: sweep the inner boxes, and open the last one twice before turning back.
 */

import { choose, model, oneOf } from 'interleave-checker'

export const movingCat = model('moving cat', {
  boxes: 5,
  /** Mutant: turns back without opening the last box twice. */
  looksTwice: true,
  /** Mutant: the cat may stay where it is. */
  moves: true,
})
  .assume('there is a box between two others', c => c.boxes >= 3)
  // The search may start anywhere.
  .shared(c =>
    oneOf(allOf(c.boxes).flatMap(cat => inner(c.boxes).flatMap(open => [1, -1].map(way => ({ cat, open, way }))))),
  )
  .action('a night and a morning', (s, c) => {
    const boxes = [s.cat - 1, s.cat + 1, ...(c.moves ? [] : [s.cat])]
    s.cat = choose(...boxes.filter(box => box >= 1 && box <= c.boxes))
    const isLast = s.open + s.way === 1 || s.open + s.way === c.boxes
    if (isLast) s.way = -s.way
    if (!isLast || !c.looksTwice) s.open += s.way
  })
  .variant('six boxes', { boxes: 6 })
  .variant('does not look twice', { looksTwice: false })
  .variant('the cat may stay', { moves: false })

function allOf(boxes: number): number[] {
  return Array.from({ length: boxes }, (_, i) => i + 1)
}

/** The inner boxes, the ones that are opened. */
function inner(boxes: number): number[] {
  return allOf(boxes).slice(1, -1)
}
