/**
 * Movers whose steps suffice in a state (Valmari's stubborn sets, with movers as the operations).
 *
 * A set of movers suffices if nothing that the others may do from here on has to do with what those in the set do now: then
 * every run in which only others move at first can be put in another order, with one of these steps first. So for a mover that can
 * move, whoever may touch what it reads or writes joins it; for one that waits, whoever may change what it looks at.
 */

/** What a chooser has to know of a state; movers are bits of a number. */
export interface MoversOfState {
  /** The movers that can move. */
  readonly enabled: number
  /** Those that have to come along with a mover. */
  companionsOf(mover: number): number
  /** How many ways a mover can move. */
  waysOf(mover: number): number
}

/** A mover is one bit of a number. */
export const mostMovers = 31

/** The sets that suffice and leave out some movers that can move, those with the fewest ways to move first. */
export function persistentSets(state: MoversOfState): number[] {
  const found = new Map<number, number>()
  for (let rest = state.enabled; rest !== 0; rest &= rest - 1) {
    const set = closure(rest & -rest, state)
    if (set === undefined) continue
    found.set(set, waysOfAll(set & state.enabled, state))
  }
  return [...found].sort(([, a], [, b]) => a - b).map(([set]) => set)
}

/** With all that have to come along; undefined if then none is left out that can move. */
function closure(first: number, state: MoversOfState): number | undefined {
  let set = first
  for (let done = 0; done !== set; ) {
    const next = set & ~done & -(set & ~done)
    set |= state.companionsOf(bitNumber(next))
    done |= next
    if ((state.enabled & ~set) === 0) return undefined
  }
  return set
}

function waysOfAll(movers: number, state: MoversOfState): number {
  let ways = 0
  for (let rest = movers; rest !== 0; rest &= rest - 1) ways += state.waysOf(bitNumber(rest & -rest))
  return ways
}

/** The number of the only bit. */
export function bitNumber(bit: number): number {
  return 31 - Math.clz32(bit)
}
