/** Changing a model that is already described. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { check, expectations, type Model, type ModelError, model, prefixed, stepping, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { axonram } from '../../../models/drivers/axonram.ts'
import { qrcu } from '../../../models/rcu/qrcu.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { unknownLabels } from '../../../src/search/unknown-labels.ts'
import { failing } from '../models/verdicts-of.ts'

const acquire = {
  acquire: (s: { busy: boolean }) => {
    when(!s.busy)
    s.busy = true
  },
}
const release = {
  release: (s: { busy: boolean }) => {
    s.busy = false
  },
}

/** A worker that works twice under a lock, the second time by way of a procedure. */
const worker = model('worker', { workers: 2, locks: true })
  .shared(() => ({ busy: false, inside: 0, log: [] as string[] }))
  .process('worker', {
    count: c => c.workers,
    locals: () => ({ rounds: 0 }),
    steps: [
      { start: () => {} },
      prefixed('my ', acquire),
      {
        work: s => {
          s.inside += 1
        },
        stop: s => {
          s.inside -= 1
        },
      },
      prefixed('my ', release),
      {
        again: (_s, me) => {
          me.rounds += 1
          if (me.rounds < 2) return 'start'
        },
      },
    ],
  })
  .action('tick', s => {
    when(s.log.length < 1)
    s.log.push('tick')
  })
  .invariant('one is inside', s => s.inside <= 1)
  .reachable('it ticks', s => s.log.length > 0)
  .leadsTo(
    'it ends',
    s => s.inside > 0,
    s => s.inside === 0,
  )
  .within('few ticks', s => s.log.length <= 1)
  .variant('three', { workers: 3 })

/** The labels that a worker alone goes through. */
function labels<S extends { worker: readonly { pc: string }[] }>(
  changed: Model<{ workers: number; locks: boolean }, S, 'three', 'tick'>,
): string {
  const alone = stepping(changed, { set: { workers: 1 } })
  let [state] = alone.initialStates
  const seen: string[] = []
  while (state !== undefined && seen.length < 30) {
    const { pc } = (state as { worker: readonly { pc: string }[] }).worker[0]!
    if (pc === 'done') break
    seen.push(pc)
    state = alone.next(state, { process: 'worker', step: pc })
  }
  return seen.join(', ')
}

const usual = 'start, my acquire, work, stop, my release, again'

describe('a step of an imported model', () => {
  test('is replaced under its label, in a procedure as well, and the original model stays as it was', async () => {
    const broken = worker.override('worker', 'my acquire', () => {})
    expect(await failing(broken)).toContain('one is inside')
    expect(await failing(worker)).not.toContain('one is inside')
    expect(await failing(broken.override('worker', 'work', () => 'my release'))).not.toContain('one is inside')
  })

  test('is replaced in every variant', async () => {
    const broken = worker.override('worker', 'my acquire', () => {})
    const { ok, counterexamples } = await check(broken, { variant: 'three' })
    expect([ok, counterexamples.map(({ claim }) => claim.name)]).toEqual([false, ['one is inside']])
    expect(expectations(broken, { base: {}, three: {} })).toEqual({ base: {}, three: {} })
  })

  test('can be taken by the step in its place, with what it returns, and its guard', () => {
    const limited = worker.override('worker', 'again', (s, _me, _c, original) => {
      when(s.log.length === 0)
      return original() ?? 'start'
    })
    expect(labels(limited).startsWith(`${usual}, ${usual}, start`)).toBe(true)
    const guarded = worker.override('worker', 'my acquire', (_s, me, _c, original) => {
      when(me.rounds === 1)
      return original()
    })
    expect(labels(worker)).toBe(`${usual}, ${usual}`)
    expect(() => labels(guarded)).toThrow("the step 'my acquire' is not enabled here")
  })

  test('is an action if the process is null', async () => {
    expect(await failing(worker.override(null, 'tick', () => when(false)))).toEqual(['it ticks'])
    const twice = worker.override(null, 'tick', (_s, _c, original) => {
      original()
      original()
    })
    const { claims } = await check(twice, { allClaims: true })
    expect(claims.find(({ name }) => name === 'it ticks')?.verdict).toBe('never') // the second time it is disabled
  })
})

describe('steps inserted before a label', () => {
  test('are taken first by a process that falls through to it, returns it or begins there', () => {
    const paused = worker.insertBefore('worker', 'start', { pause: () => {}, 'pause on': () => {} })
    expect(labels(paused)).toBe(`pause, pause on, ${usual}, pause, pause on, ${usual}`)
    expect(labels(worker.insertBefore('worker', 'stop', { look: () => {} }))).toBe(
      `${usual}, ${usual}`.replaceAll('stop', 'look, stop'),
    )
  })

  test('go to the label itself, whether they return it or fall through, and to any other', () => {
    const paused = worker.insertBefore('worker', 'start', {
      pause: (_s, me) => (me.rounds === 0 ? 'start' : 'again'),
      idle: () => {},
    })
    expect(labels(paused)).toBe(`pause, ${usual}, pause, again`)
  })

  test('come before steps that were inserted earlier at the same place', () => {
    const twice = worker
      .insertBefore('worker', 'again', { near: () => {} })
      .insertBefore('worker', 'near', { far: () => {} })
      .override('worker', 'far', () => 'again')
    expect(labels(twice)).toBe(`${usual}, ${usual}`.replaceAll('again', 'far, again'))
  })
})

describe('steps inserted after a label', () => {
  test('are taken where it falls through, and not where it returns a label', () => {
    const after = worker.insertAfter('worker', 'again', { rest: () => {} })
    expect(labels(after)).toBe(`${usual}, ${usual}, rest`)
    expect(labels(worker.insertAfter('worker', 'work', { look: () => {} }))).toBe(
      `${usual}, ${usual}`.replaceAll('work', 'work, look'),
    )
  })
})

describe('a claim of an imported model', () => {
  test('of any kind is left out, and may be stated anew', () => {
    const names = (one: Parameters<typeof instantiate>[0]) => instantiate(one).claims.map(({ name }) => name)
    const builtIn = ['no deadlock', 'no assertion fails', 'no step throws']
    expect(names(worker.without('one is inside', 'it ends'))).toEqual(['it ticks', 'few ticks', ...builtIn])
    expect(names(worker.without('few ticks', 'it ticks'))).toEqual(['one is inside', 'it ends', ...builtIn])
    expect(names(worker.without('it ends').invariant('it ends', s => s.inside < 2))).toContain('it ends')
  })
})

test('a driver of the series is repaired and broken without a cast', async () => {
  // D6: the record of the mapping goes first.
  const repaired = axonram
    .override('driver', 'iounmap', (_s, _me, c) => {
      if (!c.repairD6) return 'release_nodes'
    })
    .insertBefore('driver', 'device_unlock', {
      'iounmap, at last': s => {
        s.areas[0]!.mapped = false
      },
    })
    .without('no BUG_ON is hit')
    .invariant('nobody writes to what is not mapped', s => s.areas[0]!.mapped || s.driver[0]!.pc !== 'iounmap, at last')
  expect(await failing(axonram)).toContain('no store to an unmapped address')
  expect(await failing(repaired)).not.toContain('no store to an unmapped address')
  const flipped = qrcu.override('updater', 'flip', (_s, _me, _c, original) => original())
  expect(await failing(flipped)).toEqual(await failing(qrcu))
})

test('the source of a step that is wrapped is still searched for labels that do not exist', () => {
  const typo = model('m').process('p', {
    steps: {
      a: s => {
        when((s.p[0]!.pc as string) === 'aa')
      },
      b: () => {},
    },
  })
  const warnings = ["step 'a' of p compares pc with 'aa', which is not a label"]
  expect(unknownLabels(instantiate(typo.insertBefore('p', 'b', { c: () => {} })))).toEqual(warnings)
})

test('what goes wrong in a changed step is reported with the line of the change', async () => {
  const wrong = worker.override('worker', 'work', () => 'nowhere' as never)
  const error = await check(wrong).then(
    () => undefined,
    (error: unknown) => error as ModelError,
  )
  const line =
    readFileSync(fileURLToPath(import.meta.url), 'utf8')
      .split('\n')
      .findIndex(text => text.includes("=> 'nowhere'")) + 1
  expect(error?.where).toMatch(new RegExp(`change-process\\.spec\\.ts:${line}$`))
  expect(error?.message).toContain("'nowhere', which is not a label of 'worker'")
})

type Loose = Record<string, (...args: unknown[]) => unknown>
const loose = worker as unknown as Loose

test.each([
  [
    () => loose.override!('wroker', 'work', () => {}),
    'bad-name',
    "model 'worker': .override() names the process 'wroker', which does not exist. Its processes are: 'worker'.",
  ],
  [
    () => loose.override!('worker', 'wrok', () => {}),
    'unknown-label',
    "names the step 'wrok' of 'worker', which does not exist. Its labels are: 'start', 'my acquire', ",
  ],
  [
    () => loose.override!(null, 'tock', () => {}),
    'bad-name',
    "names the action 'tock', which does not exist. Its actions are: 'tick'.",
  ],
  [
    () => loose.override!('worker', 'work', 1),
    'bad-argument',
    ".override() of 'work' expects a function, the new step, but got a number",
  ],
  [() => loose.override!(null, 'tick'), 'bad-argument', ".override() of 'tick' expects a function, the new step"],
  [
    () => loose.insertBefore!('worker', 'wrok', { a: () => {} }),
    'unknown-label',
    ".insertBefore() names the step 'wrok'",
  ],
  [
    () => loose.insertAfter!('wroker', 'work', { a: () => {} }),
    'bad-name',
    ".insertAfter() names the process 'wroker'",
  ],
  [
    () => loose.insertAfter!('worker', 'work', { start: () => {} }),
    'duplicate-name',
    ".insertAfter() inserts a step 'start', which 'worker' has already.",
  ],
  [() => loose.insertAfter!('worker', 'work', {}), 'bad-name', '.insertAfter() has no steps.'],
  [() => loose.insertAfter!('worker', 'work', { a: 1 }), 'bad-name', "has a step 'a' that is not a function"],
  [() => loose.insertAfter!('worker', 'work'), 'bad-argument', '.insertAfter() expects an object of steps, but got'],
  [
    () => loose.without!('one is outside'),
    'bad-name',
    "there is no claim 'one is outside' to leave out. Its claims are: 'one is inside', 'it ticks', ",
  ],
  [
    () => loose.without!('no deadlock'),
    'bad-name',
    'That claim comes with every model; .mayDeadlock() allows deadlocks.',
  ],
] as const)('a change of what is not there is an error with a code: %s', (change, code, message) => {
  expect(change).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
})
