import { expectations, model } from 'interleave-checker'
import { complete, complete_all, init_completion, wait_for_completion } from '../../models/kernel/completion.ts'
import { type Config, eachConfig } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { rcu_read_lock, rcu_read_unlock } from '../../models/kernel/rcu.ts'
import {
  neverFreesTwice,
  neverSleepsInAtomic,
  neverSleepsInReader,
  neverUsesFreedMemory,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant =
  | 'none'
  | 'does not wait'
  | 'completes before it is done'
  | 'never completes'
  | 'completes for one'
  | 'completes all for the first'
  | 'waits in a reader'
  | 'waits with a spinlock'

/**
 * Workers that each use an object and call complete() when done, and its owner, which waits for each of them and frees the
 * object; then a final completion that all wait for, with complete_all().
 */
const work = model('completion', { config: 'NP' as Config, workers: 2, mutant: 'none' as Mutant })
  .shared(c => {
    const state = { slab: newSlab(1) }
    const object: Pointer = kmalloc(state)
    return {
      tasks: newTasks(c.workers + 1),
      slab: state.slab,
      object,
      done: init_completion(),
      end: init_completion(),
      spinlock: null as number | null,
    }
  })
  .process('worker', {
    count: c => c.workers,
    locals: (_c, id) => ({ task: id }),
    steps: {
      enter_kernel,
      'complete, early': (s, _me, c) => {
        if (c.mutant === 'completes before it is done') complete(s, 'done')
      },
      work: (s, me) => {
        access(s, me, s.object)
      },
      complete: (s, _me, c) => {
        if (c.mutant === 'completes all for the first') complete_all(s, 'done')
        else if (c.mutant !== 'completes before it is done' && c.mutant !== 'never completes') complete(s, 'done')
      },
      'wait_for_completion end': wait_for_completion('end'),
      return_to_user,
    },
  })
  .process('owner', {
    locals: c => ({ task: c.workers, waited: 0 }),
    steps: {
      enter_kernel,
      lock: (s, me, c) => {
        if (c.mutant === 'waits in a reader') rcu_read_lock(s, me, c)
        if (c.mutant === 'waits with a spinlock') spin_lock('spinlock')(s, me, c)
        if (c.mutant === 'does not wait') return 'unlock'
      },
      wait_for_completion: (s, me, c) => {
        const again = wait_for_completion('done')(s, me, c)
        if (again !== undefined) return again
        me.waited++
        if (me.waited < c.workers) return 'wait_for_completion'
      },
      unlock: (s, me, c) => {
        if (c.mutant === 'waits in a reader') rcu_read_unlock(s, me, c)
        if (c.mutant === 'waits with a spinlock') spin_unlock('spinlock')(s, me, c)
      },
      kfree: (s, me) => kfree(s, me, s.object),
      'complete_all end': (s, _me, c) => {
        if (c.mutant === 'completes for one') complete(s, 'end')
        else complete_all(s, 'end')
      },
      return_to_user,
    },
  })

const claim = {
  memory: 'no use of freed memory',
  twice: 'nothing is freed twice',
  leak: 'the object is eventually freed',
  sleepInReader: 'no sleep in an RCU reader',
  sleepInAtomic: 'no sleep in atomic context',
  early: 'it is completed before anyone waits',
  waits: 'the owner waits for one worker after another is done',
  workerWakes: 'a worker is woken',
  ownerWakes: 'the owner is woken',
} as const

/**
 * Completions: one waiter proceeds for each complete(), even one that came earlier, and all waiters proceed after
 * complete_all().
 *
 * Every waiter is eventually woken, if all processes are weakly fair.
 *
 * Exhaustive for two workers in 105 states; with ten (`--set workers=10`) all claims hold in 48,946,225 (414,908,872
 * transitions, depth 76).
 */
const spec = work
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.twice, neverFreesTwice)
  .invariant(claim.leak, { given: s => s.owner.every(o => o.pc === 'done'), then: nothingIsAllocated })
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .reachable(claim.early, s => s.done.done !== 0 && s.owner.every(o => o.pc === 'enter_kernel'))
  .reachable(claim.waits, s => s.done.done === 0 && s.owner.some(o => o.waited === 1 && o.pc === 'wait_for_completion'))
  .fair({ weak: ['worker', 'owner'] })
  .leadsTo(claim.workerWakes, ...leaves('wait_for_completion end'), { of: 'worker' })
  .leadsTo(claim.ownerWakes, ...leaves('wait_for_completion'), { of: 'owner' })
  .variants({
    mutant: [
      'does not wait',
      'completes before it is done',
      'never completes',
      'completes for one',
      'completes all for the first',
      'waits in a reader',
    ],
  })
  .variants({ mutant: ['waits with a spinlock'] }, eachConfig)

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [{ where: { mutant: 'waits with a spinlock' }, fails: { sleepInAtomic: 3 }, census: [130, 289, 20] }],
  },
  {
    base: { census: [105, 224, 20] },
    'does not wait': { fails: { memory: 7, waits: 'never' }, census: [391, 896, 18] },
    'completes before it is done': { fails: { memory: 11 }, census: [301, 662, 20] },
    'never completes': {
      fails: { workerWakes: [10, 0], ownerWakes: [10, 0], early: 'never', waits: 'never', 'no deadlock': 10 },
      census: [75, 170, 10],
    },
    'completes for one': { fails: { workerWakes: [18, 0], 'no deadlock': 18 }, census: [97, 204, 18] },
    'completes all for the first': { fails: { memory: 13, waits: 'never' }, census: [229, 482, 20] },
    'waits in a reader': { fails: { sleepInReader: 3 }, census: [130, 289, 20] },
  },
)
