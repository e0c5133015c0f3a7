import { expectations, model, when } from 'interleave-checker'
import { counterFlip } from '../../models/rcu/counter-flip.ts'

/** RCU as its callers see it: a grace period lasts until the readers have left that were inside when it began. */
const rcu = model('RCU', { readers: 1, updaters: 1 })
  .shared(c => ({ mustLeave: Array.from({ length: c.updaters }, (): readonly number[] => []) }))
  .process('reader', {
    count: c => c.readers,
    steps: {
      outside: () => 'inside' as const,
      inside: (s, me) => {
        s.mustLeave = s.mustLeave.map(readers => readers.filter(reader => reader !== me.id))
        return 'outside' as const
      },
    },
  })
  .process('updater', {
    count: c => c.updaters,
    steps: {
      idle: (s, me) => {
        s.mustLeave[me.id] = s.reader.flatMap(({ pc }, reader) => (pc === 'inside' ? [reader] : []))
        return 'waiting' as const
      },
      waiting: (s, me) => {
        when(s.mustLeave[me.id]?.length === 0)
        return 'idle' as const
      },
    },
  })
  .fair({ weak: ['reader: inside', 'updater: waiting'] })
  .leadsTo(
    'a grace period ends',
    (_s, me) => me.pc === 'waiting',
    (_s, me) => me.pc === 'idle',
    { of: 'updater' },
  )

/**
 * RCU by a pair of counters implements RCU: a grace period ends, and no sooner than it may.
 *
 * It does so if readers leave and the updater goes on, and with two updaters if each gets the lock that is free again and again. If a
 * grace period did not turn later readers to the other slot, it would still be no shorter than it may, but two readers that
 * take turns could keep it waiting forever: so what turning is for shows here alone.
 *
 * Exhaustive: 56 states with one reader and one updater, up to 2,034 with two of each.
 *
 * Checks `models/rcu/counter-flip.ts`.
 */
const spec = counterFlip
  .fair({ weak: ['reader: atomic_dec(&rcu_refcnt[idx])', 'updater'] })
  .refines(
    'it is RCU',
    rcu,
    s => ({
      mustLeave: s.rcu.mustLeave,
      reader: s.reader.map(({ pc }) => ({
        pc: pc === 'atomic_dec(&rcu_refcnt[idx])' ? ('inside' as const) : ('outside' as const),
      })),
      updater: s.updater.map(({ pc }) => ({
        pc: pc === 'synchronize_rcu' ? ('idle' as const) : ('waiting' as const),
      })),
    }),
    { constants: c => ({ readers: c.readers, updaters: c.updaters }) },
  )
  .variant('two readers', { readers: 2 })
  .variant('two updaters', { updaters: 2 })
  .variant(
    'two readers, two updaters',
    { readers: 2, updaters: 2 },
    {
      fair: { weak: ['reader: atomic_dec(&rcu_refcnt[idx])', 'updater'], strong: ['updater: spin_lock(&rcu_gp_lock)'] },
    },
  )
  .variant('one flip', { flips: 1 })
  .variant('readers may stay', {}, { fair: { weak: ['updater'] } })
  .variant('later readers are not turned away', { readers: 2, turns: false })

export default spec

export const expected = expectations(spec, {
  base: { census: [56, 108, 18] },
  'two readers': { census: [354, 1018, 20] },
  'two updaters': {
    fails: {
      'it is RCU: weak fairness of updater: waiting': [1, 9],
      'it is RCU: a grace period ends': [1, 9],
    },
    census: [252, 598, 19],
  },
  'two readers, two updaters': { census: [2034, 6574, 21] },
  'one flip': { fails: { 'it is RCU': 14 }, census: [88, 170, 24] },
  'readers may stay': { census: [56, 108, 18] },
  'later readers are not turned away': {
    fails: {
      'it is RCU: weak fairness of updater: waiting': [6, 6],
      'it is RCU: a grace period ends': [6, 6],
    },
    census: [109, 310, 12],
  },
})
