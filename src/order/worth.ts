/** States after which it is looked whether putting steps off is worthwhile. */
const statesOfLook = 1024
/** The least share of transitions that are left out. */
const minLeftOut = 0.1
/** The largest share of states for which sets of movers had to be found anew, which takes as long as visiting a hundred states. */
const maxFound = 0.5
/** With a larger share of transitions left out, that is worthwhile all the same: so few remain that states are fewer by far. */
const manyLeftOut = 0.7

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
    const isDear = found > maxFound * states && leftOut < manyLeftOut * transitions
    this.isGivenUp = leftOut < minLeftOut * transitions || isDear
    this.states = this.found = this.transitions = this.leftOut = 0
  }
}
