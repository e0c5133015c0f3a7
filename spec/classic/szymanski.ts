import { expectations } from 'interleave-checker'
import { szymanski } from '../../models/classic/szymanski.ts'

const inside = 'await all higher flag[j] < 2 or > 3'

/**
 * Szymanski's lock excludes, and whoever raises its flag gets inside. That needs no fairness, as in Peterson's lock: whoever
 * goes round comes to a door that only the others can open. Nobody is obliged to want the lock.
 *
 * Each of four parts is needed for both claims. Whoever waits in the room misses the open door if the others go through it
 * out of order, or if the last of them does not wait for it; whoever waits before the first door is overtaken if nobody waits
 * in the room, or if the door never closes.
 *
 * Exhaustive for three processes, in 553 states, if each looks at all flags at once; with five (`--set processes=5`) all
 * claims hold in 33,813 (115,913 transitions, depth 30).
 */
const spec = szymanski
  .invariant('at most one process is inside', s => s.process.filter(p => p.pc === inside).length <= 1)
  .reachable('the last process gets inside', s => s.process.at(-1)?.pc === inside)
  .reachable('two wait in the room', s => s.flag.filter(flag => flag === 2).length === 2)
  .fair({
    weak: [
      'process: await all flag[j] < 3',
      'process: flag[i] = 3',
      'process: any flag[j] == 1',
      'process: flag[i] = 2',
      'process: await any flag[j] == 4',
      'process: flag[i] = 4',
      'process: await all lower flag[j] < 2',
      'process: await all higher flag[j] < 2 or > 3',
      'process: flag[i] = 0',
    ],
  })
  .leadsTo(
    'who raises its flag gets inside',
    (_s, me) => me.pc === 'await all flag[j] < 3',
    (_s, me) => me.pc === inside,
    { of: 'process' },
  )
  .canAlways('everyone can get inside', (_s, me) => me.pc === inside, { of: 'process' })
  .variant('goes inside out of order', { inOrder: false })
  .variant('closes the room before all are through', { letsOthersThrough: false })
  .variant('nobody waits in the room', { waitsInRoom: false })
  .variant('the first door never closes', { closesFirstDoor: false })
  .variant('nobody is fair', {}, { fair: {} })

export default spec
export const expected = expectations(spec, {
  base: { census: [553, 1163, 18] },
  'goes inside out of order': {
    fails: { 'at most one process is inside': 12, 'who raises its flag gets inside': [6, 8] },
    census: [1188, 2999, 35],
  },
  'closes the room before all are through': {
    fails: { 'at most one process is inside': 22, 'who raises its flag gets inside': [6, 8] },
    census: [1155, 2840, 35],
  },
  'nobody waits in the room': {
    fails: {
      'at most one process is inside': 12,
      'two wait in the room': 'never',
      'who raises its flag gets inside': [1, 8],
    },
    census: [512, 1232, 21],
  },
  'the first door never closes': {
    fails: { 'at most one process is inside': 12, 'who raises its flag gets inside': [5, 8] },
    census: [1160, 3008, 23],
  },
  'nobody is fair': { census: [553, 1163, 18] },
})
