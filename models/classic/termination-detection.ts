/**
 * Dijkstra's termination detection on a ring (E. W. Dijkstra, W. H. J. Feijen, A. J. M. van Gasteren, EWD 840, 1983; TLA+
 * examples, EWD840.tla). Node 0 sends a token round the ring, in descending order of nodes, to find out whether all are
 * passive.
 *
 * A node becomes black when it activates a higher-numbered node, which the token may already have passed. A black node
 * blackens the token.
 */

import { choose, model, oneOf, when } from 'interleave-checker'

export const terminationDetection = model('termination detection', {
  nodes: 3,
  /** Mutant: a node stays white when it sends a message. */
  blackens: true,
  /** Mutant: an active node passes the token on. */
  holds: true,
  /** Mutant: a node stays black when it passes the token on. */
  whitens: true,
})
  .shared(c => oneOf(anyStart(c.nodes)))
  .action('InitiateProbe', (s, c) => {
    when(s.tpos === 0)
    forAny(s.tokenIsBlack, s.isBlack[0]!)
    s.tpos = c.nodes - 1
    s.tokenIsBlack = false
    s.isBlack[0] = false
  })
  .action('PassToken', (s, c) => {
    const i = s.tpos
    when(i > 0)
    if (c.holds) forAny(!s.active[i], s.isBlack[i]!, s.tokenIsBlack)
    s.tpos = i - 1
    if (s.isBlack[i]) s.tokenIsBlack = true
    if (c.whitens) s.isBlack[i] = false
  })
  .action('SendMsg', (s, c) => {
    const i = choose(...s.active.keys())
    when(s.active[i]!)
    const j = choose(...[...s.active.keys()].filter(other => other !== i))
    s.active[j] = true
    if (j > i && c.blackens) s.isBlack[i] = true
  })
  .action('Deactivate', s => {
    const i = choose(...s.active.keys())
    when(s.active[i]!)
    s.active[i] = false
  })
  // Termination has been detected.
  .mayDeadlock()
  .variant('a sender stays white', { blackens: false })
  .variant('an active node passes the token on', { holds: false })
  .variant('a node that passes the token on stays black', { whitens: false })

/** Blocks unless a reason holds. Each reason that holds is a transition of its own, as TLC counts them. */
function forAny(...reasons: readonly boolean[]): void {
  choose(...reasons.filter(isThere => isThere))
}

export interface Ring {
  active: boolean[]
  isBlack: boolean[]
  /** The node that has the token. */
  tpos: number
  tokenIsBlack: boolean
}

/** All states with a black token: any nodes may be active or black, and any node may have the token. */
function anyStart(nodes: number): Ring[] {
  const all = choices(nodes)
  return all.flatMap(active => {
    return all.flatMap(isBlack => active.map((_, tpos) => ({ active, isBlack, tpos, tokenIsBlack: true })))
  })
}

function choices(length: number): boolean[][] {
  if (length === 0) return [[]]
  return choices(length - 1).flatMap(rest => [
    [...rest, false],
    [...rest, true],
  ])
}
