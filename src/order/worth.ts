/** States after which it is looked whether putting steps off is worthwhile. */
const statesOfLook = 1024
/** The least share of transitions that are left out. */
const minLeftOut = 0.1
/** The largest share of states for which sets of movers had to be found anew, which takes as long as visiting a hundred states. */
const maxFound = 0.5

/** Whether putting steps off is worth its time: it is given up where it is not. */
export class Worth {
  isGivenUp = false
  private states = 0
  private found = 0
  private transitions = 0
  private leftOut = 0

  /** Counts a state. */
  count(transitions: number, leftOut: number, wasFound: boolean): void {
    this.states++
    this.transitions += transitions
    this.leftOut += leftOut
    if (wasFound) this.found++
    if (this.states === statesOfLook) this.look()
  }

  private look(): void {
    const { states, found, transitions, leftOut } = this
    this.isGivenUp = leftOut < minLeftOut * transitions || found > maxFound * states
    this.states = this.found = this.transitions = this.leftOut = 0
  }
}
