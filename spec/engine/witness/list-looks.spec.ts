import { describe, expect, test } from 'vitest'
import { model, when } from '../../../src/index.ts'
import { crossingsOf, overtakingsOf } from '../../../src/witness/race.ts'
import type { Read } from '../../../src/witness/run-footprints.ts'
import { witnessOf } from './sliced-witness.ts'

interface Mail {
  to: string
  text: string
}

interface Box {
  queue: string[]
  mails: Mail[]
  seen: unknown[]
}

type Work = (s: Box) => void

/** A run of one step after the other, each of a process of its own. */
async function runOf(...works: readonly Work[]) {
  const source = model('mail')
    .shared(() => ({ turn: 0, queue: [] as string[], mails: [] as Mail[], seen: [] as unknown[] }))
    .process('worker', {
      count: works.length,
      steps: {
        work: (s, me) => {
          when(s.turn === me.id)
          works[me.id]?.(s)
          s.turn++
        },
      },
    })
    .invariant('not done', s => s.turn < works.length || s.queue.length + s.mails.length + s.seen.length < 0)
  return witnessOf(source, 'not done')
}

/** What the last step read of a list, which is no longer in question than that. */
async function lastRead(list: 'queue' | 'mails', ...works: readonly Work[]): Promise<Read | undefined> {
  const { slice } = await runOf(...works)
  return slice?.steps.at(-1)?.reads.find(({ path }) => path[0] === list)
}

const push =
  (text: string): Work =>
  s => {
    s.queue.push(text)
  }
const send =
  (to: string): Work =>
  s => {
    s.mails.push({ to, text: `for ${to}` })
  }
const shift: Work = s => {
  s.seen.push(s.queue.shift())
}

describe('what a step reads of a list', () => {
  test('was written by the step that added it, not by the last one that touched the list', async () => {
    expect(await lastRead('queue', push('a'), push('b'), shift)).toMatchObject({ writer: 0, changedBy: 1 })
    expect(await lastRead('queue', push('a'), push('b'), shift, shift)).toMatchObject({ writer: 1, changedBy: 2 })
    expect(await lastRead('queue', push('a'), push('b'), s => s.seen.push(s.queue[1]))).toMatchObject({ writer: 1 })
    expect(await lastRead('queue', push('a'), push('b'), s => s.seen.push(s.queue.pop()))).toMatchObject({ writer: 1 })
  })

  test('is not mistaken for its equals', async () => {
    expect(await lastRead('queue', push('a'), push('a'), shift, shift)).toMatchObject({ writer: 1, changedBy: 2 })
    expect(await lastRead('queue', push('a'), s => s.queue.unshift('a'), shift)).toMatchObject({ writer: 1 })
  })

  test('follows the elements through splices, filters and new lists', async () => {
    const splice: Work = s => {
      s.queue.splice(0, 0, 'b')
    }
    const anew: Work = s => {
      s.queue = [...s.queue, 'b']
    }
    const keep: Work = s => {
      s.mails = s.mails.filter(({ to }) => to !== 'ann')
    }
    const first: Work = s => s.seen.push(s.queue[0])
    expect(await lastRead('queue', push('a'), splice, s => s.seen.push(s.queue[1]))).toMatchObject({ writer: 0 })
    expect(await lastRead('queue', push('a'), splice, first)).toMatchObject({ writer: 1 })
    expect(await lastRead('queue', push('a'), anew, first)).toMatchObject({ writer: 0, changedBy: 1 })
    const read = await lastRead('mails', send('ann'), send('bob'), keep, s => s.seen.push(s.mails[0]?.text))
    expect(read).toMatchObject({ writer: 1, changedBy: 2 })
  })

  test('is the element that it takes out, if it has looked at others, too', async () => {
    const take: Work = s => {
      const at = s.mails.findIndex(({ to }) => to === 'bob')
      s.seen.push(s.mails[at]?.text)
      s.mails.splice(at, 1)
    }
    const inFront: Work = s => s.mails.unshift({ to: 'ann', text: 'urgent' })
    expect(await lastRead('mails', send('bob'), inFront, take)).toMatchObject({ writer: 0, changedBy: 1 })
    expect(await lastRead('mails', send('ann'), send('bob'), send('cleo'), take)).toMatchObject({ writer: 1 })
  })

  test('is of the step that changed the answer, where it is the length, or that something is missing', async () => {
    const length: Work = s => s.seen.push(s.queue.length)
    const has: Work = s => s.seen.push(s.queue.includes('b'))
    expect(await lastRead('queue', push('a'), push('b'), length)).toEqual(expect.objectContaining({ writer: 1 }))
    expect(await lastRead('queue', push('b'), push('a'), has)).toMatchObject({ writer: 0, changedBy: 1 })
    expect(await lastRead('queue', push('a'), push('c'), has)).toMatchObject({ writer: null, changedBy: 1 })
    expect(await lastRead('queue', push('b'), shift, push('c'), has)).toMatchObject({ writer: 1, changedBy: 2 })
  })
})

describe('a step that only adds to a list', () => {
  test('has not read it, so that two that push are no cause of each other', async () => {
    const witness = await runOf(push('a'), push('b'), push('c'))
    const reads = witness.slice?.steps.map(step => step.reads.find(({ path }) => path[0] === 'queue'))
    expect(reads?.[1]).toMatchObject({ writer: null, changedBy: 0, isUnseen: true })
    expect(reads?.[2]).toMatchObject({ writer: null, changedBy: 1, isUnseen: true })
    const places = [...crossingsOf(witness).flatMap(one => one.reads), ...overtakingsOf(witness).map(one => one.read)]
    expect(places.filter(({ path }) => path[0] === 'queue')).toEqual([])
  })

  test('has read it where it asks for the length', async () => {
    const read = await lastRead('queue', push('a'), push('b'), s => {
      if (s.queue.length < 3) s.queue.push('c')
    })
    expect(read).toMatchObject({ writer: 1 })
    expect(read).not.toHaveProperty('isUnseen')
  })
})
