import { expectations } from 'interleave-checker'
import { terminationDetection } from '../../models/classic/termination-detection.ts'

/**
 * When all nodes are passive, node 0 sees it in the end, if it starts a probe whenever it may and nodes hand the token on. It
 * need not see it if each node is merely passive again and again, since they may wake each other in turn.
 *
 * A node that is active may stay so for as long as others go on. If nobody sends any more, it is the only one that can go on in
 * the end; here a run goes on then, whereas in TLA+ that has to be assumed (WF(Next)).
 *
 * These are the verdicts of TLC for EWD840.tla: for Liveness, for FalseLiveness, and for AllNodesTerminateIfNoMessages with
 * WF(Next).
 *
 * Exhaustive, for three nodes in 302 states and for four in 1,566; with five (`--set nodes=5`) termination is seen in 7,742
 * (109,091 transitions, depth 14).
 *
 * Checks `models/classic/termination-detection.ts`.
 */
const spec = terminationDetection
  // These break what is seen, not that it is seen.
  .withoutVariants('who sends stays white', 'an active node hands the token on')
  .fair({ weak: ['InitiateProbe', 'PassToken'] })
  .leadsTo('termination is seen where it is', isTerminated, isSeen)
  .temporal('all become passive if no messages are sent any more', f =>
    f.implies(f.eventually(f.always(f.not(f.taken('SendMsg')))), f.eventually(isTerminated)),
  )
  .temporal('termination is seen if each is passive again and again', f => {
    const eachIsPassive = [0, 1, 2, 3].map(i => f.always(f.eventually(s => !s.active[i]))) // Nodes that are not there are passive.
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

/** Whether node 0 sees termination. */
function isSeen(s: Ring): boolean {
  return s.tpos === 0 && !s.tokenIsBlack && !s.isBlack[0] && !s.active[0]
}

export default spec

export const expected = expectations(spec, {
  base: {
    fails: { 'termination is seen if each is passive again and again': [0, 7] },
    census: [302, 1809, 8],
  },
  'who hands the token on stays black': {
    fails: {
      'termination is seen where it is': [0, 3],
      'all become passive if no messages are sent any more': [0, 3],
      'termination is seen if each is passive again and again': [0, 3],
    },
    census: [302, 1809, 8],
  },
  'four nodes': {
    fails: { 'termination is seen if each is passive again and again': [0, 8] },
    census: [1566, 14962, 11],
  },
})
