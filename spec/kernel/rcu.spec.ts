import { model } from 'interleave'
import { describe, expect, test } from 'vitest'
import { type Config, type Configured, checkConfig } from '../../models/kernel/config.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import { gracePeriodsCoverReaders, neverSleepsInAtomic, neverSleepsInReader } from '../../models/kernel/rules.ts'
import { cond_resched, schedule } from '../../models/kernel/sleep.ts'
import { type HasTasks, newTasks, type OnTask } from '../../models/kernel/task.ts'
import { user_fault } from '../../models/kernel/user-fault.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'
import { failing, verdictsOf } from './verdicts-of.ts'

type Act = (s: HasTasks, me: OnTask, c: Configured) => unknown
const configs: readonly Config[] = ['NP', 'NPC', 'PRE']

/** One reader that does `act` inside, and one updater that waits for a grace period. */
function readerThat(act: Act, config: Config) {
  return model('a reader and an updater', { config })
    .shared(c => {
      checkConfig(c)
      return { tasks: newTasks(2) }
    })
    .process('reader', {
      locals: () => ({ task: 0 }),
      steps: {
        enter_kernel,
        rcu_read_lock,
        inside: (s, me, c) => void act(s, me, c),
        rcu_read_unlock,
        return_to_user,
      },
    })
    .process('updater', { locals: () => ({ task: 1 }), steps: { enter_kernel, ...synchronize_rcu(), return_to_user } })
    .invariant('covers', gracePeriodsCoverReaders)
    .invariant('no sleep in a reader', neverSleepsInReader)
    .invariant('no sleep in atomic context', neverSleepsInAtomic)
    .reachable('a later reader is not waited for', s => {
      return s.updater[0]?.pc === 'done' && s.reader[0]?.pc === 'rcu_read_unlock'
    })
    .reachable('the updater waits for the reader', s => s.tasks[1]?.gp_waits_for.includes(0) === true)
    .reachable('all end', s => s.updater[0]?.pc === 'done' && s.reader[0]?.pc === 'done')
}

/** What the table of `models/kernel/config.ts` says of code inside a reader: whether the grace period still covers it. */
const table: { readonly [act: string]: { readonly act: Act; readonly covers: Record<Config, boolean> } } = {
  'does nothing that sleeps': { act: () => undefined, covers: { NP: true, NPC: true, PRE: true } },
  'calls cond_resched()': { act: cond_resched, covers: { NP: false, NPC: true, PRE: true } },
  blocks: { act: schedule, covers: { NP: false, NPC: false, PRE: true } },
  'faults on a user page': { act: user_fault, covers: { NP: false, NPC: true, PRE: true } },
}

describe.each(Object.entries(table))('with a reader that %s,', (_, { act, covers }) => {
  test.each(configs)(`a grace period covers it as the table says, in %s`, async config => {
    const verdicts = await verdictsOf(readerThat(act, config))
    expect(verdicts.covers).toBe(covers[config] ? 'holds' : 'violated')
    expect(verdicts['a later reader is not waited for']).toBe('witnessed')
    expect(verdicts['the updater waits for the reader']).toBe('witnessed')
    expect(verdicts['all end']).toBe('witnessed')
    expect(verdicts['no deadlock']).toBe('holds')
  })
})

describe('a sleep in a reader', () => {
  test('is caught in every configuration, and as one in atomic context where the lock counts', async () => {
    for (const act of [cond_resched, schedule]) {
      expect(await failing(readerThat(act, 'NP'))).toEqual(['covers', 'no sleep in a reader'])
      expect(await failing(readerThat(act, 'PRE'))).toEqual(['no sleep in a reader'])
      expect(await failing(readerThat(act, 'NPC'))).toEqual([
        ...(act === schedule ? ['covers'] : []),
        'no sleep in a reader',
        'no sleep in atomic context',
      ])
    }
  })

  test('is not seen where there is none', async () => {
    for (const config of configs) expect(await failing(readerThat(() => undefined, config))).toEqual([])
  })

  test('does not come of a fault that is refused', async () => {
    expect(await failing(readerThat(user_fault, 'NPC'))).toEqual([])
  })
})

describe('a lock that is not given back', () => {
  const leaking = (config: Config) =>
    model('leaking', { config })
      .shared(() => ({ tasks: newTasks(2) }))
      .process('reader', { locals: () => ({ task: 0 }), steps: { enter_kernel, rcu_read_lock, return_to_user } })
      .process('updater', { locals: () => ({ task: 1 }), steps: { ...synchronize_rcu() } })

  test('is passed over in user mode where readers are not counted', async () => {
    expect(await failing(leaking('NP'))).toEqual([])
    expect(await failing(leaking('NPC'))).toEqual([])
  })

  test('keeps a grace period from ever ending where they are', async () => {
    expect(await failing(leaking('PRE'))).toEqual(['no deadlock'])
  })
})

describe('synchronize_rcu() inside a reader', () => {
  const own = (config: Config) =>
    model('own grace period', { config })
      .shared(() => ({ tasks: newTasks(1) }))
      .process('reader', {
        locals: () => ({ task: 0 }),
        steps: { enter_kernel, rcu_read_lock, ...synchronize_rcu(), rcu_read_unlock, return_to_user },
      })
      .invariant('covers', gracePeriodsCoverReaders)
      .invariant('no sleep in a reader', neverSleepsInReader)

  test('waits for itself in PRE', async () => {
    expect(await failing(own('PRE'))).toEqual(['no sleep in a reader', 'no deadlock'])
  })

  test('returns at once in NP, and says nothing', async () => {
    expect(await failing(own('NP'))).toEqual(['covers', 'no sleep in a reader'])
  })
})

test('readers nest: only the outermost unlock ends the section', async () => {
  for (const config of configs) {
    const nested = model('nested', { config })
      .shared(() => ({ tasks: newTasks(2) }))
      .process('reader', {
        locals: () => ({ task: 0 }),
        steps: {
          enter_kernel,
          rcu_read_lock,
          'lock again': rcu_read_lock,
          'unlock once': rcu_read_unlock,
          rcu_read_unlock,
        },
      })
      .process('updater', { locals: () => ({ task: 1 }), steps: { ...synchronize_rcu() } })
      .reachable('waits behind the inner unlock', s => {
        return s.tasks[1]?.gp_waits_for.includes(0) === true && s.reader[0]?.pc === 'rcu_read_unlock'
      })
      .invariant('covers', gracePeriodsCoverReaders)
    expect(await failing(nested)).toEqual([])
  }
})

test('two callers wait each for its own readers', async () => {
  const two = model('two callers', { config: 'PRE' as Config })
    .shared(() => ({ tasks: newTasks(3) }))
    .process('reader', { locals: () => ({ task: 0 }), steps: { enter_kernel, rcu_read_lock, rcu_read_unlock } })
    .process('updater', { count: 2, locals: (_c, id) => ({ task: 1 + id }), steps: { ...synchronize_rcu() } })
    .reachable('one is done while the other waits', s => {
      return s.updater[0]?.pc === 'done' && s.tasks[2]?.gp_waits_for.includes(0) === true
    })
    .invariant('covers', gracePeriodsCoverReaders)
  expect(await failing(two)).toEqual([])
})

test('a configuration that is none of the three is refused', () => {
  const srcu = { config: 'SRCU' as Config }
  expect(() => checkConfig(srcu)).toThrow("config is 'SRCU'; it is one of NP, NPC, PRE")
})
