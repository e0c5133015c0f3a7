import { model } from 'interleave'
import { expect, test } from 'vitest'
import type { Config } from '../../models/kernel/config.ts'
import { kmap_atomic, kunmap_atomic } from '../../models/kernel/kmap-atomic.ts'
import { faulthandler_disabled } from '../../models/kernel/preempt.ts'
import { rcu_read_lock, rcu_read_unlock } from '../../models/kernel/rcu.ts'
import {
  atomicDepthIsBalanced,
  neverSleepsInAtomic,
  rcuDepthIsBalanced,
  userModeIsNotAtomic,
} from '../../models/kernel/rules.ts'
import { cond_resched, schedule } from '../../models/kernel/sleep.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'
import { failing } from './verdicts-of.ts'

const configs: readonly Config[] = ['NP', 'NPC', 'PRE']

function oneTask(config: Config) {
  return model('one task', { config }).shared(() => ({ tasks: newTasks(1) }))
}

test.each(configs)('a page that is mapped and given back leaves the depth balanced, in %s', async config => {
  const balanced = oneTask(config)
    .process('task', {
      locals: () => ({ task: 0 }),
      steps: {
        enter_kernel,
        'kmap source': (s, me, c) => void kmap_atomic(s, me, c, 0),
        'kmap target': (s, me, c) => void kmap_atomic(s, me, c, 1),
        'kunmap target': kunmap_atomic,
        'kunmap source': kunmap_atomic,
        cond_resched,
        return_to_user,
      },
    })
    .invariant('balanced', atomicDepthIsBalanced)
    .invariant('no sleep in atomic context', neverSleepsInAtomic)
  expect(await failing(balanced)).toEqual([])
})

test.each(configs)('a page that is given back twice is caught, in %s', async config => {
  const twice = oneTask(config)
    .process('task', {
      locals: () => ({ task: 0 }),
      steps: { kmap: (s, me, c) => void kmap_atomic(s, me, c, 0), kunmap_atomic, again: kunmap_atomic },
    })
    .invariant('balanced', atomicDepthIsBalanced)
  expect(await failing(twice)).toEqual(['balanced'])
})

test.each(configs)('a page that is never given back is caught in user mode, and only there, in %s', async config => {
  const keeping = oneTask(config)
    .process('task', {
      locals: () => ({ task: 0 }),
      steps: { enter_kernel, kmap: (s, me, c) => void kmap_atomic(s, me, c, 0), return_to_user },
    })
    .invariant('balanced', atomicDepthIsBalanced)
    .invariant('not atomic in user mode', userModeIsNotAtomic)
    .invariant('not atomic', s => s.tasks[0]?.mode === 'user' || userModeIsNotAtomic(s))
  expect(await failing(keeping)).toEqual(['not atomic in user mode'])
})

test.each(configs)('a sleep with a page mapped is caught, in %s', async config => {
  for (const sleep of [cond_resched, schedule]) {
    const sleeper = oneTask(config)
      .process('task', {
        locals: () => ({ task: 0 }),
        steps: { kmap: (s, me, c) => void kmap_atomic(s, me, c, 0), sleep, kunmap_atomic },
      })
      .invariant('no sleep in atomic context', neverSleepsInAtomic)
    expect(await failing(sleeper)).toEqual(['no sleep in atomic context'])
  }
})

test.each(configs)('a fault is refused below depth 0 as above it, in %s', async config => {
  const underflown = oneTask(config)
    .process('task', { locals: () => ({ task: 0 }), steps: { kunmap_atomic, touch: () => undefined } })
    .reachable('refused at -1', s =>
      s.tasks.some(task => task.pagefault_disabled === -1 && faulthandler_disabled(task)),
    )
    .invariant('refused only off 0', s => {
      return s.tasks.every(task => faulthandler_disabled(task) === (task.pagefault_disabled !== 0))
    })
  expect(await failing(underflown)).toEqual([])
})

test.each(configs)('a reader that outlives its system call is caught, in %s', async config => {
  const leaking = oneTask(config)
    .process('task', { locals: () => ({ task: 0 }), steps: { enter_kernel, rcu_read_lock, return_to_user } })
    .invariant('balanced', rcuDepthIsBalanced)
  expect(await failing(leaking)).toEqual(['balanced'])
})

test.each(configs)('a reader that is ended twice is caught, in %s', async config => {
  const twice = oneTask(config)
    .process('task', {
      locals: () => ({ task: 0 }),
      steps: {
        enter_kernel,
        map: (s, me, c) => {
          rcu_read_lock(s, me, c)
          s.tasks[0]?.maps.push({ addr: null, pages: 0 })
        },
        unmap: (s, me, c) => {
          rcu_read_unlock(s, me, c)
          s.tasks[0]?.maps.pop()
        },
        again: rcu_read_unlock,
      },
    })
    .invariant('balanced', rcuDepthIsBalanced)
  expect(await failing(twice)).toEqual(['balanced'])
})
