/** A grace period that never ends in some runs: what can happen says nothing of what must. */

import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import type { Config } from '../../../models/kernel/config.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../../models/kernel/rcu.ts'
import { newTasks } from '../../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../../models/kernel/user-mode.ts'
import { check } from '../../../src/check/check.ts'

const spin = 'while (!READ_ONCE(ready)) cpu_relax()'

/** A reader spins on a flag that is set after synchronize_rcu(). */
const live = model('live', { config: 'PRE' as Config })
  .shared(() => ({ tasks: newTasks(2), ready: false }))
  .process('reader', {
    locals: () => ({ task: 0 }),
    steps: {
      enter_kernel,
      rcu_read_lock,
      [spin]: s => (s.ready ? undefined : spin),
      rcu_read_unlock,
      return_to_user,
    },
  })
  .process('unbind', {
    locals: () => ({ task: 1 }),
    steps: {
      enter_kernel,
      ...synchronize_rcu(),
      'ready = true': s => {
        s.ready = true
      },
      return_to_user,
    },
  })
  .reachable('unbind completes', s => s.unbind.every(u => u.pc === 'done'))
  .reachable('reader completes', s => s.reader.every(u => u.pc === 'done'))

describe.each(['footprint', 'reference'] as const)(
  'a reader that spins on a flag set after synchronize_rcu(), by the %s engine',
  engine => {
    it('may complete, and so may a task that waits for it', async () => {
      expect((await check(live, { engine })).ok).toBe(true)
    })

    it('hangs in some run, fair or not, and so does a task that waits for it', async () => {
      const spec = live
        .fair({ strong: ['reader', 'unbind'] })
        .eventually('unbind ends', (_s, me) => me.pc === 'done', { of: 'unbind' })
        .eventually('the reader ends', (_s, me) => me.pc === 'done', { of: 'reader' })
      const { ok, claims } = await check(spec, { engine, allClaims: true })
      expect(ok).toBe(false)
      const violated = claims.filter(({ verdict }) => verdict === 'violated')
      expect(violated.map(({ name }) => name)).toEqual(['unbind ends', 'the reader ends'])
      // Both enter, the reader locks, the other waits; and the loop is the spinning.
      expect(violated.map(({ steps, loop, holdsIf }) => ({ steps, loop, holdsIf }))).toEqual([
        { steps: 5, loop: 1, holdsIf: [] },
        { steps: 5, loop: 1, holdsIf: [] },
      ])
    })

    it('has states from which no task can ever end', async () => {
      const { claims } = await check(
        live.canAlways('unbind can end', s => s.unbind[0]!.pc === 'done'),
        { engine },
      )
      expect(claims.find(({ name }) => name === 'unbind can end')?.verdict).toBe('violated')
    })
  },
)
