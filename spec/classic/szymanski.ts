import { expectations } from 'interleave-checker'
import { szymanski } from '../../models/classic/szymanski.ts'

const inside = 'await all higher flag[j] < 2 or > 3'

/**
 * Szymanski's lock ensures mutual exclusion without starvation. As with Peterson's lock, this needs no fairness among the
 * processes: one that keeps entering reaches a door that only the others can open. A process need not want the lock.
 *
 * Both claims need all four parts. A process waiting in the room misses the open door if others go through out of order, or
 * if the last of them does not wait for it. A process before the first door is overtaken if nobody waits in the room, or if
 * that door never closes.
 *
 * Exhaustive for three processes, each of which reads all flags in one step, in 553 states; with five (`--set processes=5`)
 * all claims hold in 33,813 states (115,913 transitions, depth 30).
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
    'a process that raises its flag gets inside',
    (_s, me) => me.pc === 'await all flag[j] < 3',
    (_s, me) => me.pc === inside,
    { of: 'process' },
  )
  .canAlways('everyone can get inside', (_s, me) => me.pc === inside, { of: 'process' })
  .variant('enters out of order', { inOrder: false })
  .variant('closes the room before all are through', { letsOthersThrough: false })
  .variant('nobody waits in the room', { waitsInRoom: false })
  .variant('the first door never closes', { closesFirstDoor: false })
  .variant('no fairness', {}, { fair: {} })

export default spec
export const expected = expectations(spec, {
  base: { census: [553, 1163, 18] },
  'enters out of order': {
    fails: { 'at most one process is inside': 12, 'a process that raises its flag gets inside': [6, 8] },
    census: [1188, 2999, 35],
  },
  'closes the room before all are through': {
    fails: { 'at most one process is inside': 22, 'a process that raises its flag gets inside': [6, 8] },
    census: [1155, 2840, 35],
  },
  'nobody waits in the room': {
    fails: {
      'at most one process is inside': 12,
      'two wait in the room': 'never',
      'a process that raises its flag gets inside': [1, 8],
    },
    census: [512, 1232, 21],
  },
  'the first door never closes': {
    fails: { 'at most one process is inside': 12, 'a process that raises its flag gets inside': [8, 16] },
    census: [1160, 3008, 23],
  },
  'no fairness': { census: [553, 1163, 18] },
})
