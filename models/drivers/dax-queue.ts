/**
 * A probe that allocates its queue with blk_dax_init_queue(), September 2015, 8 of 15, which may fail.
 *
 * X20: it fails with ERR_PTR(), but its callers test for NULL. Repaired, they test with IS_ERR().
 */

import { choose, model } from 'interleave-checker'
import { withRules } from '../kernel/rules.ts'
import { breaks, newTasks } from '../kernel/task.ts'
import { enter_kernel, oops, return_to_user } from '../kernel/user-mode.ts'

export const daxQueue = model('dax-queue', {
  config: 'NP' as const,
  /** X20: the caller tests for the actual error value. */
  repairX20: false,
})
  .shared(() => ({ tasks: newTasks(1), added: false }))
  .process('probe', {
    locals: () => ({ task: 0, q: null as 'a queue' | 'ERR_PTR(-ENOMEM)' | null, rc: null as 0 | '-ENOMEM' | null }),
    steps: {
      blk_dax_init_queue: (s, me) => {
        enter_kernel(s, me)
        me.q = choose('a queue', 'ERR_PTR(-ENOMEM)')
      },
      'if (!q)': (_s, me, c) => {
        if (!c.repairX20 || me.q === 'a queue') return
        me.rc = '-ENOMEM'
        return 'return'
      },
      // Its first store to the queue.
      blk_queue_make_request: (s, me) => {
        if (me.q === 'a queue') return
        breaks(s, me, 'stores to an unmapped address')
        oops(s, me)
        return 'done'
      },
      add_disk: (s, me) => {
        s.added = true
        me.rc = 0
      },
      return: return_to_user,
    },
  })
  .extend(withRules)
