/** What is said of a violation that no constant of the model would mend: in which other order its steps would have kept the claim. */

import { model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { textOf } from '../../../../../src/report/run/plot/words.ts'
import { explanationOf } from '../../../../../src/report/run/why.ts'
import type { Witness } from '../../../../../src/witness/witness.ts'
import { broken } from './broken-run.ts'

const proposedFor = (witness: Witness): string[] => explanationOf(witness)!.waysOut.map(textOf)

/** Two who count up without a lock; a third one only stands by. */
const counter = model('counter', { isPolite: false })
  .shared(() => ({ n: 0, ended: 0, greetings: 0 }))
  .process('clerk', {
    count: 2,
    locals: () => ({ seen: 0 }),
    steps: {
      greet: (s, _me, c) => {
        if (c.isPolite) s.greetings++
      },
      read: (s, me) => {
        me.seen = s.n
      },
      write: (s, me) => {
        s.n = me.seen + 1
        s.ended++
      },
    },
  })
  .invariant('none is lost', s => s.n === s.ended)

/** Something is freed while it is still in use. */
const owner = model('owner')
  .shared(() => ({ isFreed: false, isBroken: false }))
  .process('user', {
    steps: {
      use: s => {
        if (s.isFreed) s.isBroken = true
      },
    },
  })
  .process('owner', {
    steps: {
      free: s => {
        s.isFreed = true
      },
    },
  })
  .invariant('what is used is there', s => !s.isBroken)

/** A job that was done, and not yet reported, is given to another worker; had it not been given up so soon, that one had taken the other. */
const jobs = model('jobs')
  .shared(() => ({
    jobs: [
      { status: 'queued', effects: 0 },
      { status: 'queued', effects: 0 },
    ],
  }))
  .process('worker', {
    count: 2,
    locals: () => ({ job: -1, isSure: false }),
    steps: {
      take: (s, me) => {
        me.job = s.jobs.findIndex(({ status }) => status === 'queued')
        when(me.job >= 0)
        s.jobs[me.job]!.status = 'running'
      },
      execute: (s, me) => {
        s.jobs[me.job]!.effects++
      },
      note: (_s, me) => {
        me.isSure = true
      },
      report: (s, me) => {
        s.jobs[me.job]!.status = 'done'
      },
    },
  })
  .action('give up', s => {
    const job = s.jobs.find(({ status }) => status === 'running')
    when(job !== undefined)
    job!.status = 'queued'
  })
  .invariant('done once', s => s.jobs.every(({ effects }) => effects < 2))

const bell = model('bell')
  .shared(() => ({ isReady: false, sleeps: false, isWoken: false }))
  .process('waiter', {
    locals: () => ({ seen: false }),
    steps: {
      look: (s, me) => {
        me.seen = s.isReady
      },
      doze: (s, me) => {
        if (me.seen) return 'done'
        s.sleeps = true
        return
      },
      sleep: s => when(s.isWoken),
    },
  })
  .process('setter', {
    steps: {
      set: s => {
        s.isReady = true
      },
      wake: s => {
        if (s.sleeps) s.isWoken = true
      },
    },
  })

describe('where no constant would keep a claim', () => {
  it('names the shortest stretch of one process that no other may interrupt', async () => {
    const witness = await broken(counter, 'none is lost')
    const [order, tried] = proposedFor(witness)
    expect(order).toMatch(
      /^Had no other step come between read \(step \d\) and write \(step \d\) of clerk \d, the claim would have been kept\.$/,
    )
    expect(tried).toMatch(/isPolite = true/)
    expect(explanationOf(witness)!.waysTitle).toBe('What would keep it')
  })

  it('names two steps of different processes that would have to change places', async () => {
    const witness = await broken(owner, 'what is used is there')
    expect(explanationOf(witness)!.waysTitle).toBe('In another order')
    expect(proposedFor(witness)).toEqual([
      'Had free of owner (step 1) come only after use of user (step 2), the claim would have been kept.',
    ])
  })

  it('names how far a process should have come, where it had not ended yet', async () => {
    const [order] = proposedFor(await broken(jobs, 'done once'))
    expect(order).toMatch(
      /^Had worker \d taken report before take of worker \d \(step \d\), the claim would have been kept\.$/,
    )
  })

  it('says of a deadlock that the same steps would not have ended there', async () => {
    expect(proposedFor(await broken(bell, 'no deadlock'))).toEqual([
      'Had no other step come between look (step 1) and doze (step 4) of waiter, these steps would not have ended there.',
    ])
  })

  it('proposes none in which a step would have to wait', async () => {
    const gate = model('gate')
      .shared(() => ({ hasKnocked: false, isOpen: false, guests: 0 }))
      .process('guest', {
        locals: () => ({ seen: 0 }),
        steps: {
          look: (s, me) => {
            me.seen = s.guests
            s.hasKnocked = true
          },
          wait: s => when(s.isOpen),
          enter: (s, me) => {
            s.guests = me.seen + 1
          },
        },
      })
      .process('porter', {
        steps: {
          open: s => {
            when(s.hasKnocked)
            s.isOpen = true
          },
        },
      })
      .invariant('nobody gets in', s => s.guests === 0)
    expect(proposedFor(await broken(gate, 'nobody gets in'))).toEqual([])
  })

  it('does not propose an order where a constant is a way out', async () => {
    const locked = model('locked', { repairs: false })
      .shared(() => ({ n: 0, ended: 0 }))
      .process('clerk', {
        count: 2,
        locals: () => ({ seen: 0 }),
        steps: {
          read: (s, me) => {
            me.seen = s.n
          },
          write: (s, me, c) => {
            s.n = (c.repairs ? s.n : me.seen) + 1
            s.ended++
          },
        },
      })
      .invariant('none is lost', s => s.n === s.ended)
    const witness = await broken(locked, 'none is lost')
    expect(witness.otherOrder).toBeUndefined()
    expect(proposedFor(witness)).toHaveLength(1)
  })
})
