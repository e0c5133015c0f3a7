/** That a story has the looks by which its processes took the way that they took. */

import { model, when } from 'interleave-checker'
import { expect, it } from 'vitest'
import { whyOf } from '../../../../../src/report/run/why.ts'
import { broken } from './broken-run.ts'

// Guests who come by the back door are not counted, so the caretaker takes himself for the only one.
const hall = model('hall', { guests: 1 })
  .shared(() => ({ counted: 0, isDark: false, isWarned: false, falls: 0 }))
  .process('guest', {
    steps: {
      enter: () => undefined,
      listen: s => (s.isWarned ? 'done' : 'walk'),
      walk: s => {
        if (s.isDark) s.falls++
      },
    },
  })
  .process('caretaker', {
    steps: {
      come: s => {
        s.counted++
      },
      count: s => (s.counted <= 1 ? 'leave' : 'done'),
      leave: s => {
        s.isDark = true
      },
    },
  })
  .action('warn', s => {
    s.isWarned = s.counted > 1
  })
  .invariant('nobody falls', s => s.falls === 0)

it('what a step found that led to the decisive one is reported, and a flag that nobody set', async () => {
  expect(whyOf(await broken(hall, 'nobody falls')).slice(0, 2)).toEqual([
    'caretaker found counted = 1 (left by step 1) in count (step 2), and so set isDark to true in leave (step 3).',
    'guest found isWarned = false in listen (step 5), and then found isDark = true and changed falls from 0 to 1 in walk (step 6).',
  ])
})

// Nobody sets what the claim asks for beside the state that the run comes to.
const pump = model('pump', {})
  .shared(() => ({ isOn: false, isLocked: false, level: 0 }))
  .process('worker', {
    steps: {
      start: s => {
        s.isOn = true
      },
      fill: s => {
        s.level++
      },
    },
  })
  .action('lock', s => {
    when(s.level > 0)
    s.isLocked = true
  })
  .invariant('it is locked while it fills', s => !(s.isOn && s.level > 0) || s.isLocked)
  .transition('it starts locked', (s, t) => !(t.isOn && !s.isOn) || s.isLocked)

it('a flag that makes the answer of the claim is named even if nobody set it', async () => {
  expect(whyOf(await broken(pump, 'it is locked while it fills')).at(-2)).toBe(
    'So isOn = true and level = 1, and isLocked = false, as from the beginning: the claim "it is locked while it fills" is broken.',
  )
  expect(whyOf(await broken(pump, 'it starts locked')).at(-1)).toMatch(
    /^That was while (?:isOn = false and )?isLocked = false, as from the beginning: the claim /,
  )
})

// A quorum that is not one: a copy that was never written is read.
const copies = model('copies', {})
  .shared(() => ({ copy: [0, 0, 0], isAcknowledged: false, result: -1 }))
  .process('writer', {
    steps: {
      'write 0': s => {
        s.copy[0] = 1
      },
      'write 1': s => {
        s.copy[1] = 1
      },
      acknowledge: s => {
        s.isAcknowledged = true
      },
    },
  })
  .process('reader', {
    locals: () => ({ found: -1 }),
    steps: {
      start: s => when(s.isAcknowledged),
      read: (s, me) => {
        me.found = s.copy[2]!
      },
      end: (s, me) => {
        s.result = me.found
      },
    },
  })
  .invariant('what is acknowledged is read', s => s.result !== 0)

it('the element that nobody set, and whose value was kept, is named with the step that read it', async () => {
  expect(whyOf(await broken(copies, 'what is acknowledged is read')).join(' ')).toContain(
    'found copy[2] = 0 in read (step 5)',
  )
})

// A visitor who leaves calls the next number only if somebody has drawn it already.
const office = model('office', { always: false })
  .shared(() => ({ next: 0, called: 0 }))
  .process('visitor', {
    count: 2,
    locals: () => ({ number: 0 }),
    steps: {
      draw: (s, me) => {
        me.number = s.next
        s.next = (s.next + 1) % 3
      },
      wait: (s, me) => when(s.called === me.number),
      leave: (s, me, c) => {
        if (c.always || s.next !== (me.number + 1) % 3) s.called = (me.number + 1) % 3
        return 'draw'
      },
    },
  })
  .canAlways('a visitor comes in', (_s, me) => me.pc === 'leave', { of: 'visitor' })

it('the last step of a run without a way back is said to have left what it should have set', async () => {
  expect(whyOf(await broken(office, 'a visitor comes in'))).toEqual([
    'visitor 0 left called at 0 in leave (step 3).',
    'With always = true, leave (step 3) would have set called to 1, and after the same schedule some run leads there.',
  ])
})
