/**
 * The cat in its boxes (TLA+ examples, Cat.tla): boxes stand in a line, and a cat hides in one of them. It moves to a box beside
 * it every night, and every morning one box is opened.
 *
 * Whoever looks into the boxes in turn, except the two at the ends, and into the last of them twice before turning back,
 * finds the cat.
 */

import { choose, model, oneOf } from 'interleave-checker'

export const movingCat = model('moving cat', {
  boxes: 5,
  /** Mutant: turns back without looking twice. */
  looksTwice: true,
  /** Mutant: the cat may stay where it is. */
  moves: true,
})
  .assume('there is a box between two others', c => c.boxes >= 3)
  // The search may begin anywhere.
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

/** The boxes that are opened: all but those at the ends. */
function inner(boxes: number): number[] {
  return allOf(boxes).slice(1, -1)
}
