import { expectations } from 'interleave-checker'
import { bakery } from '../../models/classic/bakery.ts'

/**
 * The bakery algorithm is free of starvation, if both processes are weakly fair and tickets do not overflow: the smaller
 * ticket goes first, and a later process draws a larger one.
 *
 * The largest ticket overflows to 0, and its holder is overtaken again and again; with eight tickets that takes 38 steps. If
 * both tickets are equal, both processes wait forever.
 *
 * Exhaustive for three entries per process and for eight tickets.
 *
 * Checks `models/classic/bakery.ts`.
 */
const spec = bakery
  .fair({ weak: ['P'] })
  .leadsTo(
    'a process that draws a ticket gets inside',
    (_s, me) => me.pc === 'turn[i] = turn[1-i] + 1',
    (_s, me) => me.pc === 'mutex--',
    { of: 'P' },
  )
  .variant('eight tickets', { tickets: 8 })

export default spec

export const expected = expectations(spec, {
  base: { fails: { 'a process that draws a ticket gets inside': [1520, 6] }, census: [6196, 9850, 1534] },
  'no overflow': { census: [871, 1298, 36] },
  'no overflow, drawing is not announced': { census: [673, 1060, 36] },
  'draws an equal ticket': {
    fails: { 'a process that draws a ticket gets inside': [4, 0], 'no deadlock': 4 },
    census: [388, 702, 36],
  },
  'eight tickets': { fails: { 'a process that draws a ticket gets inside': [32, 6] }, census: [244, 426, 46] },
})
