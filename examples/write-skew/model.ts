import { expectations, model } from 'interleave-checker'

/**
 * Two doctors are on call, and one must stay. Each looks whether the other is on call and then goes off, in a transaction under
 * snapshot isolation: it reads from a snapshot, and a commit fails only if another transaction wrote the same row. The two write
 * different rows. The repair: both write a row that they share, here the version of the shift.
 */
const doctors = model('write skew', { doctors: 2, sharedRow: true })
  .shared(c => ({ onCall: Array.from({ length: c.doctors }, () => true), version: 0 }))
  .process('doctor', {
    count: c => c.doctors,
    locals: () => ({ othersOnCall: 0, version: 0 }),
    steps: {
      begin: (s, me) => {
        me.othersOnCall = s.onCall.filter((on, id) => on && id !== me.id).length
        me.version = s.version
      },
      commit: (s, me, c) => {
        if (me.othersOnCall === 0) return 'done'
        if (c.sharedRow && me.version !== s.version) return 'begin' // another one wrote the row: try again
        s.onCall[me.id] = false
        s.version++
        return 'done'
      },
    },
  })
  .invariant('somebody is on call', s => s.onCall.some(on => on))
  .reachable('somebody goes off', s => s.onCall.some(on => !on))
  .variant('different rows', { sharedRow: false })

export default doctors
export const expected = expectations(doctors, {
  base: {},
  'different rows': { fails: { 'somebody is on call': 4 } },
})
