import fc from 'fast-check'
import { type ImplementationTests, implement, notEnabled } from 'interleave-checker/fast-check'
import { describeSpec } from 'interleave-checker/vitest'
import { describe, expect, test } from 'vitest'
import { type Fence, JobQueue, MemoryStore } from './job-queue.ts'
import * as spec from './model.ts'

interface Jobs {
  readonly queue: JobQueue
  readonly store: MemoryStore
}

/** The queue with a fence, beside its model. */
function queueWith(fence: Fence): ImplementationTests<Jobs> {
  return implement(spec.default, {
    create: ({ scheduled }, { attempts }): Jobs => {
      const store = new MemoryStore()
      const queue = new JobQueue(
        {
          read: scheduled(() => store.read()),
          write: scheduled(row => store.write(row)),
          writeIfUnchanged: scheduled((row, read) => store.writeIfUnchanged(row, read)),
        },
        { fence, attempts },
      )
      return { queue, store }
    },
    steps: {
      worker: {
        take: {
          run: async ({ queue }, { instance }) => (await queue.take(instance)) ?? notEnabled,
          returns: (_after, me) => me.token,
        },
        finish: {
          run: ({ queue }, { instance }) => queue.finish(instance),
          returns: (after, _me, before) => after.results > before.results,
        },
      },
    },
    actions: {
      'lease runs out': async ({ queue }) => ((await queue.expire()) ? undefined : notEnabled),
    },
    observe: ({ store }) => store.row,
  })
}

describeSpec(spec) // the model itself

describe('the queue with a fence', () => {
  const tests = queueWith('fenced')
  test('does what the model allows, step by step', () => fc.assert(tests.oneByOne()))
  test('does so where calls overlap', () => fc.assert(tests.overlapping(), { numRuns: 300 }))
  test('does so in every transition, and in every order of two steps', async () => {
    for (const { run } of [...(await tests.suite('every transition')), ...(await tests.suite('every pair'))])
      await run()
  })
})

describe('a queue without a proper fence', () => {
  test('is found step by step, shrunk to the steps of the lease bug', async () => {
    const found = await fc.check(queueWith('none').oneByOne(), { seed: 1 })
    expect(String(found.counterexample?.[0])).toMatch(
      /^worker (\d): take,lease runs out,worker \d: take,worker \1: finish/,
    )
  })
  test('is found by a suite that takes every transition', async () => {
    const runs = await queueWith('none').suite('every transition')
    await expect(Promise.all(runs.map(({ run }) => run()))).rejects.toThrow('worker 0: finish')
  })
  test('passes step by step if it only looks first, and is found where calls overlap', async () => {
    await fc.assert(queueWith('checked').oneByOne())
    const found = await fc.check(queueWith('checked').overlapping(), { numRuns: 2_000, seed: 1 })
    expect(found.failed).toBe(true)
    expect(String(found.errorInstance)).toContain('worker 0: finish')
  })
})
