/** What a story must not leave out: every step on which it depends is named. */

import { model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { textOf } from '../../../../../src/report/run/plot/words.ts'
import { explanationOf, namedSteps, whyOf } from '../../../../../src/report/run/why.ts'
import { broken } from './broken-run.ts'

describe('a value that is found as it was, after others changed it and changed it back', () => {
  type Node = 'A' | 'B'
  const stack = model('stack')
    .shared(() => ({ top: 'A' as Node | null, below: { A: 'B', B: null } as Record<Node, Node | null>, freed: '' }))
    .process('slow', {
      locals: () => ({ old: null as Node | null, next: null as Node | null }),
      steps: {
        look: (s, me) => {
          me.old = s.top
        },
        'look below': (s, me) => {
          if (me.old === null) return 'done'
          me.next = s.below[me.old]
        },
        swap: (s, me) => {
          if (s.top !== me.old) return 'look'
          s.top = me.next
        },
      },
    })
    .process('fast', {
      steps: {
        'pop A': s => {
          when(s.top === 'A')
          s.top = s.below.A
        },
        'pop B': s => {
          when(s.top === 'B')
          s.top = s.below.B
          s.freed = 'B'
        },
        'push A': s => {
          s.below.A = s.top
          s.top = 'A'
        },
      },
    })
    .invariant('what is freed is not on top', s => s.top === null || s.top !== s.freed)

  it('is reported with the look that had found it before', async () => {
    const witness = await broken(stack, 'what is freed is not on top')
    const first = witness.steps.findIndex(({ step }) => step === 'look')
    const story = whyOf(witness).join('\n')
    expect(namedSteps(witness)).toContain(first)
    expect(story).toContain(`found top = A again (as at step ${first + 1})`)
  })
})

describe('a step that left what another found', () => {
  const parts = ['a', 'b', 'c', 'd', 'e'] as const
  const build = Object.fromEntries(
    parts.map(part => [
      `build ${part}`,
      (s: { [key: string]: boolean }) => {
        s[part] = true
      },
    ]),
  )
  const house = model('house')
    .shared(() => ({ a: false, b: false, c: false, d: false, e: false, isOpen: false, isGone: false, crashes: 0 }))
    .process('builder', {
      steps: {
        ...build,
        open: s => {
          s.isOpen = true
        },
        'take away': s => {
          s.isGone = true
        },
      },
    })
    .process('guest', {
      steps: {
        'see a': s => when(s.a),
        'see b': s => when(s.b && s.isOpen),
        'see e': s => when(s.e),
        enter: s => {
          if (s.isGone) s.crashes++
        },
      },
    })
    .invariant('nobody falls', s => s.crashes === 0)

  it('is named with what was found, where nothing else is said of it', async () => {
    const witness = await broken(house, 'nobody falls')
    expect(whyOf(witness).join('\n')).toMatch(/found [abe] = true \(left by step \d\)/)
  })
})

describe('a step that several processes leave undone', () => {
  const room = model('room', { leaves: true })
    .shared(() => ({ inside: [false, false] }))
    .process('guest', {
      count: 2,
      steps: {
        enter: (s, me) => {
          s.inside[me.id] = true
        },
        leave: (s, me, c) => {
          if (c.leaves) s.inside[me.id] = false
        },
      },
    })
    .process('host', {
      steps: {
        close: s => when(s.inside[0] === false && s.inside[1] === false),
      },
    })
    .variants({ 'nobody leaves': { leaves: false } })

  it('is named for each of them', async () => {
    const witness = await broken(room, 'no deadlock', { variant: 'nobody leaves' })
    const left = witness.steps.flatMap(({ step }, k) => (step === 'leave' ? [k] : []))
    expect(left).toHaveLength(2)
    for (const k of left) expect(namedSteps(witness)).toContain(k)
    const [way = []] = explanationOf(witness)!.waysOut
    expect(textOf(way)).toMatch(/^leave \(step \d; likewise of guest \d, step \d\) did nothing, since leaves = false;/)
  })
})

describe('a list of several entries that a step looks at', () => {
  const board = model('board')
    .shared(() => ({ notes: [] as { by: string; says: number }[], heard: 0 }))
    .process('first', {
      steps: {
        write: s => {
          s.notes.push({ by: 'first', says: 1 })
        },
      },
    })
    .process('second', {
      steps: {
        write: s => {
          when(s.notes.length === 1)
          s.notes.push({ by: 'second', says: 2 })
        },
      },
    })
    .process('reader', {
      steps: {
        read: s => {
          when(s.notes.length === 2)
          s.heard = s.notes.find(note => note.by === 'first')?.says ?? 0
        },
      },
    })
    .invariant('nothing is heard', s => s.heard === 0)

  it('has beside it who added which of them', async () => {
    const story = whyOf(await broken(board, 'nothing is heard')).join('\n')
    expect(story).toMatch(/found notes = \[.*\] \(\{by: first, says: 1\} added by step 1\)/)
  })
})
