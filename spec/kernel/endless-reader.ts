import { expectations, model } from 'interleave-checker'
import { complete_all, init_completion, wait_for_completion } from '../../models/kernel/completion.ts'
import { type Config, checkConfig, eachConfig } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import { gracePeriodsCoverReaders, neverSleepsInReader, withTaskWords } from '../../models/kernel/rules.ts'
import { cond_resched } from '../../models/kernel/sleep.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

/** What a reader does in its section: it looks, or waits for something that happens only after the grace period. */
type Inside = 'looks' | 'spins' | 'spins and reschedules' | 'sleeps'

/**
 * A reader, and a task that waits for a grace period and then sets a flag.
 *
 * Checks `models/kernel/rcu.ts`.
 */
const waiting = model('endless-reader', { config: 'NP' as Config, inside: 'looks' as Inside })
  .shared(c => {
    checkConfig(c)
    return { tasks: newTasks(2), ready: init_completion() }
  })
  .process('reader', {
    locals: () => ({ task: 0 }),
    steps: {
      enter_kernel,
      rcu_read_lock,
      'while (!ready)': (s, me, c) => {
        if (c.inside === 'sleeps') return wait_for_completion('ready')(s, me, c)
        if (c.inside === 'looks' || s.ready.done !== 0) return
        if (c.inside === 'spins and reschedules') cond_resched(s, me, c)
        return 'while (!ready)'
      },
      rcu_read_unlock,
      return_to_user,
    },
  })
  .process('unbind', {
    locals: () => ({ task: 1 }),
    steps: [
      { enter_kernel },
      synchronize_rcu(),
      {
        'ready = true': s => complete_all(s, 'ready'),
        return_to_user,
      },
    ],
  })

const claim = {
  gracePeriod: 'a grace period covers its readers',
  sleepInReader: 'no sleep in an RCU reader',
  unbinds: 'unbinding can end',
  reads: 'a reader can end',
  gracePeriodEnds: 'a grace period ends',
  readerEnds: 'a reader ends',
} as const

/**
 * A grace period ends if its readers do, in every configuration. A reader that waits for something after the grace period
 * waits forever, and so does the grace period, unless the reader counts as quiescent: when it reschedules in NP, or sleeps
 * in NP and NPC. That breaks the rule on sleeping, and the grace period ends inside the reader. In PRE it never happens.
 *
 * Claims that each of the two *can* end miss this, because of runs in which the reader comes late. Without the last two
 * claims, a spinning reader would look correct.
 *
 * Exhaustive for one reader and one waiting task, in 38 states.
 */
const spec = waiting
  .extend(withTaskWords)
  .invariant(claim.gracePeriod, gracePeriodsCoverReaders)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .reachable(claim.unbinds, s => s.unbind.every(u => u.pc === 'done'))
  .reachable(claim.reads, s => s.reader.every(r => r.pc === 'done'))
  .fair({ weak: ['reader', 'unbind'] })
  .leadsTo(claim.gracePeriodEnds, ...leaves('wait_rcu_gp'), { of: 'unbind' })
  .leadsTo(
    claim.readerEnds,
    (s, me) => s.tasks[me.task]!.rcu_read_lock_nesting > 0,
    (s, me) => s.tasks[me.task]!.rcu_read_lock_nesting === 0,
    { of: 'reader' },
  )
  .variants({ config: ['NPC', 'PRE'] })
  .variants({ inside: ['spins', 'spins and reschedules', 'sleeps'] }, eachConfig)

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'NPC', 'PRE'], census: [38, 62, 10] },
      { where: { inside: 'spins' }, fails: { gracePeriodEnds: [4, 1], readerEnds: [4, 1] }, census: [25, 41, 10] },
      {
        where: ['spins and reschedules, NPC', 'spins and reschedules, PRE'],
        fails: { sleepInReader: 3, gracePeriodEnds: [5, 1], readerEnds: [5, 1] },
        census: [38, 60, 11],
      },
      {
        where: ['sleeps, NP', 'sleeps, NPC'],
        fails: { gracePeriod: 6, sleepInReader: 3 },
        census: [42, 61, 11],
      },
    ],
  },
  {
    'spins and reschedules, NP': { fails: { gracePeriod: 6, sleepInReader: 3 }, census: [48, 74, 11] },
    'sleeps, PRE': {
      fails: { sleepInReader: 3, gracePeriodEnds: [5, 0], readerEnds: [5, 0], 'no deadlock': 5 },
      census: [32, 48, 10],
    },
  },
)
