/**
 * The dining philosophers with clean and dirty forks (K. M. Chandy, J. Misra, "The drinking philosophers problem", 1984;
 * TLA+ examples, DiningPhilosophers.tla). Philosophers pass forks to each other. A dirty fork is cleaned and handed over, a
 * clean one is kept, and eating makes both dirty, so a philosopher that has eaten yields to its neighbours.
 */

import { model } from 'interleave-checker'

export interface Fork {
  holder: number
  clean: boolean
}

export const chandyMisra = model('chandy-misra', {
  philosophers: 5,
  /** Mutant: a philosopher eats with dirty forks. */
  needsClean: true,
  /** Mutant: forks stay clean after a meal. */
  dirties: true,
})
  // Each fork starts with the lower-numbered of its two philosophers.
  .shared(c => ({
    forks: Array.from({ length: c.philosophers }, (_, fork): Fork => ({ holder: fork === 1 ? 0 : fork, clean: false })),
  }))
  .process('philosopher', {
    count: c => c.philosophers,
    locals: () => ({ hungry: true }),
    steps: {
      Loop: (s, me, c) => {
        const left = s.forks[me.id]!
        const right = s.forks[(me.id + 1) % c.philosophers]!
        const holdsBoth = left.holder === me.id && right.holder === me.id
        const canEat = holdsBoth && ((left.clean && right.clean) || !c.needsClean)
        if (left.holder === me.id && !left.clean) {
          left.holder = (me.id + c.philosophers - 1) % c.philosophers
          left.clean = true
        } else if (right.holder === me.id && !right.clean) {
          right.holder = (me.id + 1) % c.philosophers
          right.clean = true
        }
        if (!me.hungry) return 'Think'
        return canEat ? 'Eat' : 'Loop'
      },
      Eat: (s, me, c) => {
        me.hungry = false
        for (const fork of [me.id, (me.id + 1) % c.philosophers]) s.forks[fork]!.clean = !c.dirties
        return 'Loop'
      },
      Think: (_s, me) => {
        me.hungry = true
        return 'Loop'
      },
    },
  })
  .variant('eats with dirty forks', { needsClean: false })
  .variant('forks stay clean', { dirties: false })
