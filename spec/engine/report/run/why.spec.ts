import fc from 'fast-check'
import { model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { causalOf, explanationOf, linksOf, whyOf } from '../../../../src/report/run/why.ts'
import { anyWitness, find, philosophers, qrcuWitness } from '../witnesses.ts'

const increments = model('increments')
  .shared(() => ({ counter: 0, dust: 0 }))
  .process('worker', {
    count: 2,
    locals: () => ({ seen: 0 }),
    steps: {
      read: (s, me) => {
        me.seen = s.counter
      },
      aside: s => {
        s.dust++
      },
      write: (s, me) => {
        s.counter = me.seen + 1
      },
    },
  })
  .invariant('both counted', s => s.worker.some(w => w.pc !== 'done') || s.counter === 2)

describe('why a run ends as it does', () => {
  it('names the read that came too early, if no value crossed', async () => {
    const witness = await find(increments)
    expect(causalOf(witness)).toBe('4 of 6 steps on the causal chain')
    const [look, write, ...more] = whyOf(witness)
    expect(look).toMatch(/^worker \d found counter = 0 in read \(step \d\)\.$/)
    expect(write).toMatch(/^worker \d set counter to 1 in write \(step \d\)\.$/)
    expect(more).toHaveLength(3)
    expect(more[2]).toMatch(
      /^Had no other step come between read \(step \d\) and write \(step \d\) of worker \d, the claim/,
    )
    expect(more[0]).toMatch(
      /^worker \d still went by counter = 0 \(read at step \d\) and also left counter at 1 in write \(step 6\)\.$/,
    )
    expect(explanationOf(witness)?.title).toBe('What raced')
    expect(linksOf(witness).map(({ kind }) => kind)).toEqual(['overtaken'])
  })

  it('tells what was found, what another made of it, and what was found again', async () => {
    const source = model('door')
      .shared(() => ({ open: true, key: 0, seen: [] as number[] }))
      .process('guest', {
        steps: {
          look: s => (s.open ? undefined : 'done'),
          wait: s => when(s.key === 1),
          enter: s => {
            if (!s.open) s.seen.push(1)
          },
        },
      })
      .process('host', {
        steps: {
          shut: s => {
            s.open = false
          },
          turn: s => {
            s.key = 1
          },
        },
      })
      .invariant('nobody runs into the door', s => s.seen.length === 0)
    const witness = await find(source, { claim: 'nobody runs into the door' })
    expect(whyOf(witness)).toEqual([
      'guest found open = true in look (step 1).',
      'host set open to false in shut (step 2), and then set key to 1 in turn (step 3).',
      'So guest found key = 1 in wait (step 4), and then looked at open again, found false and added 1 to seen in enter (step 5).',
      'So seen = [1]: the claim "nobody runs into the door" is broken.',
    ])
  })

  it('tells of one process where only one moves on the causal chain, and does not call that a race', async () => {
    const source = model('alone')
      .shared(() => ({ n: 0, m: 0 }))
      .process('one', {
        steps: {
          set: s => {
            s.n = 3
          },
          copy: s => {
            s.m = s.n
          },
        },
      })
      .process('other', { steps: { idle: () => undefined } })
      .transition('m stays', (before, after) => before.m === after.m)
    expect(whyOf(await find(source))).toEqual([
      'one set n to 3 in set (step 1), and then set m to 3 and broke the claim in copy (step 2).',
    ])
  })

  it('says of a list who put in what is to leave it, not who wrote it last', async () => {
    const queue = model('queue')
      .shared(() => ({ waiting: [] as string[] }))
      .process('sleeper', {
        steps: {
          join: s => {
            s.waiting.push('sleeper')
          },
          sleep: s => when(!s.waiting.includes('sleeper')),
        },
      })
      .process('visitor', {
        steps: {
          look: s => when(s.waiting.length > 0),
          join: s => {
            s.waiting.push('visitor')
          },
        },
      })
    expect(whyOf(await find(queue))).toEqual([
      'sleeper waits in sleep for sleeper to leave waiting; it is [sleeper, visitor] since it added sleeper itself in join (step 1).',
    ])
  })

  it('says for a deadlock which instance waits for what, and since when', async () => {
    expect(whyOf(await find(philosophers))).toEqual([
      'Each waits for the next one, in a circle.',
      'philosopher 0 waits in takeLeft for forks[1] = null; it is 1 since philosopher 1 set that in takeRight (step 2); philosopher 1 would change that in eat, but waits itself.',
      'philosopher 1 waits in takeLeft for forks[2] = null; it is 2 since philosopher 2 set that in takeRight (step 3); philosopher 2 would change that in eat, but waits itself.',
      'philosopher 2 waits in takeLeft for forks[0] = null; it is 0 since philosopher 0 set that in takeRight (step 1); philosopher 0 would change that in eat, but waits itself.',
    ])
    const seven = whyOf(await find(philosophers, { set: { n: 7 } }))
    expect(seven).toHaveLength(5)
    expect(seven.at(-1)).toBe('So do 3 more, each for the next one, in a circle.')
  })

  it('finds the updater of QRCU that summed before and after another changed both counters', async () => {
    expect(whyOf(await qrcuWitness())).toEqual([
      'reader changed ctr[0] from 1 to 2 in enter (step 2).',
      'updater 1 found ctr[1] = 0 in sumA [1] (step 5).',
      'updater 0 found ctr[0] = 2 (left by step 2) and set its i to 1 in sumA [0] (step 7), then set ctr[1] to 1 in bump (step 12), and then changed ctr[0] from 2 to 1 in drop (step 14).',
      'So updater 1 found ctr[0] = 1 in addA (step 15), then went on to decide in testA (step 16), and then still went by ctr[1] = 0 (read at step 5), found progress[0] = 1 (left by step 3), its start[0] = 1 and failed its assertion in verify (step 18).',
      'reader had yet to set progress[0] to 2 in leave.',
      'With resum = true, testA (step 16) would have found its sum = 1 and gone on to sumB, and the same schedule keeps the claim.',
    ])
  })

  it('says what keeps a door shut: what it waits for, what became of it, and that who could open it has ended', async () => {
    const source = model('door')
      .shared(() => ({ users: 0 }))
      .process('user', {
        steps: {
          come: s => {
            s.users++
          },
          // Goes without saying so.
          go: () => undefined,
        },
      })
      .process('porter', { steps: { close: s => when(s.users === 0) } })
      .process('cleaner', { steps: { idle: s => when(s.users > 1) }, mayRest: ['idle'] })
    const witness = await find(source)
    expect(explanationOf(witness)?.title).toBe('What is waited for')
    expect(whyOf(witness)).toEqual([
      'porter waits in close for users = 0; it is 1 since user set that in come (step 1), and user has ended in go (step 2).',
      'At rest, not stuck: cleaner.',
    ])
  })

  it('names the step that did nothing, and the constant with which it would have', async () => {
    const source = model('lock', { locks: true })
      .shared(() => ({ owner: null as number | null, inside: 0 }))
      .process('worker', {
        count: 2,
        steps: {
          lock: (s, me, c) => {
            if (!c.locks) return
            when(s.owner === null)
            s.owner = me.id
          },
          enter: s => {
            s.inside++
          },
          leave: s => {
            s.inside--
            s.owner = null
          },
        },
      })
      .invariant('at most one is inside', s => s.inside < 2)
    const witness = await find(source, { set: { locks: false } })
    expect(explanationOf(witness)?.title).toBe('A step that did nothing')
    expect(whyOf(witness).at(-1)).toMatch(
      /^lock \(step \d; likewise of worker \d, step \d\) did nothing, since locks = false; with true it would have set owner to \d, and the same schedule keeps the claim\.$/,
    )
  })

  it('names the local that one process went by, if only a number that stands elsewhere would have kept the claim', async () => {
    const mapper = model('mapper')
      .shared(() => ({ area: { base: 16, pages: 3 }, wild: false }))
      .process('task', {
        locals: () => ({ addr: 0 }),
        steps: {
          direct_access: (_s, me) => {
            me.addr = -3
          },
          memset: (s, me) => {
            s.wild = me.addr < s.area.base || me.addr >= s.area.base + s.area.pages
          },
        },
      })
      .invariant('no wild access', s => !s.wild)
    expect(whyOf(await find(mapper)).slice(0, 1)).toEqual([
      'task set its addr to -3 in direct_access (step 1), and then set wild to true in memset (step 2).',
    ])
  })

  it('says what a step looked at that only went elsewhere, not that it went by what the one before it had found', async () => {
    const task = model('task', { refuses: false })
      .shared(() => ({ present: false, locked: false, slept: false }))
      .process('task', {
        locals: () => ({ walk: null as number | null }),
        steps: {
          lock: s => {
            s.locked = true
          },
          begin: (_s, me) => {
            me.walk = 0
          },
          find: (_s, me) => (me.walk === null ? 'done' : undefined),
          copy: (s, _me, c) => (s.present || c.refuses ? 'done' : undefined),
          fault: s => {
            s.slept = s.locked
          },
        },
      })
      .invariant('no sleep under the lock', s => !s.slept)
    expect(whyOf(await find(task))[0]).toBe(
      'task set locked to true in lock (step 1), then found its walk = 0 in find (step 3), and then found present = false and went on to fault in copy (step 4).',
    )
  })

  it('says nothing if the slice is unknown, or nothing moved', async () => {
    const { slice: _, ...bare } = await qrcuWitness()
    expect(whyOf(bare)).toEqual([])
    expect(causalOf(bare)).toBeUndefined()
    const still = await find(increments.invariant('never true', () => false))
    expect(whyOf(still)).toEqual([])
  })

  it('takes at most twelve sentences, each of one line, whatever the witness', () => {
    fc.assert(
      fc.property(anyWitness, witness => {
        const sentences = whyOf(witness)
        expect(sentences.length).toBeLessThanOrEqual(12)
        for (const sentence of sentences) expect(sentence).not.toMatch(/\p{C}/u)
      }),
      { numRuns: 60 },
    )
  })
})
