/**
 * Prisoners and switches (TLA+ examples, Prisoners.tla; a puzzle from the radio programme Car Talk). Prisoners are brought
 * one at a time, in any order, into a room with two switches, and must flip exactly one of them. They are freed as soon as
 * one of them correctly announces that all have been there.
 *
 * One prisoner is the counter. Each of the others turns switch A on twice, at visits when it is off; the counter turns it
 * off and counts. A prisoner with nothing to signal flips switch B. Once is not enough, since the initial position of A is
 * unknown.
 */

import { model, oneOf } from 'interleave-checker'

export const prisoners = model('prisoners', {
  /** The number of prisoners, including the counter. */
  prisoners: 4,
  /** How often each prisoner turns switch A on. */
  times: 2,
  /** Mutant: the counter waits for this many additional signals. */
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
  // The initial position of switch A may mislead a counter that expects one signal from each prisoner.
  .variant('one signal per prisoner', { times: 1 })
  .variant('the counter waits for one more signal', { more: 1 })
