/**
 * Prisoners and switches (TLA+ examples, Prisoners.tla; a puzzle of the radio programme Car Talk): prisoners are brought one by
 * one into a room with two switches, in any order. Whoever is in the room must flip one of them. They are freed as soon as
 * one of them says, rightly, that all have been there.
 *
 * One of them counts. Each of the others turns switch A on twice if it is off, and the counter turns it off; whoever has
 * nothing to say by it flips switch B. Twice, since nobody knows how switch A was in the beginning.
 */

import { model, oneOf } from 'interleave-checker'

export const prisoners = model('prisoners', {
  /** All of them, the counter included. */
  prisoners: 4,
  /** How often each turns switch A on. */
  times: 2,
  /** Mutant: the counter waits for this many more. */
  more: 0,
})
  .shared(() => oneOf([false, true].flatMap(a => [false, true].map(b => ({ a, b })))))
  .process('prisoner', {
    count: c => c.prisoners - 1,
    locals: () => ({ turnedOn: 0 }),
    steps: {
      'is in the room': (s, me, c) => {
        if (!s.a && me.turnedOn < c.times) {
          s.a = true
          me.turnedOn++
        } else {
          s.b = !s.b
        }
        return 'is in the room'
      },
    },
  })
  .process('counter', {
    locals: () => ({ count: 0 }),
    steps: {
      'is in the room': (s, me) => {
        if (s.a) {
          s.a = false
          me.count++
        } else {
          s.b = !s.b
        }
        return 'is in the room'
      },
    },
  })
  // A counter that counts the first time that switch A is on may be misled by its initial position.
  .variant('each turns it on once', { times: 1 })
  .variant('the counter waits for one more', { more: 1 })
