/** Paxos commit (Gray, Lamport; TLA+ examples, PaxosCommit.tla). */
import { add, choose, has, model, type SetOf, setOf, when } from 'interleave-checker'

type Vote = 'prepared' | 'aborted'
type Message =
  | { readonly type: 'phase1a'; readonly ins: number; readonly bal: number }
  | {
      readonly type: 'phase1b'
      readonly ins: number
      readonly mbal: number
      readonly bal: number
      readonly val: Vote | 'none'
      readonly acc: number
    }
  | { readonly type: 'phase2a'; readonly ins: number; readonly bal: number; readonly val: Vote }
  | { readonly type: 'phase2b'; readonly ins: number; readonly bal: number; readonly val: Vote; readonly acc: number }
  | { readonly type: 'Commit' | 'Abort' }
type Of<T extends Message['type']> = Extract<Message, { type: T }>
type RmState = 'working' | 'prepared' | 'committed' | 'aborted'
interface Acceptor {
  mbal: number
  bal: number
  val: Vote | 'none'
}
const majorities = [
  [0, 1],
  [0, 2],
  [1, 2],
]

export default model('paxos commit', {
  rms: 2,
  acceptors: 3,
  ballots: 2,
  /** Mutant: one acceptor is enough. */ majority: true,
})
  .shared(c => ({
    rm: Array<RmState>(c.rms).fill('working'),
    acc: Array.from({ length: c.rms }, () =>
      Array.from({ length: c.acceptors }, (): Acceptor => ({ mbal: 0, bal: -1, val: 'none' })),
    ),
    msgs: setOf<Message>(),
  }))
  .action('RMPrepare', s => {
    const rm = choose(...s.rm.keys())
    when(s.rm[rm] === 'working')
    s.rm[rm] = 'prepared'
    add(s.msgs, { type: 'phase2a', ins: rm, bal: 0, val: 'prepared' })
  })
  .action('RMChooseToAbort', s => {
    const rm = choose(...s.rm.keys())
    when(s.rm[rm] === 'working')
    s.rm[rm] = 'aborted'
    add(s.msgs, { type: 'phase2a', ins: rm, bal: 0, val: 'aborted' })
  })
  .action('RMRcvCommitMsg', s => {
    const rm = choose(...s.rm.keys())
    when(has(s.msgs, { type: 'Commit' }))
    s.rm[rm] = 'committed'
  })
  .action('RMRcvAbortMsg', s => {
    const rm = choose(...s.rm.keys())
    when(has(s.msgs, { type: 'Abort' }))
    s.rm[rm] = 'aborted'
  })
  .action('Phase1a', (s, c) => {
    const bal = choose(...range(1, c.ballots))
    const ins = choose(...s.rm.keys())
    add(s.msgs, { type: 'phase1a', ins, bal })
  })
  .action('Phase2a', (s, c) => {
    const bal = choose(...range(1, c.ballots))
    const ins = choose(...s.rm.keys())
    when((['prepared', 'aborted'] as const).every(val => !has(s.msgs, { type: 'phase2a', ins, bal, val })))
    const ms = choose(...majorities)
    const mset = of(s.msgs, 'phase1b').filter(m => m.ins === ins && m.mbal === bal && ms.includes(m.acc))
    when(ms.every(acc => mset.some(m => m.acc === acc)))
    const maxbal = Math.max(-1, ...mset.map(m => m.bal))
    const val = maxbal === -1 ? 'aborted' : mset.find(m => m.bal === maxbal)!.val
    add(s.msgs, { type: 'phase2a', ins, bal, val: val as Vote })
  })
  .action('Decide', (s, c) => {
    const decided = (ins: number, val: Vote) =>
      range(0, c.ballots).flatMap(bal =>
        majorities.filter(ms =>
          ms.slice(c.majority ? 0 : 1).every(acc => has(s.msgs, { type: 'phase2b', ins, bal, val, acc })),
        ),
      )
    const which = choose('Commit', 'Abort')
    if (which === 'Commit') when([...s.rm.keys()].every(rm => decided(rm, 'prepared').length > 0))
    // TLC counts a transition for each manager, ballot and majority that shows it.
    else choose(...[...s.rm.keys()].flatMap(rm => decided(rm, 'aborted')).keys())
    add(s.msgs, { type: which })
  })
  .action('Phase1b', (s, c) => {
    const a = choose(...Array(c.acceptors).keys())
    const { ins, bal } = choose(...of(s.msgs, 'phase1a'))
    const acc = s.acc[ins]![a]!
    when(acc.mbal < bal)
    acc.mbal = bal
    add(s.msgs, { type: 'phase1b', ins, mbal: bal, bal: acc.bal, val: acc.val, acc: a })
  })
  .action('Phase2b', (s, c) => {
    const a = choose(...Array(c.acceptors).keys())
    const { ins, bal, val } = choose(...of(s.msgs, 'phase2a'))
    const acc = s.acc[ins]![a]!
    when(acc.mbal <= bal)
    acc.mbal = bal
    acc.bal = bal
    acc.val = val
    add(s.msgs, { type: 'phase2b', ins, bal, val, acc: a })
  })
  .mayDeadlock()
  .invariant('consistent', s => !(s.rm.includes('committed') && s.rm.includes('aborted')))
  .variant('one acceptor', { majority: false })
  .variant('1 manager', { rms: 1 })

function of<T extends Message['type']>(msgs: SetOf<Message>, type: T): Of<T>[] {
  return [...msgs].filter((m): m is Of<T> => m.type === type)
}
function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}
