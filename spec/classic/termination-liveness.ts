import { expectations } from 'interleave-checker'
import { terminationDetection } from '../../models/classic/termination-detection.ts'

/**
 * When all nodes are passive, node 0 eventually detects it, if starting a probe and passing the token are weakly fair. It
 * need not if each node is only passive infinitely often, since nodes may wake each other in turn.
 *
 * A node may stay active for as long as others take steps. If no more messages are sent, it is eventually the only one that
 * can move. Here a run then continues, whereas TLA+ has to assume that (WF(Next)).
 *
 * These are TLC's verdicts for EWD840.tla: for Liveness, for FalseLiveness, and for AllNodesTerminateIfNoMessages with
 * WF(Next).
 *
 * Exhaustive, for three nodes in 302 states and for four in 1,566; with five (`--set nodes=5`) termination is detected in
 * 7,742 states (109,091 transitions, depth 14).
 *
 * Checks `models/classic/termination-detection.ts`.
 */
const spec = terminationDetection
  // These make detection wrong, not late.
  .withoutVariants('a sender stays white', 'an active node passes the token on')
  .fair({ weak: ['InitiateProbe', 'PassToken'] })
  .leadsTo('termination is eventually detected', isTerminated, isSeen)
  .temporal('all nodes become passive if no more messages are sent', f =>
    f.implies(f.eventually(f.always(f.not(f.taken('SendMsg')))), f.eventually(isTerminated)),
  )
  .temporal('termination is detected if each node is passive infinitely often', f => {
    const eachIsPassive = [0, 1, 2, 3].map(i => f.always(f.eventually(s => !s.active[i]))) // A missing node counts as passive.
    return f.always(f.implies(f.and(...eachIsPassive), f.eventually(isSeen)))
  })
  .variant('four nodes', { nodes: 4 })

interface Ring {
  readonly active: readonly boolean[]
  readonly isBlack: readonly boolean[]
  readonly tpos: number
  readonly tokenIsBlack: boolean
}

function isTerminated(s: Pick<Ring, 'active'>): boolean {
  return s.active.every(isActive => !isActive)
}

/** Whether node 0 detects termination. */
function isSeen(s: Ring): boolean {
  return s.tpos === 0 && !s.tokenIsBlack && !s.isBlack[0] && !s.active[0]
}

export default spec

export const expected = expectations(spec, {
  base: {
    fails: { 'termination is detected if each node is passive infinitely often': [0, 7] },
    census: [302, 1809, 8],
  },
  'a node that passes the token on stays black': {
    fails: {
      'termination is eventually detected': [0, 3],
      'all nodes become passive if no more messages are sent': [0, 3],
      'termination is detected if each node is passive infinitely often': [0, 3],
    },
    census: [302, 1809, 8],
  },
  'four nodes': {
    fails: { 'termination is detected if each node is passive infinitely often': [0, 8] },
    census: [1566, 14962, 11],
  },
})
