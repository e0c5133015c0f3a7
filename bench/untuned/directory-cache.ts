/** A cache line under MESI: cores send requests to a directory, which answers by messages, and asks others to give the line up. */

import { assert, choose, model, when } from 'interleave-checker'

type Request =
  | { readonly type: 'read' | 'write'; readonly from: number }
  | { readonly type: 'write back'; readonly from: number; readonly data: number }

type Message =
  | { readonly type: 'shared' | 'exclusive' | 'modified'; readonly data: number }
  | { readonly type: 'downgrade' | 'invalidate' | 'written back' }

/** What a core answers to 'downgrade' and 'invalidate'; data if it had them alone. */
interface Reply {
  readonly data: number | null
}

export default model('directory cache', { cores: 4 })
  .shared(c => ({
    memory: 0,
    owner: null as number | null,
    sharers: Array.from({ length: c.cores }, () => false),
    requests: [] as Request[],
    replies: [] as Reply[],
    inboxes: Array.from({ length: c.cores }, (): Message[] => []),
    /** What was written last; only claims look at it. */
    latest: 0,
  }))
  .process('core', {
    count: c => c.cores,
    locals: () => ({ data: 0 }),
    mayRest: ['invalid'],
    steps: {
      invalid: (s, me) => {
        const what = choose('read', 'write', 'listen')
        if (what === 'listen') {
          const message = receive(s.inboxes[me.id]!)
          assert(message.type === 'invalidate', 'others are only for those who have the line')
          s.replies.push({ data: null })
          return 'invalid'
        }
        s.requests.push({ type: what, from: me.id })
        return what === 'read' ? 'reading' : 'writing'
      },
      reading: (s, me) => {
        const message = receive(s.inboxes[me.id]!)
        if (message.type === 'invalidate') {
          s.replies.push({ data: null })
          return 'reading'
        }
        assert(message.type === 'shared' || message.type === 'exclusive', 'a read is answered')
        me.data = message.data
        return message.type
      },
      writing: (s, me) => {
        const message = receive(s.inboxes[me.id]!)
        if (message.type === 'invalidate') {
          me.data = 0
          s.replies.push({ data: null })
          return 'writing'
        }
        assert(message.type === 'modified', 'a write is answered')
        me.data = 1 - message.data
        s.latest = me.data
        return 'modified'
      },
      shared: (s, me) => {
        const what = choose('write', 'evict', 'listen')
        if (what === 'write') {
          s.requests.push({ type: 'write', from: me.id })
          return 'writing'
        }
        if (what === 'listen') {
          const message = receive(s.inboxes[me.id]!)
          assert(message.type === 'invalidate', 'a shared line can only be lost')
          s.replies.push({ data: null })
        }
        me.data = 0
        return 'invalid'
      },
      exclusive: (s, me) => {
        const what = choose('write', 'evict', 'listen')
        if (what === 'write') {
          me.data = 1 - me.data
          s.latest = me.data
          return 'modified'
        }
        if (what === 'evict') {
          s.requests.push({ type: 'write back', from: me.id, data: me.data })
          return 'writing back'
        }
        return giveUp(s, me)
      },
      modified: (s, me) => {
        const what = choose('write', 'evict', 'listen')
        if (what === 'write') {
          me.data = 1 - me.data
          s.latest = me.data
          return 'modified'
        }
        if (what === 'evict') {
          s.requests.push({ type: 'write back', from: me.id, data: me.data })
          return 'writing back'
        }
        return giveUp(s, me)
      },
      'writing back': (s, me) => {
        const message = receive(s.inboxes[me.id]!)
        if (message.type !== 'written back') {
          assert(message.type === 'downgrade' || message.type === 'invalidate', 'nothing else was asked for')
          s.replies.push({ data: me.data })
          return 'writing back'
        }
        me.data = 0
        return 'invalid'
      },
    },
  })
  .process('directory', {
    count: 1,
    locals: () => ({ request: null as Request | null, missing: 0 }),
    mayRest: ['idle'],
    steps: {
      idle: (s, me) => {
        const request = receive(s.requests)
        const { type, from } = request
        if (type === 'write back') {
          if (s.owner === from) {
            s.memory = request.data
            s.owner = null
          }
          s.inboxes[from]!.push({ type: 'written back' })
          return 'idle'
        }
        me.request = request
        if (s.owner !== null) {
          s.inboxes[s.owner]!.push({ type: type === 'read' ? 'downgrade' : 'invalidate' })
          s.sharers[s.owner] = type === 'read'
          s.owner = null
          me.missing = 1
        } else if (type === 'write') {
          for (const [core, isSharer] of s.sharers.entries()) {
            if (!isSharer || core === from) continue
            s.inboxes[core]!.push({ type: 'invalidate' })
            me.missing++
          }
        }
        return me.missing > 0 ? 'collect' : 'grant'
      },
      collect: (s, me) => {
        const { data } = receive(s.replies)
        if (data !== null) s.memory = data
        me.missing--
        if (me.missing > 0) return 'collect'
      },
      grant: (s, me) => {
        const { type, from } = me.request!
        me.request = null
        if (type === 'read' && s.sharers.some((isSharer, core) => isSharer && core !== from)) {
          s.sharers[from] = true
          s.inboxes[from]!.push({ type: 'shared', data: s.memory })
          return 'idle'
        }
        s.sharers.fill(false)
        s.owner = from
        s.inboxes[from]!.push({ type: type === 'read' ? 'exclusive' : 'modified', data: s.memory })
        return 'idle'
      },
    },
  })
  .invariant('one who may write is alone', s =>
    s.core.every(
      (a, i) => !mayWrite(a.pc) || s.core.every((b, j) => i === j || (!mayWrite(b.pc) && b.pc !== 'shared')),
    ),
  )
  .invariant('what can be read is the latest', s =>
    s.core.every(({ pc, data }) => !(mayWrite(pc) || pc === 'shared') || data === s.latest),
  )
  .invariant('memory is the latest if nobody has written', s =>
    s.core.every(({ pc, data }) => pc !== 'exclusive' || s.memory === data),
  )
  .transition('only a writer writes', (before, after, step) => {
    return before.latest === after.latest || (step.process === 'core' && after.core[step.instance]!.pc === 'modified')
  })

function receive<T>(queue: T[]): T {
  when(queue.length > 0)
  return queue.shift()!
}

function giveUp(
  s: { inboxes: Message[][]; replies: Reply[] },
  me: { readonly id: number; data: number },
): 'shared' | 'invalid' {
  const message = receive(s.inboxes[me.id]!)
  assert(message.type === 'downgrade' || message.type === 'invalidate', 'nothing else was asked for')
  s.replies.push({ data: me.data })
  if (message.type === 'downgrade') return 'shared'
  me.data = 0
  return 'invalid'
}

function mayWrite(pc: string): boolean {
  return pc === 'exclusive' || pc === 'modified'
}
