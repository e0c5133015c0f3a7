/** Models for random runs. */

import { model, when } from 'interleave-checker'

/** More states than any search visits, most of them noise around a bug of two steps. */
export const noisy = model('noisy', { bystanders: 6 })
  .shared(() => ({ armed: false, fired: false, noise: [0, 0, 0, 0, 0, 0] }))
  .process('bystander', {
    count: c => c.bystanders,
    steps: {
      count: (s, me) => {
        s.noise[me.id] = ((s.noise[me.id] ?? 0) + 1) % 12
        return 'count'
      },
    },
  })
  .action('arm', s => {
    when(!s.armed)
    s.armed = true
  })
  .action('fire', s => {
    when(s.armed)
    s.fired = true
  })
  .invariant('nothing is fired', s => !s.fired)

/** Wrong if the first process ends before the second begins: one interleaving in 2^30. */
export const longRace = model('long race', { steps: 30 })
  .shared(() => ({ done: [0, 0], isWrong: false }))
  .process('p', {
    count: 2,
    steps: {
      work: (s, me, c) => {
        const done = (s.done[me.id] ?? 0) + 1
        s.done[me.id] = done
        if (done < c.steps) return 'work'
        if (s.done.includes(0)) s.isWrong = true
        return 'done'
      },
    },
  })
  .invariant('nothing is wrong', s => !s.isWrong)

/** Two walk over a grid of `size` by `size` states. */
export const grid = model('grid', { size: 40 })
  .shared(() => ({ x: 0, y: 0 }))
  .action('x', (s, c) => {
    s.x = (s.x + 1) % c.size
  })
  .action('y', (s, c) => {
    s.y = (s.y + 1) % c.size
  })
