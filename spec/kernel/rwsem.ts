import { expectations, model } from 'interleave-checker'
import type { Config } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { holdsNoLockInUserMode, lockOrderHasNoCycle, newLockdep } from '../../models/kernel/lockdep.ts'
import { rcu_read_lock, rcu_read_unlock } from '../../models/kernel/rcu.ts'
import {
  neverSleepsInAtomic,
  neverSleepsInReader,
  neverUnlocksUnlocked,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { down_read, down_write, newRwsem, up_read, up_write } from '../../models/kernel/rwsem.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant =
  | 'none'
  | 'the writer locks for reading'
  | 'the reader does not lock'
  | 'the reader locks again'
  | 'the reader unlocks twice'
  | 'the writer unlocks twice'
  | 'the reader forgets to unlock'
  | 'the writer forgets to unlock'
  | 'the reader locks in a reader of RCU'
  | 'the writer locks in a spinlock'

/** Readers and writers of a value that takes two steps to write. */
const shared = model('rwsem', { config: 'NP' as Config, readers: 2, writers: 2, mutant: 'none' as Mutant })
  .shared(c => ({
    tasks: newTasks(c.readers + c.writers),
    lockdep: newLockdep(c.readers + c.writers),
    sem: newRwsem(),
    spinlock: null as number | null,
    value: 0,
    copy: 0,
  }))
  .process('reader', {
    count: c => c.readers,
    locals: (_c, id) => ({ task: id, torn: false }),
    steps: {
      enter_kernel: (s, me, c) => {
        enter_kernel(s, me)
        if (c.mutant === 'the reader locks in a reader of RCU') rcu_read_lock(s, me, c)
      },
      down_read: (s, me, c) => {
        if (c.mutant !== 'the reader does not lock') return down_read('sem')(s, me, c)
      },
      'down_read, again': (s, me, c) => {
        if (c.mutant === 'the reader locks again') return down_read('sem')(s, me, c)
      },
      read: (s, me, c) => {
        me.torn = s.value !== s.copy
        if (c.mutant === 'the reader does not lock') return 'return_to_user'
      },
      'up_read, the second': (s, me, c) => {
        if (c.mutant === 'the reader locks again') up_read('sem')(s, me)
      },
      up_read: (s, me, c) => {
        if (c.mutant !== 'the reader forgets to unlock') up_read('sem')(s, me)
      },
      'up_read, again': (s, me, c) => {
        if (c.mutant === 'the reader unlocks twice') up_read('sem')(s, me)
        if (c.mutant === 'the reader locks in a reader of RCU') rcu_read_unlock(s, me, c)
      },
      return_to_user,
    },
  })
  .process('writer', {
    count: c => c.writers,
    locals: (c, id) => ({ task: c.readers + id }),
    steps: {
      enter_kernel: (s, me, c) => {
        enter_kernel(s, me)
        if (c.mutant === 'the writer locks in a spinlock') spin_lock('spinlock')(s, me, c)
      },
      down_write: (s, me, c) => {
        const down = c.mutant === 'the writer locks for reading' ? down_read : down_write
        return down('sem')(s, me, c)
      },
      write: s => {
        s.value++
      },
      'write the copy': s => {
        s.copy = s.value
      },
      up_write: (s, me, c) => {
        if (c.mutant === 'the writer locks for reading') up_read('sem')(s, me)
        else if (c.mutant !== 'the writer forgets to unlock') up_write('sem')(s, me)
      },
      'up_write, again': (s, me, c) => {
        if (c.mutant === 'the writer unlocks twice') up_write('sem')(s, me)
        if (c.mutant === 'the writer locks in a spinlock') spin_unlock('spinlock')(s, me, c)
      },
      return_to_user,
    },
  })

/** Where a reader still holds the semaphore. */
const reading: readonly string[] = ['read', 'up_read, the second', 'up_read']

const claim = {
  torn: 'no reader sees half a write',
  alone: 'a writer is alone',
  held: 'every reader holds the semaphore',
  unlock: 'no unlock without a lock',
  lockOrder: 'no lock-order cycle',
  locks: 'no lock is held in user mode',
  sleepInReader: 'no sleep in an RCU reader',
  sleepInAtomic: 'no sleep in atomic context',
  together: 'two read at once',
  waits: 'a writer waits',
  ends: 'all end',
  readReturns: 'down_read() returns',
  writeReturns: 'down_write() returns',
} as const

/**
 * A semaphore admits readers together and a writer alone, and is released as often as it is acquired.
 *
 * A reader that reads again is caught by lock order: in the kernel a writer may be waiting in between.
 *
 * down_read() and down_write() eventually return, if all processes are weakly fair.
 *
 * Exhaustive for two readers and two writers in 2,775 states; with five and four (`--set readers=5 --set writers=4`)
 * all claims hold in 41,593,125 (281,348,500 transitions, depth 68).
 */
const spec = shared
  .extend(withTaskWords)
  .invariant(claim.torn, s => s.reader.every(r => !r.torn))
  .invariant(claim.alone, s => s.sem.writer === null || s.sem.readers.length === 0)
  .invariant(claim.held, s => s.reader.every(r => !reading.includes(r.pc) || s.sem.readers.includes(r.task)))
  .invariant(claim.unlock, neverUnlocksUnlocked)
  .invariant(claim.lockOrder, lockOrderHasNoCycle)
  .invariant(claim.locks, holdsNoLockInUserMode)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .reachable(claim.together, s => s.reader.every(r => r.pc === 'read'))
  .reachable(claim.waits, s => s.sem.readers.length > 0 && s.writer.some(w => w.pc === 'down_write'))
  .reachable(claim.ends, s => s.reader.every(r => r.pc === 'done') && s.writer.every(w => w.pc === 'done'))
  .fair({ weak: ['reader', 'writer'] })
  .leadsTo(claim.readReturns, ...leaves('down_read'), { of: 'reader' })
  .leadsTo(claim.writeReturns, ...leaves('down_write'), { of: 'writer' })
  .variants({
    mutant: [
      'the writer locks for reading',
      'the reader does not lock',
      'the reader locks again',
      'the reader unlocks twice',
      'the writer unlocks twice',
      'the reader forgets to unlock',
      'the writer forgets to unlock',
      'the reader locks in a reader of RCU',
      'the writer locks in a spinlock',
    ],
  })

export default spec

export const expected = expectations(
  spec,
  { claims: claim },
  {
    base: { census: [2775, 8380, 30] },
    'the writer locks for reading': { fails: { torn: 7 }, census: [13077, 45090, 30] },
    'the reader does not lock': { fails: { torn: 7, held: 3, waits: 'never' }, census: [3296, 10232, 24] },
    'the reader locks again': { fails: { lockOrder: 3 }, census: [2775, 8380, 30] },
    'the reader unlocks twice': { fails: { unlock: 7 }, census: [2775, 8380, 30] },
    'the writer unlocks twice': { fails: { torn: 13, unlock: 6 }, census: [5911, 18230, 30] },
    'the reader forgets to unlock': {
      fails: { writeReturns: [18, 0], locks: 8, 'no deadlock': 18 },
      census: [2145, 6382, 30],
    },
    'the writer forgets to unlock': {
      fails: { readReturns: [10, 0], writeReturns: [10, 0], locks: 7, ends: 'never', 'no deadlock': 10 },
      census: [924, 2520, 24],
    },
    'the reader locks in a reader of RCU': { fails: { sleepInReader: 2 }, census: [3504, 10764, 30] },
    'the writer locks in a spinlock': { fails: { sleepInAtomic: 2 }, census: [2613, 7528, 30] },
  },
)
