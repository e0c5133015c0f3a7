/** Small models of what goes wrong in kernels, each with one claim that it breaks. */

import { assert, model, when } from 'interleave-checker'

/** A sleeper decides to sleep, is woken before it does, and sleeps. */
export const lostWakeUp = model('lost-wake-up', {})
  .shared(() => ({ condition: false, asleep: false }))
  .process('sleeper', {
    steps: {
      check: s => (s.condition ? 'done' : undefined),
      sleep: s => {
        s.asleep = true
      },
      run: s => when(!s.asleep),
    },
  })
  .process('waker', {
    steps: {
      set: s => {
        s.condition = true
      },
      wake: s => {
        if (s.asleep) s.asleep = false
      },
    },
  })

/** A signal is seen only by tasks that are already waiting. */
export const missedSignal = model('missed-signal', {})
  .shared(() => ({ items: 0, waiting: false, signalled: false }))
  .process('consumer', {
    steps: {
      look: s => (s.items > 0 ? 'take' : undefined),
      wait: s => {
        s.waiting = true
      },
      wake: s => {
        when(s.signalled)
        s.signalled = false
        s.waiting = false
      },
      take: s => {
        s.items--
      },
    },
  })
  .process('producer', {
    steps: {
      put: s => {
        s.items++
      },
      signal: s => {
        if (s.waiting) s.signalled = true
      },
    },
  })

/** The head is the same again, its successor is not. */
export const abaInStack = model('aba-in-stack', {})
  .shared(() => ({ head: 0 as number | null, next: [1, null] as (number | null)[], free: [] as number[] }))
  .process('slow', {
    locals: () => ({ top: null as number | null, below: null as number | null }),
    steps: {
      look: (s, me) => {
        when(s.head !== null)
        me.top = s.head
        me.below = s.next[s.head as number] as number | null
      },
      swap: (s, me) => {
        if (s.head !== me.top) return 'look'
        s.head = me.below
        return undefined
      },
    },
  })
  .process('fast', {
    steps: {
      popFirst: s => {
        when(s.head === 0)
        s.head = s.next[0] as number | null
      },
      popSecond: s => {
        when(s.head === 1)
        s.head = s.next[1] as number | null
        s.free.push(1)
      },
      pushFirst: s => {
        s.next[0] = s.head
        s.head = 0
      },
    },
  })
  .invariant('the head is not free memory', s => s.head === null || !s.free.includes(s.head))
  .mayDeadlock()

/** The pointer is read before the reference is taken. */
export const useAfterFree = model('use-after-free', {})
  .shared(() => ({ object: 'o' as string | null, refs: 1, freed: false }))
  .process('reader', {
    steps: {
      look: s => (s.object === null ? 'done' : undefined),
      get: s => {
        s.refs++
      },
      use: s => {
        assert(!s.freed, 'no use after free')
      },
    },
  })
  .process('remover', {
    steps: {
      unlink: s => {
        s.object = null
      },
      put: s => {
        s.refs--
        return s.refs === 0 ? undefined : 'done'
      },
      free: s => {
        s.freed = true
      },
    },
  })

/** The old version is freed without waiting for those who still read it. */
export const noGracePeriod = model('no-grace-period', {})
  .shared(() => ({ pointer: 0, allocated: [true, false] }))
  .process('reader', {
    locals: () => ({ at: 0 }),
    steps: {
      dereference: (s, me) => {
        me.at = s.pointer
      },
      access: (s, me) => {
        assert(s.allocated[me.at] === true, 'the version that is read is allocated')
      },
    },
  })
  .process('updater', {
    steps: {
      copy: s => {
        s.allocated[1] = true
      },
      publish: s => {
        s.pointer = 1
      },
      free: s => {
        s.allocated[0] = false
      },
    },
  })

/** A reader-writer lock in which readers overtake a writer again and again. */
export const starvingWriter = model('starving-writer', {})
  .shared(() => ({ readers: 0, writing: false }))
  .process('reader', {
    count: 2,
    steps: {
      enter: s => {
        when(!s.writing)
        s.readers++
      },
      leave: s => {
        s.readers--
        return 'enter'
      },
    },
  })
  .process('writer', {
    steps: {
      lock: s => {
        when(s.readers === 0)
        s.writing = true
      },
      unlock: s => {
        s.writing = false
      },
    },
  })
  .fair({ weak: ['reader', 'writer'] })
  .eventually('the writer writes', s => s.writing)

/** A gate that is opened again while its guest is still in. */
export const gateOpenedAgain = model('gate-opened-again', {})
  .shared(() => ({ gate: 'open' as 'open' | 'shut', inside: 0, resets: 0 }))
  .process('guest', {
    count: 2,
    steps: {
      enter: s => {
        when(s.gate === 'open')
        s.gate = 'shut'
        s.inside++
      },
    },
  })
  .action('reset', s => {
    when(s.resets < 1)
    s.resets++
    s.gate = 'open'
  })
  .invariant('one is inside', s => s.inside <= 1)
  .mayDeadlock()

/** A guest that finds the lock taken enters all the same; the owner has yet to give it back, as it was before. */
export const lockIgnored = model('lock-ignored', {})
  .shared(() => ({ locked: false, isBroken: false }))
  .process('owner', {
    steps: {
      lock: s => {
        s.locked = true
      },
      unlock: s => {
        s.locked = false
      },
    },
  })
  .process('guest', {
    locals: () => ({ saw: false }),
    steps: {
      peek: (s, me) => {
        me.saw = s.locked
      },
      enter: (s, me) => {
        if (me.saw) s.isBroken = true
      },
    },
  })
  .invariant('nobody enters', s => !s.isBroken)
