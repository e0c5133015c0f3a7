/** Chase and Lev's work-stealing deque (2005) in a circular array: its owner works at the bottom, thieves steal at the top. */

import { assert, choose, model, when } from 'interleave-checker'

export default model('work-stealing deque', { tasks: 6, slots: 4, thieves: 3 })
  .shared(c => ({
    top: 0,
    bottom: 0,
    slots: Array<number>(c.slots).fill(0),
    done: Array.from({ length: c.tasks }, () => false),
  }))
  .process('owner', {
    count: 1,
    locals: () => ({ next: 0, b: 0, t: 0 }),
    mayRest: ['idle'],
    steps: {
      idle: (s, me, c) => {
        const what = choose('push', 'take')
        if (what === 'push') when(me.next < c.tasks)
        me.b = s.bottom
        return what === 'push' ? 'read top to push' : 'lower bottom'
      },
      'read top to push': (s, me, c) => {
        if (me.b - s.top < c.slots) return 'fill slot'
        me.b = 0
        return 'idle'
      },
      'fill slot': (s, me, c) => {
        s.slots[me.b % c.slots] = me.next
        me.next++
      },
      'raise bottom': (s, me) => {
        s.bottom = me.b + 1
        me.b = 0
        return 'idle'
      },
      'lower bottom': (s, me) => {
        me.b--
        s.bottom = me.b
      },
      'read top to take': (s, me) => {
        me.t = s.top
        if (me.t > me.b) return 'restore bottom'
        if (me.t === me.b) return 'race for the last'
      },
      'take from slot': (s, me, c) => {
        finish(s.done, s.slots[me.b % c.slots]!)
        me.b = 0
        me.t = 0
        return 'idle'
      },
      'race for the last': (s, me, c) => {
        if (s.top === me.t) {
          s.top++
          finish(s.done, s.slots[me.b % c.slots]!)
        }
      },
      'restore bottom': (s, me) => {
        s.bottom = me.b + 1
        me.b = 0
        me.t = 0
        return 'idle'
      },
    },
  })
  .process('thief', {
    count: c => c.thieves,
    locals: () => ({ t: 0, task: 0 }),
    steps: {
      'read top': (s, me) => {
        me.t = s.top
      },
      'read bottom': (s, me) => {
        if (me.t < s.bottom) return 'read slot'
        me.t = 0
        return 'read top'
      },
      'read slot': (s, me, c) => {
        me.task = s.slots[me.t % c.slots]!
      },
      'raise top': (s, me) => {
        if (s.top === me.t) {
          s.top++
          finish(s.done, me.task)
        }
        me.t = 0
        me.task = 0
        return 'read top'
      },
    },
  })
  .invariant('top is never far beyond bottom', s => s.top <= s.bottom + 1)
  .transition('top never falls', (before, after) => after.top >= before.top)
  .transition('only the owner moves bottom', (before, after, step) => {
    return step.process === 'owner' || after.bottom === before.bottom
  })

function finish(done: boolean[], task: number): void {
  assert(!done[task], 'a task is done once')
  done[task] = true
}
