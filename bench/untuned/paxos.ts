/** Single-decree Paxos (Lamport), with all messages ever sent in a set: proposers are only what they send. */

import { add, choose, model, pick, type SetOf, setOf, when } from 'interleave-checker'

type Message =
  | { readonly type: 'prepare'; readonly ballot: number }
  | { readonly type: 'promise'; readonly acceptor: number; readonly ballot: number; readonly voted: Vote | null }
  | { readonly type: 'propose'; readonly ballot: number; readonly value: number }
  | { readonly type: 'accept'; readonly acceptor: number; readonly ballot: number; readonly value: number }

interface Vote {
  readonly ballot: number
  readonly value: number
}

const quorums = [
  [0, 1],
  [0, 2],
  [1, 2],
]

export default model('paxos', { acceptors: 3, ballots: 3, values: 3 })
  .shared(c => ({
    acceptors: Array.from({ length: c.acceptors }, () => ({ promised: -1, voted: null as Vote | null })),
    messages: setOf<Message>(),
  }))
  .action('prepare', (s, c) => {
    const ballot = choose(...Array(c.ballots).keys())
    when(![...s.messages].some(m => m.type === 'prepare' && m.ballot === ballot))
    add(s.messages, { type: 'prepare', ballot })
  })
  .action('promise', s => {
    const { ballot } = pick(s.messages, m => m.type === 'prepare')
    const acceptor = choose(...s.acceptors.keys())
    const { promised, voted } = s.acceptors[acceptor]!
    when(ballot > promised)
    s.acceptors[acceptor]!.promised = ballot
    add(s.messages, { type: 'promise', acceptor, ballot, voted })
  })
  .action('propose', (s, c) => {
    const ballot = choose(...Array(c.ballots).keys())
    when(![...s.messages].some(m => m.type === 'propose' && m.ballot === ballot))
    const quorum = choose(...quorums)
    const promises = promisesOf(s.messages, ballot, quorum)
    when(promises.length === quorum.length)
    const votes = promises.flatMap(({ voted }) => voted ?? []).sort((a, b) => b.ballot - a.ballot)
    const value = votes[0]?.value ?? choose(...Array(c.values).keys())
    add(s.messages, { type: 'propose', ballot, value })
  })
  .action('accept', s => {
    const { ballot, value } = pick(s.messages, m => m.type === 'propose')
    const acceptor = choose(...s.acceptors.keys())
    const { promised, voted } = s.acceptors[acceptor]!
    when(ballot >= promised && voted?.ballot !== ballot)
    s.acceptors[acceptor] = { promised: ballot, voted: { ballot, value } }
    add(s.messages, { type: 'accept', acceptor, ballot, value })
  })
  .mayDeadlock()
  .invariant('one value is chosen', (s, c) => {
    const isChosen = (value: number) =>
      Array.from({ length: c.ballots }, (_, ballot) => ballot).some(ballot =>
        quorums.some(quorum => quorum.every(acceptor => hasAccepted(s.messages, acceptor, ballot, value))),
      )
    return Array.from({ length: c.values }, (_, value) => value).filter(isChosen).length <= 1
  })

function promisesOf(messages: SetOf<Message>, ballot: number, quorum: readonly number[]) {
  return [...messages].filter(m => m.type === 'promise').filter(m => m.ballot === ballot && quorum.includes(m.acceptor))
}

function hasAccepted(messages: SetOf<Message>, acceptor: number, ballot: number, value: number): boolean {
  return [...messages].some(
    m => m.type === 'accept' && m.acceptor === acceptor && m.ballot === ballot && m.value === value,
  )
}
