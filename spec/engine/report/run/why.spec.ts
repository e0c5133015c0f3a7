import fc from 'fast-check'
import { model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { causalOf, linksOf, whyOf } from '../../../../src/report/run/why.ts'
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
    const [breaking, overtaken, ...more] = whyOf(witness)
    expect(breaking).toMatch(/^Step 6 \(worker \d: write\) makes it false: worker\[\d\]\.pc: write -> done\.$/)
    expect(overtaken).toMatch(
      /^Step \d \(worker \d: read\) had read counter = 0, which step \d \(worker \d: write\) changed to 1\.$/,
    )
    expect(more).toEqual([])
    expect(linksOf(witness).map(({ kind }) => kind)).toEqual(['overtaken'])
  })

  it('names the values read from others, earlier reads of the reader, and who had to wait', async () => {
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
      'Step 5 (guest 0: enter) makes it false: seen gains 1.',
      'It reads open = false, as step 2 (host 0: shut) left it; at step 1 guest 0 had read true.',
      'Step 4 (guest 0: wait) reads key = 1, as step 3 (host 0: turn) left it; until then guest 0 had to wait.',
    ])
  })

  it('says that no other process is needed if all relevant steps are of one', async () => {
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
      'Step 2 (one 0: copy) breaks it: m: 0 -> 3.',
      'It reads n = 3, as step 1 (one 0: set) left it.',
      'No other process is needed: one 0 does it alone.',
    ])
  })

  it('says for a deadlock which instance waits for what, and since when', async () => {
    expect(whyOf(await find(philosophers))).toEqual([
      'philosopher 0 waits at takeLeft: forks[1] = 1 since step 2 (philosopher 1: takeRight).',
      'philosopher 1 waits at takeLeft: forks[2] = 2 since step 3 (philosopher 2: takeRight).',
      'philosopher 2 waits at takeLeft: forks[0] = 0 since step 1 (philosopher 0: takeRight).',
    ])
    const seven = whyOf(await find(philosophers, { set: { n: 7 } }))
    expect(seven).toHaveLength(4)
    expect(seven.at(-1)).toBe('And 4 more wait.')
  })

  it('finds the updater of QRCU that summed before and after another changed both counters', async () => {
    expect(whyOf(await qrcuWitness())).toEqual([
      'Step 18 (updater 1: verify) reads progress[0] = 1, as step 3 (reader 0: inside) left it.',
      'Step 15 (updater 1: addA) reads ctr[0] = 1, as step 14 (updater 0: drop) left it.',
      'Step 14 reads ctr[0] = 2, as step 2 (reader 0: enter) left it.',
      'Step 5 (updater 1: sumA [1]) had read ctr[1] = 0, which step 12 (updater 0: bump) changed to 1.',
    ])
  })

  it('says nothing if the slice is unknown, or nothing moved', async () => {
    const { slice: _, ...bare } = await qrcuWitness()
    expect(whyOf(bare)).toEqual([])
    expect(causalOf(bare)).toBeUndefined()
    const still = await find(increments.invariant('never true', () => false))
    expect(whyOf(still)).toEqual([])
  })

  it('takes at most four sentences of one line each, for any witness', () => {
    fc.assert(
      fc.property(anyWitness, witness => {
        const sentences = whyOf(witness)
        expect(sentences.length).toBeLessThanOrEqual(4)
        for (const sentence of sentences) expect(sentence).not.toMatch(/\p{C}/u)
      }),
      { numRuns: 60 },
    )
  })
})
