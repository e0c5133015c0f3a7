/**
 * Szymanski's lock for any number of processes (B. K. Szymanski, "A simple solution to Lamport's concurrent programming
 * problem with linear wait", 1988). There is a waiting room with two doors. Processes enter through the first door while it
 * is open. The last to enter closes it and opens the second, and those in the room go through in the order of their numbers.
 * The last of them reopens the first door.
 *
 * The flag of a process says where it is: 0 elsewhere, 1 before the first door, 2 waiting in the room, 3 in the doorway, 4
 * past the closed first door. A process reads all flags in one step.
 */

import { model, when } from 'interleave-checker'

export const szymanski = model('szymanski', {
  processes: 3,
  /** Mutant: processes do not wait for lower-numbered ones before entering. */
  inOrder: true,
  /** Mutant: a leaving process does not wait until all in the room have seen the second door open. */
  letsOthersThrough: true,
  /** Mutant: processes in the room do not wait for the last to enter. */
  waitsInRoom: true,
  /** Mutant: the first door never closes. */
  closesFirstDoor: true,
})
  .shared(c => ({ flag: Array<number>(c.processes).fill(0) }))
  .process('process', {
    count: c => c.processes,
    steps: {
      'flag[i] = 1': (s, me) => {
        s.flag[me.id] = 1
      },
      'await all flag[j] < 3': (s, _me, c) => {
        when(!c.closesFirstDoor || s.flag.every(flag => flag < 3))
      },
      'flag[i] = 3': (s, me) => {
        s.flag[me.id] = 3
      },
      'any flag[j] == 1': (s, _me, c) => {
        return c.waitsInRoom && s.flag.includes(1) ? 'flag[i] = 2' : 'flag[i] = 4'
      },
      'flag[i] = 2': (s, me) => {
        s.flag[me.id] = 2
      },
      'await any flag[j] == 4': s => {
        when(s.flag.includes(4))
      },
      'flag[i] = 4': (s, me) => {
        s.flag[me.id] = 4
      },
      'await all lower flag[j] < 2': (s, me, c) => {
        when(!c.inOrder || s.flag.every((flag, j) => j >= me.id || flag < 2))
      },
      // In the critical section from here on.
      'await all higher flag[j] < 2 or > 3': (s, me, c) => {
        when(!c.letsOthersThrough || s.flag.every((flag, j) => j <= me.id || flag < 2 || flag > 3))
      },
      'flag[i] = 0': (s, me) => {
        s.flag[me.id] = 0
        return 'flag[i] = 1'
      },
    },
  })
  .span('process', 'inside', (_s, me) => me.pc === 'await all higher flag[j] < 2 or > 3')
