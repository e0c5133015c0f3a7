/** What a story must say of the root of a violation: who wrote what decided, and what was looked at last on the way. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { decisiveStep } from '../../../../../src/report/run/decisive-step.ts'
import { overwrittenUnseen } from '../../../../../src/report/run/plot/overwritten-unseen.ts'
import { plotOf } from '../../../../../src/report/run/plot/plot.ts'
import { textOf } from '../../../../../src/report/run/plot/words.ts'
import { explanationOf, whyOf } from '../../../../../src/report/run/why.ts'
import daxZeroPageRange from '../../../../mappers/dax-zero-page-range.ts'
import dyntickReaders from '../../../../rcu/dyntick-readers.ts'
import { broken } from './broken-run.ts'

const leases = model('leases', { workers: 2, looks: false })
  .shared(() => ({ status: 'queued', owner: null as number | null }))
  .process('worker', {
    count: c => c.workers,
    mayRest: ['claim'],
    steps: {
      claim: (s, me) => {
        when(s.status === 'queued')
        s.status = 'running'
        s.owner = me.id
      },
      finish: (s, me) => {
        if (s.owner !== me.id) return 'fail'
        s.status = 'done'
        s.owner = null
        return 'rest'
      },
      fail: (s, _me, c) => {
        if (c.looks && s.status === 'queued') return 'rest'
        s.status = 'failed'
        return 'rest'
      },
      rest: () => 'rest',
    },
  })
  .action('reap', s => {
    when(s.status === 'running')
    s.status = 'queued'
    s.owner = null
  })
  .transition('what is done stays done', (before, after) => before.status !== 'done' || after.status === 'done')
  .variant('looks', { looks: true })

const logs = model('logs', { logs: false })
  .shared(() => ({ log: [null, null] as (string | null)[], memory: [null, null] as (string | null)[], restarts: 0 }))
  .process('voter', {
    count: 2,
    steps: {
      vote: (s, me, c) => {
        s.memory[me.id] = 'yes'
        if (c.logs) s.log[me.id] = 'yes'
      },
    },
  })
  .process('machine', {
    steps: {
      'restart the second': s => {
        when(s.memory.every(vote => vote !== null))
        s.memory[1] = s.log[1]!
        s.restarts++
      },
    },
  })
  .invariant('votes are kept', s => s.restarts === 0 || s.memory[1] === 'yes')

// A record that its owner locks twice, each time as it should, before it goes by what it never looked at.
const lockedTwice = model('locked-twice')
  .shared(() => ({ lock: null as string | null, entries: 0, isMapped: false }))
  .process('owner', {
    steps: {
      lock: s => {
        when(s.lock === null)
        s.lock = 'add'
      },
      add: s => {
        s.entries++
      },
      unlock: s => {
        s.lock = null
      },
      'lock again': s => {
        when(s.lock === null)
        s.lock = 'remove'
      },
      use: s => {
        s.isMapped = s.entries > 0
      },
    },
  })
  .invariant('nothing is mapped', s => !s.isMapped)

// Nodes with one label each, as servers of events have it: a time-out begins a term, a vote ends one.
const events = model('events')
  .shared(() => ({ term: [0, 0], role: ['idle', 'idle'] }))
  .process('node', {
    count: 2,
    steps: {
      run: (s, me) => {
        const event = choose('time out', 'vote')
        if (event === 'time out') {
          when(s.role[me.id] === 'idle' && me.id === 0)
          s.term[me.id]!++
          s.role[me.id] = 'candidate'
        } else {
          when(s.role[0] === 'candidate' && me.id === 1)
          s.role[me.id] = 'leader'
        }
        return 'rest'
      },
      rest: () => 'rest',
    },
  })
  .invariant('leaders have a term', s => s.role.every((role, id) => role !== 'leader' || s.term[id]! > 0))

describe('the root of a violation', () => {
  it('is no lock that its owner has released', async () => {
    expect(whyOf(await broken(lockedTwice, 'nothing is mapped')).join('\n')).not.toContain('Had lock')
  })

  it('is not that one event leaves alone what another kind of event changes', async () => {
    expect(whyOf(await broken(events, 'leaders have a term')).join('\n')).not.toContain('as it was')
  })

  it('is what the last step overwrote without a look at it', async () => {
    const story = whyOf(await broken(leases, 'what is done stays done')).join('\n')
    expect(story).toMatch(
      /^fail \(step 6\) did not look at status, which worker (\d) had set to running in claim \(step 1\), and reap then changed to queued \(step 2\)\.$/m,
    )
    const looking = await broken(leases, 'what is done stays done', { variant: 'looks' })
    expect(overwrittenUnseen(plotOf(looking)!.run)).toEqual([])
  })

  it('is where a switch would have left what a later step went by', async () => {
    const witness = await broken(logs, 'votes are kept')
    expect(textOf(explanationOf(witness)!.waysOut[0]!)).toMatch(
      /^With logs = true, vote \(step \d\) would have set log\[1\] to yes, and /,
    )
  })

  it('is reported where a step found a value whose writer the story does not name', async () => {
    const witness = await broken(dyntickReaders, 'a grace period waits for the readers that were there', {
      variant: 'interrupted code goes on',
    })
    const story = explanationOf(witness)!.story.map(textOf)
    expect(story.join('\n')).toMatch(/set dynticks_progress_counter to 1 in counter = tmp \+ 1 \(step 7\)/)
    expect(story.join('\n')).not.toContain('left by')
  })

  it('is what the process found last of what another had left, where nothing else was seen to matter', async () => {
    const witness = await broken(daxZeroPageRange, 'atomic depth is balanced', { variant: 'V5a, PRE' })
    const story = explanationOf(witness)!.story.map(textOf)
    expect(story).toContainEqual(expect.stringMatching(/^unbind set ranges to null in list_del_rcu/))
    expect(story.at(-1)).toMatch(/^So truncate found ranges = null in unmap: list_for_each_entry_rcu/)
  })
})

/** A voter that forgets in a restart what it has promised, after somebody has gone by the promise. */
const promise = model('promise')
  .shared(() => ({ promised: 0, isGiven: false, isNewChosen: false, isOldChosen: false, isUp: true }))
  .process('voter', {
    mayRest: ['accept the old'],
    steps: {
      promise: s => {
        s.promised = 2
        s.isGiven = true
      },
      'accept the old': s => {
        when(s.promised < 2 && s.isNewChosen)
        s.isOldChosen = true
      },
    },
  })
  .process('leader', {
    steps: {
      propose: s => {
        when(s.isGiven)
        s.isNewChosen = true
      },
    },
  })
  .action('restart', s => {
    when(s.isNewChosen && s.isUp)
    s.isUp = false
    s.promised = 0
  })
  .invariant('one is chosen', s => !(s.isNewChosen && s.isOldChosen))

describe('what was forgotten', () => {
  it('is also what others had gone by before it was', async () => {
    const witness = await broken(promise, 'one is chosen')
    const { title, story } = explanationOf(witness)!
    expect(title).toBe('What was forgotten')
    const texts = story.map(textOf)
    expect(texts).toContainEqual(expect.stringContaining('reset promised from 2 to 0 (step 3)'))
    expect(texts.at(-1)).toBe('Had promised still been 2, accept the old of voter (step 4) could not have been taken.')
    expect(decisiveStep(witness)?.step).toBe(2)
  })
})

/** A clerk that does not wait for the key where it is a mutant. */
const guard = model('guard', { mutant: 'none' as 'none' | 'hasty' })
  .shared(() => ({ hasKey: false, isOpen: false }))
  .process('clerk', {
    steps: {
      'wait for the key': (s, _me, c) => {
        if (c.mutant !== 'hasty') when(s.hasKey)
      },
      open: s => {
        s.isOpen = true
      },
    },
  })
  .process('owner', {
    steps: {
      bring: s => {
        s.hasKey = true
      },
    },
  })
  .variant('hasty', { mutant: 'hasty' })
  .invariant('it is opened with the key', s => !s.isOpen || s.hasKey)

describe('a step that should have waited', () => {
  it('is said not to have waited, rather than to have changed nothing', async () => {
    const witness = await broken(guard, 'it is opened with the key', { variant: 'hasty' })
    expect(explanationOf(witness)!.story.map(textOf)[0]).toMatch(/^clerk did not wait in wait for the key \(step 1\)/)
  })
})

/** Money that is taken, and given to nobody where the clerk is hasty. */
const bank = (notes: boolean) =>
  model('bank', { gives: false })
    .shared(() => ({ mine: 1, yours: 0, hasNote: false }))
    .process('clerk', {
      steps: {
        take: s => {
          s.mine--
        },
        give: (s, _me, c) => {
          if (c.gives) s.yours++
        },
        note: s => {
          s.hasNote = notes
        },
      },
    })
    .invariant('nothing is on its way', s => s.mine + s.yours === 1)
    .invariant('a note is true', s => !s.hasNote || s.mine + s.yours === 1)

describe('another claim that breaks on the way', () => {
  it('is named once, behind the story, which it does not interrupt', async () => {
    const story = explanationOf(await broken(bank(true), 'a note is true'))!.story.map(textOf)
    expect(story.at(-1)).toBe('This run broke another claim before: "nothing is on its way" (step 1).')
    expect(story.slice(0, -1).join(' ')).not.toContain('nothing is on its way')
  })
})

describe('the decisive step', () => {
  it('is the one at which a repair acts, if that is not the last', async () => {
    const witness = await broken(bank(true), 'a note is true')
    expect(whyOf(witness).join('\n')).toContain('give (step 2) did nothing, since gives = false')
    expect(decisiveStep(witness)?.step).toBe(1)
  })

  it('is missing where that is the last', async () => {
    const stingy = bank(false).invariant('nobody gets anything', s => s.yours === 0)
    const witness = await broken(stingy, 'nobody gets anything', { set: { gives: true } })
    expect(witness.hinges).toMatchObject([{ constant: 'gives', steps: [{ step: witness.steps.length - 1 }] }])
    expect(decisiveStep(witness)).toBeUndefined()
  })
})
