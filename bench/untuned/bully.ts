/** Garcia-Molina's bully election (1982): the highest node that is up leads; nodes crash and recover, failures are detected. */

import { add, choose, has, model, pick, remove, type SetOf, setOf, when } from 'interleave-checker'

interface Message {
  kind: 'election' | 'alive' | 'coordinator'
  from: number
  to: number
}

interface Node {
  up: boolean
  role: 'follower' | 'electing' | 'waiting' | 'leader'
  leader: number | null
}

export default model('bully', { nodes: 4, crashes: 1, recoveries: 1 })
  .shared(c => ({
    nodes: Array.from({ length: c.nodes }, (_, id): Node => {
      return { up: true, role: id === c.nodes - 1 ? 'leader' : 'follower', leader: c.nodes - 1 }
    }),
    messages: setOf<Message>(),
    crashes: 0,
    recoveries: 0,
  }))
  .action('crash', (s, c) => {
    const node = choose(...s.nodes)
    when(node.up && s.crashes < c.crashes)
    s.crashes++
    node.up = false
    node.role = 'follower'
    node.leader = null
  })
  .action('recover', (s, c) => {
    const id = choose(...s.nodes.keys())
    when(!s.nodes[id]!.up && s.recoveries < c.recoveries)
    s.recoveries++
    s.nodes[id]!.up = true
    elect(s, id)
  })
  .action('miss the leader', s => {
    const id = choose(...s.nodes.keys())
    const node = s.nodes[id]!
    when(node.up && node.role === 'follower' && node.leader !== null && !s.nodes[node.leader]!.up)
    elect(s, id)
  })
  .action('miss those above', s => {
    const id = choose(...s.nodes.keys())
    const node = s.nodes[id]!
    when(node.up && (node.role === 'electing' || node.role === 'waiting'))
    when(s.nodes.slice(id + 1).every(other => !other.up))
    node.role = 'leader'
    node.leader = id
    for (let to = 0; to < id; to++) add(s.messages, { kind: 'coordinator', from: id, to })
  })
  .action('receive election', s => {
    const message = pick(s.messages, m => m.kind === 'election')
    const { from, to } = message
    remove(s.messages, message)
    const node = s.nodes[to]!
    if (!node.up) return
    add(s.messages, { kind: 'alive', from: to, to: from })
    if (node.role === 'follower') elect(s, to)
    else if (node.role === 'leader') add(s.messages, { kind: 'coordinator', from: to, to: from })
  })
  .action('receive alive', s => {
    const message = pick(s.messages, m => m.kind === 'alive')
    const node = s.nodes[message.to]!
    remove(s.messages, message)
    if (node.up && node.role === 'electing') node.role = 'waiting'
  })
  .action('receive coordinator', s => {
    const message = pick(s.messages, m => m.kind === 'coordinator')
    const { from, to } = message
    remove(s.messages, message)
    const node = s.nodes[to]!
    if (!node.up) return
    node.role = 'follower'
    node.leader = from
  })
  .mayDeadlock()
  .invariant('of two leaders, the lower one will hear of the higher', s =>
    s.nodes.every((a, low) =>
      s.nodes.every((b, high) => {
        if (low >= high || a.role !== 'leader' || b.role !== 'leader') return true
        return has(s.messages, { kind: 'coordinator', from: high, to: low })
      }),
    ),
  )
  .reachable('a node below the highest leads', s => s.nodes[2]!.role === 'leader')

function elect(s: { nodes: Node[]; messages: SetOf<Message> }, id: number): void {
  s.nodes[id]!.role = 'electing'
  s.nodes[id]!.leader = null
  for (let to = id + 1; to < s.nodes.length; to++) add(s.messages, { kind: 'election', from: id, to })
}
