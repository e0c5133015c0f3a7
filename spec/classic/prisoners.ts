import { expectations } from 'interleave-checker'
import { prisoners } from '../../models/classic/prisoners.ts'

/**
 * What the counter says in the end is true, and it says it, if all are brought into the room again and again.
 *
 * If each turned the switch on only once, one turn could be how the switch was in the beginning. If the counter made sure
 * by waiting for one turn more, it might wait forever, since the switch may have been off.
 *
 * The census is TLC's for Prisoners.tla with four prisoners: 214 states, 860 generated of which 4 are initial, depth 14,
 * which counts states. Exhaustive, since they are brought in forever; with eight (`--set prisoners=8`) all claims hold in
 * 17,494 (139,952 transitions, depth 29).
 */
const spec = prisoners
  .invariant('what the counter says is true', {
    given: (s, c) => s.counter[0]!.count >= turns(c),
    then: s => s.prisoner.every(p => p.turnedOn > 0),
  })
  .fair({ weak: ['prisoner', 'counter'] })
  .eventually('the counter knows', (s, c) => s.counter[0]!.count >= turns(c))
  .variant('the counter need not come', {}, { fair: { weak: ['prisoner'] } })
  .variant('nobody need come', {}, { fair: {} })

/** How many turns the counter waits for. */
function turns(c: { readonly prisoners: number; readonly times: number; readonly more: number }): number {
  return c.times * (c.prisoners - 1) + c.more
}

export default spec

export const expected = expectations(spec, {
  base: { census: [214, 856, 13] },
  'each turns it on once': { fails: { 'what the counter says is true': 5 }, census: [62, 248, 7] },
  'the counter waits for one more': { fails: { 'the counter knows': [12, 4] }, census: [214, 856, 13] },
  'the counter need not come': { fails: { 'the counter knows': [0, 4] }, census: [214, 856, 13] },
  'nobody need come': { fails: { 'the counter knows': [0, 2] }, census: [214, 856, 13] },
})
