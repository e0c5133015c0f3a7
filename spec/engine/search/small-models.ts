/** Small models with state graphs that can be seen at a glance, and parts of the outcomes of searching them. */

import { choose, model, when } from '../../../src/index.ts'
import type { ClaimOutcome, Outcome } from '../../../src/outcome/outcome.ts'

export function claimOf(outcome: Outcome, name: string): ClaimOutcome {
  const found = outcome.claims.find(claim => claim.name === name)
  if (found === undefined) throw new Error(`there is no claim '${name}'`)
  return found
}

/** Each claim of the author with its verdict, and with its steps where it has some. */
export function verdicts(outcome: Outcome) {
  return Object.fromEntries(
    outcome.claims.map(({ name, verdict, steps }) => [name, steps === undefined ? verdict : `${verdict} in ${steps}`]),
  )
}

/** Two counters that go up by turns of their own choice: a grid of `size` by `size` states. */
export const grid = model('grid', { size: 3 })
  .shared(() => ({ x: 0, y: 0 }))
  .action('right', (s, c) => {
    when(s.x < c.size - 1)
    s.x++
  })
  .action('up', (s, c) => {
    when(s.y < c.size - 1)
    s.y++
  })

export const ring = model('ring', { size: 5 })
  .shared(() => ({ at: 0 }))
  .action('go', (s, c) => {
    s.at = (s.at + 1) % c.size
  })

/** One choice apart, then together again by steps of different kinds. */
export const diamond = model('diamond')
  .shared(() => ({ side: '' }))
  .process('p', {
    steps: {
      part: s => {
        s.side = choose('left', 'right')
      },
      meet: s => {
        s.side = ''
      },
    },
  })
