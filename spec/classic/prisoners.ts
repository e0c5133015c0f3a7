import { expectations } from 'interleave-checker'
import { prisoners } from '../../models/classic/prisoners.ts'

/**
 * If every prisoner is brought into the room again and again, the counter eventually makes its announcement, and it is
 * right.
 *
 * With one signal per prisoner, one of them could be the initial position of the switch. If the counter waited for one more
 * signal to be safe, it might wait forever, since the switch may have been off.
 *
 * The census is TLC's for Prisoners.tla with four prisoners: 214 states, 4 of them initial, 860 generated, depth 14 (TLC
 * counts states, not steps). Exhaustive, since they are brought in forever; with eight (`--set prisoners=8`) all claims hold
 * in 17,494 states (139,952 transitions, depth 29).
 */
const spec = prisoners
  .invariant('the counter is right', {
    given: (s, c) => s.counter[0]!.count >= turns(c),
    then: s => s.prisoner.every(p => p.turnedOn > 0),
  })
  .fair({ weak: ['prisoner', 'counter'] })
  .eventually('the counter announces', (s, c) => s.counter[0]!.count >= turns(c))
  .variant('the counter need not visit', {}, { fair: { weak: ['prisoner'] } })
  .variant('no prisoner need visit', {}, { fair: {} })

/** The number of signals for which the counter waits. */
function turns(c: { readonly prisoners: number; readonly times: number; readonly more: number }): number {
  return c.times * (c.prisoners - 1) + c.more
}

export default spec

export const expected = expectations(spec, {
  base: { census: [214, 856, 13] },
  'one signal per prisoner': { fails: { 'the counter is right': 5 }, census: [62, 248, 7] },
  'the counter waits for one more signal': { fails: { 'the counter announces': [12, 4] }, census: [214, 856, 13] },
  'the counter need not visit': { fails: { 'the counter announces': [0, 4] }, census: [214, 856, 13] },
  'no prisoner need visit': { fails: { 'the counter announces': [0, 2] }, census: [214, 856, 13] },
})
