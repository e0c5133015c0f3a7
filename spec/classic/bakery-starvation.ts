import { expectations } from 'interleave-checker'
import { bakery } from '../../models/classic/bakery.ts'

/**
 * Whoever begins to draw a ticket of the bakery gets inside, if both processes are weakly fair and no ticket is too great:
 * the lesser ticket goes first, and whoever comes later draws a greater one.
 *
 * After the greatest ticket comes 0, and whoever has it is overtaken again and again; with eight tickets that takes 38 steps.
 * Where tickets are the same, both wait forever.
 *
 * Exhaustive, for three entries of each and for eight tickets.
 *
 * Checks `models/classic/bakery.ts`.
 */
const spec = bakery
  .fair({ weak: ['P'] })
  .leadsTo(
    'who draws a ticket gets inside',
    (_s, me) => me.pc === 'turn[i] = turn[1-i] + 1',
    (_s, me) => me.pc === 'mutex--',
    { of: 'P' },
  )
  .variant('eight tickets', { tickets: 8 })

export default spec

export const expected = expectations(spec, {
  base: { fails: { 'who draws a ticket gets inside': [1520, 6] }, census: [6196, 9850, 1534] },
  'no overflow': { census: [871, 1298, 36] },
  'no overflow, nobody shows that it is drawing': { census: [673, 1060, 36] },
  'draws the ticket of the other': {
    fails: { 'who draws a ticket gets inside': [4, 0], 'no deadlock': 4 },
    census: [388, 702, 36],
  },
  'eight tickets': { fails: { 'who draws a ticket gets inside': [32, 6] }, census: [244, 426, 46] },
})
